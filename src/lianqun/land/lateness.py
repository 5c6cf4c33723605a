"""What is stuck: projects whose next date has passed, and needs that nobody has struck off.

Both tables say three things apart: late, in time, and not known because no due date was recorded. A missing date is
never read as "in time".
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from lianqun.land.need_states import open_states
from lianqun.land.stages import over_stages, stage_of
from lianqun.land.statuses import status_of
from lianqun.land.words import sentences
from lianqun.vocab.codes import word

LATE_PROJECTS = pl.Schema({
    "project_id": pl.String, "state": pl.String, "days_late": pl.Int64, "reason_zh": pl.String, "reason_en": pl.String,
})  # fmt: skip

OPEN_PROBLEMS = pl.Schema({
    "need_id": pl.String, "project_id": pl.String, "title": pl.String, "blocks_project": pl.Boolean,
    "state": pl.String, "days_open": pl.Int64, "days_late": pl.Int64, "reason_zh": pl.String, "reason_en": pl.String,
})  # fmt: skip

RANKS = {"late": 0, "unknown": 1, "on_time": 2, "over": 3}


def late_projects(projects: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Each project with its `state` on a day, the latest first.

    `state` is `late` (or stuck by its status), `on_time`, `over` (at a stage of `over_stages`, or ended by its status) or `unknown` (no due date);
    `days_late` counts calendar days past `due_on` and is null unless late.
    """
    rows = [project_row(project, as_of) for project in projects.iter_rows(named=True)]
    return pl.DataFrame(sorted(rows, key=urgency), schema=LATE_PROJECTS)


def open_problems(needs: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """The needs that are not struck off, the latest first, with calendar days since raised and past their due date.

    `days_open` and `days_late` are null where the date they count from was never recorded; `state` is then `unknown`.
    """
    waiting = needs.filter(pl.col("status").is_in(open_states()))
    rows = [problem_row(need, as_of) for need in waiting.iter_rows(named=True)]
    return pl.DataFrame(sorted(rows, key=urgency), schema=OPEN_PROBLEMS)


def project_row(project: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    """One project's lateness."""
    status = status_of(project.get("status"))
    if status.is_over or project["stage"] in over_stages():
        stage = stage_of(project["stage"])
        names = (word("project_status", status.code, "zh"), word("project_status", status.code, "en"))
        ended = names if status.is_over else (stage.zh, stage.en)
        zh, en = sentences()["status_over" if status.is_over else "over"]
        reasons = {"reason_zh": zh.format(stage=ended[0]), "reason_en": en.format(stage=ended[1])}
        return {"project_id": project["id"], "state": "over", "days_late": None, **reasons}
    judged = judge_due(project["due_on"], as_of)
    if status.is_stuck and judged["state"] != "late":
        zh, en = sentences()["stuck"]
        why = project.get("status_reason") or "—"
        words = [word("project_status", status.code, language) for language in ("zh", "en")]
        judged = {
            "state": "late",
            "days_late": None,
            "reason_zh": zh.format(status=words[0], why=why),
            "reason_en": en.format(status=words[1], why=why),
        }
    return {"project_id": project["id"], **judged}


def problem_row(need: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    """One open need with its age and lateness."""
    raised = need["raised_on"]
    return {
        "need_id": need["id"],
        "project_id": need["project_id"],
        "title": need["title"],
        "blocks_project": need["blocks_project"],
        "days_open": (as_of - raised).days if raised is not None else None,
        **judge_due(need["due_on"], as_of),
    }


def judge_due(due: date | None, as_of: date) -> dict[str, Any]:
    """State, days late and both sentences for a due date; the day itself is still in time."""
    if due is None:
        zh, en = sentences()["no_due"]
        return {"state": "unknown", "days_late": None, "reason_zh": zh, "reason_en": en}
    days = (as_of - due).days
    key = "late" if days > 0 else "on_time" if days < 0 else "due_today"
    zh, en = (text.format(due=due.isoformat(), days=abs(days)) for text in sentences()[key])
    return {"state": "late" if days > 0 else "on_time", "days_late": days if days > 0 else None, "reason_zh": zh, "reason_en": en}


def urgency(row: Mapping[str, Any]) -> tuple[int, int, bool, str]:
    """Order of a list: late before unknown before in time, the latest first, those that block a project before others."""
    return RANKS[row["state"]], -(row["days_late"] or 0), not row.get("blocks_project"), row.get("need_id") or row["project_id"]
