"""Where each project stands on a day: since when, how long it may, what follows and what is missing for it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from lianqun.land.stage_rules import WORKING_DAYS, RuleBook, rules_of
from lianqun.land.stages import next_stages, stage_of, stages
from lianqun.land.statuses import RUNNING, status_of
from lianqun.land.working_days import BeyondCalendar, Calendar, calendar_of

Row = Mapping[str, Any]
OF_PROJECTS = ("id", "stage", "status", "kind", "green_channel")


def project_standings(tables: Mapping[str, pl.DataFrame], *, as_of: date) -> list[dict[str, Any]]:
    """Each project of `projects` on a day, in the order of the table.

    `since` is the day on which it came to its stage: of the project's own column, else of the approved review; null where neither
    says. `days_in_stage` are calendar days, working days where the stage is limited in those (`limit_unit`); `days_late` those past the
    limit, 0 in time, null where the day, the limit or the calendar is not known or the status stops the clock. `next` are the codes of the
    legal moves, `missing` what each of them asks for and is not there. Tables: projects, stage_rules, stage_reviews, attachments,
    calendar_days.
    """
    book = RuleBook(rules_of(tables["stage_rules"].iter_rows(named=True)), as_of)
    calendar = calendar_of(tables)
    reached, proofs = reached_on(tables["projects"], tables["stage_reviews"]), proofs_of(tables["attachments"])
    return [
        standing(
            project,
            book,
            calendar,
            as_of,
            reviewed_on=reached.get(project["id"]),
            proofs=proofs.get(project["id"], ()),
        )
        for project in _asked_of(tables["projects"], book).iter_rows(named=True)
    ]


def _asked_of(projects: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    """The columns that `standing` looks at; of one that a rule only wants filled, whether it is: amounts need not be read for that."""
    days = [stage.date_column for stage in stages() if stage.date_column]
    wanted, deciding = book.columns
    values = dict.fromkeys((*OF_PROJECTS, *days, *deciding))
    filled = [_filled(name, projects.schema[name]) for name in wanted if name not in values]
    return projects.select(*values, *filled)


def _filled(name: str, dtype: pl.DataType) -> pl.Expr:
    """True where the column holds something, null where it does not."""
    column = pl.col(name)
    return pl.when(column != "" if dtype == pl.String else column.is_not_null()).then(True).alias(name)


def standing(
    project: Row, book: RuleBook, calendar: Calendar, as_of: date, *, reviewed_on: date | None = None, proofs: Iterable[str] = ()
) -> dict[str, Any]:
    """One project on a day, as in `project_standings`."""
    stage, held = stage_of(project["stage"]), frozenset(proofs)
    since = (project[stage.date_column] if stage.date_column else None) or reviewed_on
    following = [after.code for after in next_stages(project["stage"])]
    missing = [one for code in following for one in book.missing(code, project, held)]
    return {
        "id": project["id"],
        "stage": project["stage"],
        "status": project.get("status") or RUNNING,
        "since": since,
        **_time(project, book, calendar, since, as_of),
        "next": following,
        "missing": [{"stage": one.stage, "what": one.what, "how": one.zh, "how_en": one.en} for one in missing],
    }


def _time(project: Row, book: RuleBook, calendar: Calendar, since: date | None, as_of: date) -> dict[str, Any]:
    rule = book.limit(project["stage"], project)
    is_working = rule is not None and rule.kind == WORKING_DAYS
    days = _days(since, as_of, calendar if is_working else None)
    runs = status_of(project.get("status")).runs
    late = max(days - rule.number, 0) if rule and rule.number is not None and days is not None and runs else None
    unit = ("working" if is_working else "calendar") if rule else None
    return {"days_in_stage": days, "limit_days": rule.number if rule else None, "limit_unit": unit, "days_late": late}


def _days(since: date | None, as_of: date, calendar: Calendar | None) -> int | None:
    if since is None:
        return None
    if calendar is None:
        return (as_of - since).days
    try:
        return calendar.between(since, as_of)
    except BeyondCalendar:
        return None


def reached_on(projects: pl.DataFrame, stage_reviews: pl.DataFrame) -> dict[str, date]:
    """Project → the day on which it came to its present stage, by the latest approved review that says one."""
    approved = stage_reviews.filter((pl.col("state") == "approved") & pl.col("on").is_not_null())
    present = approved.join(projects, left_on=["project_id", "stage"], right_on=["id", "stage"], how="semi")
    return dict(present.group_by("project_id").agg(pl.col("on").max()).rows())


def proofs_of(attachments: pl.DataFrame) -> dict[str, frozenset[str]]:
    """Project → the tags of its documents."""
    tags = attachments.drop_nulls("project_id").group_by("project_id").agg(pl.col("proves").unique())
    return {project: frozenset(held) for project, held in tags.rows()}
