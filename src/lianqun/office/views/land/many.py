"""Many at once: what would become of each chosen row, the number that is announced, and what became of each."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.land import many, signing
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.typed import day_typed
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.registry.models import Project, StageReview

MOST = 500


@page("board/many", "board-many", Permission.PROJECT_MOVE)
def move_many(request: PageRequest) -> HttpResponse:
    """Put the chosen projects up for a stage: first what would become of each, then, confirmed, what did."""
    if request.method != "POST":
        return redirect("board")
    told, by = request.POST, request.frame.user
    to, on = told.get("to", ""), day_typed(told.get("on", ""))
    chosen = _chosen(visible_to(by, Project.objects.filter(pk__in=told.getlist("id")[:MOST])), told.getlist("id"))
    context: dict[str, Any] = {"title": _("Many projects"), "stage": to, "on": on}
    if told.get("sure") == "yes":
        outcomes = many.move(by=by, projects=chosen, to=to, on=on, reason="")
        return _done(request, _("Many projects"), outcomes, undo="board-many-undo")
    outcomes = many.may_move(by=by, projects=chosen, to=to, on=on)
    return render(
        request, "land/many.html", {**context, "outcomes": outcomes, "ready": [one for one in outcomes if not one.refusal]}
    )


@page("approvals/many", "approvals-many", Permission.STAGE_APPROVE)
def sign_many(request: PageRequest) -> HttpResponse:
    """Sign the chosen reviews; what became of each."""
    if request.method != "POST":
        return redirect("approvals")
    reviews = _reviews(request, "id")
    opinion = request.POST.get("opinion", "")
    outcomes = many.sign(by=request.frame.user, reviews=reviews, verdict=signing.AGREED, opinion=opinion)
    return _done(request, _("Many reviews"), outcomes, undo="approvals-many-undo")


@page("approvals/many/undo", "approvals-many-undo", Permission.STAGE_APPROVE)
def unsign_many(request: PageRequest) -> HttpResponse:
    """Take one's own signatures of an act on many back, where nobody went on from there."""
    if request.method != "POST":
        return redirect("approvals")
    outcomes = many.unsign(by=request.frame.user, reviews=_reviews(request))
    return _done(request, _("Taken back"), outcomes)


@page("board/many/undo", "board-many-undo", Permission.PROJECT_MOVE)
def take_back_many(request: PageRequest) -> HttpResponse:
    """Take back the reviews of an act on many that nobody has touched since."""
    if request.method != "POST":
        return redirect("board")
    outcomes = many.take_back(by=request.frame.user, reviews=_reviews(request))
    return _done(request, _("Taken back"), outcomes)


def _done(request: PageRequest, title: str, outcomes: Sequence[many.Outcome], *, undo: str = "") -> HttpResponse:
    """What became of each; `undo` is the address that takes back what was done."""
    return render(request, "land/many_done.html", {"title": title, "outcomes": outcomes, "undo": undo})


def _reviews(request: PageRequest, name: str = "review") -> list[StageReview]:
    """The reviews that were chosen, in their order, as far as the person sees them."""
    ids = request.POST.getlist(name)[:MOST]
    return _chosen(visible_to(request.frame.user, StageReview.objects.filter(pk__in=ids)).select_related("project"), ids)


def _chosen(rows: Any, ids: Sequence[str]) -> list[Any]:
    """The rows in the order in which they were chosen, as far as the person sees them."""
    found = {row.pk: row for row in rows}
    return [found[one] for one in dict.fromkeys(ids) if one in found]
