"""A generated region: one prefecture that does not exist, with as many organisations and links as a measurement needs.

Every name says that it is generated; place codes begin with 98, which no division has. The same seed gives the same bytes.
Unlike the model region (`lianqun.generate`, codes that begin with 99) it is held to be real: measured is what a real place costs.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from lianqun.tables import DataSet, save
from lianqun.vocab.credit_codes import ALPHABET, WEIGHTS
from lianqun.vocab.industries import industries

PREFECTURE = "980100"
CHAIN, SMALL_CHAIN = "generated-chain", "generated-small-chain"
COUNTIES, PARKS, LAYERS = 12, 8, 20
STAGES = ("upstream", "midstream", "downstream")
WORDS = ("材料", "电子", "光电", "装备", "生物", "能源", "化学", "精密", "智能", "食品")
FORMS = ("有限公司", "股份有限公司", "有限责任公司", "科技有限公司", "集团有限公司")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is generated."""

    organizations: int
    placements: int
    links: int


def generate(
    folder: Path, organizations: int = 1_000_000, placements: int = 2_000_000, links: int = 2_000, seed: int = 1
) -> DataSet:
    """Write the generated data set as CSV into `folder` and give it back."""
    size, random = Size(organizations, placements, links), np.random.default_rng(seed)
    places = _places()
    below = places.filter(pl.col("level").is_in(["county", "park"]))["id"]
    placements = _placements(size, random)
    tables = {
        "places": places,
        "links": _links(size),
        "chains": _chains(),
        "chain_links": _chain_links(size),
        "flows": _flows(size, random),
        "link_findings": _findings(size, random),
        "organizations": _organizations(size, below, random),
        "placements": placements,
        "evidence": _evidence(placements),
        "sources": pl.DataFrame({"id": ["generated"], "name_zh": ["生成数据"], "kind": ["reference"], "grade": ["D"]}),
    }
    data_set = DataSet.of(tables)
    save(data_set, folder)
    return data_set


def _places() -> pl.DataFrame:
    counties = [(f"9801{n:02d}", f"生成{n}区", "county", PREFECTURE) for n in range(1, COUNTIES + 1)]
    parks = [(f"9801{70 + n}", f"生成第{n}园区", "park", f"9801{n:02d}") for n in range(1, PARKS + 1)]
    rows = [
        ("CN", "中国", "country", None),
        ("980000", "生成省", "province", "CN"),
        (PREFECTURE, "生成市", "prefecture", "980000"),
    ]
    places = pl.DataFrame([*rows, *counties, *parks], schema=["id", "name_zh", "level", "parent_id"], orient="row")
    return places.with_columns(name_en=pl.format("Generated place {}", "id"))


def _link_ids(numbers: pl.Expr) -> pl.Expr:
    return pl.format("generated-link-{}", numbers.cast(pl.String).str.zfill(5))


def _links(size: Size) -> pl.DataFrame:
    layer = pl.col("n") * LAYERS // size.links
    return pl.select(n=pl.int_range(size.links)).select(
        id=_link_ids(pl.col("n")),
        name_zh=pl.format("生成环节{}", "n"),
        name_en=pl.format("Generated link {}", "n"),
        stage=(layer * len(STAGES) // LAYERS).replace_strict(dict(enumerate(STAGES)), return_dtype=pl.String),
    )


def _chains() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "id": [CHAIN, SMALL_CHAIN],
            "place_id": [PREFECTURE, PREFECTURE],
            "name_zh": ["生成产业链", "生成小产业链"],
            "name_en": ["Generated chain", "Generated small chain"],
            "kind": ["lead", "emerging"],
        }
    )


