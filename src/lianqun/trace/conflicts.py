"""Which of several statements holds, and when two of them contradict each other: pure rules over plain values."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from lianqun.trace.agreement import Figure, compare
from lianqun.trace.keeping import keeps

GRADES = "ABCD"
Preferred = Collection[tuple[str, str]]
"""Pairs of ids (holds, gives way) that people decided and did not take back."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one statement brings to a conflict.

    A document's claim has `document_id`, `grade` (A to D) and, where known, `published_on`; a person's word has none of
    them, but the day on which it was said. `reviewed` orders reviews, the later the larger (0 without one).
    """

    id: str
    claim_type: str
    attribute: str
    status: str = "accepted"
    value_text: str = ""
    figure: Figure | None = None
    period: str = ""
    document_id: str = ""
    grade: str = ""
    published_on: date | None = None
    said_on: date | None = None
    reviewed: float = 0


def figure_of(number: Decimal | None, unit: str = "", qualifier: str = "", upper: Decimal | None = None) -> Figure | None:
    """A number as a statement holds it, ready to be compared; None for a text."""
    return None if number is None else Figure(number, unit, qualifier, upper)


def differ(left: Side, right: Side) -> bool:
    """Whether no value fits both, as printed; texts differ where they are not the same, a text and a number never."""
    if left.figure is None or right.figure is None:
        return left.figure is right.figure and left.value_text != right.value_text
    return compare(left.figure, right.figure) == "differs"


def contradict(left: Side, right: Side) -> bool:
    """Whether two statements on one subject, attribute and time cannot both be true and come from different sources.

    Two documents, or a document and a person's word; undated claims only where the documents are of one year.
    """
    if left.document_id == right.document_id or not differ(left, right):
        return False
    years = {side.published_on.year for side in (left, right) if side.published_on}
    return bool(left.period) or len(years) <= 1


def is_conflict(sides: Sequence[Side]) -> bool:
    """Whether any two of the sides contradict each other."""
    return any(contradict(left, right) for left, right in combinations(sides, 2))


def rank(side: Side, on: date, preferred: Preferred = ()) -> tuple[object, ...]:
    """What decides which of several statements holds on a day, the smallest first.

    Accepted before proposed; a person's decision; an official's word until the keeping time of its kind is over; the grade
    of the source (A before D); the later publication; the later review; the id, so that the order never wavers.
    """
    return (
        side.status != "accepted",
        any(right == side.id for _left, right in preferred),
        not any(left == side.id for left, _right in preferred),
        _grade(side, on),
        -(side.published_on.toordinal() if side.published_on else 0),
        -side.reviewed,
        side.id,
    )


def _grade(side: Side, on: date) -> int:
    """A document by its source; a person's word before all documents while it keeps, behind them all afterwards."""
    if side.document_id:
        return GRADES.find(side.grade)
    stands = side.said_on is not None and keeps(side.claim_type, side.attribute, side.said_on, on)
    return -1 if stands else len(GRADES)


def order_sides(sides: Sequence[Side], on: date, preferred: Preferred = ()) -> list[Side]:
    """The sides of a conflict, the one that holds first."""
    return sorted(sides, key=lambda side: rank(side, on, preferred))


def is_decided(ordered: Sequence[Side], preferred: Preferred) -> bool:
    """Whether people decided for the first side against every other whose value is not its own; `preferred` are of these sides."""
    first, *others = ordered
    beaten = {right for left, right in preferred if left == first.id}
    return bool(preferred) and all(other.id in beaten for other in others if differ(first, other))
