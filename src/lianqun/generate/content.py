"""What a generated region is made of, as data: the CSV tables beside this module, read once."""

import csv
from functools import cache
from pathlib import Path

import polars as pl


@cache
def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """Rows of a CSV table of this package, as dictionaries of strings."""
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def content(name: str) -> pl.DataFrame:
    """The same as a frame of strings; an empty cell is null."""
    texts = pl.DataFrame(list(rows_of(name)))
    return texts.with_columns(pl.when(pl.all() != "").then(pl.all()))


def weights_of(name: str, column: str = "weight") -> list[float]:
    """A numeric column of a table; an empty cell is zero."""
    return [float(row[column] or 0) for row in rows_of(name)]
