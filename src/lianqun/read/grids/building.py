"""The tables of a text → grids: columns understood, rows told apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from lianqun.read.files.content import Span, Table
from lianqun.read.grids.columns import choose_subject, settle_item, understand_columns
from lianqun.read.grids.context import Context
from lianqun.read.grids.finding import Block, Matrix, find_blocks, form_pairs, head_paths, kind_of_label
from lianqun.read.grids.grid import Grid, Row
from lianqun.read.grids.usage import NO_USAGE, Usage
from lianqun.read.grids.values import is_number

_CAPTION_LINES = 3
_LONGEST_CAPTION = 80
_PROSE = 40
_TOTALS = {"total": "total", "whole": "total", "subtotal": "subtotal"}
_LABEL_CELLS = 3
_NUMERAL = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?")


def build_grids(
    text: str, tables: Sequence[Table], title: str, published: date | None, usage: Usage = NO_USAGE
) -> tuple[Grid, ...]:
    """All grids in the order of the text; `usage` is what the source of the text adds."""
    whole = Context([title], published, usage)
    return tuple(grid for table in tables for grid in _grids(Matrix(text, table, usage.heads), whole))


def _grids(matrix: Matrix, whole: Context) -> Iterator[Grid]:
    start = next((span[0] for row in matrix.table.cells for span in row), 0)
    before = _lines_before(matrix.text, start)
    if pairs := form_pairs(matrix):
        yield _form(matrix, pairs, _context((*before, matrix.table.part), whole))
        return
    blocks = list(find_blocks(matrix))
    for block in blocks:
        above = [" ".join(dict.fromkeys(matrix.rows[row])) for row in reversed(block.above) if matrix.filled(row)]
        yield _grid(matrix, block, _context((*above[:_CAPTION_LINES], *before, matrix.table.part), whole))
    if not blocks and _is_table(matrix):
        yield _enclose(matrix, range(len(matrix.rows)), {})


def _context(lines: Sequence[str], whole: Context) -> Context:
    return replace(whole, lines=[line for line in (*lines, *whole.lines) if line])


def _lines_before(text: str, start: int) -> list[str]:
    """The short lines right above a table, nearest first."""
    lines = text[max(0, start - 400) : start].rstrip("\n").split("\n")[-_CAPTION_LINES:]
    found: list[str] = []
    for line in reversed(lines):
        if len(line) > _LONGEST_CAPTION or " | " in line:
            break
        found.append(line)
    return found


def _is_table(matrix: Matrix) -> bool:
    """Whether a table without a known head is one of short cells, and not of paragraphs set side by side."""
    cells = [cell for row in range(len(matrix.rows)) for cell in (matrix.rows[row][c] for c in matrix.filled(row))]
    wide = sum(len(matrix.filled(row)) >= 2 for row in range(len(matrix.rows)))
    return wide >= 1 and sum(map(len, cells)) < _PROSE * len(cells)


def _grid(matrix: Matrix, block: Block, context: Context) -> Grid:
    paths = head_paths(matrix, block)
    corner = paths[0][0] if paths and paths[0] else ""
    context = replace(context, lines=(corner, *context.lines)) if "单位" in corner and re.search("[:：]", corner) else context
    body = range(block.body, block.end)
    items = [r for r in body if len(matrix.filled(r)) > 1]
    cells = [[matrix.rows[r][c] for r in items] for c in range(len(paths))]
    columns = understand_columns(paths, cells, context)
    subject = choose_subject(columns)
    columns = settle_item(columns, subject)
    head = matrix.rows[block.head : block.body]
    kinds = dict.fromkeys(range(block.head, block.body), "head") | {
        r: "head" if matrix.rows[r] in head else _kind(matrix, r, subject) for r in body if matrix.filled(r)
    }
    _continue_of_which(matrix, kinds)
    grid = _enclose(matrix, range(block.head, block.end), kinds)
    return _in_context(replace(grid, columns=columns, subject=subject), context)


def _in_context(grid: Grid, context: Context) -> Grid:
    """The grid with what holds for all of it."""
    units = context.units()
    assumed = bool(context.usage.units) and not units
    units = units or context.usage.units
    return replace(grid, units=units, units_assumed=assumed, period=context.period(), region=context.region())


def _kind(matrix: Matrix, row: int, subject: int) -> str:
    """What a row is, by its first words."""
    columns = matrix.filled(row)
    words = [
        matrix.rows[row][c] for c in columns[:_LABEL_CELLS] if matrix.printed_in(row, c) and not is_number(matrix.rows[row][c])
    ]
    if words and _NUMERAL.fullmatch(words[0]) and len(columns) > 1:
        return "section"
    for word in words:
        if kind := _TOTALS.get(kind_of_label(word)):
            return kind
    label = kind_of_label(matrix.rows[row][subject]) if subject >= 0 else "item"
    if label == "item" and len(columns) == 1 and words:
        return "section"
    return label if label != "whole" else "total"


def _continue_of_which(matrix: Matrix, kinds: dict[int, str]) -> None:
    """Rows below 其中 that are set in further than it belong to it as well."""
    inside = -1
    for row, kind in kinds.items():
        indent = matrix.table.indents[row]
        if kind == "of_which":
            inside = indent
        elif kind == "item" and 0 <= inside < indent:
            kinds[row] = "of_which"
        else:
            inside = -1


def _enclose(matrix: Matrix, rows: range, kinds: dict[int, str]) -> Grid:
    found = [_row(matrix, row, kinds.get(row, "item")) for row in rows if matrix.filled(row)]
    return Grid(min(row.start for row in found), max(row.end for row in found), found, part=matrix.table.part)


def _row(matrix: Matrix, row: int, kind: str) -> Row:
    cells = matrix.table.cells[row]
    own = [span for column, span in enumerate(cells) if span[0] < span[1] and matrix.printed_in(row, column)] or list(cells)
    return Row(kind, min(span[0] for span in own), max(span[1] for span in own), cells)


def _form(matrix: Matrix, pairs: Sequence[tuple[Span, Span]], context: Context) -> Grid:
    whole = _enclose(matrix, range(len(matrix.rows)), {})
    return replace(build_form(matrix.text, pairs, (whole.start, whole.end), context), part=matrix.table.part)


def build_form(
    text: str, pairs: Sequence[tuple[Span, Span]], place: Span, context: Context, between: Sequence[Span] = ()
) -> Grid:
    """A form as a table of one row, whose heads stand in front of the values; `between` is what inside its place is no part of it."""
    paths = [[text[start:end]] for (start, end), _ in pairs]
    columns = understand_columns(paths, [[text[start:end]] for _, (start, end) in pairs], context)
    subject = choose_subject(columns)
    row = Row("item", *place, [value for _, value in pairs])
    heads = [head for head, _ in pairs]
    grid = Grid(*place, [row], settle_item(columns, subject), subject=subject, heads=heads, between=between)
    return _in_context(grid, context)
