"""Rows of lists that no table holds: links with their state, and what is late or open."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lianqun.land import late_projects, open_problems
from lianqun.maps.words import join
from lianqun.office.accounts.models import User
from lianqun.office.queries.diagnose.states import SharedLink, chains_for, links_once, stand_chains
from lianqun.office.queries.rows.scope import Scope
from lianqun.office.queries.rows.whole_tables import frame_of
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


def problem_rows(user: User, projects: QuerySet[Project], needs: QuerySet[Need], on: date) -> list[dict[str, Any]]:
    """Projects that are late on a day, then needs that are not struck off, the latest first."""
    by_id = {project.pk: project for project in projects}
    asked = {need.pk: need for need in needs.select_related("project")}
    late = late_projects(frame_of(projects), as_of=on).iter_rows(named=True)
    rows = [_late_row(by_id[row["project_id"]], row) for row in late if row["state"] == "late"]
    return rows + [
        _need_row(asked[row["need_id"]], row) for row in open_problems(frame_of(needs), as_of=on).iter_rows(named=True)
    ]


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
