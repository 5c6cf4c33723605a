"""Projects: how each goes from stage to stage in time, slips, falls asleep or dies; phases of one another, and the same one twice."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from lianqun.generate.content import content, rows_of, weights_of
from lianqun.generate.firms import investors, places_of
from lianqun.generate.plan import Numbers, Plan, Tables, choose, days_of, log_normal, rounded, rows_at
from lianqun.land import stages

NEIGHBOUR = "990200"
MEDIAN_INVESTMENT, INVESTMENT_SPREAD = 11_000.0, 1.3
LEAST_INVESTMENT, MOST_INVESTMENT = 300, 3_000_000
GROWTH_A_YEAR = 0.12
PHASE_SHARE, TWICE_SHARE = 0.05, 0.012
SIGNING_DAY_SHARE = 0.35
EXPANDING_SHARE, EXPANSION_LASTS = 0.3, 420
SLOWNESS = 0.35
SIZE_SLOWS = 0.1
DORMANT_SHARE, DELAYED_SHARE, NO_DUE_SHARE = 0.04, 0.6, 0.07
NEVER = np.iinfo(np.int64).max // 2
STAGE = {row["role"]: row["stage"] for row in rows_of("stages") if row["role"]}
"""The stages that the making of tables speaks of, by what they mean to it."""
NUMBER = {row["role"]: number for number, row in enumerate(rows_of("stages")) if row["role"]}
LEAD, TALKS, SIGNED, CONSTRUCTION = (NUMBER[role] for role in ("reported", "courted", "contract", "building"))
FULL, EXPANSION = NUMBER["reached"], NUMBER["increment"]
CAPACITY_COSTS = 9_000.0
STATUSES = ("lost", "terminated", "dormant", "delayed")


@dataclass(frozen=True, slots=True)
class Lives:
    """The lives of projects as days from the first day of the plan, one row each.

    `reached` is the day of each stage (a column each, -1 where it was not reached), `stage` the last one reached, `ended` the day on
    which it was given up (-1 where it was not).
    """

    reached: Numbers
    stage: Numbers
    ended: Numbers


def make_projects(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """The projects, besides their columns with `brand`, `phase_of` and `twice_of` (ids of other projects) and days as numbers."""
    random = plan.random("projects")
    firms = tables["organizations"].filter(pl.col("size").is_not_null() & pl.col("same_as").is_null())
    first = _sketch(plan, random, firms)
    lives = _live(plan, random, first)
    later = _again(plan, random, first, lives, _twins(tables))
    kept = plan.projects - later.height
    sketch = pl.concat([first.head(kept), later.select(first.columns)], how="vertical_relaxed")
    lives = _joined(lives, kept, _live(plan, plan.random("project_lives"), later))
    return {"projects": _as_rows(plan, plan.random("project_rows"), sketch, lives)}


def _sketch(plan: Plan, random: np.random.Generator, firms: pl.DataFrame) -> pl.DataFrame:
    """Each project's chain, link, place, investor, size and first day."""
    count = plan.projects
    wanted = pl.Series([rows_of("chains")[one]["id"] for one in choose(random, weights_of("chains"), count)])
    investor = rows_at(firms, investors(random, firms, wanted.to_list()))
    size = log_normal(random, MEDIAN_INVESTMENT, INVESTMENT_SPREAD, count)
    return investor.select("chain_id", "link_id", "trade", "brand", organization_id="id").with_columns(
        number=pl.Series(np.arange(count)),
        place_id=places_of(plan, random, wanted),
        investment=pl.Series(rounded(np.clip(size, LEAST_INVESTMENT, MOST_INVESTMENT))),
        begun=pl.Series(_first_days(plan, random, count)),
        again=pl.lit(0),
        phase_of=pl.lit(None, pl.Int64),
        twice_of=pl.lit(None, pl.Int64),
    )


def _first_days(plan: Plan, random: np.random.Generator, count: int) -> Numbers:
    """Days on which leads came in: more each year, and more in spring and autumn."""
    days = np.arange(plan.days + 1)
    calendar = days_of(plan.first_day, days)
    months = calendar.dt.month().to_numpy()
    weight = np.array(weights_of("seasons", "leads"))[months - 1] * (1 + GROWTH_A_YEAR) ** (days / 365.25)
    weight[calendar.dt.weekday().to_numpy() > 5] *= 0.1
    return choose(random, weight, count)


