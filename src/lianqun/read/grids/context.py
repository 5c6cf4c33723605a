"""What holds for a whole table: the period, division and units that its title, sheet or the lines above it name."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lianqun.read.grids.head_words import units_in
from lianqun.read.grids.usage import NO_USAGE, Usage
from lianqun.read.grids.values import narrow_text
from lianqun.read.layers.places import find_places
from lianqun.read.layers.times import find_times
from lianqun.vocab.periods import Period, find

_UNIT = re.compile(r"单\s*位\s*[:：]\s*([^|()（）\s]{1,24})|[（(]\s*([^|()（）]{1,12}?)\s*[)）]")
_DATED = re.compile(r"填报|填表|制表|印发|日期\s*[:：]|时间\s*[:：]")


@dataclass(frozen=True, slots=True)
class Context:
    """`lines` are the captions nearest first, then the sheet's name, then the document's title."""

    lines: Sequence[str]
    published: date | None
    usage: Usage = NO_USAGE

    def period(self) -> str:
        """The ISO period that the nearest line names, else that of the source; "" where there is none."""
        printed = (time for line in self.lines if not _DATED.search(line) and (time := self.period_of(line)))
        return next(printed, self.usage.period)

    def period_of(self, text: str) -> str:
        """The ISO period that a few words name; the year may stand in a line above."""
        return self.cut_times(text)[1]

    def cut_times(self, text: str) -> tuple[str, str]:
        """The words without their times, and the first period among those."""
        year = next((line for line in self.lines if re.search(r"(?:19|20)\d\d年", line)), "")
        return _cut_times(text, year, self.published)

    def region(self) -> str:
        """The code of the division that the nearest line names; "" where none does."""
        return next((code for line in self.lines if (code := region_code(line))), "")

    def units(self) -> tuple[str, ...]:
        """The units that a line above the table names: 单位：亿元、%."""
        found = (units_in(narrow_text(match[1] or match[2])) for line in self.lines for match in _UNIT.finditer(line))
        return next((units for units in found if units), ())


@lru_cache(maxsize=1024)
def _cut_times(text: str, year: str, published: date | None) -> tuple[str, str]:
    bare = re.fullmatch(r"\s*((?:19|20)\d\d)\s*", text)
    if bare:
        return "", bare[1]
    front = f"{year}\n" if year else ""
    period = ""
    whole = front + text
    for time in find_times(whole, published):
        if time.start >= len(front) and time.kind in ("period", "day"):
            printed = whole[time.start : time.end]
            text = text.replace(printed, "", 1)
            period = period or time.period
    return text, period


@lru_cache(maxsize=4096)
def region_code(text: str) -> str:
    """The code of the first division that a few words name; a park only where no other is named."""
    places = [place for place in find_places(text) if place.code]
    return next((place.code for place in places if place.level != "park"), places[0].code if places else "")


@lru_cache(maxsize=4096)
def is_place(text: str) -> bool:
    """Whether the words are the name of a place and nothing more."""
    return any(place.start == 0 and place.end == len(text) for place in find_places(text))


def shift_period(period: str, shifts: Iterable[str]) -> str:
    """The period that 本月, 累计 or 上年同期 mean under a title of `period`; "" where that cannot be told."""
    for shift in shifts:
        known = find(period)
        period = str((known and _SHIFTS[shift](known)) or "")
    return period


_SHIFTS: dict[str, Callable[[Period], Period | None]] = {
    "to_date": Period.to_date,
    "month": lambda period: period.month,
    "previous": Period.year_before,
    "before": Period.month_before,
    "year": lambda period: period.year,
}
