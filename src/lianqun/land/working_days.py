"""Chinese working days: public holidays off, make-up weekends 调休 worked.

The days are those that the State Council announces each autumn for the year to come, as the package `chinesecalendar` holds them; an
office may add days of its own (`calendar_days`). Beyond the last year that is announced only weekends are known: such a day is provisional.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property

import polars as pl
from chinese_calendar import constants

holidays: Mapping[date, str] = constants.holidays
workdays: Mapping[date, str] = constants.workdays
FIRST, LAST = min(holidays).year, max(holidays).year
YEARS_AHEAD = 30
SATURDAY = 5


class BeyondCalendar(ValueError):
    """A day beyond the last year whose holidays are announced, or before the first; `first` and `last` are the years known."""

    def __init__(self, day: date, first: int, last: int) -> None:
        super().__init__(f"{day}: working days are known from {first} to {last}")
        self.day, self.first, self.last = day, first, last


@dataclass(frozen=True)
class Calendar:
    """Working days: the announced ones, with an office's own days (day → is it worked) on top.

    `first` and `last` are the years whose holidays are known. A provisional calendar goes on with weekends alone.
    """

    own: Mapping[date, bool] = field(default_factory=dict)
    provisional: bool = False

    @property
    def first(self) -> int:
        """The first year whose holidays are announced."""
        return FIRST

    @property
    def last(self) -> int:
        """The last year whose holidays are announced, or whose days an office has entered."""
        return max((LAST, *(day.year for day in self.own)))

    def is_provisional(self, day: date) -> bool:
        """Whether a day lies in a year whose holidays are not known."""
        return not self.first <= day.year <= self.last

    def is_working(self, day: date) -> bool:
        """Whether a day is worked. Raises BeyondCalendar where that is not known, unless the calendar is provisional."""
        if self.is_provisional(day) and not self.provisional:
            raise BeyondCalendar(day, self.first, self.last)
        if day in self.own:
            return self.own[day]
        return day in workdays or (day.weekday() < SATURDAY and day not in holidays)

    def between(self, start: date, end: date) -> int:
        """Working days from `start` to `end`: the first day not counted, the last counted; 0 where `end` is not later."""
        if end <= start:
            return 0
        self._refuse_unknown(start, end)
        days = self._days
        return bisect_right(days, end) - bisect_right(days, start)

    def after(self, start: date, number: int) -> date:
        """The day on which the `number`-th working day after `start` falls; `start` itself where `number` is 0."""
        if number == 0:
            return start
        self._refuse_unknown(start, start)
        days = self._days
        at = bisect_right(days, start) + number - 1
        if at >= len(days):
            raise BeyondCalendar(start + timedelta(days=number), self.first, self.last)
        return days[at]

    def _refuse_unknown(self, *days: date) -> None:
        for day in days:
            self.is_working(day)

    @cached_property
    def _days(self) -> tuple[date, ...]:
        last = self.last + (YEARS_AHEAD if self.provisional else 0)
        days = _announced(self.first, last)
        if not self.own:
            return days
        changed = {day for day, worked in self.own.items() if worked != (_at(days, day))}
        return tuple(sorted(set(days) ^ changed))


def calendar_of(tables: Mapping[str, pl.DataFrame], *, provisional: bool = False) -> Calendar:
    """Working days with those that the office entered in `calendar_days`."""
    own = dict(tables["calendar_days"].select("on", "is_working").iter_rows())
    return Calendar(own, provisional)


@cache
def _announced(first: int, last: int) -> tuple[date, ...]:
    """Every working day of some years, in order."""
    start = date(first, 1, 1)
    days = (start + timedelta(days=n) for n in range((date(last, 12, 31) - start).days + 1))
    return tuple(day for day in days if day in workdays or (day.weekday() < SATURDAY and day not in holidays))


def _at(days: tuple[date, ...], day: date) -> bool:
    at = bisect_left(days, day)
    return at < len(days) and days[at] == day
