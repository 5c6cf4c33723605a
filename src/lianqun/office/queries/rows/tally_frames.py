"""The counts by place and link as the library wants them."""

from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Any

import polars as pl
import pyarrow as pa
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
    columns: dict[str, Sequence[Any]] = dict(zip(names, zip(*rows.values_list(*names), strict=True), strict=False))
    counted = pl.DataFrame([pl.Series(name, columns.get(name, ()), TALLY_SCHEMA[name]) for name in COUNTS])
    named = [top[:most_named] for top in columns.get("top", [[]] * counted.height)]
    return counted.with_columns(_lists(named).alias("top"))


def _lists(rows: Sequence[Sequence[str]]) -> pl.Series:
    """Short lists of text as one column; given one by one, each would become a column of its own first."""
    ends = pa.array([0, *accumulate(map(len, rows))], pa.int64())
    lists = pa.LargeListArray.from_arrays(ends, pa.array(list(chain.from_iterable(rows)), pa.large_string()))
    return pl.Series(values=lists, dtype=TALLY_SCHEMA["top"])
