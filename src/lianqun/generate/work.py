"""What firms and projects ask for and who can give it: needs, offers and their matches."""

import numpy as np
import polars as pl

from lianqun.generate.content import content, rows_of, weights_of
from lianqun.generate.plan import PREFECTURE, Numbers, Plan, Tables, choose, days_of, log_normal, rounded, rows_at
from lianqun.generate.projects import SIGNED

A_PROJECT, A_FIRM = 0.5, 0.03
DUE_DAYS = (15, 30, 30, 60, 90)
RETURNED_SHARE, NEVER_SHARE, NO_DUE_SHARE = 0.07, 0.08, 0.06
MATCHED_SHARE = 0.45


def make_needs(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """Needs of projects and of firms, each as far as it came by the last day: open, in hand, answered, confirmed, returned, closed."""
    random = plan.random("needs")
    asked = pl.concat([_of_projects(plan, random, tables["projects"]), _of_firms(plan, random, tables["organizations"])])
    kinds = content("need_kinds").select("kind", "what_zh", "unit", "desk_zh", pl.col("median", "spread").cast(pl.Float64))
    rows = asked.join(kinds, on="kind", how="left", maintain_order="left")
    quantity = rounded(np.maximum(log_normal(random, rows["median"].to_numpy(), rows["spread"].to_numpy(), rows.height), 1))
    named = rows.with_columns(quantity=pl.Series(quantity)).with_columns(
        title=pl.format("{}：{}{}{}", "brand", "what_zh", "quantity", "unit"),
        id=pl.format("model-need-{}", pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(6)),
        detail=pl.format("需要{}{}{}（示范）", "what_zh", "quantity", "unit"),
    )
    return {"needs": _with_states(plan, random, named)}


def _of_projects(plan: Plan, random: np.random.Generator, projects: pl.DataFrame) -> pl.DataFrame:
    """Needs raised while a project was under way, after its talks began and before it ended."""
    ready = projects.filter(pl.col("rank") >= SIGNED - 2)
    rows = rows_at(ready, random.integers(0, ready.height, round(projects.height * A_PROJECT))) if ready.height else ready
    ended = rows["ended"].to_numpy()
    last = np.where(ended >= 0, ended, plan.days)
    first = rows["day_lead"].to_numpy()
    day = first + np.floor((np.minimum(last, first + 900) - first) * random.random(rows.height)).astype(np.int64)
    kind = _kinds(random, "of_project", rows.height)
    return rows.select(
        "organization_id", "place_id", "chain_id", "link_id", "brand", project_id="id", kind=kind, day=pl.Series(day, dtype=pl.Int64),
        blocks_project=pl.Series(random.random(rows.height) < 0.15),
    )  # fmt: skip


def _of_firms(plan: Plan, random: np.random.Generator, organizations: pl.DataFrame) -> pl.DataFrame:
    firms = organizations.filter(pl.col("size").is_not_null() & pl.col("same_as").is_null())
    weights = np.sqrt(firms["size"].to_numpy().astype(np.float64))
    rows = rows_at(firms, choose(random, weights, round(firms.height * A_FIRM)))
    day = np.floor(plan.days * np.sqrt(random.random(rows.height))).astype(np.int64)
    return rows.select(
        "place_id", "chain_id", "link_id", "brand", organization_id="id", kind=_kinds(random, "weight", rows.height),
        project_id=pl.lit(None, pl.String), day=pl.Series(day, dtype=pl.Int64), blocks_project=pl.lit(None, pl.Boolean),
    ).select("organization_id", "place_id", "chain_id", "link_id", "brand", "project_id", "kind", "day", "blocks_project")  # fmt: skip


def _kinds(random: np.random.Generator, column: str, count: int) -> pl.Series:
    kinds = [row["kind"] for row in rows_of("need_kinds")]
    return pl.Series(kinds, dtype=pl.String).gather(choose(random, weights_of("need_kinds", column), count))


def _with_states(plan: Plan, random: np.random.Generator, rows: pl.DataFrame) -> pl.DataFrame:
    """Walk each need: taken in hand, answered, confirmed by the firm, struck off; some come back, some nobody takes up."""
    count, raised = rows.height, rows["day"].to_numpy()
    taken = raised + np.ceil(log_normal(random, 2.0, 0.8, count)).astype(np.int64)
    answered = taken + np.ceil(log_normal(random, 18.0, 0.9, count)).astype(np.int64)
    confirmed = answered + np.ceil(log_normal(random, 8.0, 0.7, count)).astype(np.int64)
    closed = confirmed + np.ceil(log_normal(random, 5.0, 0.6, count)).astype(np.int64)
    never, returned = random.random(count) < NEVER_SHARE, random.random(count) < RETURNED_SHARE
    steps = [never, closed <= plan.days, confirmed <= plan.days, answered <= plan.days, taken <= plan.days]
    status = np.select(steps, ["open", "closed", "confirmed", "answered", "in_hand"], "open")
    status = np.where(returned & (status == "answered") | returned & never, "returned", status)
    over = np.where(status == "closed", closed, np.where(status == "confirmed", confirmed, -1))
    due = raised + np.array(DUE_DAYS)[random.integers(0, len(DUE_DAYS), count)]
    asked = random.random(count) >= NO_DUE_SHARE
    return rows.with_columns(
        status=pl.Series(status),
        raised_on=days_of(plan.first_day, raised),
        due_on=days_of(plan.first_day, np.where(asked, due, -1)),
        closed_on=days_of(plan.first_day, over),
        closed_day=pl.Series(over),
        answered_by=pl.when(pl.Series(status != "open")).then("desk_zh"),
    )


def make_offers(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """What somebody can give: each kind once a year and half-year, from the institutions of the region."""
    random = plan.random("offers")
    kinds, rounds = content("offer_kinds"), 2 * plan.years
    rows = pl.concat([kinds.with_columns(turn=pl.lit(turn)) for turn in range(rounds)])
    median = rows["median"].cast(pl.Float64).to_numpy()
    day = (rows["turn"].to_numpy() * (plan.days / rounds) + random.integers(0, 60, rows.height)).astype(np.int64)
    calendar = days_of(plan.first_day, np.minimum(day, plan.days))
    year, half = calendar.dt.year(), pl.Series(np.where(calendar.dt.month().to_numpy() <= 6, "上", "下"))
    return {
        "offers": rows.select(
            "kind", "unit", id=pl.format("model-offer-{}", pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(4)),
            organization_id=pl.lit("model-") + pl.col("organization_id"), place_id=pl.lit(PREFECTURE),
            title=pl.format("示范{}（{}年{}半年第{}批）", "title_zh", year, half, pl.col("turn") + 1),
            quantity=pl.Series(rounded(np.maximum(log_normal(random, median, 0.5, rows.height), 1))), available_on=calendar,
        )
    }  # fmt: skip


def make_matches(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """Needs brought together with the newest offer of their kind that was there: agreed where the need was solved."""
    random = plan.random("matches")
    needs = tables["needs"].filter(pl.col("status") != "open")
    needs = needs.filter(pl.Series(random.random(needs.height) < MATCHED_SHARE)).sort("raised_on")
    offers = tables["offers"].select("kind", "available_on", offer_id="id").sort("available_on")
    pairs = needs.join_asof(offers, left_on="raised_on", right_on="available_on", by="kind", check_sortedness=False)
    pairs = pairs.filter(pl.col("offer_id").is_not_null()).sort("id")
    days = np.minimum(pairs["day"].to_numpy() + random.integers(1, 20, pairs.height), plan.days)
    solved, draw = pl.col("closed_on").is_not_null(), pl.Series(random.random(pairs.height))
    status = (
        pl.when(solved & (draw < 0.9)).then(pl.lit("agreed")).when(draw > 0.93).then(pl.lit("refused"))
        .when(draw < 0.4).then(pl.lit("suggested")).otherwise(pl.lit("introduced"))
    )  # fmt: skip
    pairs = pairs.with_columns(match=status)
    return {
        "matches": pairs.select(
            "offer_id", id=pl.format("{}-match", "id"), need_id="id", status="match", on=days_of(plan.first_day, days),
            outcome=pl.when(pl.col("match") == "agreed").then(pl.lit("已解决（示范）")),
        )
    }  # fmt: skip


def days_between(first: Numbers, last: Numbers, random: np.random.Generator) -> Numbers:
    """A day between two days each, both included."""
    return first + np.floor((last - first + 1) * random.random(len(first))).astype(np.int64)
