"""Clocks of leads: worked examples, and every due day and every day late against a count day by day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import frame

from lianqun.land import Calendar, LeadClock, city_above, lead_acts, lead_clock, lead_standings, state_after
from lianqun.land.lead_clocks import CITY, OFFICE_TIME, clocks, present_steps
from lianqun.vocab.codes import code_lists

CALENDAR = Calendar(provisional=True)
MONDAY = date(2024, 1, 22)
PLACES = {"37": ("province", None), "3714": ("prefecture", "37"), "371402": ("county", "3714"), "zone": ("park", "371402"), "12": ("province", None), "120114": ("county", "12")}  # fmt: skip


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=OFFICE_TIME)


def lead(day: date = MONDAY, state: str = "reported", **more: Any) -> dict[str, Any]:
    return {"reported_at": at(day, 9), "state": state, "investment_wan_yuan": None, "city_id": None, **more}


def steps(*told: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"kind": kind, "at": at(date.fromisoformat(day))} for kind, day in told]


def stands(on: str, *told: tuple[str, str], **more: Any) -> LeadClock:
    return lead_clock(lead(**more), steps(*told), as_of=date.fromisoformat(on), calendar=CALENDAR)


@pytest.mark.parametrize(
    ("on", "told", "expected"),
    [
        ("2024-01-22", (), ("answer", "2024-01-23", "running", 0)),
        ("2024-01-23", (), ("answer", "2024-01-23", "running", 0)),  # the whole of the due day is in time
        ("2024-01-24", (), ("answer", "2024-01-23", "late", 1)),
        ("2024-01-24", (("answer", "2024-01-22"),), ("judge", "2024-01-25", "running", 0)),
        ("2024-01-27", (("answer", "2024-01-22"), ("experts", "2024-01-22"), ("pause", "2024-01-24"), ("resume", "2024-01-24")), ("judge", "2024-01-29", "running", 0)),
        ("2024-02-03", (("answer", "2024-01-22"), ("judge", "2024-01-22"), ("pause", "2024-01-22"), ("resume", "2024-01-26")), ("feedback", "2024-02-02", "late", 0)),  # a Saturday
        ("2024-01-24", (("answer", "2024-01-22"), ("experts", "2024-01-23")), ("judge", "2024-01-29", "running", 0)),
        ("2024-01-24", (("judge", "2024-01-22"),), ("answer", "2024-01-23", "late", 1)),  # a later step does not stop an earlier clock
        ("2024-01-25", (("answer", "2024-01-22"), ("judge", "2024-01-23")), ("feedback", "2024-01-29", "running", 0)),
        # then every two weeks by the calendar, from the last of them
        ("2024-02-13", (("answer", "2024-01-22"), ("judge", "2024-01-23"), ("feedback", "2024-01-29")), ("report", "2024-02-12", "late", 1)),
        ("2024-02-13", (("answer", "2024-01-22"), ("judge", "2024-01-23"), ("feedback", "2024-01-29"), ("report", "2024-02-01")), ("report", "2024-02-15", "running", 0)),
        # paused on the day before it is due: the due day is the first that counts again
        ("2024-01-24", (("pause", "2024-01-22"),), ("answer", "2024-01-25", "paused", 0)),
        ("2024-01-26", (("pause", "2024-01-22"), ("resume", "2024-01-24")), ("answer", "2024-01-25", "late", 1)),
        # paused and resumed within a day changes nothing
        ("2024-01-24", (("pause", "2024-01-22"), ("resume", "2024-01-22")), ("answer", "2024-01-23", "late", 1)),
        # paused on the due day itself: in time until the day on which it goes on
        ("2024-01-26", (("pause", "2024-01-23"), ("resume", "2024-01-25")), ("answer", "2024-01-25", "late", 1)),
        # paused when late already: the days of the pause are not late days
        ("2024-01-31", (("pause", "2024-01-24"), ("resume", "2024-01-30")), ("answer", "2024-01-23", "late", 2)),
        # the Spring Festival
        ("2024-02-18", (("answer", "2024-01-22"), ("judge", "2024-01-22"), ("pause", "2024-01-23"), ("resume", "2024-02-09")), ("feedback", "2024-02-21", "running", 0)),
    ],
)  # fmt: skip
def test_what_is_due(on: str, told: tuple[tuple[str, str], ...], expected: tuple[str, str, str, int]) -> None:
    found = stands(on, *told)
    assert (found.waits_for, str(found.due_on), found.state, found.days_late) == expected


def test_a_lead_that_ended_has_no_clock_and_one_taken_up_again_begins_anew() -> None:
    over = stands("2024-03-01", ("answer", "2024-01-22"), ("refuse", "2024-01-23"), state="refused")
    assert (over.state, over.due_on, over.waits_for) == ("over", None, "")
    back = stands(
        "2024-03-01", ("answer", "2024-01-22"), ("pause", "2024-01-22"), ("refuse", "2024-01-23"), ("come_back", "2024-03-01")
    )
    assert (back.waits_for, str(back.due_on), back.state) == ("answer", "2024-03-04", "running")
    assert back.started_at == at(MONDAY, 9), "the first report stays the first report"


def test_before_the_first_clock_of_the_table_nothing_is_due() -> None:
    old = date(2023, 5, 1)
    found = lead_clock(lead(old), [], as_of=old, calendar=CALENDAR)
    assert (found.waits_for, found.due_on, found.state, found.days_late) == ("", None, "running", None)


def test_an_instant_belongs_to_the_day_of_the_office() -> None:
    late_evening = {**lead(), "reported_at": datetime.fromisoformat("2024-01-22T16:30:00+00:00")}
    assert lead_clock(late_evening, [], as_of=MONDAY, calendar=CALENDAR).due_on == date(2024, 1, 24)


def test_beyond_the_announced_years_the_due_day_is_provisional() -> None:
    after = date(CALENDAR.last + 1, 3, 2)
    found = lead_clock(lead(after), [], as_of=after, calendar=CALENDAR)
    assert found.is_provisional and found.due_on is not None
    announced = Calendar({date(CALENDAR.last + 1, 12, 31): True}, provisional=True)
    assert not lead_clock(lead(after), [], as_of=after, calendar=announced).is_provisional, "the office entered days of that year"


def test_from_an_amount_on_the_city_joins() -> None:
    small, large = {"investment_wan_yuan": Decimal(49_999)}, {"investment_wan_yuan": Decimal(50_000)}
    assert stands("2024-01-24", **small, city_id="3714").city_due_on is None
    assert stands("2024-01-24", **large).city_due_on is None, "no city stands above"
    found = stands("2024-01-24", ("answer", "2024-01-22"), **large, city_id="3714")
    assert (found.waits_for, found.city_due_on, found.city_days_late) == ("judge", date(2024, 1, 23), 1)
    assert stands("2024-01-24", ("escalate", "2024-01-23"), **large, city_id="3714").city_due_on is None


@pytest.mark.parametrize(
    ("place", "city"),
    [("371402", "3714"), ("zone", "3714"), ("3714", None), ("37", None), ("120114", "12"), ("", None), (None, None)],
)
def test_the_city_above(place: str | None, city: str | None) -> None:
    assert city_above(place, PLACES) == city


OWN = [(date(2024, 1, 27), True), (date(2024, 1, 31), False)]
ORDERED = ("answer", "judge", "feedback", "report", "report")


@st.composite
def lives(draw: st.DrawFn) -> tuple[date, list[dict[str, Any]], date]:
    """A lead's report, its steps in any order with pauses between, and the day it is looked at."""
    start = draw(st.dates(date(2024, 1, 1), date(2024, 6, 30)))
    told: list[dict[str, Any]] = []
    day, is_paused, left = start, False, list(ORDERED)
    for _ in range(draw(st.integers(0, 8))):
        day += timedelta(days=draw(st.integers(0, 12)))
        kind = draw(st.sampled_from(["pause", "step", "experts"])) if not is_paused else "resume"
        if kind == "step":
            kind = left.pop(0) if left else "report"
        is_paused = kind == "pause" or (is_paused and kind != "resume")
        told.append({"kind": kind, "at": at(day, 10 + len(told))})
    return start, told, day + timedelta(days=draw(st.integers(0, 30)))


