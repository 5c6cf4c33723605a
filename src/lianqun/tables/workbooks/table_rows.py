"""Sheets → rows of known tables, every cell read by its column; what cannot be read is a problem with its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lianqun.tables.workbooks.cells import Misfit, Value, factor_between, is_nothing, read_cell, read_text
from lianqun.tables.workbooks.heads import Head, Layout, find_layout, plain
from lianqun.tables.workbooks.import_problems import Problems, Spot
from lianqun.tables.workbooks.sheets import Cell, Sheet, iter_rows
from lianqun.vocab.dictionary import Column, tables

TOTALS = frozenset({"合计", "总计", "小计", "总和", "total"})
NOTES_SHEET = "说明"


@dataclass(slots=True)
class TableRow:
    """One row as read: where it stands, its table, its values by column; `references` are texts still to be resolved."""

    spot: Spot
    table: str
    heads: dict[str, str]
    values: dict[str, Value]
    references: dict[str, str] = field(default_factory=dict)

    def at(self, column: str) -> Spot:
        """The spot of one of its cells."""
        return Spot(self.spot.sheet, self.spot.row, self.heads.get(column, column))

    @property
    def id(self) -> str:
        """Its key, empty while that is not known."""
        return str(self.values.get("id") or "")


def read_rows(sheets: Iterable[Sheet], problems: Problems, table: str = "") -> list[TableRow]:
    """All rows of all sheets whose table is recognised, in the order in which tables may be loaded.

    `table` is the one that a sheet holds which is not named after any.
    """
    rows: list[TableRow] = []
    found = False
    for sheet in sheets:
        layout = find_layout(sheet, table)
        if layout is None:
            if plain(sheet.name) != NOTES_SHEET and sheet.rows:
                problems.add("sheet_ignored", Spot(sheet.name), sheet.name)
            continue
        found = True
        rows += _rows_of(sheet, layout, problems)
    if not found:
        problems.add("no_head", Spot())
    order = list(tables())
    return sorted(rows, key=lambda row: order.index(row.table))


def _rows_of(sheet: Sheet, layout: Layout, problems: Problems) -> Iterator[TableRow]:
    heads = _heads_fit(sheet, layout, problems)
    if not layout.table.is_kept:  # what documents say comes in through documents and their review, never through a table
        problems.add("not_importable", Spot(sheet.name), layout.table.zh)
        return
    for number, cells in iter_rows(sheet, layout.first_row):
        spot = Spot(sheet.name, number)
        total = _totals_word(cells)
        if total:
            problems.add("total_row", spot, total)
            continue
        row = TableRow(spot, layout.table.name, {head.column.name: head.printed for head in heads}, {})
        for head in heads:
            _read_into(row, head, cells[head.index] if head.index < len(cells) else "", problems)
        if any(value is not None for value in row.values.values()) or row.references:
            yield row


def _heads_fit(sheet: Sheet, layout: Layout, problems: Problems) -> list[Head]:
    """The heads to read; those that are unknown, stand twice, or carry an impossible unit are reported."""
    at = layout.first_row
    for _index, printed in layout.unknown:
        problems.add("column_ignored", Spot(sheet.name, at, printed), printed)
    fit: dict[str, Head] = {}
    for head in layout.heads:
        numeric = head.column.type in ("integer", "decimal")
        if head.column.name in fit:
            problems.add("column_twice", Spot(sheet.name, at, head.printed), head.printed)
        elif numeric and factor_between(head.unit, head.column) is None:
            problems.add("unit_of_other_dimension", Spot(sheet.name, at, head.printed), head.unit)
        else:
            fit[head.column.name] = head
    return list(fit.values())


def _totals_word(cells: list[Cell]) -> str:
    first = next((plain(cell) for cell in cells if cell != ""), "")
    return first if first.replace(" ", "").rstrip(":").lower() in TOTALS else ""


def _read_into(row: TableRow, head: Head, cell: Cell, problems: Problems) -> None:
    column = head.column
    try:
        value = read_cell(cell, column, head.unit)
    except Misfit as misfit:
        problems.add(misfit.code, row.at(column.name), cell)
        value = None
    if column.references and value is not None:
        row.references[column.name] = read_text(cell)
        return
    row.values[column.name] = value
    if column.required and not column.key and is_nothing(cell):
        problems.add("value_missing", row.at(column.name))


def required_columns(table: str) -> list[Column]:
    """The columns that a new row must fill, its key apart."""
    return [column for column in tables()[table].columns if column.required and not column.key]
