"""Columns of lists, and what a reader may write into the field above one to narrow the list."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise

from lianqun.vocab.periods import NotAPeriod, read_written

NUMERIC = ("number", "money")
NOT_KNOWN = "?"


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column. `kind` is name, text, person, attribute, code, flag, number, money or day; `path` leads there from the row's model.

    `path_en` leads to the English name; `codes` names the code list; `table` and `ref` (a path) make the cell a link.
    `adds` says that the totals row adds it up.
    """

    name: str
    label: str | Promise
    kind: str = "text"
    path: str = ""
    path_en: str = ""
    codes: str = ""
    table: str = ""
    ref: str = ""
    shown: bool = True
    adds: bool = False

    @property
    def source(self) -> str:
        """Path of the value; the name of the column where they are the same."""
        return self.path or self.name

    @property
    def is_numeric(self) -> bool:
        """Whether it stands to the right."""
        return self.kind in NUMERIC


@dataclass(frozen=True, slots=True)
class Span:
    """A range of numbers or days, both ends included; None is open."""

    least: Decimal | date | None = None
    most: Decimal | date | None = None

    def holds(self, value: Decimal | date | None) -> bool:
        """Whether a value lies in the range; what is not known does not."""
        if value is None:
            return False
        above = self.least is None or value >= self.least  # type: ignore[operator]
        return above and (self.most is None or value <= self.most)  # type: ignore[operator]


def read_span(text: str, kind: str, factor: Decimal = Decimal(1)) -> Span | None:
    """A range as written: `5`, `>=5`, `<=9`, `5..9`; for days also `2024` and `2024-01`. None where it cannot be read."""
    text = text.strip().replace("≥", ">=").replace("≤", "<=")
    read = _day_span if kind == "day" else lambda part: _number_span(part, factor)
    if text.startswith(">"):
        found = read(text.lstrip(">="))
        return Span(found.least, None) if found else None
    if text.startswith("<"):
        found = read(text.lstrip("<="))
        return Span(None, found.most) if found else None
    least, dots, most = text.partition("..")
    low, high = read(least), read(most) if dots else read(least)
    return Span(low.least, high.most) if low and high else None


def _number_span(text: str, factor: Decimal) -> Span | None:
    try:
        value = Decimal(text.strip().replace(",", "")) * factor
    except InvalidOperation:
        return None
    return Span(value, value)


def _day_span(text: str) -> Span | None:
    try:
        found = read_written(text)
    except NotAPeriod:
        return None
    return Span(found.first, found.last)
