"""Who stands where, and how well that is known: placements with their evidence, findings, technology positions, ties."""

from datetime import date

import numpy as np
import polars as pl

from lianqun.generate.content import content, rows_of
from lianqun.generate.plan import PREFECTURE, Plan, Tables, choose

PLACED_SHARE, SECOND_SHARE = 0.42, 0.12
TWO_LEADERS_FROM, ONE_LEADER_FROM = 40, 6
LEAST_BACKBONE, BACKBONE = 2, 0.07
REFUSED_SHARE = 0.02
CONFIRMED_BY_ROLE = {"leader": 0.85, "backbone": 0.55, "supplier": 0.1, "member": 0.06}
# What else there is for a placement that is not confirmed: no evidence, one weak, one strong, two weak sources.
PROOFS_OF_OTHERS = (4, 3, 2, 1)
OFFICE = "示范市产业链办公室"


def make_documents(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """The sources, and one document a source and month; none has a file."""
    sources, months = rows_of("sources"), _months(plan)
    rows = [
        {
            "id": f"{source['id']}-{day.year}-{day.month:02d}",
            "source_id": source["id"],
            "title": source["title_zh"].format(year=day.year, month=day.month),
            "published_on": day,
        }
        for source in sources
        for day in months
    ]
    return {"sources": content("sources"), "documents": pl.DataFrame(rows)}


def _months(plan: Plan) -> list[date]:
    """The 25th of every month from the first to the last that has come."""
    days = (date(year, month, 25) for year in range(plan.first_day.year, plan.as_of.year + 1) for month in range(1, 13))
    return [day for day in days if day <= plan.as_of] or [plan.as_of]


def make_placements(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """Placements whose status follows from their evidence by the two-source rule, and that evidence."""
    random = plan.random("placements")
    placed = _with_roles(_placed(random, tables))
    sure = placed["role"].replace_strict(CONFIRMED_BY_ROLE, return_dtype=pl.Float64).to_numpy()
    draws = random.random(placed.height)
    refused = (random.random(placed.height) < REFUSED_SHARE) & (placed["role"] == "member").to_numpy()
    status = np.where(refused, "refused", np.where(draws < sure, "confirmed", "uncertain"))
    placements = placed.with_columns(
        pl.Series("status", status),
        id=pl.format("model-placement-{}", pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(6)),
    )
    return {"placements": placements, "evidence": _evidence(random, placements, tables["documents"])}


def _placed(random: np.random.Generator, tables: Tables) -> pl.DataFrame:
    """The firms that somebody placed: the larger the likelier; some on a second link of the same chain."""
    firms = tables["organizations"].filter(pl.col("size").is_not_null() & pl.col("same_as").is_null())
    likely = np.minimum(1.0, PLACED_SHARE * np.sqrt(firms["size"].to_numpy() / 620.0))
    own = firms.filter(pl.Series(random.random(firms.height) < likely))
    first = own.select("chain_id", "link_id", "size", "trade", organization_id="id")
    second = first.filter(pl.Series(random.random(first.height) < SECOND_SHARE))
    links = tables["chain_links"].filter(pl.col("link_id").is_in(first["link_id"].unique().implode()))
    moved = second.join(_next_links(links), on=["chain_id", "link_id"], how="inner", maintain_order="left")
    names = content("links").select(other="id", other_trade="name_zh")
    moved = moved.join(names, on="other", how="left", maintain_order="left").with_columns(link_id="other", trade="other_trade")
    return pl.concat([first, moved.select(first.columns)])


def _next_links(chain_links: pl.DataFrame) -> pl.DataFrame:
    """For each link of a chain the next one of it."""
    ordered = chain_links.sort("chain_id", "column", "link_id")
    return ordered.select("chain_id", "link_id", other=pl.col("link_id").shift(-1).over("chain_id")).drop_nulls()


def _with_roles(placed: pl.DataFrame) -> pl.DataFrame:
    """The largest on a link leads it (two where many stand), the next few are its backbone; of the others every third supplies."""
    rank, many = pl.col("size").rank("ordinal", descending=True).over("link_id"), pl.len().over("link_id")
    leaders = (many >= ONE_LEADER_FROM).cast(pl.Int64) + (many >= TWO_LEADERS_FROM).cast(pl.Int64)
    backbone = rank <= leaders + pl.max_horizontal(pl.lit(LEAST_BACKBONE), many * BACKBONE)
    role = (
        pl.when(rank <= leaders)
        .then(pl.lit("leader"))
        .when(backbone)
        .then(pl.lit("backbone"))
        .when(pl.int_range(pl.len()) % 3 == 0)
        .then(pl.lit("supplier"))
        .otherwise(pl.lit("member"))
    )
    return placed.with_columns(role=role, product_zh="trade")


def _evidence(random: np.random.Generator, placements: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Two independent sources, one of them strong, for whoever is confirmed; less for the others, or nothing."""
    strong = [row["id"] for row in rows_of("sources") if row["strength"] == "strong"]
    weak = [row["id"] for row in rows_of("sources") if row["strength"] == "weak"]
    count = placements.height
    proof = np.where((placements["status"] == "confirmed").to_numpy(), 4, choose(random, PROOFS_OF_OTHERS, count))
    one, other = random.integers(0, len(strong), count), random.integers(0, len(weak), count)
    rows = [
        (np.isin(proof, (2, 4)), np.array(strong)[one], "strong"),
        (np.isin(proof, (1, 3, 4)), np.array(weak)[other], "weak"),
        (proof == 3, np.array(weak)[1 - other], "weak"),
    ]
    ids, months = placements["id"], documents["published_on"].n_unique()
    parts = []
    for number, (given, source, strength) in enumerate(rows, start=1):
        proofs = pl.DataFrame({"row_id": ids, "source_id": source, "month": random.integers(0, months, count)})
        parts.append(proofs.with_columns(strength=pl.lit(strength), n=pl.lit(number)).filter(pl.Series(given)))
    numbered = documents.with_columns(month=pl.int_range(pl.len()).over("source_id"), document_id="id")
    found = pl.concat(parts).join(numbered.select("source_id", "month", "document_id"), on=["source_id", "month"], how="left")
    found = found.sort("row_id", "n")
    return found.select("row_id", "document_id", "strength", id=pl.format("{}-{}", "row_id", "n"), table=pl.lit("placements"))


def make_findings(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """What the office found of links: absent where nobody stands (of every other such link), present on some where many do."""
    counts = dict(tables["placements"]["link_id"].value_counts().iter_rows())
    rows = []
    for number, row in enumerate(rows_of("links")):
        empty = row["id"] not in counts
        if (empty and number % 2 == 0) or (counts.get(row["id"], 0) >= 12 and number % 5 == 0):
            state, reason = (
                ("absent", "逐家走访，市内无人生产（示范）") if empty else ("present", "走访核实，有企业稳定供货（示范）")
            )
            rows.append({"id": f"{row['id']}-finding", "link_id": row["id"], "state": state, "reason": reason})
    found = pl.DataFrame(rows, schema=dict.fromkeys(("id", "link_id", "state", "reason"), pl.String))
    as_of = pl.lit(_months(plan)[-1])
    return {"link_findings": found.with_columns(place_id=pl.lit(PREFECTURE), as_of=as_of, found_by=pl.lit(OFFICE))}


def make_positions(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """Where leaders and backbone firms stand on the technologies of their links: the newer, the earlier the stage."""
    random = plan.random("technology_positions")
    named = tables["placements"].filter(pl.col("role").is_in(["leader", "backbone"]) & (pl.col("status") != "refused"))
    pairs = named.join(tables["technologies"].rename({"id": "technology_id", "status": "maturity"}), on="link_id", how="inner")
    pairs = pairs.filter(pl.col("maturity") != "fading").sort("organization_id", "technology_id")
    pairs = pairs.unique(["organization_id", "technology_id"], maintain_order=True)
    pairs = pairs.filter(pl.Series(random.random(pairs.height) < 0.35))
    level = pl.col("maturity").replace_strict(
        {"mainstream": "production", "growing": "production", "pilot": "pilot", "laboratory": "research"}
    )
    since = pl.min_horizontal(pl.col("starts_year") + pl.Series(random.integers(0, 6, pairs.height)), pl.lit(plan.as_of.year))
    pairs = pairs.with_columns(level=level, since_year=since)
    ids = pl.format("{}-{}", "technology_id", pl.col("organization_id").str.strip_prefix("model-"))
    return {"technology_positions": pairs.with_columns(id=ids)}


def make_ties(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """Who supplies whom along the flows, who belongs to whom, and who was brought by whom, among the firms that are named first."""
    random = plan.random("ties")
    named = tables["placements"].filter(pl.col("role").is_in(["leader", "backbone"]) & (pl.col("status") == "confirmed"))
    few = named.sort("link_id", "size", descending=[False, True]).group_by("link_id", maintain_order=True).head(6)
    ends = few.select("link_id", "organization_id")
    supplies = (
        tables["flows"]
        .join(ends.rename({"link_id": "from_link_id", "organization_id": "from_organization_id"}), on="from_link_id")
        .join(ends.rename({"link_id": "to_link_id", "organization_id": "to_organization_id"}), on="to_link_id")
        .filter(pl.col("from_organization_id") != pl.col("to_organization_id"))
        .sort("id", "from_organization_id", "to_organization_id")
        .unique(["from_organization_id", "to_organization_id"], maintain_order=True)
    )
    kept = supplies.filter(pl.Series(random.random(supplies.height) < 0.3))
    turn = pl.int_range(pl.len())
    kind = (
        pl.when(turn % 11 == 0)
        .then(pl.lit("attracted"))
        .when(turn % 17 == 0)
        .then(pl.lit("cooperates"))
        .otherwise(pl.lit("supplies"))
    )
    return {
        "ties": kept.select("from_organization_id", "to_organization_id", kind=kind).with_columns(
            id=pl.format("model-tie-{}", pl.int_range(1, pl.len() + 1))
        )
    }