def _chain_links(size: Size) -> pl.DataFrame:
    whole = pl.select(n=pl.int_range(size.links)).select("n", chain_id=pl.lit(CHAIN))
    small = whole.gather_every(max(size.links // 50, 1)).with_columns(chain_id=pl.lit(SMALL_CHAIN))
    return pl.concat([whole, small]).select(
        "chain_id",
        id=pl.format("{}-{}", "chain_id", "n"),
        link_id=_link_ids(pl.col("n")),
        is_key=pl.col("n") % 25 == 0,
    )


def _flows(size: Size, random: np.random.Generator) -> pl.DataFrame:
    """Three flows from each link to links of the next layer, and one that goes back, so that there is a circle."""
    width = max(size.links // LAYERS, 1)
    givers = np.repeat(np.arange(size.links - width), 3)
    takers = (givers // width + 1) * width + random.integers(0, width, givers.size)
    numbers = pl.DataFrame({"giver": givers, "taker": np.minimum(takers, size.links - 1)}).unique(maintain_order=True)
    back = numbers.tail(1).select(giver="taker", taker="giver")
    return pl.concat([numbers, back]).select(
        id=pl.format("generated-flow-{}-{}", "giver", "taker"),
        from_link_id=_link_ids(pl.col("giver")),
        to_link_id=_link_ids(pl.col("taker")),
        kind=pl.lit("material"),
    )


def _findings(size: Size, random: np.random.Generator) -> pl.DataFrame:
    links = np.sort(random.choice(size.links, size.links // 10, replace=False))
    return pl.DataFrame({"n": links}).select(
        id=pl.format("generated-finding-{}", "n"),
        place_id=pl.lit(PREFECTURE),
        link_id=_link_ids(pl.col("n")),
        state=pl.when(pl.col("n") % 3 == 0).then(pl.lit("absent")).otherwise(pl.lit("present")),
        as_of=pl.lit(dt.date(2024, 1, 1)),
        found_by=pl.lit("生成数据"),
        reason=pl.lit("生成数据，不代表任何地方"),
    )


def _organizations(size: Size, places: pl.Series, random: np.random.Generator) -> pl.DataFrame:
    count = size.organizations
    classes = pl.Series([code for code, entry in industries().items() if entry.level == 4])
    revenue = np.round(np.exp(random.normal(6.5, 2.0, count))).astype(np.int64)
    words = pl.Series(WORDS).gather(random.integers(0, len(WORDS), count))
    forms = pl.Series(FORMS).gather(random.integers(0, len(FORMS), count))
    frame = pl.select(n=pl.int_range(count)).with_columns(words.alias("word"), forms.alias("form"))
    return frame.select(
        id=_organization_ids(pl.col("n")),
        name_zh=pl.format("生成企业{}{}{}", "n", "word", "form"),
        credit_code=_credit_codes(count),
        kind=pl.when(pl.col("n") % 50 == 49).then(pl.lit("institute")).otherwise(pl.lit("enterprise")),
        place_id=places.gather(random.integers(0, len(places), count)),
        industry_code=classes.gather(random.integers(0, len(classes), count)),
        founded_year=pl.Series(random.integers(1980, 2024, count)),
        above_scale=pl.Series(revenue >= 2000),
        employees=pl.Series(random.integers(3, 2000, count)),
        revenue_wan_yuan=pl.Series(revenue),
    )


def _organization_ids(numbers: pl.Expr) -> pl.Expr:
    return pl.format("generated-{}", numbers.cast(pl.String).str.zfill(8))


def _credit_codes(count: int) -> pl.Series:
    """Valid codes of the generated prefecture: 91 980100, a running number of nine digits, the check character."""
    digits = np.empty((count, 18), dtype=np.int64)
    digits[:, :8] = [9, 1, *(int(digit) for digit in PREFECTURE)]
    numbers = np.arange(count)
    for place in range(9):
        digits[:, 16 - place] = numbers // 10**place % 10
    digits[:, 17] = -(digits[:, :17] @ np.array(WEIGHTS)) % 31
    letters = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)[digits]
    return pl.Series(np.ascontiguousarray(letters).view("S18").ravel().astype("U18"))


def _placements(size: Size, random: np.random.Generator) -> pl.DataFrame:
    """Every organisation in turn, each on links of its own; leaders and backbone are confirmed, as an office would do first."""
    numbers = np.arange(size.placements)
    owner = numbers % size.organizations
    link = (owner * 7919 + numbers // size.organizations * 104_729) % size.links
    roles = np.array(["leader", "backbone", "supplier", "member"])
    kind = np.searchsorted([0.001, 0.02, 0.2], random.random(size.placements))
    role = roles[kind]
    status = np.where(kind < 2, "confirmed", np.where(random.random(size.placements) < 0.97, "uncertain", "refused"))
    frame = pl.DataFrame({"n": numbers, "owner": owner, "link": link, "role": role, "status": status})
    return frame.select(
        "role",
        "status",
        id=pl.format("generated-placement-{}", "n"),
        organization_id=_organization_ids(pl.col("owner")),
        link_id=_link_ids(pl.col("link")),
        score=pl.lit(None, pl.Decimal(18, 4)),
    )


def _evidence(placements: pl.DataFrame) -> pl.DataFrame:
    """What the two-source rule asks for where an organisation is confirmed: two people's words, one of them strong."""
    confirmed = placements.filter(pl.col("status") == "confirmed").select(row_id="id")
    words = pl.DataFrame({"said_by": ["生成甲", "生成乙"], "strength": ["strong", "weak"]})
    return confirmed.join(words, how="cross").select(
        "row_id",
        "said_by",
        "strength",
        id=pl.format("{}-{}", "row_id", "strength"),
        table=pl.lit("placements"),
        said_why=pl.lit("生成数据"),
    )
