"""Periods: every form is understood, written back as the data writes it, and nonsense is refused."""

import calendar
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lianqun.tables.dates import explain_date, explain_period
from lianqun.vocab import periods
from lianqun.vocab.periods import NotAPeriod, Period, find, last_day, parse, read_written

DAYS = st.dates(date(1, 1, 1), date(9998, 12, 31))
ONES = st.one_of(
    DAYS.map(periods.day_of),
    DAYS.map(periods.month_of),
    DAYS.map(lambda day: periods.year(day.year)),
    st.builds(periods.quarter, st.integers(1, 9998), st.integers(1, 4)),
)


@st.composite
def any_period(draw: st.DrawFn) -> Period:
    one, other, form = draw(ONES), draw(ONES), draw(st.sampled_from(["one", "run", "open"]))
    if form == "run":
        assume(other.last is not None and one.first <= other.last)
        return periods.between(one, other)
    return periods.since(one) if form == "open" else one


@settings(deadline=None)
@given(any_period())
def test_what_is_written_is_read_back(period: Period) -> None:
    assert parse(str(period)) == period
    assert parse(str(period).replace("/", "..")) == period, "the stroke may be two dots"
    assert period.last is None or period.first <= period.last
    assert explain_period(str(period)) is None


@settings(deadline=None)
@given(DAYS)
def test_a_month_ends_as_the_calendar_says(day: date) -> None:
    month = periods.month_of(day)
    assert month.last == date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("2023", "year", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-Q3", "quarter", date(2023, 7, 1), date(2023, 9, 30)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-01-22", "day", date(2024, 1, 22), date(2024, 1, 22)),
        ("2019/2023", "years", date(2019, 1, 1), date(2023, 12, 31)),
        ("2023-01/2023-11", "months", date(2023, 1, 1), date(2023, 11, 30)),
        ("2023-01..2023-11", "months", date(2023, 1, 1), date(2023, 11, 30)),
        ("2022-Q4..2023-Q1", "quarters", date(2022, 10, 1), date(2023, 3, 31)),
        ("2018/2024-03", "months", date(2018, 1, 1), date(2024, 3, 31)),
        ("2024-01-22/2024-02-03", "days", date(2024, 1, 22), date(2024, 2, 3)),
        ("2018/", "years", date(2018, 1, 1), None),
        ("2018-05..", "months", date(2018, 5, 1), None),
    ],
)
def test_every_form(text: str, kind: str, first: date, last: date | None) -> None:
    period = parse(text)
    assert (period.kind, period.first, period.last, str(period)) == (kind, first, last, text.replace("..", "/"))
    assert last_day(text) == last


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("2023-99", "impossible_period", ""),
        ("2023-02-30", "impossible_period", ""),
        ("2023-Q5", "impossible_period", ""),
        ("0000", "impossible_period", ""),
        ("2023-01/2023-13", "impossible_period", ""),
        ("2023-11/2023-01", "period_backwards", "2023-01/2023-11"),
        ("2023-11..2023-01", "period_backwards", "2023-01/2023-11"),
        ("2023年1-11月", "period_form", "2023-01/2023-11"),
        ("2023年第三季度", "period_form", "2023-Q3"),
        ("２０２３年", "period_form", "2023"),
        ("20240122", "period_form", "2024-01-22"),
        ("2024年1月22日", "period_form", "2024-01-22"),
        ("2023/10", "period_form", "2023-10"),
        ("201613", "impossible_period", ""),
        ("全部达产后", "no_period", ""),
        ("每年", "no_period", ""),
        ("", "no_period", ""),
        ("/", "no_period", ""),
        ("2023/2024/2025", "no_period", ""),
        ("2023\0", "no_period", ""),
        ("٢٠٢٣-١٣", "impossible_period", ""),
    ],
)
def test_what_is_no_period_is_refused(text: str, code: str, suggestion: str) -> None:
    with pytest.raises(NotAPeriod) as wrong:
        parse(text)
    assert (wrong.value.code, wrong.value.suggestion) == (code, suggestion)
    assert find(text) is None and last_day(text) is None
    explained = explain_period(text)
    assert (explained[0] if explained else "no_period") == code, "the check says the same"


@settings(deadline=None)
@given(st.text(alphabet="0123456789-/.年月日Q季度一至 T:", max_size=24))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    """What is suggested is a period itself, and what is understood is written in the agreed form."""
    try:
        found = read_written(text)
    except NotAPeriod as wrong:
        assert not wrong.suggestion or parse(wrong.suggestion)
        return
    assert parse(str(found)) == found


def test_two_dots_are_for_command_lines_and_not_for_the_data() -> None:
    assert explain_period("2023-01..2023-11") == ("period_form", {"suggestion": "2023-01/2023-11"})


@pytest.mark.parametrize("text", ["2024/1/5", "20240105", "45296", "2024年1月5日", "2024年1月5日 10:00", "２０２４.1.5"])
def test_days_as_people_write_them(text: str) -> None:
    assert explain_date(text) == ("date_form", {"suggestion": "2024-01-05"})


@pytest.mark.parametrize(
    ("text", "to_date", "year_before", "month_before"),
    [
        ("2023-06", "2023-01/2023-06", "2022-06", "2023-05"),
        ("2023-01", "2023-01", "2022-01", "2022-12"),
        ("2023-01/2023-11", "2023-01/2023-11", "2022-01/2022-11", "2023-10"),
        ("2023", "2023", "2022", "None"),
        ("2024-02-29", "2024-02-29", "2023-02-28", "None"),
        ("2018/", "2018/", "2017/", "None"),
    ],
)
def test_periods_beside_a_period(text: str, to_date: str, year_before: str, month_before: str) -> None:
    period = parse(text)
    assert (str(period.to_date()), str(period.year_before()), str(period.month_before())) == (to_date, year_before, month_before)


def test_months_and_years_are_made_as_said() -> None:
    assert str(periods.months(2023, 1, 11)) == "2023-01/2023-11"
    assert str(periods.months(2023, 11, 3)) == "2023-11/2024-03", "November to March ends in the year after"
    assert str(periods.since(periods.year(2018), date(2024, 3, 15))) == "2018/2024-03"
    assert str(periods.since(periods.year(2025), date(2024, 3, 15))) == "2025/", "what has not begun has no end yet"
