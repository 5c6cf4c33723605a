"""What happened to projects: events by stage, problems and their solution, follow-ons; parts of one another."""

import numpy as np
import polars as pl

from lianqun.generate.content import rows_of
from lianqun.generate.plan import Plan, Tables, days_of, rounded
from lianqun.generate.projects import STAGE
from lianqun.land import stages

PROBLEM_SHARE, SOLVED_SHARE, UPGRADE_SHARE, FOLLOW_ON_SHARE = 0.3, 0.8, 0.03, 0.12


def make_project_events(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """A row for each stage that a project came to, problems with their solution, upgrades and follow-ons, in the order of time."""
    random = plan.random("project_events")
    projects = tables["projects"]
    parts = [*_of_stages(projects), *_problems(plan, random, projects), *_upgrades(plan, random, projects)]
    events = pl.concat(parts).sort("project_id", "day", "rank", "kind")
    numbers = pl.int_range(1, pl.len() + 1).over("project_id")
    days = days_of(plan.first_day, events["day"].to_numpy())
    return {"project_events": events.with_columns(id=pl.format("{}-event-{}", "project_id", numbers), on=days)}


def _events(rows: pl.DataFrame, kind: str, day: pl.Series, note: pl.Series | pl.Expr, rank: int = 50) -> pl.DataFrame:
    return rows.select(
        project_id="id", kind=pl.lit(kind), day=day.cast(pl.Int64), note=note, by="steward", rank=pl.lit(rank, pl.Int64)
    )


def _of_stages(projects: pl.DataFrame) -> list[pl.DataFrame]:
    words = [row["event_zh"] for row in rows_of("stages")]
    reached = [(number, projects.filter(pl.col(f"day_{stage.code}") >= 0)) for number, stage in enumerate(stages())]
    return [
        _events(rows, "stage", rows[f"day_{stages()[number].code}"], pl.lit(words[number]), number) for number, rows in reached
    ]


def _problems(plan: Plan, random: np.random.Generator, projects: pl.DataFrame) -> list[pl.DataFrame]:
    """A problem after the signing of some projects; most are solved within weeks."""
    rows = _some(random, projects.filter(pl.col("day_signed") >= 0), PROBLEM_SHARE)
    which = random.integers(0, len(rows_of("problems")), rows.height)
    raised = rows["day_signed"].to_numpy() + random.integers(5, 260, rows.height)
    solved = raised + random.integers(3, 60, rows.height)
    said = pl.Series([row["problem_zh"] for row in rows_of("problems")]).gather(which)
    done = pl.Series([row["solved_zh"] for row in rows_of("problems")]).gather(which)
    is_raised = (raised <= plan.days) & ~_is_over(rows, raised)
    is_solved = is_raised & (solved <= plan.days) & ~_is_over(rows, solved) & (random.random(rows.height) < SOLVED_SHARE)
    problem = _events(rows, "problem", pl.Series(raised), said).filter(pl.Series(is_raised))
    return [problem, _events(rows, "solved", pl.Series(solved), done, 51).filter(pl.Series(is_solved))]


def _is_over(rows: pl.DataFrame, day: np.ndarray) -> np.ndarray:
    """Whether a project had ended by a day."""
    ended = rows["ended"].to_numpy()
    return (ended >= 0) & (ended <= day)


def _upgrades(plan: Plan, random: np.random.Generator, projects: pl.DataFrame) -> list[pl.DataFrame]:
    """Upgrades count as events; a follow-on says its increment, and every expansion has one."""
    producing = _some(random, projects.filter(pl.col("day_production") >= 0), UPGRADE_SHARE)
    upgraded = producing["day_production"].to_numpy() + random.integers(100, 500, producing.height)
    upgrade = _events(producing, "upgrade", pl.Series(upgraded), pl.lit("产线智能化改造（示范）"))
    follow = follow_ons(plan, projects)
    added = _events(follow, "follow_on", follow["day"], follow["note"])
    return [upgrade.filter(pl.Series((upgraded <= plan.days) & ~_is_over(producing, upgraded))), added]


def follow_ons(plan: Plan, projects: pl.DataFrame) -> pl.DataFrame:
    """Follow-on investments: the projects that got one, with its `day`, its `increment` in 万元 and a `note` that says it."""
    random = plan.random("follow_ons")
    expanding = projects.filter(pl.col("day_expansion") >= 0).with_columns(day="day_expansion")
    others = projects.filter((pl.col("day_production") >= 0) & (pl.col("day_expansion") < 0) & (pl.col("ended") < 0))
    others = _some(random, others, FOLLOW_ON_SHARE)
    later = pl.Series(others["day_production"].to_numpy() + random.integers(120, 700, others.height))
    others = others.with_columns(day=later).filter(pl.col("day") <= plan.days)
    both = pl.concat([expanding, others]).sort("id")
    increment = rounded(np.maximum(both["investment"].to_numpy() * (0.1 + 0.5 * random.random(both.height)), 100))
    both = both.with_columns(increment=pl.Series(increment))
    return both.with_columns(note=pl.format("增资{}万元", "increment"))


def _some(random: np.random.Generator, rows: pl.DataFrame, share: float) -> pl.DataFrame:
    return rows.filter(pl.Series(random.random(rows.height) < share))


def make_project_parts(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """Second phases of a project."""
    phases = tables["projects"].filter(pl.col("phase_of").is_not_null())
    return {
        "project_parts": phases.select(
            id=pl.format("{}-phase", "id"), project_id="id", kind=pl.lit("phase_of"), other_project_id="phase_of", on="lead_on"
        )
    }


def make_stage_amounts(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """What was reported at the signing and for each follow-on, what of it was recognised, and what of that was taken back later."""
    random = plan.random("stage_amounts")
    signed = tables["projects"].filter(pl.col("day_signed") >= 0).select("id", "ended", day="day_signed", amount="investment")
    follow = follow_ons(plan, tables["projects"]).select("id", "ended", "day", amount="increment")
    rows = pl.concat([
        signed.with_columns(stage=pl.lit(STAGE["contract"])), follow.with_columns(stage=pl.lit(STAGE["increment"])),
    ])  # fmt: skip
    reported, count = rows["amount"].to_numpy(), rows.height
    part = np.array([1.0, 0.9, 0.75, 0.5])[np.searchsorted([0.6, 0.8, 0.93], random.random(count))]
    recognised = np.floor(reported * part).astype(np.int64)
    again = (rows["ended"].to_numpy() >= 0) | (random.random(count) < 0.04)
    reversed_ = np.where(rows["ended"].to_numpy() >= 0, recognised, np.floor(recognised * 0.3)).astype(np.int64)
    judged = rows["day"].to_numpy() + random.integers(7, 35, count)
    undone = np.maximum(np.where(rows["ended"].to_numpy() >= 0, rows["ended"].to_numpy(), judged + 200), judged)
    kinds = [
        ("reported", reported, rows["day"].to_numpy(), np.full(count, True)),
        ("recognised", recognised, judged, judged <= plan.days),
    ]
    kinds.append(("reversed", reversed_, undone, again & (undone <= plan.days) & (judged <= plan.days) & (reversed_ > 0)))
    parts = [
        rows.select(
            "id", "stage", kind=pl.lit(kind), amount_wan_yuan=pl.Series(value), day=pl.Series(day), n=pl.lit(number)
        ).filter(pl.Series(given))
        for number, (kind, value, day, given) in enumerate(kinds)
    ]
    amounts = pl.concat(parts).sort("id", "stage", "n")
    return {
        "stage_amounts": amounts.with_columns(
            id=pl.format("{}-{}-{}", "id", "stage", "kind"),
            project_id="id",
            on=days_of(plan.first_day, amounts["day"].to_numpy()),
            by=pl.lit("示范统计员"),
        )
    }


def make_project_series(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """Money that arrived, month by month from the start of construction; all months together at most the investment."""
    random = plan.random("project_series")
    rows = tables["projects"].filter(pl.col("day_construction") >= 0)
    ended = rows["ended"].to_numpy()
    last = np.where(ended >= 0, ended, plan.days)
    built = np.where(rows["day_completed"].to_numpy() >= 0, rows["day_completed"].to_numpy(), last)
    start, end = rows["day_construction"].to_numpy(), np.minimum(np.maximum(built + 120, built), last)
    planned = np.maximum(np.where(rows["day_completed"].to_numpy() >= 0, end - start, 420), 60)
    months = np.maximum((end - start) // 31, 0)
    owner = np.repeat(np.arange(rows.height), months)
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(months) - months, months)
    weight = 0.3 + random.random(len(owner))
    share = weight / np.maximum(planned[owner] / 31, months[owner]) / 1.3
    value = np.floor(
        rows["investment"].to_numpy()[owner] * np.minimum(0.98, 0.75 + 0.25 * random.random(rows.height))[owner] * share
    )
    day = days_of(plan.first_day, start[owner] // 1)
    month = day.dt.offset_by(pl.Series([f"{one}mo" for one in nth], dtype=pl.String))
    frame = pl.DataFrame({"project_id": rows["id"].gather(owner), "month": month, "value": value.astype(np.int64)})
    return {
        "project_series": frame.filter(pl.col("value") > 0)
        .with_columns(period=pl.col("month").dt.strftime("%Y-%m"), kind=pl.lit("money_arrived"), unit=pl.lit("万元"))
        .with_columns(id=pl.format("{}-arrived-{}", "project_id", "period"))
    }
