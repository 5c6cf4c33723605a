"""Days and periods of time: one grammar, one reader, one way of writing them.

The data writes a period as 2023, 2023-Q3, 2023-10 or 2024-01-22, as two of them joined by a stroke (2023-01/2023-11), or with a stroke
behind the first where it has not ended (2018/). On a command line the stroke may be two dots: 2023-01..2023-11. People write them in
other ways in the cells of a table (2023年10月, 2023.10, 20240122, 2023年1-11月); `read_written` understands those as well. What is said
in a sentence (今年前11个月) is understood by the reader of documents, which makes what it found with the functions of this module.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

WRITTEN_DAY = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?"
MONTHS, QUARTERS = 12, 4
FINER = ("year", "quarter", "month", "day")
_ONE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?|-Q([0-9]))?")
_FIRST_DAY_OF_EXCEL = date(1899, 12, 30)
_SERIAL = re.compile(r"[3-5]\d{4}")  # 1982 to 2064; a smaller number is more likely a month without its zero


class NotAPeriod(ValueError):
    """A text that is no period. `code` is a row of `tables/messages.csv`, or `no_period` for words such as 全部达产后.

    `suggestion` is what should be written, where that is known; `kind` what it would be (day, month …), where its form says so.
    """

    def __init__(self, code: str, suggestion: str = "", kind: str = "") -> None:
        super().__init__(code)
        self.code, self.suggestion, self.kind = code, suggestion, kind


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days, both ends included; `last` is None where it has not ended. `str` gives it as the data writes it.

    `kind` is year, quarter, month or day, and years, quarters, months or days (by the finer of both) where it runs from one to another.
    """

    first: date
    last: date | None
    kind: str
    printed: str

    def __str__(self) -> str:
        return self.printed

    @property
    def halves(self) -> "tuple[Period, ...]":
        """The two periods that it runs from and to, or itself."""
        return tuple(parse(half) for half in self.printed.split("/") if half)

    @property
    def month(self) -> "Period | None":
        """The month that it is or ends with; None where it ends with a year, quarter or day, or not at all."""
        end = self.halves[-1]
        return end if self.last is not None and end.kind == "month" else None

    @property
    def year(self) -> "Period":
        """The year in which it begins."""
        return year(self.first.year)

    def to_date(self) -> "Period":
        """From January to the month with which it ends; itself where it ends with no month or with January."""
        end = self.month
        return self if end is None else months(end.first.year, 1, end.first.month) if end.first.month > 1 else end

    def year_before(self) -> "Period":
        """The same a year earlier; of 29 February the 28th."""
        return between(*(_year_before(half) for half in self.halves)) if self.last else since(_year_before(self.halves[0]))

    def month_before(self) -> "Period | None":
        """The month before the one with which it ends; None where it ends with no month."""
        return month_of(self.month.first - timedelta(days=1)) if self.month else None


def _year_before(one: Period) -> Period:
    earlier = f"{one.first.year - 1:04d}{one.printed[4:]}"
    return parse(earlier.replace("-02-29", "-02-28"))


def parse(text: str) -> Period:
    """The period that a text in the form of the data or of the command line is. Raises NotAPeriod for any other text."""
    halves = text.replace("..", "/").split("/")
    if _ONE.fullmatch(halves[0]) and len(halves) == 1:
        return _one(text)
    if _ONE.fullmatch(halves[0]) and len(halves) == 2 and (not halves[1] or _ONE.fullmatch(halves[1])):
        return between(*(_one(half) for half in halves)) if halves[1] else since(_one(halves[0]))
    raise NotAPeriod("period_form", str(_written(unicodedata.normalize("NFKC", text).strip())))


@lru_cache(maxsize=4096)
def find(text: str) -> Period | None:
    """The period that a text in the form of the data is; None where it is none."""
    try:
        return parse(text)
    except NotAPeriod:
        return None


def last_day(text: str) -> date | None:
    """The last day of a period: 2023 → 2023-12-31, 2023-01/2023-11 → 2023-11-30; None where it is none or has not ended."""
    found = find(text)
    return found.last if found else None


