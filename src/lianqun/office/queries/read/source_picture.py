"""A source as its readers know it: the table with the cell of a claim marked, or the printed page with its words framed."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

from lianqun.office.evidence.models import Document
from lianqun.office.outside.layouts import KeptTable, Layout, TableRow, layout_of
from lianqun.office.outside.page_pictures import PrintedPage, page_of
from lianqun.office.queries.read.source_text import WHOLE, sentence_at
from lianqun.office.queries.rows.texts import text_of
from lianqun.read.files.content import SEPARATOR, Span
from lianqun.vocab.claims import GridCell

ROWS_AROUND = 6
COLUMNS_AROUND = 10
ROWS_OF_A_SHEET = 100
MOST_HEAD_ROWS = 5
FRAME_ROOM = 4
NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as printed. `mark` is `at` (the claim), `of` (its head, its row's name) or ""; `is_above` says that it is merged with
    the row above, `is_name` that it names its row and stays in sight."""

    text: str
    mark: str = ""
    width: int = 1
    is_above: bool = False
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A row that is shown, and how many rows before it are not."""

    kind: str
    cells: list[Cell]
    is_here: bool = False
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class TablePicture:
    """A table, or the part of it around a claim. `left_out` rows and `columns_left_out` columns are not shown behind it."""

    part: str
    rows: list[PictureRow]
    left_out: int
    columns_left_out: int
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A printed page: its number, its size in pixels (0: it cannot be drawn), and frames (left, top, width, height) around the words.

    `places` says in how many places of the page the words stand; where they are several, each has a frame.
    """

    document_id: str
    number: int
    last: int
    width: int = 0
    height: int = 0
    frames: tuple[tuple[int, int, int, int], ...] = ()
    places: int = 0
    is_asked: bool = False
    kind: str = "page"


def picture_of(
    document: Document, start: int, end: int, said: Sequence[str] = (), statement_id: str = ""
) -> TablePicture | PagePicture | None:
    """The table or the page that a passage stands in; None for prose of a source without pages.

    The cell that the statement was read from is marked. Where no reader told which one it was (a correction, a layout kept earlier), `said`
    are the claim's values: of the cells that the passage covers, those that say just that are marked, else the last one.
    """
    layout = layout_of(document.pk)
    if layout.is_printed:
        return _printed(document, layout, layout.pages_at(start), (start, end))
    table = layout.table_at(start, end)
    cell = layout.cells.get(statement_id)
    return draw_table(text_of(document), table, (start, end), said=said, cell=cell) if table else None


@dataclass(frozen=True, slots=True)
class PartOfSource:
    """A page or a table that can be looked at: its number from 1, and what it is called."""

    number: int
    name: str


def list_parts(layout: Layout, show: str) -> list[PartOfSource]:
    """The pages or the tables of a document; a table is called by its sheet where that has no other."""
    if show == "pages":
        return [PartOfSource(number, name) for number, (_start, name) in enumerate(layout.pages, start=1)]
    names = [table.part if not layout.is_printed else "" for table in layout.tables]
    return [
        PartOfSource(n, name if names.count(name) == 1 and name else f"{name} {n}".strip())
        for n, name in enumerate(names, start=1)
    ]


def find_part(layout: Layout, show: str, at: Span | None) -> int:
    """The number of the page or table that a passage stands in; 1 where there is none."""
    if at is None:
        return 1
    if show == "pages":
        return layout.pages_at(at[0])[0]
    return next((n for n, table in enumerate(layout.tables, start=1) if table.start <= at[0] < table.end), 1)


def show_part(
    document: Document, show: str, number: int, at: tuple[Span | None, int]
) -> tuple[TablePicture | PagePicture | None, list[int]]:
    """Page or table `number`; of a long table the rows around the passage `at`, else a hundred from the given row on, and from
    which rows one may go on."""
    layout, (passage, first) = layout_of(document.pk), at
    if show == "pages":
        there = passage is not None and number in layout.pages_at(passage[0])
        return _printed(document, layout, [max(1, min(number, len(layout.pages)))], passage if there else None), []
    table = layout.tables[max(1, min(number, len(layout.tables))) - 1]
    inside = passage if passage and table.start <= passage[0] < table.end else None
    rest = [row for row in (first - ROWS_OF_A_SHEET, first + ROWS_OF_A_SHEET) if 0 <= row < len(table.rows)]
    return draw_table(text_of(document), table, inside, first), [] if inside else rest


