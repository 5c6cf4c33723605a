"""Text cells → typed columns. A cell that does not fit its type becomes null here and is reported by `checks`."""

from collections.abc import Callable, Mapping

import polars as pl

from lianqun.tables.shapes import INSTANT, TYPES
from lianqun.vocab.dictionary import Column

SHAPES: Mapping[str, str] = {
    "integer": r"^-?[0-9]{1,18}$",
    "year": r"^[0-9]{4}$",
    "decimal": r"^-?[0-9]{1,11}(\.[0-9]{1,4})?$",
    "boolean": r"^(?i:true|false)$",
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "instant": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:?[0-9]{2})$",
}
READERS: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "boolean": lambda cell: cell.str.to_lowercase() == "true",
    "date": lambda cell: cell.str.to_date("%Y-%m-%d", strict=False),
    "instant": lambda cell: cell.str.to_datetime(INSTANT, time_unit="us", time_zone="UTC", strict=False),
}


def parsed(column: Column) -> pl.Expr:
    """The text column as its own type; null where the cell is empty or is not written as the type is written."""
    cell = pl.col(column.name)
    if column.type in ("code", "text"):
        return cell
    shaped = pl.when(cell.str.contains(SHAPES[column.type])).then(cell)
    reader = READERS.get(column.type)
    read = reader(shaped) if reader else shaped.cast(TYPES[column.type], strict=False)
    return read.alias(column.name)


def misfitting(frame: pl.DataFrame, typed: pl.DataFrame, column: Column) -> pl.DataFrame:
    """Rows of the text frame whose cell holds something that its type could not read, for it is null in the typed frame."""
    name = column.name
    if frame[name].null_count() == typed[name].null_count():
        return frame.clear()
    return frame.filter(frame[name].is_not_null() & typed[name].is_null())