def date_of(year: int | str, month: int | str, day: int | str) -> date | None:
    """The day of the calendar; None where there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def day_of_serial(text: str) -> date | None:
    """The day that workbooks count as this number: 45000 → 2023-03-15; None for what is no likely number of a day."""
    return _FIRST_DAY_OF_EXCEL + timedelta(days=int(text)) if _SERIAL.fullmatch(text) else None


def _one(text: str) -> Period:
    found = _ONE.fullmatch(text)
    assert found
    printed_year, printed_month, printed_day, printed_quarter = found.groups()
    if printed_quarter:
        return quarter(int(printed_year), int(printed_quarter))
    if printed_day:
        return day(int(printed_year), int(printed_month), int(printed_day))
    return month(int(printed_year), int(printed_month)) if printed_month else year(int(printed_year))


@lru_cache(maxsize=512)
def year(number: int) -> Period:
    """A year. Raises NotAPeriod, as all that follow, where the calendar has no such thing."""
    return _calendar("year", f"{number:04d}", date_of(number, 1, 1), date_of(number, MONTHS, 31))


@lru_cache(maxsize=512)
def quarter(number: int, which: int) -> Period:
    """A quarter of a year: (2023, 3) → 2023-Q3."""
    first, last = date_of(number, 3 * which - 2, 1), _last_of_month(number, 3 * which)
    return _calendar("quarter", f"{number:04d}-Q{which}", first, last)


@lru_cache(maxsize=2048)
def month(number: int, which: int) -> Period:
    """A month of a year: (2023, 10) → 2023-10."""
    return _calendar("month", f"{number:04d}-{which:02d}", date_of(number, which, 1), _last_of_month(number, which))


@lru_cache(maxsize=4096)
def day(number: int, which_month: int, which_day: int) -> Period:
    """A day: (2024, 1, 22) → 2024-01-22."""
    only = date_of(number, which_month, which_day)
    return _calendar("day", f"{number:04d}-{which_month:02d}-{which_day:02d}", only, only)


def day_of(when: date) -> Period:
    """A day of the calendar as a period."""
    return day(when.year, when.month, when.day)


def month_of(when: date) -> Period:
    """The month in which a day lies."""
    return month(when.year, when.month)


def _calendar(kind: str, printed: str, first: date | None, last: date | None) -> Period:
    if first is None or last is None:
        raise NotAPeriod("impossible_period", kind=kind)
    return Period(first, last, kind, printed)


def _last_of_month(number: int, which: int) -> date | None:
    after = date_of(number + which // MONTHS, which % MONTHS + 1, 1) if 1 <= which <= MONTHS else None
    return after - timedelta(days=1) if after else None


def months(number: int, first: int, last: int) -> Period:
    """From a month of a year to another: (2023, 1, 11) → 2023-01/2023-11; (2023, 11, 3) ends in March of the year after."""
    return between(month(number, first), month(number + (last < first), last))


def between(first: Period, last: Period | None = None) -> Period:
    """From the begin of one period to the end of another; the one where there is no other. Raises NotAPeriod where it runs backwards."""
    if last is None:
        return first
    assert last.last
    if first.first > last.last:
        raise NotAPeriod("period_backwards", f"{last}/{first}")
    return Period(first.first, last.last, f"{max(first.kind, last.kind, key=FINER.index)}s", f"{first}/{last}")


def since(first: Period, until: date | None = None) -> Period:
    """From the begin of a period to the month of a day; without an end where no day is known or the day is before it."""
    if until is None or until < first.first:
        return Period(first.first, None, f"{first.kind}s", f"{first}/")
    return between(first, month_of(until))


def read_written(text: str) -> Period:
    """The period that people mean by what stands in a cell, in the form of the data or as offices write it. Raises NotAPeriod."""
    try:
        return parse(text)
    except NotAPeriod as wrong:
        if wrong.code != "period_form":
            raise
        return parse(wrong.suggestion)


def _written(plain: str) -> Period:
    for form, meant in _WRITTEN:
        if found := form.fullmatch(plain):
            return meant([part for part in found.groups() if part])
    raise NotAPeriod("no_period")


def _months_written(parts: Sequence[str]) -> Period:
    first, last = (month(int(parts[0]), int(part)) for part in parts[1:])
    return between(first, last)


def _quarter_written(parts: Sequence[str]) -> Period:
    return quarter(int(parts[0]), "一二三四".find(parts[1]) + 1 or int(parts[1]))


# How offices write periods, and what is meant. Three numbers in a row are a day only with all its digits: 20240122.
_WRITTEN: Sequence[tuple[re.Pattern[str], Callable[[Sequence[str]], Period]]] = (
    (re.compile(r"(\d{4})(?:年|-|\.)(\d{1,2})(?:-|至|到|~|—)(\d{1,2})月"), _months_written),
    (re.compile(r"(\d{4})年(?:第)?([一二三四1-4])季度"), _quarter_written),
    (re.compile(rf"{WRITTEN_DAY}(?:[T ][\d:.]*)?|(\d{{4}})(\d{{2}})(\d{{2}})"), lambda parts: day(*map(int, parts))),
    (re.compile(r"(\d{4})年?"), lambda parts: year(int(parts[0]))),
    (re.compile(r"(\d{4})[-/.年](\d{1,2})月?|(\d{4})(\d{2})月?"), lambda parts: month(*map(int, parts))),
)