def slowly(start: date, told: list[dict[str, Any]], as_of: date, calendar: Calendar) -> tuple[str, date, int]:
    """The step that is waited for, the last day in time and the days late, by walking from day to day."""
    done = {step["kind"]: step["at"].date() for step in told}
    own = [clock for clock in clocks(as_of) if clock.level != CITY]
    clock = next((one for one in own if one.done_by not in done and one.since == "reported"), own[-1])
    since = start if clock.since == "reported" else max(done[one.done_by] for one in own if one.done_by in done)
    days = clock.days_with_experts if "experts" in done else clock.days
    stopped = list(spans(told, as_of))
    due, day, elapsed, late = since, since, 0, 0
    while elapsed <= days or day < as_of:
        day += timedelta(days=1)
        is_working = clock.unit == "calendar" or calendar.is_working(day)
        if is_working and not any(begun < day <= ended for begun, ended in stopped):
            elapsed += 1
            late += elapsed > days and day <= as_of
        if is_working and elapsed <= days:
            due = day
    return clock.done_by, due, late


def spans(told: list[dict[str, Any]], as_of: date) -> Iterable[tuple[date, date]]:
    begun = None
    for step in told:
        if step["kind"] == "pause":
            begun = step["at"].date()
        if step["kind"] == "resume" and begun:
            yield begun, step["at"].date()
            begun = None
    if begun:
        yield begun, as_of


