"""How many organisations stand on each link in each place, and which of them to name first."""

from collections.abc import Mapping

import polars as pl

TOP = 12
ROLES = {"leader": 0, "backbone": 1}
STATUSES = {"confirmed": 0, "uncertain": 1, "refused": 2}
SCHEMA = {
    "place_id": pl.String(),
    "link_id": pl.String(),
    "organizations": pl.Int64(),
    "confirmed": pl.Int64(),
    "uncertain": pl.Int64(),
    "refused": pl.Int64(),
    "top": pl.List(pl.String()),
}
PLACE_LINK = ["place_id", "link_id"]


def tally(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row for each link in each place and in every place above it, sorted by place and link.

    An organisation counts once on a link, by the best of its placements there (confirmed before uncertain before refused):
    `organizations` = `confirmed` + `uncertain`; `refused` stands apart. `top` names at most twelve of the organisations that are
    not refused: leaders, then backbone firms, then the others, in each the confirmed first, then by revenue, then by id.
    An organisation without a place counts nowhere. Needs the tables places, organizations and placements.
    """
    standing = _standing(tables["placements"], tables["organizations"])
    above = places_above(tables["places"])
    counts = _counts(standing).join(above, on="place_id").group_by("above_id", "link_id").agg(pl.exclude("place_id").sum())
    named = _named(standing).join(above, on="place_id").drop("place_id").rename({"above_id": "place_id"})
    result = counts.rename({"above_id": "place_id"}).join(_top(named), on=PLACE_LINK, how="left")
    whole = result.with_columns(pl.col("top").fill_null(pl.lit([], pl.List(pl.String))))
    return whole.sort(PLACE_LINK).select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())


def places_above(places: pl.DataFrame) -> pl.DataFrame:
    """Pairs `place_id`, `above_id`: every place with itself and each place above it, once, even where parents go in a circle."""
    parents = places.select(pl.col("id").alias("above_id"), pl.col("parent_id")).drop_nulls()
    step = places.select(pl.col("id").alias("place_id"), pl.col("id").alias("above_id"))
    pairs = step
    while step.height:
        step = step.join(parents, on="above_id").select("place_id", pl.col("parent_id").alias("above_id"))
        step = step.join(pairs, on=["place_id", "above_id"], how="anti")
        pairs = pl.concat([pairs, step])
    return pairs


def _standing(placements: pl.DataFrame, organizations: pl.DataFrame) -> pl.DataFrame:
    """Each organisation on each link once, with its best role (of the placements not refused) and status, its place and revenue."""
    ranked = placements.select(
        pl.col("organization_id"),
        pl.col("link_id"),
        pl.col("status").replace_strict(STATUSES, default=1, return_dtype=pl.UInt8),
        pl.col("role").replace_strict(ROLES, default=2, return_dtype=pl.UInt8),
    )
    where = organizations.select(pl.col("id").alias("organization_id"), "place_id", "revenue_wan_yuan").drop_nulls("place_id")
    role = pl.when(pl.col("status") < STATUSES["refused"]).then(pl.col("role")).otherwise(2)
    once = ranked.with_columns(role=role)
    if ranked.select("organization_id", "link_id").is_duplicated().any():
        once = once.group_by("organization_id", "link_id").agg(pl.col("status").min(), pl.col("role").min())
    return once.join(where, on="organization_id")


def _counts(standing: pl.DataFrame) -> pl.DataFrame:
    counts = {name: (pl.col("status") == rank).sum().cast(pl.Int64) for name, rank in STATUSES.items()}
    counted = standing.group_by(PLACE_LINK).agg(**counts)
    return counted.with_columns(organizations=pl.col("confirmed") + pl.col("uncertain"))


def _named(standing: pl.DataFrame) -> pl.DataFrame:
    """The organisations worth naming in each place: no more than twelve on a link, for no more can be named above it."""
    order = ["role", "status", "revenue_wan_yuan", "organization_id"]
    kept = standing.filter(pl.col("status") < STATUSES["refused"]).sort(
        order, descending=[False, False, True, False], nulls_last=True
    )
    return kept.group_by(PLACE_LINK, maintain_order=True).head(TOP)


def _top(named: pl.DataFrame) -> pl.DataFrame:
    return _named(named).group_by(PLACE_LINK, maintain_order=True).agg(pl.col("organization_id").alias("top"))
