"""Whether the parts of a table add up to its totals. Where that cannot be told, nothing is said."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from lianqun.read.grids.grid import Grid, Row
from lianqun.read.grids.values import is_nothing, read_number


def wrong_totals(text: str, grid: Grid) -> set[tuple[int, int]]:
    """(row, column) of every total that none of the sensible sums of its parts gives, rounding allowed for."""
    found: set[tuple[int, int]] = set()
    for column in grid.columns:
        if column.role != "number" or column.kind != "level" or column.unit in ("%", "‰", "个百分点"):
            continue
        numbers = {i: _number(text, row, column.index) for i, row in enumerate(grid.rows)}
        found |= {
            (i, column.index)
            for i, row in enumerate(grid.rows)
            if row.kind in ("total", "subtotal") and _is_wrong(grid.rows, numbers, i)
        }
    return found


def _number(text: str, row: Row, column: int) -> Decimal | None:
    """The number of a cell; `None` where it says nothing or no exact number."""
    start, end = row.cells[column]
    number = read_number(text[start:end]) if not is_nothing(text[start:end]) else None
    return number.exact if number and number.unit not in ("%", "‰") else None


def _is_wrong(rows: Sequence[Row], numbers: Mapping[int, Decimal | None], at: int) -> bool:
    total = numbers[at]
    groups = [group for group in _groups(rows, at) if len(group) >= 2 and all(numbers[i] is not None for i in group)]
    if total is None or not groups:
        return False
    sums = [(sum((numbers[i] or Decimal(0) for i in group), Decimal(0)), len(group)) for group in groups]
    return all(
        abs(added - total) > _tolerance(total, count, [numbers[i] for group in groups for i in group]) for added, count in sums
    )


def _tolerance(total: Decimal, count: int, parts: Sequence[Decimal | None]) -> Decimal:
    """Half of the last printed digit for every number added, and for the total."""
    places = min(int(number.as_tuple().exponent) for number in (total, *parts) if number is not None)
    return Decimal(count + 1) / 2 * Decimal(1).scaleb(min(places, 0))


def _groups(rows: Sequence[Row], at: int) -> list[list[int]]:
    """The sets of rows that may be the parts: items, sections, or subtotals, above it (back to the last subtotal) or below it."""
    if rows[at].kind == "subtotal":
        first = max((i for i in range(at) if rows[i].kind in ("subtotal", "section", "total", "head")), default=-1)
        after = next((i for i in range(at + 1, len(rows)) if rows[i].kind in ("subtotal", "section", "total")), len(rows))
        spans: list[range] = [range(first + 1, at), range(at + 1, after)]
    else:
        spans = [range(at), range(at + 1, len(rows))]
    return [[i for i in span if rows[i].kind == kind] for span in spans for kind in ("item", "section", "subtotal")]