@given(lives(), st.sampled_from([{}, dict(OWN)]))
def test_the_clock_is_that_of_a_count_day_by_day(life: tuple[date, list[dict[str, Any]], date], own: dict[date, bool]) -> None:
    start, told, as_of = life
    calendar = Calendar(own, provisional=True)
    found = lead_clock(lead(start), told, as_of=as_of, calendar=calendar)
    waits_for, due, late = slowly(start, told, as_of, calendar)
    is_paused = any(step["kind"] == "pause" for step in told) and found.state == "paused"
    assert (found.waits_for, found.due_on) == (waits_for, due)
    assert found.days_late == (0 if is_paused else late)
    assert found.state == ("paused" if is_paused else "late" if as_of > due else "running")
    assert not late or is_paused or as_of > due


def test_all_leads_of_a_data_set() -> None:
    rows = {"id": "l1", "name_zh": "线索", "investor_name": "甲", "place_id": "371402", "state": "reported", "reported_at": "2024-01-22T01:00:00Z", "investment_wan_yuan": "60000"}  # fmt: skip
    places = [{"id": own, "name_zh": own, "level": level, "parent_id": above} for own, (level, above) in PLACES.items()]
    tables = {"leads": frame("leads", [rows]), "lead_steps": frame("lead_steps", []), "calendar_days": frame("calendar_days", []), "places": frame("places", places)}  # fmt: skip
    (found,) = lead_standings(tables, as_of=date(2024, 1, 24))
    assert (found["id"], found["state"], found["days_late"], found["city_days_late"]) == ("l1", "late", 1, 1)


def test_acts_speak_of_known_states_and_steps() -> None:
    for act in lead_acts().values():
        assert act.states <= set(code_lists()["lead_state"]) and (not act.to or act.to in code_lists()["lead_state"]), act.code
        assert not act.step or act.step in code_lists()["lead_step"], act.code
        assert act.zh and act.en and act.why_zh and act.why_en and act.while_paused in ("yes", "no", "only")
    assert {clock.done_by for clock in clocks()} <= {act.step for act in lead_acts().values()}


def test_the_state_follows_from_the_present_steps() -> None:
    assert state_after([]) == "reported"
    assert state_after(steps(("answer", "2024-01-22"), ("pause", "2024-01-23"))) == "answered"
    assert state_after(steps(("answer", "2024-01-22"), ("judge", "2024-01-22"), ("report", "2024-02-22"))) == "following"
    told = steps(("answer", "2024-01-22"), ("refuse", "2024-01-23"), ("come_back", "2024-03-01"))
    assert state_after(present_steps(lead(), told)[1]) == "reported"
