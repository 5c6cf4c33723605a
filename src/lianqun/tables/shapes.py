"""Column types of the open data set as polars types, and tables brought to that shape."""

from collections.abc import Callable, Mapping
from functools import cache

import polars as pl

from lianqun.vocab.dictionary import tables as dictionary

MONEY = pl.Decimal(18, 4)
TYPES: dict[str, pl.DataType] = {
    "code": pl.String(),
    "text": pl.String(),
    "integer": pl.Int64(),
    "year": pl.Int64(),
    "decimal": MONEY,
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "instant": pl.Datetime("us", "UTC"),
}
INSTANT = "%Y-%m-%dT%H:%M:%S%.f%#z"
FROM_TEXT: dict[pl.DataType, Callable[[pl.Expr], pl.Expr]] = {
    TYPES["date"]: lambda cell: cell.str.to_date("%Y-%m-%d"),
    TYPES["instant"]: lambda cell: cell.str.to_datetime(INSTANT, time_unit="us", time_zone="UTC"),
}


@cache
def schema(table: str) -> dict[str, pl.DataType]:
    """Column name → polars type, in dictionary order. KeyError for a table that the dictionary does not hold."""
    return {column.name: TYPES[column.type] for column in dictionary()[table].columns}


def empty(table: str) -> pl.DataFrame:
    """A table of no rows with every column of the dictionary."""
    return pl.DataFrame(schema=schema(table))


def conform(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with exactly the dictionary's columns and types: missing columns are null, the empty text is missing.

    Raises `polars.exceptions.InvalidOperationError` where a value does not fit its column's type; columns that the dictionary
    does not know are left out. Dates and times may be given as text in ISO 8601.
    """
    wanted = schema(table)
    columns = [
        _column(frame, name, dtype).alias(name) if name in frame.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in wanted.items()
    ]
    return frame.select(columns) if frame.columns else empty(table)


def _column(frame: pl.DataFrame, name: str, dtype: pl.DataType) -> pl.Expr:
    """One column cast to its type; text loses the difference between empty and missing."""
    column = pl.col(name)
    if frame.schema[name] == pl.String and frame[name].eq("").any():
        column = pl.when(column != "").then(column)
    if frame.schema[name] == dtype:
        return column
    return FROM_TEXT[dtype](column) if frame.schema[name] == pl.String and dtype in FROM_TEXT else column.cast(dtype)


def complete(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Every table of the dictionary in its order, those not given empty, each in the dictionary's shape."""
    return {name: conform(name, tables[name]) if name in tables else empty(name) for name in dictionary()}
