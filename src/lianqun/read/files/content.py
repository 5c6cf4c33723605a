"""What a file holds, whatever its kind: parts (pages, sheets) of prose and tables; and the one text that they become."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

SEPARATOR = " | "
MOST_CELLS = 1_000_000
MOST_COLUMNS = 1_000
_BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[\r\n\v\f]+(?=[\u3000-\u9fff\uff00-\uffef])")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")

Span = tuple[int, int]
Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of cells as printed; `merged` areas as (top, left, bottom, right), all inclusive."""

    rows: Sequence[Sequence[str]]
    merged: Sequence[Area] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a PDF or a sheet of a workbook: prose (one paragraph a line) and tables in their order."""

    pieces: Sequence[str | RawTable]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A file taken apart. `warnings` are sentences for people; `broken` counts characters that could not be decoded."""

    parts: Sequence[Part]
    media_type: str
    encoding: str = ""
    title: str = ""
    published: date | None = None
    warnings: tuple[str, ...] = ()
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the text: where each cell stands. The cells of a merged area all have the place of its first one.

    `indents` are the spaces before the first word of each row, which print what is part of what; `part` names the sheet.
    """

    cells: Sequence[Sequence[Span]]
    indents: Sequence[int]
    part: str = ""


@dataclass(frozen=True, slots=True)
class PartStart:
    """Where a page or sheet begins in the text, and its name."""

    start: int
    name: str


@dataclass
class LaidOut:
    """The one text of a file, every row of a table a line of its cells, and where all things stand in it."""

    text: str = ""
    tables: list[Table] = field(default_factory=list)
    parts: list[PartStart] = field(default_factory=list)


def tidy_cell(text: str) -> str:
    """A cell's text on one line: a break between Chinese characters is none, any other white space one space."""
    return _SPACE.sub(" ", _BREAK.sub("", text.strip())).strip() if text else ""


def assemble(content: Content) -> LaidOut:
    """All parts as one text."""
    laid = LaidOut()
    pieces: list[str] = []
    at = 0
    for part in content.parts:
        laid.parts.append(PartStart(at, part.name))
        for piece in part.pieces:
            text = piece
            if isinstance(piece, RawTable):
                text, cells = _write(piece, at)
                laid.tables.append(Table(cells, [_indent(row) for row in piece.rows], part.name))
            assert isinstance(text, str)
            pieces.append(text)
            at += len(text) + 1
    laid.text = "\n".join(pieces)
    return laid


def _indent(row: Sequence[str]) -> int:
    first = next((cell for cell in row if cell.strip()), "")
    return len(first) - len(first.lstrip())


def _write(table: RawTable, at: int) -> tuple[str, list[list[Span]]]:
    """The lines of a table and the place of each cell; what a merged area covers is printed once."""
    covered = {place: (area[0], area[1]) for area in table.merged for place in _covered(area, table.rows)}
    width = max(map(len, table.rows), default=0)
    lines: list[str] = []
    places: list[list[Span]] = []
    for number, row in enumerate(table.rows):
        line, spans = _write_row([tidy_cell(cell) for cell in row], at, {c for c in range(len(row)) if (number, c) in covered})
        spans += [(at + len(line), at + len(line))] * (width - len(spans))
        for column in range(width):
            if first := covered.get((number, column)):
                spans[column] = places[first[0]][first[1]] if first[0] < number else spans[first[1]]
        lines.append(line)
        places.append(spans)
        at += len(line) + 1
    return "\n".join(lines), places


def _write_row(cells: Sequence[str], at: int, covered: set[int]) -> tuple[str, list[Span]]:
    """The cells with a separator between them; open cells before the first and behind the last filled one print nothing."""
    filled = [index for index, cell in enumerate(cells) if cell and index not in covered]
    first, last = (filled[0], filled[-1]) if filled else (0, -1)
    pieces: list[str] = []
    spans: list[Span] = []
    for index, cell in enumerate(cells):
        if first <= index <= last and index not in covered:
            at += len(SEPARATOR) if pieces else 0
            pieces.append(cell)
            spans.append((at, at + len(cell)))
            at += len(cell)
        else:
            spans.append((at, at))
    return SEPARATOR.join(pieces), spans


def _covered(area: Area, rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """All cells of an area but its first, as far as the table reaches."""
    top, left, bottom, right = area
    for row in range(top, min(bottom + 1, len(rows))):
        for column in range(left, min(right + 1, len(rows[row]))):
            if (row, column) != (top, left):
                yield row, column


def carry_table(table: Table, starts: Sequence[int]) -> Table:
    """The table in a later text, of whose characters `starts` says where they came from."""
    if isinstance(starts, range):
        return table
    return Table(
        [[(bisect_left(starts, a), bisect_left(starts, b)) for a, b in row] for row in table.cells], table.indents, table.part
    )


def carry_part(part: PartStart, starts: Sequence[int]) -> PartStart:
    """The part in a later text."""
    return part if isinstance(starts, range) else PartStart(bisect_left(starts, part.start), part.name)
