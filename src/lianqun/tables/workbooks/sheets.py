"""A table that people keep as sheets of cells: xlsx and CSV, sniffed by their bytes, with bounds on what they may unfold to."""

from collections.abc import Iterator
from dataclasses import dataclass

from lianqun.tables.archives import Unreadable, open_archive
from lianqun.tables.decoding import decode_table
from lianqun.tables.delimited import cut_rows
from lianqun.tables.workbooks.opening import MOST_CELLS, Cell, WorkbookSheet, open_sheets

__all__ = ["Cell", "Sheet", "Unreadable", "iter_rows", "read_sheets", "sniff"]
MOST_BYTES = 20 * 1024 * 1024
MOST_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its rows of cells, the first row being row 1 of the sheet; an empty cell is ""."""

    name: str
    rows: list[list[Cell]]


def sniff(data: bytes) -> str:
    """`xlsx` or `csv`, by what the bytes are and not by the name. Raises Unreadable for anything else, and for size."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large", f"{len(data) / 2**20:.0f} MB")
    if not data.startswith(b"PK"):
        refused = decode_table(data).code
        if refused and not refused.startswith("read_"):
            raise Unreadable("empty_file" if refused == "empty_file" else "no_table")
        return "csv"
    with open_archive(data) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise Unreadable("no_table", "zip")
    return "xlsx"


def read_sheets(data: bytes) -> list[Sheet]:
    """All visible sheets; cells of a merged area all hold its value. Raises Unreadable."""
    if sniff(data) == "csv":
        text = decode_table(data).data.decode()
        rows = cut_rows(text, _delimiter(text), most_cells=MOST_CELLS, most_columns=MOST_COLUMNS)
        return [Sheet("", [list(row) for row in rows])]
    return [_filled(sheet) for sheet in open_sheets(data) if not sheet.hidden]


def _filled(sheet: WorkbookSheet) -> Sheet:
    for top, left, bottom, right in sheet.merged:
        _fill(sheet.rows, range(top, min(bottom + 1, len(sheet.rows))), range(left, right + 1))
    return Sheet(sheet.name, sheet.rows)


def _fill(rows: list[list[Cell]], down: range, across: range) -> None:
    if not len(down) or across.start >= len(rows[down.start]):
        return
    value = rows[down.start][across.start]
    for row in down:
        for column in across:
            if column < len(rows[row]):
                rows[row][column] = value


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",\t;", key=head.count)


def iter_rows(sheet: Sheet, start: int) -> Iterator[tuple[int, list[Cell]]]:
    """The rows from an index on that hold anything, each with its number as the sheet shows it."""
    for index in range(start, len(sheet.rows)):
        if any(cell != "" for cell in sheet.rows[index]):
            yield index + 1, sheet.rows[index]
