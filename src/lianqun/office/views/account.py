"""One's own account: the password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.actions import people
from lianqun.office.views.frame import PageRequest, page, render


@page(Permission.MAP_VIEW)
def show_account(request: PageRequest) -> HttpResponse:
    """The form, and the change of the password."""
    if request.method == "POST":
        people.change_password(by=request.user, old=request.POST.get("old", ""), new=request.POST.get("new", ""))
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)
        messages.success(request, _("The password was changed."))
        return redirect("account")
    return render(request, "account.html", {"title": _("Change the password")})
