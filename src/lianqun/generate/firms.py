"""Organisations: firms with heavy-tailed sizes on the links of the chains, institutions, and firms that are recorded twice."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

import numpy as np
import polars as pl

from lianqun.generate.content import content, rows_of, weights_of
from lianqun.generate.ground import MARK, memberships, place_shares
from lianqun.generate.plan import Numbers, Plan, Tables, choose, log_normal, rows_at
from lianqun.vocab.credit_codes import ALPHABET, WEIGHTS

MEDIAN_REVENUE, REVENUE_SPREAD = 620.0, 1.75
ABOVE_SCALE = 2_000
REVENUE_A_HEAD, HEAD_SPREAD = 95.0, 0.6
TWICE_SHARE, WITHOUT_CODE = 0.012, 0.14
JUDGED_SHARE = 0.4
MOST_REVENUE, MOST_STAFF = 50_000_000, 400_000


def make_organizations(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """Firms, the same firm recorded again under a similar name, institutions; short names and what was judged of the pairs.

    `organizations` carries besides its columns: `chain_id` and `link_id` of a firm's trade, `brand`, and `same_as` of a second record.
    """
    random = plan.random("organizations")
    count = plan.firms - round(plan.firms * TWICE_SHARE)
    firms = _firms(plan, random, count)
    twice = _recorded_twice(firms, random, plan.firms - count)
    organizations = pl.concat([firms, twice, _institutions()], how="diagonal_relaxed")
    return {"organizations": organizations, "aliases": _aliases(firms), "judgements": _judgements(plan, twice)}


def _firms(plan: Plan, random: np.random.Generator, count: int) -> pl.DataFrame:
    links = content("links").with_columns(pl.col("weight").cast(pl.Float64))
    link = choose(random, _link_weights(), count)
    chain_of = dict(enumerate(_chains_of_links()))
    chain = pl.Series([chain_of[one] for one in link])
    revenue = np.minimum(np.round(log_normal(random, MEDIAN_REVENUE, REVENUE_SPREAD, count)), MOST_REVENUE).astype(np.int64)
    staff = np.clip(np.round(revenue / log_normal(random, REVENUE_A_HEAD, HEAD_SPREAD, count)), 2, MOST_STAFF).astype(np.int64)
    known = (revenue >= ABOVE_SCALE) | (random.random(count) < 0.8)
    frame = pl.DataFrame({
        "n": np.arange(count), "link_id": links["id"].gather(link), "trade": links["name_zh"].gather(link), "trade_en": links["name_en"].gather(link),
        "industry_code": links["industry_code"].gather(link), "chain_id": chain, "place_id": _places(plan, random, chain),
        "revenue_wan_yuan": revenue, "employees": staff, "known": known,
        "founded_year": plan.as_of.year - np.minimum(np.round(random.gamma(2.0, 6.0, count)).astype(np.int64), 60),
        "code": _credit_codes(count), "coded": random.random(count) >= WITHOUT_CODE, "brand": _brands(random, count),
        "form": pl.Series(_texts("form")).gather(random.integers(0, len(_texts("form")), count)),
    })  # fmt: skip
    return _named(frame).with_columns(
        id=_ids("firm", pl.col("n")),
        name_en=pl.format("Model firm {} ({})", pl.col("n") + 1, "trade_en"),
        kind=pl.lit("enterprise"),
        above_scale=pl.col("revenue_wan_yuan") >= ABOVE_SCALE,
        size=pl.col("revenue_wan_yuan"),
        revenue_wan_yuan=pl.when("known").then("revenue_wan_yuan"),
        credit_code=pl.when("coded").then("code"),
    )


def _link_weights() -> list[float]:
    """Firms by link: the weight of the link within its chain, times the weight of the chain."""
    chains = {row["id"]: float(row["weight"]) for row in rows_of("chains")}
    own = list(zip(_chains_of_links(), weights_of("links"), strict=True))
    sums = {chain: sum(weight for one, weight in own if one == chain) for chain in chains}
    return [weight / sums[chain] * chains[chain] for chain, weight in own]


def _chains_of_links() -> list[str]:
    """The first chain of each link, in the order of `links.csv`."""
    first: dict[str, str] = {}
    for chain, link, _column, _is_key in memberships():
        first.setdefault(link, chain)
    return [first[row["id"]] for row in rows_of("links")]


def _places(plan: Plan, random: np.random.Generator, chain: pl.Series) -> pl.Series:
    """A county or park for each firm or project, by its chain."""
    names, shares = place_shares(plan)
    chosen = np.zeros(len(chain), dtype=np.int64)
    for one, weights in shares.items():
        own = (chain == one).to_numpy()
        chosen[own] = choose(random, weights, int(own.sum()))
    return pl.Series(names).gather(chosen)


def _texts(part: str) -> list[str]:
    return [row["text"] for row in rows_of("name_parts") if row["part"] == part]


def _brands(random: np.random.Generator, count: int) -> pl.Series:
    """The word by which a firm is called: the mark and two syllables."""
    first, second = pl.Series(_texts("first")), pl.Series(_texts("second"))
    return MARK + first.gather(random.integers(0, len(first), count)) + second.gather(random.integers(0, len(second), count))


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    """Full names, each once: those who would share one carry a numeral behind their brand."""
    third = [*_texts("third"), *(first + second for first in _texts("third") for second in _texts("third"))]
    plain = pl.concat_str("brand", "trade", "form")
    numbered = frame.with_columns(again=pl.int_range(pl.len()).over(plain) - 1, plain=plain)
    numeral = pl.col("again").replace_strict(dict(enumerate(third)), default=pl.col("again").cast(pl.String))
    named = pl.when(pl.col("again") < 0).then("brand").otherwise(pl.col("brand") + numeral)
    return numbered.with_columns(brand=named).with_columns(name_zh=pl.concat_str("brand", "trade", "form"))


def _ids(kind: str, numbers: pl.Expr) -> pl.Expr:
    return pl.format("model-{}-{}", pl.lit(kind), (numbers + 1).cast(pl.String).str.zfill(6))


def _credit_codes(count: int) -> pl.Series:
    """Valid codes of the prefecture: 91 990100, a running number of nine digits, the check character."""
    digits = np.empty((count, 18), dtype=np.int64)
    digits[:, :8] = [9, 1, 9, 9, 0, 1, 0, 0]
    numbers = np.arange(count)
    for place in range(9):
        digits[:, 16 - place] = numbers // 10**place % 10
    digits[:, 17] = -(digits[:, :17] @ np.array(WEIGHTS)) % 31
    letters = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)[digits]
    return pl.Series(np.ascontiguousarray(letters).view("S18").ravel().astype("U18"))


def _recorded_twice(firms: pl.DataFrame, random: np.random.Generator, count: int) -> pl.DataFrame:
    """Some of the larger firms once more, as another list wrote them down: a shorter or longer name, no code."""
    picked = random.choice(firms.height, count, replace=False, p=_by_size(firms))
    rows = rows_at(firms, picked).with_columns(turn=pl.int_range(pl.len()) % 3)
    plain = pl.concat_str("brand", "trade")
    name = pl.when(pl.col("turn") == 0).then(plain).when(pl.col("turn") == 1).then(plain + "公司").otherwise("（" + plain + "）")
    again = rows.with_columns(name_zh=pl.when(pl.col("turn") == 2).then(plain + "有限责任公司（筹）").otherwise(name))
    nothing = pl.lit(None)
    return again.with_columns(
        same_as="id",
        name_en=pl.lit(None, pl.String),
        id=_ids("again", pl.int_range(pl.len())),
        credit_code=nothing,
        revenue_wan_yuan=nothing,
        employees=nothing,
        above_scale=nothing,
    )


def _by_size(firms: pl.DataFrame) -> Numbers:
    weights = np.sqrt(firms["size"].to_numpy().astype(np.float64))
    return np.asarray(weights / weights.sum())


def _institutions() -> pl.DataFrame:
    return content("institutions").with_columns(id=pl.lit("model-") + pl.col("id"), brand="name_zh")


def _aliases(firms: pl.DataFrame) -> pl.DataFrame:
    """The short names of firms above scale."""
    named = firms.filter("above_scale").select("id", "brand")
    return named.select(id=pl.col("id") + "-short", organization_id="id", alias="brand", kind=pl.lit("short"))


def _judgements(plan: Plan, twice: pl.DataFrame) -> pl.DataFrame:
    """What people said of some of the pairs: mostly the same, now and then different."""
    judged = twice.head(round(twice.height * JUDGED_SHARE)).with_columns(n=pl.int_range(pl.len()))
    at = datetime.combine(plan.as_of, time(9), tzinfo=UTC)
    verdict = pl.when(pl.col("n") % 9 == 8).then(pl.lit("different")).otherwise(pl.lit("same"))
    return judged.select(
        id=pl.format("model-judgement-{}", pl.col("n") + 1),
        left_id="same_as",
        right_id="id",
        verdict=verdict,
        by=pl.lit("示范统计员"),
        at=pl.lit(at).dt.cast_time_unit("us"),
        why=pl.when(pl.col("n") % 9 == 8)
        .then(pl.lit("同名不同址，示范判断"))
        .otherwise(pl.lit("同址同业，名称写法不同，示范判断")),
    )


def places_of(plan: Plan, random: np.random.Generator, chain: pl.Series) -> pl.Series:
    """A county or park for each row of a series of chains."""
    return _places(plan, random, chain)


def investors(random: np.random.Generator, firms: pl.DataFrame, chains: Sequence[str]) -> Numbers:
    """For each chain of a sequence, the number of a firm of that chain (of any, where it has none): the larger the oftener."""
    wanted = np.asarray(chains)
    chosen = np.zeros(len(wanted), dtype=np.int64)
    numbered = firms.with_row_index("row")
    for chain in np.unique(wanted):
        of_chain = numbered.filter(pl.col("chain_id") == chain)
        own = of_chain if of_chain.height else numbered
        picks = choose(random, np.sqrt(own["size"].to_numpy().astype(np.float64)), int((wanted == chain).sum()))
        chosen[wanted == chain] = own["row"].to_numpy()[picks]
    return chosen
