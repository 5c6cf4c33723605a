"""Rows of the tables as plain values, the way the scene takes them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

Tables = Mapping[str, pl.DataFrame]
Row = dict[str, Any]


def rows(tables: Tables, name: str, **wanted: Iterable[str]) -> list[Row]:
    """Rows of a table as dictionaries; keyword arguments keep the rows whose column holds one of the values."""
    frame = tables.get(name)
    if frame is None:
        return []
    for column, values in wanted.items():
        frame = frame.filter(pl.col(column).is_in(sorted(values)))
    return frame.to_dicts()


def text(value: object) -> str:
    """A text; the empty string for a missing one."""
    return "" if value is None else str(value)


def number(value: Decimal | None) -> float | None:
    """A coordinate as a float, None when missing (never used for money)."""
    return None if value is None else float(value)
