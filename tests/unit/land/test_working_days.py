"""Chinese working days: announced holidays, make-up weekends, an office's own days, and what lies beyond the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqun.land import BeyondCalendar, Calendar

DAYS = st.dates(date(2004, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "number"),
    [
        ("2024-01-22", "2024-01-22", 0),  # the first day is not counted
        ("2024-01-19", "2024-01-22", 1),  # Friday to Monday
        ("2024-01-26", "2024-02-20", 14),  # the Spring Festival: 4 and 18 February are worked Sundays, 10 to 17 are off
        ("2024-09-30", "2024-10-08", 1),  # the National Day holiday
        ("2024-09-27", "2024-09-29", 1),  # a worked Sunday
    ],
)
def test_working_days_between(start: str, end: str, number: int) -> None:
    assert Calendar().between(date.fromisoformat(start), date.fromisoformat(end)) == number


def test_the_day_after_some_working_days() -> None:
    assert Calendar().after(date(2024, 9, 29), 3) == date(2024, 10, 9)
    assert Calendar().after(date(2024, 1, 22), 0) == date(2024, 1, 22)


@given(DAYS, DAYS)
def test_the_count_is_that_of_the_days_one_by_one(one: date, other: date) -> None:
    start, end = min(one, other), min(max(one, other), min(one, other) + timedelta(days=400))
    calendar = Calendar()
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    assert calendar.between(start, end) == sum(calendar.is_working(day) for day in days)


@given(DAYS.filter(lambda day: day.year < 2026), st.integers(1, 200))
def test_after_is_the_first_day_to_which_so_many_are_counted(start: date, number: int) -> None:
    calendar = Calendar()
    day = calendar.after(start, number)
    assert calendar.is_working(day) and calendar.between(start, day) == number


def test_beyond_the_calendar_is_refused_or_provisional() -> None:
    day = date(Calendar().last + 1, 1, 5)
    with pytest.raises(BeyondCalendar) as refusal:
        Calendar().between(date(2026, 12, 30), day)
    assert (refusal.value.first, refusal.value.last) == (2004, Calendar().last)
    with pytest.raises(BeyondCalendar):
        Calendar().after(date(Calendar().last, 12, 30), 5)
    provisional = Calendar(provisional=True)
    assert provisional.after(date(Calendar().last, 12, 31), 1) > date(Calendar().last, 12, 31)
    assert provisional.is_provisional(day) and not provisional.is_provisional(date(2024, 1, 2))


def test_an_office_adds_days_of_its_own() -> None:
    flood, make_up = date(2024, 7, 3), date(2024, 7, 6)
    calendar = Calendar({flood: False, make_up: True})
    assert not calendar.is_working(flood) and calendar.is_working(make_up)
    assert calendar.between(date(2024, 7, 2), date(2024, 7, 6)) == 3
    assert Calendar({date(2027, 3, 1): True}).last == 2027
