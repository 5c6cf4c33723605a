"""How values are written in CSV: plain decimals, ISO dates, instants in UTC."""

from typing import IO, Any, cast

import polars as pl
import polars.selectors as cs

INSTANT = "%Y-%m-%dT%H:%M:%S%.fZ"


def as_written(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with decimals as plain text without useless zeros and instants as ISO 8601 in UTC; the rest as it is."""
    return frame.with_columns(
        cs.decimal().cast(pl.String).str.strip_chars_end("0").str.strip_chars_end("."),
        cs.datetime().dt.strftime(INSTANT),
    )


def write_table(frame: pl.DataFrame, file: object) -> None:
    """Write one table as CSV (UTF-8, line feed, a missing value is an empty cell) to an open binary file."""
    as_written(frame).write_csv(cast(IO[Any], file))
