"""Where in a table its head, its rows and its notes are; one sheet may hold several tables one below the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from lianqun.read.files.content import Span, Table
from lianqun.read.grids.head_words import read_head
from lianqun.read.grids.usage import HeadRule
from lianqun.read.grids.values import is_number
from lianqun.read.lists import rows_of

_TIME = re.compile(r"(?:19|20)\d\d年?|\d{1,2}月|季度|上半年|全年")
_LABELLED = re.compile(r"^(?!其中)[^:：]{1,8}[:：].")
_MOST_HEAD_ROWS = 5
_LONGEST_HEAD = 40
_MOSTLY = 0.5
_FEWEST_PAIRS = 3
_MOST_FORM_ROWS = 100


@dataclass
class Matrix:
    """A table as text, cell by cell."""

    text: str
    table: Table
    heads: tuple[HeadRule, ...] = ()

    @cached_property
    def rows(self) -> list[list[str]]:
        """The words of all cells; those of a merged area all have the area's."""
        return [[self.text[start:end] for start, end in row] for row in self.table.cells]

    def filled(self, row: int) -> list[int]:
        """The columns of a row that hold something, one for each merged area."""
        seen: set[Span] = set()
        found: list[int] = []
        for column, span in enumerate(self.table.cells[row]):
            if span[0] < span[1] and span not in seen:
                seen.add(span)
                found.append(column)
        return found

    def span(self, row: int, column: int) -> Span:
        """The place of a cell in the text."""
        return self.table.cells[row][column]

    def printed_in(self, row: int, column: int) -> bool:
        """Whether the cell's words stand in this row and do not come down from a merged area above."""
        return row == 0 or self.span(row, column) != self.span(row - 1, column)


@dataclass(frozen=True, slots=True)
class Block:
    """One table in a matrix: rows `head:body` are its head, `body:end` its rows; `above` are rows of titles before it."""

    above: range
    head: int
    body: int
    end: int


@cache
def _labels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["kind"], re.compile(row["pattern"])) for row in rows_of("lianqun.read.grids", "row_labels.csv"))


def kind_of_label(label: str) -> str:
    """What the label of a row says of it: total, subtotal, whole, of_which, note, section, or item."""
    label = label.strip()
    return next((kind for kind, pattern in _labels() if pattern.search(label)), "item")


def find_blocks(matrix: Matrix) -> Iterator[Block]:
    """All tables of a matrix that have a head, from top to bottom."""
    at, last = 0, len(matrix.rows)
    while at < last:
        head = next((row for row in range(at, last) if is_head(matrix, row)), None)
        if head is None:
            return
        body = _head_end(matrix, head)
        end = _body_end(matrix, head, body)
        yield Block(range(at, head), head, body, end)
        at = max(end, body)


def is_head(matrix: Matrix, row: int) -> bool:
    """Whether a row is a head: several short cells, no number but years, and known heads or numbers right below."""
    columns = matrix.filled(row)
    cells = [matrix.rows[row][column] for column in columns]
    if len(cells) < 2 or any(is_number(cell) or len(cell) > _LONGEST_HEAD for cell in cells):
        return False
    if kind_of_label(cells[0]) not in ("item", "section") or any(
        _LABELLED.match(cell) and not read_head(cell, matrix.heads).unit for cell in cells
    ):
        return False
    known = sum(is_known(cell, matrix.heads) for cell in cells)
    if known < 2 and (known < 1 or len(cells) > 3):
        return len(cells) >= 2 and _numbers_below(matrix, row, columns)
    return known * 4 >= len(cells)


def is_known(cell: str, heads: tuple[HeadRule, ...]) -> bool:
    """Whether a cell is surely a head and no value."""
    return read_head(cell, heads).is_known or (_TIME.search(cell) is not None and len(cell) < 16)


def _numbers_below(matrix: Matrix, row: int, columns: Sequence[int]) -> bool:
    """Whether the first row below that holds numbers (further heads may stand between) has them for most heads."""
    for below in range(row + 1, min(len(matrix.rows), row + _MOST_HEAD_ROWS)):
        filled = matrix.filled(below)
        numbers = [column for column in filled if is_number(matrix.rows[below][column])]
        if numbers:
            return len(numbers) >= _MOSTLY * (len(columns) - 1) and columns[0] not in numbers
        if len(filled) < 2:
            return False
    return False


def _head_end(matrix: Matrix, head: int) -> int:
    row = head + 1
    while row < min(len(matrix.rows), head + _MOST_HEAD_ROWS) and _continues_head(matrix, row):
        row += 1
    return row


