"""Published figures: by month and from January on, of the prefecture, its counties and chains, with the same months of the year before."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl

from lianqun.generate.content import rows_of, weights_of
from lianqun.generate.plan import PREFECTURE, Numbers, Plan, Tables, hundredths, log_normal

PUBLISHED_AFTER = 18
COUNTED_FROM = 10_000


def make_indicators(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """Counties add up to the prefecture, months to the months from January on; January and February come out together."""
    months = _months(plan)
    parts = [part for row in rows_of("indicators") for part in _figures(plan, row, months, tables)]
    found = pl.concat([_of_periods(part, months, row) for part, row in parts])
    ids = pl.format("model-figure-{}", pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(6))
    return {"indicators": found.with_columns(id=ids, qualifier=pl.lit("="), modality=pl.lit("actual"))}


def _months(plan: Plan) -> list[date]:
    """The first day of every month that is published: it ended more than eighteen days before the last day of the plan."""
    days = (date(year, month, 1) for year in range(plan.first_day.year, plan.as_of.year + 1) for month in range(1, 13))
    ends = ((day, day.replace(day=monthrange(day.year, day.month)[1])) for day in days)
    return [day for day, end in ends if end + timedelta(days=PUBLISHED_AFTER) <= plan.as_of]


Part = tuple[pl.DataFrame, dict[str, str]]


def _figures(plan: Plan, row: dict[str, str], months: list[date], tables: Tables) -> Iterator[Part]:
    """Values of one indicator by month in hundredths: `place_id`, `chain_id`, and a column for each month."""
    if row["kind"] == "amount":
        yield _drawn(plan, row, months), row
    else:
        yield _counted(row, months, tables["projects"]), row
    if row["of_chains"]:
        yield _by_chain(plan, row, months, tables), row


def _drawn(plan: Plan, row: dict[str, str], months: list[date]) -> pl.DataFrame:
    """Amounts of the counties by size, season and growth; the prefecture is their sum."""
    counties = [place for place in rows_of("places") if place["level"] == "county"]
    weights = np.array([float(place["weight"]) for place in counties])
    values = _amounts(plan, row, months, weights / weights.sum())
    return _frame([place["id"] for place in counties], [""] * len(counties), values, with_sum=True)


def _amounts(plan: Plan, row: dict[str, str], months: list[date], shares: Numbers) -> np.ndarray:
    """Whole hundredths, a line for each share, a column for each month."""
    random = plan.random(f"indicators {row['name']} {len(shares)}")
    season = np.array(weights_of("seasons", "output"))[[day.month - 1 for day in months]] / 100
    years = np.array([(day.year - plan.first_day.year) + day.month / 12 for day in months])
    growth = 1 + (float(row["growth_percent"]) + random.normal(0, 3, len(shares))) / 100
    trend = growth[:, None] ** years[None, :]
    noise = log_normal(random, 1.0, float(row["spread_percent"]) / 100, shares.size * len(months)).reshape(len(shares), -1)
    return np.asarray(np.round(float(row["base"]) * 100 * shares[:, None] * season[None, :] * trend * noise), dtype=np.int64)


def _counted(row: dict[str, str], months: list[date], projects: pl.DataFrame) -> pl.DataFrame:
    """Projects of a hundred million yuan or more that came to a stage in a month, counted from the projects themselves."""
    parents = {place["id"]: place["parent_id"] if place["level"] == "park" else place["id"] for place in rows_of("places")}
    counties = [place["id"] for place in rows_of("places") if place["level"] == "county"]
    at = projects.with_columns(county=pl.col("place_id").replace(parents))
    return _frame(counties, [""] * len(counties), _counts(row, months, at, "county", counties), with_sum=True)


def _counts(row: dict[str, str], months: list[date], projects: pl.DataFrame, column: str, keys: list[str]) -> np.ndarray:
    day = row["kind"]
    once = pl.col("twice_of").is_null()
    rows = projects.filter((pl.col("investment_wan_yuan") >= COUNTED_FROM) & pl.col(day).is_not_null() & once)
    numbers = rows.group_by(column, month=pl.col(day).dt.truncate("1mo")).len()
    found = {(key, month): count for key, month, count in numbers.iter_rows()}
    return np.array([[100 * found.get((key, month), 0) for month in months] for key in keys], dtype=np.int64).reshape(
        len(keys), -1
    )


def _by_chain(plan: Plan, row: dict[str, str], months: list[date], tables: Tables) -> pl.DataFrame:
    """The same of each chain in the prefecture: part of its whole, since not every firm stands on a chain."""
    chains = [chain["id"] for chain in rows_of("chains")]
    if row["kind"] == "amount":
        values = _amounts(plan, row, months, np.array(weights_of("chains")) / 125)
    else:
        values = _counts(row, months, tables["projects"], "chain_id", chains)
    return _frame([PREFECTURE] * len(chains), chains, values, with_sum=False)


def _frame(places: list[str], chains: list[str], values: np.ndarray, *, with_sum: bool) -> pl.DataFrame:
    whole = pl.DataFrame({"place_id": places, "chain_id": chains}).hstack(
        pl.DataFrame(values, schema=[f"m{number}" for number in range(values.shape[1])], orient="row")
    )
    if not with_sum:
        return whole
    top = whole.select(pl.lit(PREFECTURE).alias("place_id"), pl.lit("").alias("chain_id"), pl.col("^m.*$").sum())
    return pl.concat([top, whole])


def _of_periods(values: pl.DataFrame, months: list[date], row: dict[str, str]) -> pl.DataFrame:
    """A row for each published month and each stretch from January on, with the change against the year before."""
    table = values.select("^m.*$").to_numpy().reshape(values.height, len(months))
    by_year = {year: [number for number, day in enumerate(months) if day.year == year] for year in {day.year for day in months}}
    parts = []
    for year, numbers in sorted(by_year.items()):
        for count, number in enumerate(numbers, start=1):
            before = by_year.get(year - 1, [])[:count]
            if count > 1:
                whole = _period(values, table, numbers[:count], before, row)
                parts.append(whole.with_columns(period=pl.lit(f"{year}-01/{year}-{count:02d}")))
            if count > 2:
                single = _period(values, table, [number], before[-1:], row)
                parts.append(single.with_columns(period=pl.lit(f"{year}-{count:02d}")))
    return pl.concat(parts) if parts else _period(values, table, [], [], row).clear().with_columns(period=pl.lit(""))


def _period(values: pl.DataFrame, table: np.ndarray, numbers: list[int], before: list[int], row: dict[str, str]) -> pl.DataFrame:
    now, then = table[:, numbers].sum(axis=1), table[:, before].sum(axis=1)
    change = [_change(int(a), int(b), row) if before else None for a, b in zip(now, then, strict=True)]
    return values.select("place_id", "chain_id").with_columns(
        name=pl.lit(row["name"]),
        unit=pl.lit(row["unit"]),
        value=hundredths(pl.Series(now)),
        change=pl.Series(change, dtype=pl.String),
    )


def _change(now: int, then: int, row: dict[str, str]) -> str | None:
    """Amounts in per cent with one decimal, counts as their difference; none where there was nothing the year before."""
    if row["kind"] != "amount":
        return f"{(now - then) // 100:+d}{row['unit']}"
    return f"{100 * (now - then) / then:+.1f}%" if then else None
