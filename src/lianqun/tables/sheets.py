"""A table while it is being checked: its typed rows with the line on which each of them stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from lianqun.tables.problems import SHOWN, Findings, Spot
from lianqun.tables.raw import ROW, RawTable
from lianqun.vocab.dictionary import Column, Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a table that were found, typed, plus the column `ROW`; cells that do not fit are null."""

    table: Table
    raw: RawTable
    frame: pl.DataFrame

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.raw.file

    def columns(self) -> Iterator[Column]:
        """The dictionary's columns that the table has."""
        return (column for column in self.table.columns if column.name in self.frame.columns)

    def line(self, row: object) -> int:
        """Line of a value of `ROW`."""
        assert isinstance(row, int)
        return self.raw.line(row)


def report_rows(sheet: Sheet, found: tuple[str, str], bad: pl.DataFrame, words: Mapping[str, object], findings: Findings) -> None:
    """Record every row of `bad` as a finding; `found` is code and column, the column's cell the value of the message."""
    code, column = found
    if bad.height:
        spot = Spot(sheet.file, column)
        findings.add(code, spot, bad.height, _described(sheet, column, bad, words))


def _described(sheet: Sheet, column: str, bad: pl.DataFrame, words: Mapping[str, object]) -> Iterable[Mapping[str, object]]:
    for row in bad.head(SHOWN).iter_rows(named=True):
        yield {**words, **row, "value": row.get(column), "line": sheet.line(row[ROW])}
