"""Rows of lists that no table holds: links with their state, and what is late or open."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lianqun.land import late_projects, open_problems, open_states, over_stages, over_statuses, stuck_statuses
from lianqun.maps.words import join
from lianqun.office.accounts.models import User
from lianqun.office.queries.diagnose.states import SharedLink, chains_for, links_once, stand_chains
from lianqun.office.queries.rows.scope import Scope
from lianqun.office.queries.rows.whole_tables import frame_of_rows
from lianqun.office.registry.models import Need, Project


def _say(row: Any, name: str) -> str:
    """A name or reason in the language of the reader."""
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    get = row.get if isinstance(row, dict) else lambda key: getattr(row, key, "")
    return str(get(f"{name}_{language}") or get(f"{name}_zh") or "")


def link_rows(user: User, scope: Scope) -> Iterator[dict[str, Any]]:
    """Every link of the scope's chains, once a place, with its chains, state, reason and counts."""
    for shared in links_once(stand_chains(user, list(chains_for(user, scope.place, scope.chain)), scope.place)):
        yield _link_row(shared)


def _link_row(shared: SharedLink) -> dict[str, Any]:
    link, chains = shared.link, [standing.chain for standing in shared.chains]
    return {
        "link": _say(link.link, "name"),
        "link.ref": link.link.pk,
        "state": link.state,
        "chain": join([_say(chain, "name") for chain in chains], get_language() or "zh"),
        "chain.ref": chains[0].pk if len(chains) == 1 else None,
        "stage": link.link.stage,
        "is_key": link.is_key,
        "organizations": link.organizations,
        "confirmed": link.confirmed,
        "uncertain": link.uncertain,
        "reason": _say(link, "reason"),
    }


def late_of(projects: QuerySet[Project], on: date) -> QuerySet[Project]:
    """The projects that have not ended and whose due date has passed or that are stuck, the latest first."""
    late = (
        projects.filter(Q(due_on__lt=on) | Q(status__in=stuck_statuses()))
        .exclude(stage__in=over_stages())
        .exclude(status__in=over_statuses())
    )
    return late.order_by(F("due_on").asc(nulls_last=True), "pk")


def open_of(needs: QuerySet[Need], on: date) -> QuerySet[Need]:
    """The needs that are not struck off: late ones, the latest first, then those without a due date, then the others."""
    rank = Case(When(due_on__lt=on, then=0), When(due_on=None, then=1), default=2)
    return needs.filter(status__in=open_states()).annotate(rank=rank).order_by("rank", "due_on", "-blocks_project", "pk")


def problem_rows(
    projects: QuerySet[Project], needs: QuerySet[Need], on: date, *, most: int | None = None
) -> list[dict[str, Any]]:
    """Projects that are late on a day, then needs that are not struck off, the latest first; of each at most so many."""
    stuck = list(late_of(projects, on)[:most])
    asked = list(open_of(needs.select_related("project"), on)[:most])
    late = {project.pk: project for project in stuck}
    waiting = {need.pk: need for need in asked}
    judged = late_projects(frame_of_rows(stuck), as_of=on).iter_rows(named=True) if stuck else ()
    told = open_problems(frame_of_rows(asked), as_of=on).iter_rows(named=True) if asked else ()
    rows = [_late_row(late[row["project_id"]], row) for row in judged if row["state"] == "late"]
    return rows + [_need_row(waiting[row["need_id"]], row) for row in told]


def _late_row(project: Project, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": _say(project, "name"),
        "title.ref": None,
        "kind": _("late project"),
        **_judged(row),
        "project": _say(project, "name"),
        "project.ref": project.pk,
        "due_on": project.due_on,
        "answered_by": project.steward,
    }


def _need_row(need: Need, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": need.title,
        "title.ref": need.pk,
        "kind": _("need that blocks a project") if need.blocks_project else _("open need"),
        **_judged(row),
        "project": _say(need.project, "name") if need.project else "",
        "project.ref": need.project_id,
        "due_on": need.due_on,
        "answered_by": need.answered_by,
    }


def _judged(row: dict[str, Any]) -> dict[str, Any]:
    words = {"late": _("late"), "on_time": _("in time"), "unknown": _("no due date"), "over": _("over")}
    return {"state": words[row["state"]], "days_late": row["days_late"], "reason": _say(row, "reason")}
