"""A PDF → its pages of text and ruled tables. Pages that are mere pictures are named; nothing is guessed from them."""

import io
import logging
import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from lianqun.read.files.content import Area, Content, Part, RawTable
from lianqun.tables.archives import MOST_UNFOLDED, Unreadable

_MOST_PAGES = 1_000
_PAGE_NUMBER = re.compile(r"^[\s\-—–－]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／]\s*\d{1,4}|\s*共\s*\d+\s*页)?[\s\-—–－]*$")
_CLOSED = ("。", "！", "？", "：", "；", ":", ";", ".", "”")
_BEGINS = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}[.、．]|第[一二三四五六七八九十]+[章节条])"
)
_NEARLY_FULL = 0.93
_SHORTEST_FULL = 0.6
_STREAM = re.compile(rb"stream\r?\n")
_STEP = 1 << 16
_RULES = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}


def read_pdf(data: bytes) -> Content:
    """Text and tables of a PDF, one part a page. Raises Unreadable for a locked, broken or wholly scanned one."""
    _refuse_bomb(data)
    pages = _read_pages(data)
    scans = [number for number, (_, is_picture) in enumerate(pages, 1) if is_picture]
    if not any(pieces for pieces, _ in pages):
        raise Unreadable("scanned" if scans else "blank", str(len(pages)))
    parts = tuple(Part(tuple(pieces), str(number)) for number, pieces in enumerate(_join_pages([p for p, _ in pages]), 1))
    return Content(parts, "application/pdf", warnings=(_tell(scans),) if scans else ())


def _tell(scans: Sequence[int]) -> str:
    zh, en = "、".join(map(str, scans)), ", ".join(map(str, scans))
    return f"第 {zh} 页是图片，没有文字，未读；请作文字识别后另读。Pages without text (pictures) were not read: {en}; run text recognition and read that."


def _refuse_bomb(data: bytes) -> None:
    """Unfold every compressed stream with a bound before a reader does so without one."""
    total = 0
    for found in _STREAM.finditer(data):
        if data[found.end() : found.end() + 1] not in (b"x", b"H", b"h", b"X"):
            continue
        unfolding, at = zlib.decompressobj(), found.end()
        try:
            while at < len(data) and not unfolding.eof:
                total += len(unfolding.decompress(data[at : at + _STEP]))
                at += _STEP
                if total > MOST_UNFOLDED:
                    raise Unreadable("unfolds_too_far")
        except zlib.error:
            continue


def _read_pages(data: bytes) -> list[tuple[list[str | RawTable], bool]]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), pdfplumber.open(io.BytesIO(data)) as book:
            warnings.simplefilter("ignore")
            if len(book.pages) > _MOST_PAGES:
                raise Unreadable("too_many_pages", str(len(book.pages)))
            return [_read_page(page) for page in book.pages]
    except Unreadable:
        raise
    except PdfminerException as error:
        locked = any(isinstance(one, PDFPasswordIncorrect) or "assword" in type(one).__name__ for one in error.args)
        raise Unreadable("locked" if locked else "broken_workbook") from error
    except Exception as error:
        # A hostile PDF makes the parser fail in any way that Python knows; all of them mean the same to the person who sent it.
        raise Unreadable("broken_workbook") from error


def _read_page(page: Any) -> tuple[list[str | RawTable], bool]:
    """The pieces of a page from top to bottom, and whether it is a picture without text."""
    try:
        if not page.chars:
            return [], bool(page.images)
        tables = sorted(_tables(page), key=lambda table: float(table.bbox[1])) if page.rects or page.lines or page.curves else []
        return list(_pieces(page, tables)), False
    finally:
        page.close()


def _tables(page: Any) -> list[Any]:
    """Ruled tables of at least two columns (one row may go on from the page before); one inside another is left to the outer one."""
    found = [table for table in page.find_tables(_RULES) if max(len(row.cells) for row in table.rows) > 1]
    return [one for one in found if not any(one is not other and _holds(other.bbox, one.bbox) for other in found)]


