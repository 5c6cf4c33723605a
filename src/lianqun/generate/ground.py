"""What a generated region stands on: its places, and its chains with their links, flows, technologies and applications."""

from datetime import date

import numpy as np
import polars as pl

from lianqun.generate.content import content, rows_of
from lianqun.generate.plan import PREFECTURE, Plan, Tables, log_normal
from lianqun.vocab.regions import GENERATED_KEY

PREFIX = GENERATED_KEY
MARK = "示范"
KEY = "!"


def make_places(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """The prefecture, its counties and parks. It lies in no province and no country, so that nothing real adds it up."""
    return {"places": content("places").drop("weight")}


def make_chains(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """The chains of the prefecture, each with the office of its chief and its task force."""
    chains = content("chains").select(
        "id",
        "name_zh",
        "name_en",
        "kind",
        "chief_title",
        chief_name=pl.format("示范链长{}", pl.int_range(1, pl.len() + 1)),
        place_id=pl.lit(PREFECTURE),
        task_force=pl.format("示范市{}产业链工作专班", "field_zh"),
        defined_on=pl.lit(date(plan.first_day.year, 3, 1)),
    )
    return {"chains": chains, "links": _links(), "chain_links": _chain_links(), "flows": _flows()}


def _links() -> pl.DataFrame:
    """The links; the mark stands in their names as well, so that no name in a document of a real place means one of them."""
    return content("links").select(
        "id", "stage", name_zh=pl.format("{}{}", pl.lit(MARK), "name_zh"), name_en=pl.format("Model {}", _small("name_en"))
    )


def _small(column: str) -> pl.Expr:
    """A name as it stands inside another one; abbreviations keep their capitals."""
    name = pl.col(column)
    small = name.str.slice(0, 1).str.to_lowercase() + name.str.slice(1)
    return pl.when(name.str.contains("^[A-Z]{2}")).then(name).otherwise(small)


def memberships() -> list[tuple[str, str, int, bool]]:
    """Chain, link, column and whether it is a key link, as `links.csv` has them: `model-nev:1!`."""
    found = []
    for row in rows_of("links"):
        for stand in row["on"].split():
            chain, column = stand.rstrip(KEY).split(":")
            found.append((chain, row["id"], int(column), stand.endswith(KEY)))
    return found


def _chain_links() -> pl.DataFrame:
    schema = {"chain_id": pl.String, "link_id": pl.String, "column": pl.Int64, "is_key": pl.Boolean}
    rows = pl.DataFrame(memberships(), schema=schema, orient="row")
    return rows.with_columns(id=pl.format("{}-{}", "chain_id", pl.col("link_id").str.strip_prefix(PREFIX))).sort("id")


def _flows() -> pl.DataFrame:
    ends = content("flows")
    return ends.select(
        id=pl.format("model-{}-to-{}", "from_link_id", "to_link_id"),
        from_link_id=pl.lit(PREFIX) + pl.col("from_link_id"),
        to_link_id=pl.lit(PREFIX) + pl.col("to_link_id"),
        kind="kind",
    )


def make_technologies(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """Generations by link, and the fields of use with shares that make a hundred (unknown where the table has none)."""
    counted = content("technologies").with_columns(n=pl.int_range(pl.len()).over("link_id") + 1)
    technologies = counted.with_columns(
        id=pl.format("model-{}-generation-{}", "link_id", "n"), link_id=pl.lit(PREFIX) + pl.col("link_id")
    )
    fields = content("applications").with_columns(n=pl.int_range(pl.len()).over("link_id") + 1)
    applications = fields.with_columns(
        id=pl.format("model-{}-field-{}", "link_id", "n"),
        link_id=pl.lit(PREFIX) + pl.col("link_id"),
        share_percent="parts",
    )
    whole = ["generation", "starts_year", "ends_year"]
    return {
        "technologies": technologies.with_columns(pl.col(whole).cast(pl.Int64)),
        "applications": applications.with_columns(pl.col("share_percent").cast(pl.Decimal(18, 4))),
    }


def place_shares(plan: Plan) -> tuple[list[str], dict[str, np.ndarray]]:
    """The counties and parks, and for each chain how much of it stands in each: uneven, as in life."""
    places = [row for row in rows_of("places") if float(row["weight"])]
    weights = np.array([float(row["weight"]) for row in places])
    random = plan.random("place_shares")
    shares = {row["id"]: weights * log_normal(random, 1.0, 0.9, len(places)) for row in rows_of("chains")}
    return [row["id"] for row in places], shares
