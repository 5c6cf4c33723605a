"""One's own account: the password, and who signs in one's absence."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.people import people
from lianqun.office.pages.frame import PageRequest, page, render


@page("account", "account", Permission.MAP_VIEW)
def show_account(request: PageRequest) -> HttpResponse:
    """The forms, and the change of the password or the deputy."""
    if request.method == "POST" and "deputy" in request.POST:
        people.name_deputy(by=request.user, username=request.POST["deputy"].strip())
        messages.success(request, _("Your deputy is set."))
        return redirect("account")
    if request.method == "POST":
        people.change_password(by=request.user, old=request.POST.get("old", ""), new=request.POST.get("new", ""))
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)
        messages.success(request, _("The password was changed."))
        return redirect("account")
    return render(request, "people/account.html", {"title": _("Account")})