def _holds(outer: Sequence[float], inner: Sequence[float]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _pieces(page: Any, tables: Sequence[Any]) -> Iterator[str | RawTable]:
    bands, top = [], float(page.bbox[1])
    for table in tables:
        bands.append(_lines(page, top, float(table.bbox[1])))
        top = max(top, float(table.bbox[3]))
    bands.append(_lines(page, top, float(page.bbox[3])))
    right = max((line["x1"] for lines in bands for line in lines), default=0.0)
    full = max(right * _NEARLY_FULL, page.width * _SHORTEST_FULL)
    for lines, table in zip(bands, (*tables, None), strict=True):
        yield from _paragraphs(lines, full)
        if table is not None:
            yield _raw_table(table)


def _raw_table(table: Any) -> RawTable:
    """The cells as text; a box that covers several is a merged area, known by its edges."""
    edges_x = sorted({cell[side] for row in table.rows for cell in row.cells if cell for side in (0, 2)})
    edges_y = sorted({cell[side] for row in table.rows for cell in row.cells if cell for side in (1, 3)})
    rows = [[cell or "" for cell in row] for row in table.extract()]
    merged: list[Area] = []
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            if cell:
                bottom, right = edges_y.index(cell[3]) - 1, edges_x.index(cell[2]) - 1
                merged += [(r, c, bottom, right)] if (bottom, right) > (r, c) and bottom >= r and right >= c else []
    return RawTable(rows, merged)


def _lines(page: Any, top: float, bottom: float) -> list[dict[str, Any]]:
    """The lines of a band of the page, page numbers left out."""
    if bottom - top < 1:
        return []
    band = page.crop((page.bbox[0], top, page.bbox[2], bottom), strict=False)
    return [line for line in band.extract_text_lines(return_chars=False) if not _PAGE_NUMBER.match(line["text"])]


def _paragraphs(lines: Sequence[dict[str, Any]], full: float) -> Iterator[str]:
    """Lines as paragraphs: one that reaches as far as `full` and is not closed goes on in the next line."""
    paragraph = ""
    for line in lines:
        text = line["text"].strip()
        if paragraph and _BEGINS.match(text):
            yield paragraph
            paragraph = ""
        paragraph = _joined(paragraph, text)
        if line["x1"] < full or text.endswith(_CLOSED):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


def _joined(before: str, text: str) -> str:
    """Lines of Chinese are joined as they are, words of other scripts by a space."""
    return (
        f"{before} {text}"
        if before and before[-1].isascii() and text[:1].isascii() and not before[-1].isspace()
        else before + text
    )


def _join_pages(pages: list[list[str | RawTable]]) -> list[list[str | RawTable]]:
    """A table that goes on at the top of the next page becomes one; a head that is printed again is left out."""
    last: tuple[int, RawTable] | None = None
    for number, pieces in enumerate(pages):
        first = pieces[0] if pieces else None
        if last and isinstance(first, RawTable) and _width(first) == _width(last[1]):
            table = _append(last[1], first)
            pages[last[0]][-1] = table
            pieces.pop(0)
            last = (last[0], table) if not pieces else None
        if pieces:
            end = pieces[-1]
            last = (number, end) if isinstance(end, RawTable) else None
    return pages


def _width(table: RawTable) -> int:
    return max(map(len, table.rows), default=0)


def _append(table: RawTable, more: RawTable) -> RawTable:
    repeated = 0
    while repeated < min(len(more.rows), len(table.rows)) and list(more.rows[repeated]) == list(table.rows[repeated]):
        repeated += 1
    shift = len(table.rows) - repeated
    areas = [(top + shift, left, bottom + shift, right) for top, left, bottom, right in more.merged if top >= repeated]
    return RawTable([*table.rows, *more.rows[repeated:]], [*table.merged, *areas])