def _continues_head(matrix: Matrix, row: int) -> bool:
    """A row below a head row is part of the head where it has no values, and hangs under merged or open cells of it."""
    columns = matrix.filled(row)
    cells = [matrix.rows[row][column] for column in columns]
    if not cells or any(is_number(cell) or len(cell) > _LONGEST_HEAD for cell in cells):
        return False
    own = [matrix.rows[row][column] for column in columns if matrix.printed_in(row, column)]
    if own and all((head := read_head(cell, matrix.heads)).unit and not head.words for cell in own):
        return True
    if not own or kind_of_label(own[0]) != "item":
        return False
    return _hangs(matrix, row, columns)


def _hangs(matrix: Matrix, row: int, columns: Sequence[int]) -> bool:
    """Whether a row begins below a merged or an open cell, and every cell printed in it is a head or stands below a wide one."""
    own = [column for column in columns if matrix.printed_in(row, column)]
    if len(own) == len(columns) and matrix.rows[row][0]:
        return False
    return all(_under_wide(matrix, row, column) or is_known(matrix.rows[row][column], matrix.heads) for column in own)


def _under_wide(matrix: Matrix, row: int, column: int) -> bool:
    """Whether the cell stands below an area that is wider than it, or right of an open one."""
    above = matrix.table.cells[row - 1]
    beside = (column > 0 and above[column] == above[column - 1]) or (
        column + 1 < len(above) and above[column] == above[column + 1]
    )
    return (
        beside
        or above[column][0] == above[column][1]
        or (column + 1 < len(above) and above[column + 1][0] == above[column + 1][1])
    )


def _body_end(matrix: Matrix, head: int, body: int) -> int:
    """Behind the last row of the table: notes, or the title or head of another table, end it."""
    end, printed = body, matrix.rows[head:body]
    for row in range(body, len(matrix.rows)):
        columns = matrix.filled(row)
        if not columns:
            continue
        if kind_of_label(matrix.rows[row][columns[0]]) == "note" and len(columns) <= 3:
            return end
        if matrix.rows[row] not in printed and _begins_another(matrix, row, columns):
            return end
        end = row + 1
    return end


def _begins_another(matrix: Matrix, row: int, columns: Sequence[int]) -> bool:
    """A head of its own, or up to three lines of title right above one."""
    below = row
    while (
        below < min(len(matrix.rows), row + 4)
        and len(matrix.filled(below)) < 2
        and kind_of_label(_first(matrix, below)) != "section"
    ):
        below += 1
    return (
        below < len(matrix.rows)
        and is_head(matrix, below)
        and sum(is_known(cell, matrix.heads) for cell in _cells(matrix, below)) >= 2
    )


def _cells(matrix: Matrix, row: int) -> list[str]:
    return [matrix.rows[row][column] for column in matrix.filled(row)]


def _first(matrix: Matrix, row: int) -> str:
    return next(iter(_cells(matrix, row)), "")


def head_paths(matrix: Matrix, block: Block) -> list[list[str]]:
    """For every column the heads above it, from top to bottom; an open cell right of a head with sub-heads belongs to it."""
    paths: list[list[str]] = []
    for column in range(len(matrix.table.cells[block.head])):
        path: list[str] = []
        for row in range(block.head, block.body):
            cell = matrix.rows[row][column] or (_left_head(matrix, row, column) if row + 1 < block.body else "")
            if cell and cell not in path[-1:]:
                path.append(cell)
        paths.append(path)
    return paths


def _left_head(matrix: Matrix, row: int, column: int) -> str:
    """The nearest head to the left of an open cell, where both have heads below."""
    below = matrix.rows[row + 1]
    if not below[column]:
        return ""
    left = next((c for c in range(column - 1, -1, -1) if matrix.rows[row][c]), None)
    return matrix.rows[row][left] if left is not None and below[left] and matrix.printed_in(row + 1, left) else ""


def form_pairs(matrix: Matrix) -> list[tuple[Span, Span]]:
    """The head and value cells of a form (项目名称 | 甲项目 | 总投资 | 3亿元); empty where the table is none."""
    pairs: list[tuple[Span, Span]] = []
    rows: set[int] = set()
    for row in range(len(matrix.rows) if len(matrix.rows) <= _MOST_FORM_ROWS else 0):
        columns = matrix.filled(row)
        for head, value in zip(columns[::2], columns[1::2], strict=False):
            if role_of_head(matrix.rows[row][head], matrix.heads) and not role_of_head(matrix.rows[row][value], matrix.heads):
                pairs.append((matrix.span(row, head), matrix.span(row, value)))
                rows.add(row)
    filled = sum(len(matrix.filled(row)) > 1 for row in range(len(matrix.rows)))
    return pairs if len(pairs) >= _FEWEST_PAIRS and len(rows) >= 2 and len(rows) * 3 >= filled * 2 else []


def role_of_head(cell: str, heads: tuple[HeadRule, ...]) -> str:
    """The role of a cell whose words are a known head; "" for any other."""
    head = read_head(cell, heads)
    return head.role or ("number" if head.named else "")
