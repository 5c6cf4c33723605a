"""The data dictionary: every table and column of the open data set, read from `tables.csv` and `dictionary.csv`."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, words, type (code, text, integer, decimal, boolean, date, year, instant) and bounds."""

    table: str
    name: str
    zh: str
    type: str
    unit: str
    required: bool
    key: bool
    references: str
    codes: str
    least: Decimal | None
    most: Decimal | None
    description_zh: str
    description_en: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, its words, and its columns in the order in which they are written."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> str:
        """Name of the key column."""
        return next(column.name for column in self.columns if column.key)


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """Rows of one of this package's CSV files, as dictionaries of strings."""
    with files(__package__).joinpath(name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _column(row: dict[str, str]) -> Column:
    return Column(
        table=row["table"],
        name=row["column"],
        zh=row["zh"],
        type=row["type"],
        unit=row["unit"],
        required=bool(row["required"]),
        key=bool(row["key"]),
        references=row["references"],
        codes=row["codes"],
        least=_number(row["least"]),
        most=_number(row["most"]),
        description_zh=row["description_zh"],
        description_en=row["description_en"],
    )


@cache
def tables() -> dict[str, Table]:
    """All tables by name, in the order in which they may be loaded (a table follows those it refers to)."""
    columns = [_column(row) for row in rows_of("dictionary.csv")]
    return {
        row["table"]: Table(row["table"], row["zh"], row["en"], tuple(c for c in columns if c.table == row["table"]))
        for row in rows_of("tables.csv")
    }
