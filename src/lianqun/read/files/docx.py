"""A DOCX file → its paragraphs and tables in their order. Deleted passages are left out, inserted ones kept."""

from collections.abc import Iterator
from typing import Any

from lianqun.read.files.content import MOST_COLUMNS, Area, RawTable
from lianqun.tables.archives import Unreadable, open_archive, read_member
from lianqun.tables.workbooks.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}tbl"}
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOST_XML = 200 * 1024 * 1024


def read_docx(data: bytes) -> tuple[tuple[str | RawTable, ...], bool]:
    """The paragraphs and tables of a Word document, and whether it holds macros. Raises Unreadable."""
    with open_archive(data) as archive:
        root = parse_xml(read_member(archive, "word/document.xml", _MOST_XML))
        macros = any(member.endswith("vbaProject.bin") for member in archive.namelist())
    body = root.find(f"{_W}body") if root is not None else None
    if body is None:
        raise Unreadable("broken_workbook")
    return tuple(_pieces(body)), macros


def _pieces(body: Any) -> Iterator[str | RawTable]:
    for element in body:
        if element.tag == f"{_W}p":
            if text := _text(element).strip("\n"):
                yield text
        elif element.tag == f"{_W}tbl":
            yield _table(element)
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _pieces(element)


def _text(element: Any) -> str:
    if element.tag in _LEFT_OUT or element.tag == _ALTERNATIVE:
        return ""
    if element.tag == f"{_W}t":
        return element.text or ""
    return _MARKS.get(element.tag, "") + "".join(map(_text, element))


def _table(element: Any) -> RawTable:
    rows: list[list[str]] = []
    merged: list[Area] = []
    open_areas: dict[int, int] = {}
    for number, row in enumerate(element.iterfind(f"{_W}tr")):
        cells: list[str] = [""] * _number(row.find(f"{_W}trPr/{_W}gridBefore"))
        for cell in row.iter(f"{_W}tc"):
            if cell.getparent() is not row and cell.getparent().tag != f"{_W}sdtContent":
                continue
            across = _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
            _merge(merged, open_areas, (number, len(cells), across), cell.find(f"{_W}tcPr/{_W}vMerge"))
            cells += ["\n".join(filter(None, map(_text, cell.iterfind(f"{_W}p")))), *[""] * (across - 1)]
            if len(cells) > MOST_COLUMNS:
                raise Unreadable("too_many_cells", f"> {MOST_COLUMNS}")
        rows.append(cells)
    return RawTable(rows, [area for area in merged if area[:2] != area[2:]])


def _merge(merged: list[Area], open_areas: dict[int, int], place: tuple[int, int, int], vertical: Any) -> None:
    """Note the area that a cell begins, or let the one above it reach down."""
    row, column, across = place
    if vertical is not None and vertical.get(f"{_W}val") != "restart" and column in open_areas:
        top, left, _, right = merged[open_areas[column]]
        merged[open_areas[column]] = (top, left, row, right)
        return
    open_areas[column] = len(merged)
    merged.append((row, column, row, column + across - 1))


def _number(element: Any, default: int = 0) -> int:
    printed = element.get(f"{_W}val", "") if element is not None else ""
    return min(int(printed), MOST_COLUMNS + 1) if printed.isdecimal() else default
