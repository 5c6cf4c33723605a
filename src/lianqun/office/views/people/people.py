"""People: accounts, roles for places and chains, passwords."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.models import User
from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.roles import ROLES
from lianqun.office.actions.people import people as acts
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.rail import Entry
from lianqun.office.registry.models import Place
from lianqun.vocab.codes import code_lists

MOST_PLACES = 2_000


@page("people", "people", Permission.PERSON_MANAGE, rail=(Entry("settings", 50, gettext_lazy("People"), "m"),))
def show_people(request: PageRequest) -> HttpResponse:
    """Everybody with their roles; a POST makes an account."""
    if request.method == "POST":
        told = {name: request.POST.get(name, "").strip() for name in ("username", "name", "organization_id")}
        user = acts.create(by=request.frame.user, password=request.POST.get("password", ""), **told)
        messages.success(request, _("The account was made. Give it a role below."))
        return redirect("person", user.username)
    people = User.objects.prefetch_related("memberships").order_by("username")
    return render(request, "people/people.html", {"title": _("People"), "people": list(people), "roles": list(ROLES.values())})


@page("people/<str:username>", "person", Permission.PERSON_MANAGE, single=True)
def show_person(request: PageRequest, username: str) -> HttpResponse:
    """One account: its roles, its password, whether it may sign in."""
    user = get_object_or_404(User.objects.prefetch_related("memberships"), username=username)
    if request.method == "POST":
        _act(request, user)
        messages.success(request, _("Done."))
        return redirect("person", username)
    by = request.frame.user
    context = {
        "title": str(user),
        "person": user,
        "roles": list(ROLES.values()),
        "offices": code_lists()["sign_office"],
        "places": list(Place.objects.order_by("pk").only("pk", "name_zh", "name_en")[:MOST_PLACES]),
        "deactivate_refusal": acts.deactivate.why_not(by, user=user),
    }
    return render(request, "people/person.html", context)


def _act(request: PageRequest, user: User) -> None:
    by, act = request.frame.user, request.POST.get("act", "")
    held = {name: request.POST.get(name, "").strip() for name in ("role", "place_id", "chain_id")}
    if act == "grant":
        acts.grant(by=by, user=user, **held)
    elif act == "withdraw":
        acts.withdraw(by=by, user=user, **held)
    elif act == "office":
        acts.set_office(by=by, user=user, office=request.POST.get("office", ""))
    elif act == "reset":
        acts.reset_password(by=by, user=user, password=request.POST.get("password", ""))
    elif act == "deactivate":
        acts.deactivate(by=by, user=user)
    elif act == "reactivate":
        acts.reactivate(by=by, user=user)