def draw_table(
    text: str,
    table: KeptTable,
    at: Span | None = None,
    first: int = 0,
    *,
    said: Sequence[str] = (),
    cell: GridCell | None = None,
) -> TablePicture | None:
    """A table: its heads, and the rows around the passage `at`, or a hundred from row `first` on. None where the text is not its own."""
    if table.end > len(text):
        return None
    here = cell.row if cell else next((n for n, row in enumerate(table.rows) if at and _overlap((row.start, row.end), at)), None)
    heads = _head_rows(table)
    low, high = (first, first + ROWS_OF_A_SHEET) if here is None else (here - ROWS_AROUND, here + ROWS_AROUND + 1)
    numbers = [n for n in range(len(table.rows)) if n < heads or low <= n < high]
    searched = _at_columns(text, table.rows[here], at, said) if here is not None and at and cell is None else []
    asked = [cell.column] if cell is not None else searched
    columns, columns_left_out = _columns(table, numbers, asked)
    marks = _marks(table, heads, here, asked)
    name = table.subject if table.subject in columns else next(iter(columns), -1)
    rows = [
        PictureRow(
            "heads" if number < heads else table.rows[number].kind,
            list(_cells(text, table.rows[number], columns, marks.get(number, {}), name)),
            number == here,
            number - before - 1,
        )
        for before, number in pairwise([-1, *numbers])
    ]
    return TablePicture(table.part, rows, len(table.rows) - 1 - (numbers or [-1])[-1], columns_left_out)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _head_rows(table: KeptTable) -> int:
    """How many rows from the top belong to the head: up to the last head among the first ones."""
    first = [row.kind for row in table.rows[:MOST_HEAD_ROWS]]
    run = next((n for n, kind in enumerate(first) if kind not in ("head", "note", "section")), len(first))
    return max((n + 1 for n, kind in enumerate(first[:run]) if kind == "head"), default=0)


def _at_columns(text: str, row: TableRow, at: Span, said: Sequence[str]) -> list[int]:
    """The columns of the claim: those of the passage that print a value of it; else its last one, where a value stands."""
    covered = [n for n, span in enumerate(row.spans) if _overlap(span, at)]
    values = {_value(one) for one in said if one}
    return [n for n in covered if _value(text[slice(*row.spans[n])]) in values] or covered[-1:]


def _value(printed: str) -> str | Decimal:
    """A number as such, whatever is written around it; anything else without white space."""
    folded = _fold(printed)[0]
    bare = folded.replace(",", "").strip("+%")
    return Decimal(bare) if NUMBER.fullmatch(bare) else folded


def _columns(table: KeptTable, numbers: Sequence[int], asked: Sequence[int]) -> tuple[list[int], int]:
    """The columns that hold anything in the rows shown; of very many those around the claim, with what names the row."""
    filled = sorted({n for number in numbers for n, (start, end) in enumerate(table.rows[number].spans) if end > start})
    most = 2 * COLUMNS_AROUND + 1
    if len(filled) <= most:
        return filled, 0
    middle = filled.index(asked[0]) if asked and asked[0] in filled else COLUMNS_AROUND
    low = max(0, min(middle - COLUMNS_AROUND, len(filled) - most))
    near = filled[low : low + most]
    label = max(table.subject, 0)
    return ([label] if label in filled and label not in near else []) + near, len(filled) - most


def _marks(table: KeptTable, heads: int, here: int | None, columns: Sequence[int]) -> dict[int, dict[int, str]]:
    """By row and column: `at` for the cells of the claim, `of` for the heads above them and the name of the row."""
    if here is None:
        return {}
    row = table.rows[here]
    label = table.subject if table.subject >= 0 else next((n for n, (start, end) in enumerate(row.spans) if end > start), 0)
    beside = [n - 1 for n in columns if n] if table.is_form else [label]
    marks = {number: dict.fromkeys(columns, "of") for number in range(heads)}
    marks[here] = {**dict.fromkeys(beside, "of"), **dict.fromkeys(columns, "at")}
    return marks


