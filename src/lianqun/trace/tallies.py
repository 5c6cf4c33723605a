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
STANDING = [*PLACE_LINK, "organization_id", "status", "role", "revenue_wan_yuan"]


def tally(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row for each link in each place and in every place above it, sorted by place and link.

    An organisation counts once on a link in a place, by the best of its placements there (confirmed before uncertain before
    refused): `organizations` = `confirmed` + `uncertain`; `refused` stands apart. `top` names at most twelve of the organisations
    that are not refused: leaders, then backbone firms, then the others, in each the confirmed first, then by revenue, then by id.
    A placement lies where it says (`placements.place_id`, where the table has it), else at the organisation's seat; one without
    any place counts nowhere. Needs the tables places, organizations and placements.
    """
    standing = _standing(tables["placements"], tables["organizations"])
    above = places_above(tables["places"])
    once = pl.struct("organization_id", "link_id").is_duplicated() if _in_several_places(standing) else pl.lit(False)
    several = (
        _raise(standing.filter(once), above).group_by("organization_id", *PLACE_LINK).agg(_best("status"), _best("role"), _seat())
    )
    counts = (
        pl.concat([_raise(_counts(standing.filter(~once)), above), _counts(several)]).group_by(PLACE_LINK).agg(pl.all().sum())
    )
    named = pl.concat([_raise(_named(standing.filter(~once)), above), several.select(STANDING)])
    result = counts.join(_top(named), on=PLACE_LINK, how="left")
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
    """Each organisation on each link in each place once, with its best role (of the placements not refused), status and revenue."""
    own_place = pl.col("place_id") if "place_id" in placements.columns else pl.lit(None, pl.String)
    ranked = placements.select(
        "organization_id",
        "link_id",
        own_place.alias("own_place_id"),
        status=pl.col("status").replace_strict(STATUSES, default=1, return_dtype=pl.UInt8),
        role=pl.col("role").replace_strict(ROLES, default=2, return_dtype=pl.UInt8),
    ).with_columns(role=pl.when(pl.col("status") < STATUSES["refused"]).then("role").otherwise(2))
    seats = organizations.select(pl.col("id").alias("organization_id"), "place_id", "revenue_wan_yuan")
    placed = ranked.join(seats, on="organization_id").with_columns(place_id=pl.coalesce("own_place_id", "place_id"))
    lying = placed.select(STANDING).drop_nulls("place_id")
    keys = ["organization_id", *PLACE_LINK]
    if lying.select(keys).n_unique() == lying.height:
        return lying
    return lying.group_by(keys).agg(_best("status"), _best("role"), _seat()).select(STANDING)


def _best(column: str) -> pl.Expr:
    return pl.col(column).min()


def _seat() -> pl.Expr:
    return pl.col("revenue_wan_yuan").first()


def _in_several_places(standing: pl.DataFrame) -> bool:
    """Whether any organisation stands on one link in more than one place, so that counts must not simply be added up."""
    return standing.select("organization_id", "link_id").n_unique() < standing.height


def _raise(frame: pl.DataFrame, above: pl.DataFrame) -> pl.DataFrame:
    """The same rows for every place above theirs."""
    raised = frame.join(above, on="place_id").with_columns(place_id=pl.col("above_id"))
    return raised.select(frame.columns)


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
    return kept.group_by(PLACE_LINK, maintain_order=True).head(TOP).select(STANDING)


def _top(named: pl.DataFrame) -> pl.DataFrame:
    return _named(named).group_by(PLACE_LINK, maintain_order=True).agg(pl.col("organization_id").alias("top"))
