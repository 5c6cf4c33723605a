"""A web page → main text with the data tables kept as tables: the main-text finder flattens them, so they step aside for it."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from lianqun.read.files.content import Area, RawTable
from lianqun.read.page_text import PageText, extract_page
from lianqun.tables.archives import Unreadable

_PLACE = re.compile(r"^.*此处原有表格第(\d+)号.*$", re.MULTILINE)
_STAND_IN = "此处原有表格第{}号，读完正文以后再放回原来的位置。"
_LARGEST_SPAN = 1_000
_MOST_CELLS = 300_000
_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATA = re.compile(r"\d")
_LONGEST_CELL = 300


def read_page(text: str, name: str) -> tuple[PageText, list[str | RawTable]]:
    """A page's main text, and the same as pieces of prose and tables."""
    tables: list[RawTable] = []
    shown = _set_aside(text, tables) if "<table" in text.lower() else text
    page = extract_page(shown, name, may_be_empty=bool(tables))
    return page, list(_put_back(page.text, tables))


def _set_aside(text: str, tables: list[RawTable]) -> str:
    """The page with a sentence in place of every data table, which goes to `tables`."""
    try:
        root = html.fromstring(
            _ODD.sub(" ", text).encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", no_network=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return text
    for element in list(root.iter("table")):
        raw = _table(element) if element.find(".//table") is None else None
        if raw is None or not _is_data(raw):
            continue
        stand_in = html.Element("p")
        stand_in.text, stand_in.tail = _STAND_IN.format(len(tables)), _ODD.sub(" ", element.tail or "")
        if (parent := element.getparent()) is not None:
            parent.replace(element, stand_in)
            tables.append(raw)
    return str(html.tostring(root, encoding="unicode")) if tables else text


def _is_data(table: RawTable) -> bool:
    """Whether it is a table of data and not of layout: rows and columns, short cells, some numbers or many rows."""
    filled = [cell.strip() for row in table.rows for cell in row if cell.strip()]
    wide = sum(sum(bool(cell.strip()) for cell in row) >= 2 for row in table.rows)
    if wide < 2 or not filled or max(map(len, filled)) > 4 * _LONGEST_CELL:
        return False
    return sum(len(cell) > _LONGEST_CELL for cell in filled) * 10 <= len(filled) and any(_DATA.search(cell) for cell in filled)


def _table(element: Any) -> RawTable:
    rows: list[list[str]] = []
    merged: list[Area] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(element.iter("tr")):
        cells: list[str] = []
        for cell in (child for child in row if child.tag in ("td", "th")):
            while (number, len(cells)) in taken:
                cells.append("")
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            area = (number, len(cells), number + down - 1, len(cells) + across - 1)
            if down * across > 1:
                merged.append(area)
                taken |= {(r, c) for r in range(area[0] + 1, area[2] + 1) for c in range(area[1], area[3] + 1)}
            cells += [" ".join(cell.itertext()), *[""] * (across - 1)]
            if len(taken) + len(cells) > _MOST_CELLS:
                raise Unreadable("too_many_cells", f"> {_MOST_CELLS}")
        rows.append(cells)
    return RawTable(rows, merged)


def _span(cell: Any, name: str) -> int:
    printed = str(cell.get(name, "1")).strip()
    return min(max(int(printed), 1), _LARGEST_SPAN) if printed.isdecimal() and len(printed) < 6 else 1


def _put_back(text: str, tables: list[RawTable]) -> Iterator[str | RawTable]:
    """Prose and tables in their order; a table whose place the main-text finder left out stands at the end."""
    at, seen = 0, set[int]()
    for found in _PLACE.finditer(text):
        number = int(found[1])
        if number < len(tables) and number not in seen:
            if before := text[at : found.start()].strip("\n"):
                yield before
            yield tables[number]
            seen.add(number)
            at = found.end()
    if rest := text[at:].strip("\n"):
        yield rest
    yield from (table for number, table in enumerate(tables) if number not in seen)
