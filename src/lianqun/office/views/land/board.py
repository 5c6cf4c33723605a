"""The board: projects by stage; and the reviews that wait for a person's signature."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.rights import Permission
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.kept_views import BOARD, views_of
from lianqun.office.pages.rail import Entry
from lianqun.office.queries.land.board import SHOWN, STATUSES, board
from lianqun.office.queries.land.signing import waiting_for
from lianqun.office.queries.rows.scope import Scope

MOST_WAITING = 100


@page("board", "board", Permission.RECORD_VIEW, rail=(Entry("land", 5, gettext_lazy("Board")),))
def show_board(request: PageRequest) -> HttpResponse:
    """Projects by stage: how many, how much, and those whose time is shortest."""
    frame = request.frame
    status = request.GET.get("status", "open")
    steward = request.GET.get("steward", "").strip()
    most = 60 if request.GET.get("stage") else SHOWN
    lanes = board(
        frame.user,
        Scope(frame.place, frame.chain),
        status=status if status in STATUSES else "open",
        steward=steward,
        on=timezone.localdate(),
        most=most,
    )
    wanted = request.GET.get("stage", "")
    shown = [lane for lane in lanes if lane.stage.code == wanted] or lanes
    context: dict[str, Any] = {
        "title": _("Board"),
        "lanes": shown,
        "all_lanes": lanes,
        "status": status,
        "statuses": STATUSES,
        "steward": steward,
        "one_stage": bool(wanted) and len(shown) == 1,
        "today": timezone.localdate(),
        **views_of(request, BOARD),
    }
    return render(request, "land/board.html", context)


@page("approvals", "approvals", Permission.STAGE_APPROVE, rail=(Entry("land", 6, gettext_lazy("Waiting for my signature")),))
def show_approvals(request: PageRequest) -> HttpResponse:
    """The reviews that wait for this person, the longest waiting first."""
    waiting = waiting_for(request.frame.user)
    context = {"title": _("Waiting for my signature"), "waiting": waiting[:MOST_WAITING], "count": len(waiting)}
    return render(request, "land/approvals.html", context)