def _cells(text: str, row: TableRow, columns: Sequence[int], marks: dict[int, str], name: int) -> Iterator[Cell]:
    """The cells of a row; neighbours of one merged area as one. 小计 names its row where the column of names is empty."""
    spans = row.spans
    shown = [(n, spans[n] if n < len(spans) else WHOLE_CELL) for n in columns]
    filled = [n for n, (start, end) in shown if end > start]
    name = name if name in filled else next(iter(filled), name)
    for _place, group in groupby(shown, key=lambda one: one[1] if one[1][1] > one[1][0] else (-1, one[0])):
        same = list(group)
        start, end = same[0][1]
        mark = next((marks[n] for n, _span in same if n in marks), "")
        is_name = any(n == name for n, _span in same)
        yield Cell(text[start:end], mark if end > start else "", len(same), start < row.start and end > start, is_name)


WHOLE_CELL = (WHOLE.start, WHOLE.end)


def _printed(document: Document, layout: Layout, numbers: Sequence[int], at: Span | None) -> PagePicture:
    """The first of some pages on which the words of the passage are found in their sentence, else anywhere; else the first."""
    last = len(layout.pages)
    drawn = {number: page_of(document.file, number) for number in numbers[:1]}
    first = PagePicture(document.pk, numbers[0], last, *_size(drawn[numbers[0]]), is_asked=at is not None)
    if at is None:
        return first
    text = text_of(document)
    sentence = sentence_at(document, *at)
    for find in (_find_in_sentence, _find_anywhere):
        for number in numbers:
            page = drawn[number] if number in drawn else drawn.setdefault(number, page_of(document.file, number))
            found = find(page.text, text, at, (sentence.start, sentence.end)) if page else []
            if page and found:
                frames = tuple(frame for place in found for frame in _frames(page, place))
                return PagePicture(document.pk, number, last, *_size(page), frames, len(found), True)
    return first


def _size(page: PrintedPage | None) -> tuple[int, int]:
    return (page.width, page.height) if page else (0, 0)


def _fold(text: str) -> tuple[str, list[int]]:
    """Text without white space, wide and narrow forms made one; and for each character left, which one it came from."""
    kept = [(sign, n) for n, one in enumerate(text) for sign in unicodedata.normalize("NFKC", one) if not sign.isspace()]
    return "".join(sign for sign, _n in kept), [n for _sign, n in kept]


def _plain(text: str) -> str:
    """The words of a passage as a page prints them: nothing between the cells of a row."""
    return _fold(text.replace(SEPARATOR, ""))[0]


def _find_all(where: str, what: str) -> list[int]:
    found, at = [], where.find(what) if what else -1
    while at >= 0:
        found.append(at)
        at = where.find(what, at + 1)
    return found


def _find_in_sentence(page: str, text: str, at: Span, sentence: Span) -> list[Span]:
    """The words within their sentence or row, where that stands once on the page."""
    folded, origin = _fold(page)
    whole = _find_all(folded, _plain(text[sentence[0] : sentence[1]]))
    words = _plain(text[at[0] : at[1]])
    start = len(_plain(text[sentence[0] : at[0]]))
    if len(whole) != 1 or not words:
        return []
    first = whole[0] + start
    return [(origin[first], origin[first + len(words) - 1] + 1)] if folded.startswith(words, first) else []


def _find_anywhere(page: str, text: str, at: Span, _sentence: Span) -> list[Span]:
    """The words wherever they stand on the page."""
    folded, origin = _fold(page)
    words = _plain(text[at[0] : at[1]])
    return [(origin[first], origin[first + len(words) - 1] + 1) for first in _find_all(folded, words)]


def _frames(page: PrintedPage, place: Span) -> Iterator[tuple[int, int, int, int]]:
    """One frame a line around the characters of a place."""
    lines: list[list[int]] = []
    for n in range(*place):
        left, top, right, bottom = page.boxes[4 * n : 4 * n + 4]
        line = lines[-1] if lines else None
        if line and line[1] < (top + bottom) / 2 < line[3] and left >= line[0]:
            line[1:] = [min(line[1], top), max(line[2], right), max(line[3], bottom)]
        else:
            lines.append([left, top, right, bottom])
    for left, top, right, bottom in lines:
        yield left - FRAME_ROOM, top - FRAME_ROOM, right - left + 2 * FRAME_ROOM, bottom - top + 2 * FRAME_ROOM
