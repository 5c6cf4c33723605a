"""Workbooks (xlsx, xls, ods, et) → sheets of cells, with bounds on what they may lay out. Macros are never run."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from lianqun.tables.archives import Unreadable, open_archive, read_member

MOST_CELLS = 6_000_000
_STEP = 1 << 20
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]{0,200})>")
_PLACE = re.compile(rb"\br=\"([A-Z]{1,3})([0-9]{1,7})\"")
_STYLE = re.compile(rb"\bs=\"([0-9]{1,6})\"")
_REPEATED_CELL = re.compile(rb"<table:table-cell\b(?=[^>]*value-type)[^>]*columns-repeated=\"([0-9]{4,})\"")
_REPEATED_ROW = re.compile(
    rb"<table:table-row\b[^>]*rows-repeated=\"[0-9]{4,}\"[^>]*>(?:(?!</table:table-row>).){0,2000}value-type", re.DOTALL
)
_PERCENT_FORMATS = {9, 10}

Area = tuple[int, int, int, int]
Cell = str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet: its rows from row 1 on (an empty cell is ""), merged areas, and the cells that are shown as a percentage."""

    name: str
    rows: list[list[Cell]]
    merged: Sequence[Area] = ()
    percents: frozenset[tuple[int, int]] = frozenset()
    hidden: bool = False


def open_sheets(data: bytes) -> list[WorkbookSheet]:
    """All sheets of a workbook; of a hidden one only the name. Raises Unreadable."""
    percents = _look_through(data) if data.startswith(b"PK") else {}
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                _sheet(book.get_sheet_by_name(one.name), percents.get(one.name, frozenset()))
                if one.visible == SheetVisibleEnum.Visible
                else WorkbookSheet(one.name, [], hidden=True)
                for one in book.sheets_metadata
            ]
    except PasswordError as error:
        raise Unreadable("locked") from error
    except CalamineError as error:
        raise Unreadable("locked" if "assword" in str(error) else "broken_workbook") from error


def _sheet(sheet: CalamineSheet, percents: frozenset[tuple[int, int]]) -> WorkbookSheet:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise Unreadable("too_many_cells", f"{sheet.total_height} × {sheet.total_width}")
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return WorkbookSheet(sheet.name, rows, merged, percents)


def _look_through(data: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """Refuse what lays out too far before a reader does so; gives the percentages of each sheet of an xlsx."""
    with open_archive(data) as archive:
        if "content.xml" in archive.namelist():
            _refuse_repeats(read_member(archive, "content.xml"))
            return {}
        styles = _percent_styles(read_member(archive, "xl/styles.xml"))
        names = dict(_sheet_names(archive))
        members = [m for m in archive.namelist() if m.startswith("xl/worksheets/") and m.endswith(".xml")]
        return {names.get(member, member): _scan_cells(archive, member, styles) for member in members}


def _refuse_repeats(content: bytes) -> None:
    if (found := _REPEATED_CELL.search(content)) or _REPEATED_ROW.search(content):
        raise Unreadable("too_many_cells", found[1].decode() if found else "")


def _scan_cells(archive: zipfile.ZipFile, member: str, styles: frozenset[bytes]) -> frozenset[tuple[int, int]]:
    """The cells shown as percentages. A single cell far off makes a reader lay out everything up to it, so that is refused here."""
    rows = columns = 0
    percents: set[tuple[int, int]] = set()
    for block in _blocks(archive, member):
        for found in _CELL.finditer(block):
            if place := _PLACE.search(found[1]):
                row, column = int(place[2]), _column_number(place[1])
                rows, columns = max(rows, row), max(columns, column)
                if styles and (style := _STYLE.search(found[1])) and style[1] in styles:
                    percents.add((row - 1, column - 1))
        if rows * columns > MOST_CELLS:
            raise Unreadable("too_many_cells", f"{rows} × {columns}")
    return frozenset(percents)


def _blocks(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The XML of a sheet in overlapping blocks."""
    tail, data = b"", read_member(archive, member)
    for at in range(0, len(data), _STEP):
        block = data[at : at + _STEP]
        yield tail + block
        tail = block[-256:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def parse_xml(data: bytes) -> "etree._Element | None":
    """The root of an XML member, without entities and without the network; `None` where there is none or it declares a DTD."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise Unreadable("entities")
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)) if data else None
    except etree.XMLSyntaxError as error:
        raise Unreadable("broken_workbook") from error


def _sheet_names(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Member of the archive and name of each sheet."""
    book, relations = (
        parse_xml(read_member(archive, "xl/workbook.xml")),
        parse_xml(read_member(archive, "xl/_rels/workbook.xml.rels")),
    )
    if book is None or relations is None:
        return
    targets = {str(one.get("Id")): str(one.get("Target", "")).removeprefix("/xl/") for one in relations}
    for sheet in book.iter("{*}sheet"):
        identity = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        yield f"xl/{targets.get(str(identity), '')}", str(sheet.get("name", ""))


def _percent_styles(data: bytes) -> frozenset[bytes]:
    """Numbers of the cell styles whose number format prints a percentage."""
    root = parse_xml(data)
    if root is None:
        return frozenset()
    printed = {int(one.get("numFmtId", "0")) for one in root.iter("{*}numFmt") if "%" in str(one.get("formatCode", ""))}
    styles = root.find("{*}cellXfs")
    wanted = printed | _PERCENT_FORMATS
    return frozenset(
        str(i).encode() for i, one in enumerate(styles if styles is not None else ()) if int(one.get("numFmtId", "0")) in wanted
    )


def print_cell(cell: Cell, is_percent: bool = False) -> str:
    """A cell as a reader of the sheet sees it: plain digits, ISO dates, percentages with their sign."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        number = Decimal(format(cell, ".15g"))
        return f"{_plain(number * 100)}%" if is_percent else _plain(number)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if not (cell.hour or cell.minute or cell.second) else f"{cell:%Y-%m-%d %H:%M}"
    return cell if isinstance(cell, str) else str(cell)


def _plain(number: Decimal) -> str:
    if not number.is_finite():
        return ""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
