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
ROLE_COUNTS = {
    "place_id": pl.String(),
    "link_id": pl.String(),
    "placements": pl.Int64(),
    "leaders": pl.Int64(),
    "backbone": pl.Int64(),
}
COUNTED = {
    "places": ("id", "parent_id"),
    "organizations": ("id", "place_id", "revenue_wan_yuan"),
    "placements": ("organization_id", "link_id", "place_id", "role", "status"),
}
"""The columns that counting looks at: a change of any other changes no count."""
PLACE_LINK = ["place_id", "link_id"]
STANDING = ["place", "link", "organization", "status", "role"]
ROLE_STEP, STATUS_STEP, PAIR_STEP = 1 << 40, 1 << 36, 1 << 31


def tally(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row for each link in each place and in every place above it, sorted by place and link.

    An organisation counts once on a link in a place, by the best of its placements there (confirmed before uncertain before
    refused): `organizations` = `confirmed` + `uncertain`; `refused` stands apart. `top` names at most twelve of the organisations
    that are not refused: leaders, then backbone firms, then the others, in each the confirmed first, then by revenue, then by id.
    A placement lies where it says (`placements.place_id`, where the table has it), else at the organisation's seat; one without
    any place counts nowhere. Needs the tables places, organizations and placements.
    """
    organizations = _by_weight(tables["organizations"])
    places, links = _numbered(tables["places"]["id"], "place"), _numbered(tables["placements"]["link_id"], "link")
    standing = _standing(tables["placements"], organizations, places, links)
    above = _numbers_above(tables["places"], places)
    several = _pairs(standing).is_duplicated()
    spread = _once(_raise(standing.filter(several), above))
    counts = (
        pl.concat([_raise(_counts(standing.filter(~several)), above), _counts(spread)])
        .group_by("place", "link")
        .agg(pl.all().sum())
    )
    named = pl.concat([_raise(_named(standing.filter(~several)), above), _named(spread)])
    top = _top(named).explode("rank").with_columns(organization=pl.col("rank") % STATUS_STEP)
    named_ids = top.with_columns(id=organizations["id"].gather(top["organization"]))
    lists = named_ids.group_by("place", "link", maintain_order=True).agg(top="id")
    whole = counts.join(lists, on=["place", "link"], how="left").join(places, on="place").join(links, on="link")
    whole = whole.with_columns(organizations=pl.col("confirmed") + pl.col("uncertain"), top=pl.col("top").fill_null([]))
    return whole.sort(PLACE_LINK).select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())


def count_roles(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """How many placements that are not refused lie in each place and below it, by link: all, as leader, as backbone firm.

    Rows of the table placements are counted, not organisations: two placements of one organisation on a link are two. Needs
    the tables places, organizations and placements; a placement without any place counts nowhere.
    """
    seats = tables["organizations"].select(pl.col("id").alias("organization_id"), pl.col("place_id").alias("seat"))
    standing = tables["placements"].filter(pl.col("status") != "refused").join(seats, on="organization_id")
    placed = standing.with_columns(place_id=pl.coalesce("place_id", "seat")).drop_nulls("place_id")
    here = placed.group_by(PLACE_LINK).agg(
        pl.len().cast(pl.Int64).alias("placements"),
        (pl.col("role") == "leader").sum().cast(pl.Int64).alias("leaders"),
        (pl.col("role") == "backbone").sum().cast(pl.Int64).alias("backbone"),
    )
    above = places_above(tables["places"])
    raised = here.join(above, on="place_id").drop("place_id").rename({"above_id": "place_id"})
    whole = raised.group_by(PLACE_LINK).agg(pl.all().sum()).sort(PLACE_LINK)
    return whole.select(pl.col(name).cast(dtype) for name, dtype in ROLE_COUNTS.items())


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


def _by_weight(organizations: pl.DataFrame) -> pl.DataFrame:
    """Organisations in the order in which they are named among equals; their position is their number."""
    seats = organizations.select("id", pl.col("place_id").alias("seat"), "revenue_wan_yuan")
    ordered = seats.sort("revenue_wan_yuan", "id", descending=[True, False], nulls_last=True)
    return ordered.drop("revenue_wan_yuan").with_row_index("organization")


def _numbered(ids: pl.Series, name: str) -> pl.DataFrame:
    """Distinct ids with a number each; counting by numbers is several times as fast as by words."""
    return ids.drop_nulls().unique(maintain_order=True).alias(f"{name}_id").to_frame().with_row_index(name)


def _numbers_above(places: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    pairs = places_above(places).join(numbers, on="place_id")
    return pairs.join(numbers.rename({"place_id": "above_id", "place": "above"}), on="above_id").select("place", "above")


def _standing(placements: pl.DataFrame, organizations: pl.DataFrame, places: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Each organisation on each link in each place once, in numbers, with its best role (of placements not refused) and status."""
    own_place = pl.col("place_id") if "place_id" in placements.columns else pl.lit(None, pl.String)
    ranked = placements.select(
        "organization_id",
        "link_id",
        own_place=own_place,
        status=pl.col("status").replace_strict(STATUSES, default=1, return_dtype=pl.UInt8),
        role=pl.col("role").replace_strict(ROLES, default=2, return_dtype=pl.UInt8),
    ).with_columns(role=pl.when(pl.col("status") < STATUSES["refused"]).then("role").otherwise(2))
    seated = ranked.join(organizations, left_on="organization_id", right_on="id").join(links, on="link_id")
    placed = seated.with_columns(place_id=pl.coalesce("own_place", "seat")).join(places, on="place_id")
    return _once(placed.select(STANDING))


def _once(standing: pl.DataFrame) -> pl.DataFrame:
    """Each organisation once on a link in a place: its best status and its best role."""
    keys = ["place", "link", "organization"]
    if _pairs(standing).n_unique() == standing.height:
        return standing
    return standing.group_by(keys).agg(pl.col("status").min(), pl.col("role").min())


def _pairs(standing: pl.DataFrame) -> pl.Series:
    """Organisation and link as one number."""
    return standing.select(pl.col("organization").cast(pl.Int64) * PAIR_STEP + pl.col("link")).to_series()


def _counts(standing: pl.DataFrame) -> pl.DataFrame:
    counts = {name: (pl.col("status") == rank).sum().cast(pl.Int64) for name, rank in STATUSES.items()}
    return standing.group_by("place", "link").agg(**counts)


def _named(standing: pl.DataFrame) -> pl.DataFrame:
    """The ranks of the organisations worth naming in each place: twelve on a link, for no more can be named above it."""
    role, status = pl.col("role").cast(pl.Int64), pl.col("status").cast(pl.Int64)
    rank = role * ROLE_STEP + status * STATUS_STEP + pl.col("organization")
    kept = standing.filter(pl.col("status") < STATUSES["refused"])
    return _top(kept.select("place", "link", rank=rank)).explode("rank")


def _top(ranks: pl.DataFrame) -> pl.DataFrame:
    return ranks.group_by("place", "link").agg(pl.col("rank").bottom_k(TOP).sort())


def _raise(frame: pl.DataFrame, above: pl.DataFrame) -> pl.DataFrame:
    """The same rows for every place above theirs."""
    return frame.join(above, on="place").with_columns(place=pl.col("above")).select(frame.columns)