def _live(plan: Plan, random: np.random.Generator, sketch: pl.DataFrame) -> Lives:
    """Walk all projects through the stages at once, up to the last day of the plan."""
    rows, count = rows_of("stages"), sketch.height
    slow = np.exp(random.normal(0, SLOWNESS, count)) * (sketch["investment"].to_numpy() / MEDIAN_INVESTMENT) ** SIZE_SLOWS
    at, begun = sketch["begun"].to_numpy().astype(np.int64), sketch["begun"].to_numpy()
    reached = np.full((count, len(rows)), -1, dtype=np.int64)
    stage, ended = np.zeros(count, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    alive = begun <= plan.days
    for number, row in enumerate(rows):
        skipped = random.random(count) < float(row["skip_share"])
        if number == SIGNED:
            at = _on_signing_days(plan, random, at)
        if number == EXPANSION:
            # an expansion of long ago is done: it stands among the follow-ons, and the project at full output
            alive = alive & (random.random(count) < EXPANDING_SHARE) & (at > plan.days - EXPANSION_LASTS)
        here = alive & (at <= plan.days) & ~skipped
        reached[here, number], stage[here] = at[here], number
        alive = alive & (at <= plan.days)
        days = np.ceil(log_normal(random, float(row["median_days"]) * slow, float(row["spread"]), count)).astype(np.int64)
        dying = alive & ~skipped & (random.random(count) < float(row["stop_share"])) & (at + 2 * days <= plan.days)
        ended[dying] = (at + 2 * days)[dying]
        alive = alive & ~dying
        at = np.where(skipped, at, at + days)
    return Lives(reached, stage, ended)


def _on_signing_days(plan: Plan, random: np.random.Generator, at: Numbers) -> Numbers:
    """Part of the signings wait for the next fair or signing ceremony."""
    calendar = days_of(plan.first_day, np.arange(plan.days + 400))
    days = {int(row["month"]): int(row["signing_day"]) for row in rows_of("seasons") if row["signing_day"]}
    months, month_days = calendar.dt.month().to_numpy(), calendar.dt.day().to_numpy()
    ceremonies = np.flatnonzero([days.get(int(month)) == day for month, day in zip(months, month_days, strict=True)])
    following = np.searchsorted(ceremonies, at).clip(max=len(ceremonies) - 1)
    waits = random.random(len(at)) < SIGNING_DAY_SHARE
    return np.where(waits, np.maximum(ceremonies[following], at), at)


def _twins(tables: Tables) -> dict[str, str]:
    """Organisation → its second record, where it was written down twice."""
    twice = tables["organizations"].filter(pl.col("same_as").is_not_null())
    return dict(twice.select("same_as", "id").iter_rows())


def _again(plan: Plan, random: np.random.Generator, first: pl.DataFrame, lives: Lives, twins: dict[str, str]) -> pl.DataFrame:
    """What takes the place of the last rows: second phases of projects under construction, and the same projects by another county."""
    phases, twice = round(plan.projects * PHASE_SHARE), round(plan.projects * TWICE_SHARE)
    head = plan.projects - phases - twice
    started = lives.reached[:head, CONSTRUCTION]
    ready = np.flatnonzero((started >= 0) & (started + 200 <= plan.days) & (lives.ended[:head] < 0))
    early = np.flatnonzero(lives.reached[:head, TALKS] >= 0)
    owners = random.choice(ready, min(phases, len(ready)), replace=False)
    doubles = random.choice(early, min(twice, len(early)), replace=False)
    later = started[owners] + random.integers(60, 200, len(owners))
    soon = lives.reached[doubles, LEAD] + random.integers(3, 40, len(doubles))
    number = plan.projects - len(owners) - len(doubles)
    phase = _copied(first, owners, number, later).with_columns(phase_of=pl.Series(owners.astype(np.int64)), again=pl.lit(1))
    same = _copied(first, doubles, number + len(owners), np.minimum(soon, plan.days))
    same = same.with_columns(twice_of=pl.Series(doubles.astype(np.int64)), place_id=elsewhere(same["place_id"], random))
    same = same.with_columns(pl.col("organization_id").replace(twins))
    return pl.concat([phase.select(first.columns), same.select(first.columns)], how="vertical_relaxed")


def _joined(first: Lives, kept: int, later: Lives) -> Lives:
    """The lives of the first projects, up to a number, and those of the later ones."""
    parts = ((first.reached, later.reached), (first.stage, later.stage), (first.ended, later.ended))
    return Lives(*(np.concatenate([one[:kept], other]) for one, other in parts))


def _copied(first: pl.DataFrame, rows: Numbers, number: int, begun: Numbers) -> pl.DataFrame:
    numbers = pl.Series(np.arange(number, number + len(rows)))
    return rows_at(first, rows).with_columns(number=numbers, begun=pl.Series(begun.astype(np.int64)))


def elsewhere(places: pl.Series, random: np.random.Generator) -> pl.Series:
    """Another county for each place."""
    counties = [row["id"] for row in rows_of("places") if row["level"] == "county"]
    picked = pl.Series(counties).gather(random.integers(0, len(counties), len(places)))
    following = dict(zip(counties, [*counties[1:], counties[0]], strict=True))
    return pl.select(pl.when(picked == places).then(picked.replace(following)).otherwise(picked)).to_series()


def _as_rows(plan: Plan, random: np.random.Generator, sketch: pl.DataFrame, lives: Lives) -> pl.DataFrame:
    """The columns of the table `projects`, from the sketch and the lives; `day_…` are days from the first day of the plan."""
    dates = {stage.date_column: days_of(plan.first_day, lives.reached[:, number]) for number, stage in enumerate(stages())}
    codes, due = [stage.code for stage in stages()], _due(random, lives)
    named = _names(random, sketch).with_columns(
        id=project_ids("number"),
        phase_of=project_ids("phase_of"),
        twice_of=project_ids("twice_of"),
        stage=pl.Series([codes[one] for one in lives.stage]),
        rank=pl.Series(lives.stage),
        ended=pl.Series(lives.ended),
        due_on=days_of(plan.first_day, due),
        steward=pl.Series([f"示范帮办{one:02d}" for one in random.integers(1, 61, sketch.height)]),
        name_en=pl.format("Model project {}", pl.col("number") + 1),
        **dates,
        **{f"day_{codes[number]}": pl.Series(lives.reached[:, number]) for number in range(len(codes))},
    )
    return _statuses(plan, random, _sizes(random, named), due)


def project_ids(number: str) -> pl.Expr:
    """The id of the project of a number."""
    return pl.format("model-project-{}", (pl.col(number) + 1).cast(pl.String).str.zfill(6))


def _names(random: np.random.Generator, sketch: pl.DataFrame) -> pl.DataFrame:
    """`示范恒达年产3万吨…项目`; phases say which they are, second reports leave the capacity out."""
    joined = sketch.join(
        content("links").select(link_id="id", unit="capacity_unit"), on="link_id", how="left", maintain_order="left"
    )
    size = joined["investment"].to_numpy() / CAPACITY_COSTS * np.exp(random.normal(0, 0.6, sketch.height))
    joined = joined.with_columns(capacity=pl.Series(rounded(np.clip(size, 1, None))), capacity_unit="unit")
    made = pl.format("年产{}{}", "capacity", pl.col("unit").str.strip_suffix("/年"))
    first = pl.col("number").is_in(sketch["phase_of"].drop_nulls().unique().implode())
    phase = (
        pl.when(pl.col("phase_of").is_not_null())
        .then(pl.lit("（二期）"))
        .when(first)
        .then(pl.lit("（一期）"))
        .otherwise(pl.lit(""))
    )
    said = pl.when(pl.col("twice_of").is_null()).then(made).otherwise(pl.lit(""))
    return joined.with_columns(name_zh=pl.concat_str("brand", said, "trade", pl.lit("项目"), phase))


def _due(random: np.random.Generator, lives: Lives) -> Numbers:
    """The day on which the next stage is due; none for those that ended or reached full output, and for some whom nobody asked."""
    limits = np.array(weights_of("stages", "due_days"))[lives.stage].astype(np.int64)
    since = lives.reached[np.arange(len(lives.stage)), lives.stage]
    is_open = (lives.ended < 0) & (limits > 0) & (random.random(len(since)) >= NO_DUE_SHARE)
    return np.where(is_open, since + limits, -1)


def _sizes(random: np.random.Generator, projects: pl.DataFrame) -> pl.DataFrame:
    """What a project asks for and will give, by its investment; what is not yet asked of a lead is often not known."""
    count, total = projects.height, projects["investment"].to_numpy().astype(np.float64)
    kind = pl.Series(["industrial", "service", "research"]).gather(choose(random, (86, 9, 5), count))
    known = pl.Series(random.random(count) < 0.9) | (pl.col("rank") >= SIGNED)
    sizes = {
        "fixed_investment_wan_yuan": rounded(np.minimum(total * (0.62 + 0.25 * random.random(count)), total)),
        "land_mu": rounded(np.clip(total / log_normal(random, 420.0, 0.5, count), 1, None)),
        "energy_tce": rounded(np.clip(total / log_normal(random, 9.0, 0.9, count), 1, None)),
        "planned_output_wan_yuan": rounded(total * log_normal(random, 1.6, 0.4, count)),
        "planned_tax_wan_yuan": rounded(np.clip(total * log_normal(random, 0.07, 0.5, count), 1, None)),
    }
    routes = [row["came_by"] for row in rows_of("routes")]
    origins = [row["origin"] for row in rows_of("routes") if row["origin"]]
    shown = {name: pl.when(known).then(pl.Series(name, values)) for name, values in sizes.items()}
    said = pl.when(pl.col("rank") < SIGNED).then(pl.lit("约")).otherwise(pl.lit("="))
    return projects.with_columns(
        kind=kind,
        builds=pl.Series(random.random(count) < 0.85),
        green_channel=pl.Series(random.random(count) < 0.1),
        environment_note=pl.when(known).then(pl.lit("排污总量可平衡（示范）")),
        came_by=pl.Series(routes).gather(choose(random, weights_of("routes"), count)),
        investor_origin=pl.Series(origins).gather(random.integers(0, len(origins), count)),
        investment_wan_yuan=pl.when(known).then("investment"),
        investment_qualifier=pl.when(known).then(said),
        **shown,
    )


def _statuses(plan: Plan, random: np.random.Generator, projects: pl.DataFrame, due: Numbers) -> pl.DataFrame:
    """Status, its day and reason, and where a lost project went: ended ones are lost or terminated, some that are late are delayed."""
    count, rank, ended = projects.height, projects["rank"].to_numpy(), projects["ended"].to_numpy()
    since = np.stack([projects[f"day_{stage.code}"].to_numpy() for stage in stages()], axis=1)[np.arange(count), rank]
    lost = (ended >= 0) & (random.random(count) < np.array(weights_of("stages", "lost_share"))[rank])
    waiting = (ended < 0) & (rank < FULL)
    asleep = waiting & (random.random(count) < DORMANT_SHARE)
    delayed = waiting & ~asleep & (due >= 0) & (due < plan.days) & (random.random(count) < DELAYED_SHARE)
    chosen = [ended >= 0, asleep, delayed]
    status = np.select([lost, *chosen], ["lost", "terminated", "dormant", "delayed"], "running")
    day = np.select(chosen, [ended, np.minimum(since + 30, plan.days), np.minimum(due + 7, plan.days)], -1)
    reasons = pl.Series([row["reason_zh"] for row in rows_of("reasons")])
    of_status = np.select([lost, *chosen], [choose(random, weights_of("reasons", one), count) for one in STATUSES], 0)
    changed = pl.col("status") != "running"
    return projects.with_columns(
        status=pl.Series(status),
        status_on=days_of(plan.first_day, day),
        lost_to_place_id=pl.when(pl.Series(lost)).then(pl.lit(NEIGHBOUR)),
        due_on=pl.when(pl.Series(ended < 0)).then("due_on"),
        status_reason=reasons.gather(of_status),
    ).with_columns(status_reason=pl.when(changed).then("status_reason"))
