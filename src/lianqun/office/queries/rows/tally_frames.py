"""The counts by place and link as the library wants them."""

from typing import Any

import polars as pl
from django.db.models import QuerySet

from lianqun.office.registry.models import LinkTally

TALLY_SCHEMA: dict[str, Any] = {
    "place_id": pl.String,
    "link_id": pl.String,
    "organizations": pl.Int64,
    "confirmed": pl.Int64,
    "uncertain": pl.Int64,
    "refused": pl.Int64,
    "top": pl.List(pl.String),
}
COUNTS = ("place_id", "link_id", "organizations", "confirmed", "uncertain", "refused")


def tally_of(rows: QuerySet[LinkTally], *, most_named: int = 12) -> pl.DataFrame:
    """Counts by place and link as `lianqun.trace.tally` yields them, with at most so many organisations named a row."""
    names = COUNTS if most_named == 0 else tuple(TALLY_SCHEMA)
    columns = dict(zip(names, zip(*rows.values_list(*names), strict=True), strict=False))
    columns["top"] = tuple(top[:most_named] for top in columns.get("top", ())) or ([],) * len(columns.get("place_id", ()))
    return pl.DataFrame([pl.Series(name, columns.get(name, ()), dtype) for name, dtype in TALLY_SCHEMA.items()])
