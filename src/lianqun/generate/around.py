"""What stands around the projects: funds and commitments, platforms and bookings, policies and promises, meetings."""

from datetime import date

import numpy as np
import polars as pl

from lianqun.generate.content import content, rows_of, weights_of
from lianqun.generate.firms import investors
from lianqun.generate.ground import PREFIX
from lianqun.generate.plan import PREFECTURE, Plan, Tables, choose, days_of, rows_at
from lianqun.generate.projects import SIGNED
from lianqun.generate.work import days_between

MOTHER = "model-fund-mother"
COMMITTED_SHARE, PERCENTS = 0.07, (5, 10, 15, 20, 25, 30)
LARGEST_PART = 20
BOOKED_SHARE, TURNS_A_DAY = 0.45, 3
PROMISES_A_PROJECT = 0.9


def make_funds(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """The funds, and their shares in projects: no fund gives more than it has."""
    random = plan.random("funds")
    funds = content("funds").with_columns(
        pl.lit(PREFECTURE).alias("place_id"), pl.col("funds_count", "size_wan_yuan").cast(pl.Int64)
    )
    signed = tables["projects"].filter((pl.col("rank") >= SIGNED) & (pl.col("ended") < 0) & (pl.col("day_signed") >= 0))
    some = signed.filter(pl.Series(random.random(signed.height) < COMMITTED_SHARE))
    own = funds.filter(pl.col("chain_id").is_not_null()).select("chain_id", fund_id="id")
    shares = some.join(own, on="chain_id", how="left", maintain_order="left").with_columns(
        fund_id=pl.when(pl.Series(random.random(some.height) < 0.15)).then(pl.lit(MOTHER)).otherwise("fund_id"),
        share_percent=pl.Series(np.array(PERCENTS)[random.integers(0, len(PERCENTS), some.height)]),
        day=pl.Series(days_between(some["day_signed"].to_numpy(), np.full(some.height, plan.days), random)),
    )
    return {"funds": funds, "commitments": _within_size(plan, shares, funds)}


def _within_size(plan: Plan, shares: pl.DataFrame, funds: pl.DataFrame) -> pl.DataFrame:
    """Commitments in the order of time, as long as the fund lasts; amount = share of the investment, in whole 万元."""
    sized = shares.join(funds.select(fund_id="id", size="size_wan_yuan"), on="fund_id", how="left", maintain_order="left")
    exact = (pl.col("investment") * pl.col("share_percent")) % 100 == 0
    amount = pl.col("investment") * pl.col("share_percent") // 100
    fitting = sized.with_columns(amount_wan_yuan=amount).filter(
        exact & (amount * LARGEST_PART // 4 <= pl.col("size")) & (amount > 0)
    )
    ordered = fitting.sort("day", "id")
    kept = ordered.filter(pl.col("amount_wan_yuan").cum_sum().over("fund_id") <= pl.col("size"))
    on = days_of(plan.first_day, kept["day"].to_numpy())
    return kept.select("fund_id", "share_percent", "amount_wan_yuan", id=pl.format("{}-commitment", "id"), project_id="id", on=on)


def make_platforms(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """The shared platforms, and the turns that firms of their chain take on them: on no day more than a platform can."""
    random = plan.random("platforms")
    chains = tables["chain_links"].unique("link_id", keep="first", maintain_order=True).select("link_id", "chain_id")
    platforms = content("platforms").with_columns(
        id=PREFIX + pl.col("id"), organization_id=PREFIX + pl.col("organization_id"), link_id=PREFIX + pl.col("link_id")
    )
    platforms = platforms.join(chains, on="link_id", how="left", maintain_order="left")
    places = tables["organizations"].select(organization_id="id", place_id="place_id")
    platforms = platforms.join(places, on="organization_id", how="left", maintain_order="left")
    numbers = [pl.col("capacity_per_day", "saving_percent").cast(pl.Decimal(18, 4))]
    return {"platforms": platforms.with_columns(numbers), "bookings": _bookings(plan, random, platforms, tables)}


def _bookings(plan: Plan, random: np.random.Generator, platforms: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Up to three turns a working day, each of at most a third of what the platform can."""
    weekdays = days_of(plan.first_day, np.arange(plan.days + 1)).dt.weekday().to_numpy() <= 5
    days = np.flatnonzero(weekdays)
    slots = [(number, int(day), turn) for number in range(platforms.height) for day in days for turn in range(TURNS_A_DAY)]
    taken = np.array(slots)[random.random(len(slots)) < BOOKED_SHARE * _busy(plan, platforms.height, len(days))]
    firms = tables["organizations"].filter(pl.col("size").is_not_null() & pl.col("same_as").is_null() & pl.col("above_scale"))
    rows = rows_at(platforms, taken[:, 0]).select("chain_id", "capacity_per_day", platform_id="id")
    firm = firms["id"].gather(investors(random, firms, rows["chain_id"].to_list()))
    most = rows["capacity_per_day"].cast(pl.Float64).to_numpy() / TURNS_A_DAY
    quantity = np.maximum(np.floor(most * (0.2 + 0.8 * random.random(len(taken)))), 1).astype(np.int64)
    found = rows.with_columns(
        organization_id=firm, on=days_of(plan.first_day, taken[:, 1]), quantity=pl.Series(quantity), turn=pl.Series(taken[:, 2])
    )
    once = found.unique(["platform_id", "organization_id", "on"], keep="first", maintain_order=True)
    return once.with_columns(id=pl.format("{}-{}-{}", "platform_id", pl.col("on").dt.strftime("%Y%m%d"), pl.col("turn") + 1))


def _busy(plan: Plan, platforms: int, days: int) -> np.ndarray:
    """How busy each slot is: small regions book less, later years more."""
    scale = min(1.0, plan.firms / 20_000)
    return np.tile(np.repeat(np.linspace(0.4, 1.0, days), TURNS_A_DAY), platforms) * scale


def make_policies(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """Policies, and the clauses of agreements that somebody must keep: kept, broken, open, or waiting for a legal look."""
    random = plan.random("policies")
    titles = content("policies").with_row_index("n", 1)
    issued = pl.Series(random.integers(0, max(plan.days // 2, 1), titles.height))
    policies = titles.select(
        "chain_id", id=pl.format("model-policy-{}", "n"), place_id=pl.lit(PREFECTURE), title="title_zh",
        issued_on=days_of(plan.first_day, issued.to_numpy()),
    )  # fmt: skip
    return {"policies": policies, "promises": _promises(plan, random, tables["projects"])}


def _promises(plan: Plan, random: np.random.Generator, projects: pl.DataFrame) -> pl.DataFrame:
    signed = projects.filter(pl.col("day_signed") >= 0)
    kinds = content("promise_kinds")
    own = np.repeat(np.arange(signed.height), random.poisson(PROMISES_A_PROJECT, signed.height))
    which = choose(random, weights_of("promise_kinds"), len(own))
    rows = (
        rows_at(signed, own)
        .select("id", "ended", "day_signed")
        .hstack(rows_at(kinds, which).select("clause_zh", "owner_zh", "days"))
    )
    rows = rows.unique(["id", "clause_zh"], keep="first", maintain_order=True)
    due = rows["day_signed"].to_numpy() + rows["days"].cast(pl.Int64).to_numpy()
    late, draw = due < plan.days, random.random(rows.height)
    status = np.select(
        [draw > 0.96, late & (draw < 0.8), late & (draw < 0.9), ~late & (draw < 0.25)],
        ["review", "kept", "broken", "kept"],
        "open",
    )
    return rows.with_columns(n=pl.int_range(1, pl.len() + 1).over("id")).select(
        id=pl.format("{}-promise-{}", "id", "n"), project_id="id", clause="clause_zh", owner="owner_zh",
        due_on=days_of(plan.first_day, due), status=pl.Series(status),
    )  # fmt: skip


def make_meetings(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """Meetings by the calendar of the office: of the prefecture every quarter, of the counties twice a year, of chains once."""
    rows = [row for year in range(plan.first_day.year, plan.as_of.year + 1) for row in _meetings_of(year)]
    held = pl.DataFrame(rows).filter(pl.col("held_on") <= plan.as_of)
    return {"meetings": held.with_columns(id=pl.format("model-meeting-{}", pl.int_range(1, pl.len() + 1)))}


def _meetings_of(year: int) -> list[dict[str, date | str | None]]:
    counties = [row for row in rows_of("places") if row["level"] == "county"]
    kinds = (("round_table", "企业家座谈会", 3), ("bank_enterprise", "银企对接会", 5), ("job_fair", "产业链人才招聘会", 3))
    prefecture: list[dict[str, date | str | None]] = [
        {
            "kind": kind,
            "place_id": PREFECTURE,
            "chain_id": None,
            "title": f"示范市{year}年{month}月{title}",
            "held_on": date(year, month, 16),
        }
        for kind, title, first in kinds
        for month in range(first, 13, 3)
    ]
    factors: list[dict[str, date | str | None]] = [
        {
            "kind": "factor_guarantee", "place_id": county["id"], "chain_id": None,
            "title": f"{county['name_zh']}{year}年{month}月要素保障会", "held_on": date(year, month, 5 + number),
        }
        for number, county in enumerate(counties) for month in (4, 10)
    ]  # fmt: skip
    chains: list[dict[str, date | str | None]] = [
        {
            "kind": "round_table", "place_id": PREFECTURE, "chain_id": chain["id"],
            "title": f"{chain['name_zh']}{year}年链长调度会", "held_on": date(year, 7, 3 + number),
        }
        for number, chain in enumerate(rows_of("chains"))
    ]  # fmt: skip
    return [*prefecture, *factors, *chains]
