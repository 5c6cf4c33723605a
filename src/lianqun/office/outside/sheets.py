"""An uploaded table as sheets of cells: xlsx and CSV, sniffed by their bytes, with bounds on what they may unfold to."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from lianqun.tables.decoding import decode_table

MOST_BYTES = 20 * 1024 * 1024
MOST_UNFOLDED = 400 * 1024 * 1024
MOST_CELLS = 6_000_000
MOST_MEMBERS = 2_000
STEP = 1 << 20
CELL = re.compile(rb"<(?:\w+:)?c\b[^>]{0,200}?\br=\"([A-Z]{1,3})([0-9]{1,7})\"")

Cell = str | int | float | bool | date | datetime | time | timedelta


class Unreadable(Exception):
    """A file that is no table, or unfolds to more than a table may; `code` stands in import_messages.csv."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


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
    with _archive(data) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise Unreadable("no_table", "zip")
        _refuse_bomb(archive)
    return "xlsx"


def read_sheets(data: bytes) -> list[Sheet]:
    """All visible sheets; cells of a merged area all hold its value. Raises Unreadable."""
    if sniff(data) == "csv":
        text = decode_table(data).data.decode()
        return [Sheet("", [list(row) for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text))])]
    _refuse_expanse(data)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                _sheet(book.get_sheet_by_name(sheet.name))
                for sheet in book.sheets_metadata
                if sheet.visible == SheetVisibleEnum.Visible
            ]
    except CalamineError as error:
        raise Unreadable("broken_workbook") from error


def _archive(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise Unreadable("broken_workbook") from error


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """The sizes that the archive declares; a lie about them is found when the member is unfolded."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNFOLDED:
        raise Unreadable("unfolds_too_far")


def _refuse_expanse(data: bytes) -> None:
    """A single cell far off makes a reader lay out everything up to it, so the corner is looked for first."""
    with _archive(data) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                with archive.open(member) as file:
                    rows, columns = _corner(file)
                if rows * columns > MOST_CELLS:
                    raise Unreadable("too_many_cells", f"{rows} × {columns}")


def _corner(file: IO[bytes]) -> tuple[int, int]:
    """Rows and columns up to the farthest cell that a sheet's XML names."""
    rows = columns = read = 0
    tail = b""
    try:
        while block := file.read(STEP):
            read += len(block)
            if read > MOST_UNFOLDED:
                raise Unreadable("unfolds_too_far")
            for column, row in CELL.findall(tail + block):
                rows, columns = max(rows, int(row)), max(columns, _column_number(column))
            tail = block[-256:]
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise Unreadable("broken_workbook") from error
    return rows, columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet(sheet: CalamineSheet) -> Sheet:
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _fill(rows, range(top, min(bottom + 1, len(rows))), range(left, right + 1))
    return Sheet(sheet.name, rows)


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
