"""Prose in and around grids: the sentence rules read no row of a table, but do read its long cells, as of the row's subject."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from lianqun.read.files.content import Span
from lianqun.read.grids.grid import Grid
from lianqun.read.grids.labels import read_label
from lianqun.vocab.claims import Claim, GridCell

_SENTENCE = re.compile(r"[，。；、]")
_UNIT_LINE = re.compile(r"(?:计量)?单位\s*[:：]\s*[\u4e00-\u9fff%％、，,/]{1,12}(?=[)）\s]|$)", re.MULTILINE)
_SHORTEST = 16
_STRONG = ("subject:subject:organization", "subject:subject:place", "subject:scope", "subject:speaker")
_COUNTED = ("indicator", "project", "forecast", "talent", "research", "need", "fund")


class ProseCell(NamedTuple):
    """A long cell: its place in the text and in its grid (row, column), and the place of the cell that names its row."""

    span: Span
    row: int
    column: int
    label: Span


def prose_cells(text: str, grid: Grid) -> Iterator[ProseCell]:
    """The long cells of a grid."""
    columns = [c.index for c in grid.columns if c.role in ("prose", "text", "capacity", "stage") and c.index != grid.subject]
    for number, row in enumerate(grid.rows):
        for column in columns if row.kind in ("item", "of_which", "section") else ():
            start, end = row.cells[column]
            if row.start <= start and end - start >= _SHORTEST and _SENTENCE.search(text, start, end):
                label = row.cells[grid.subject] if grid.subject >= 0 else (start, start)
                yield ProseCell((start, end), number, column, label)


def blank_grids(text: str, grids: Sequence[Grid]) -> str:
    """The text with spaces in place of all grids but their long cells, and of 单位：亿元 above them; every place stays what it is."""
    pieces: list[str] = []
    at = 0
    for grid in grids:
        pieces.append(text[at : grid.start])
        at = grid.start
        for start, end in sorted({*(cell.span for cell in prose_cells(text, grid)), *grid.between}):
            pieces += [_blank(text[at:start]), text[start:end]]
            at = end
        pieces.append(_blank(text[at : grid.end]))
        at = grid.end
    blanked = "".join(pieces) + text[at:]
    return _UNIT_LINE.sub(lambda found: _blank(found[0]), blanked) if grids else blanked


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def own_prose(claims: Iterable[Claim], text: str, grids: Sequence[Grid]) -> Iterator[Claim]:
    """The claims of prose; those of long cells are given to the row's subject, unless they name an
    organisation or a place of their own."""
    cells = sorted((cell, number) for number, grid in enumerate(grids) for cell in prose_cells(text, grid))
    starts = [cell.span[0] for cell, _ in cells]
    for claim in claims:
        at = bisect_right(starts, claim.start) - 1
        if at >= 0 and claim.end <= cells[at][0].span[1]:
            cell, number = cells[at]
            claim = replace(_of_row(claim, text, cell), cell=GridCell(number, cell.row, cell.column))
        yield claim


def _of_row(claim: Claim, text: str, cell: ProseCell) -> Claim:
    """The claim as one about the row's subject, unless it counts nothing or names whose it is itself."""
    if claim.type not in _COUNTED or any(strong in claim.rule for strong in _STRONG):
        return claim
    subject = read_label(text[slice(*cell.label)])[0] or claim.subject
    return replace(claim, subject=subject, rule=f"{claim.rule}|grid/prose")
