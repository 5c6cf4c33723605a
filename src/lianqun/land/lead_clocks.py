"""The clock of a lead: what is due next, on which day, and whether it runs, from `lead_clocks.csv`.

Pauses are steps of the lead. A day does not count where the lead was paused when the day began: the day of the pause counts, the day
on which the clock goes on does not. Where a pause begins on the last day that is in time or before, the due day moves behind it; one that
begins later stops the days late. A lead that was taken up again begins anew with that step. One that was refused, dropped
or became a project has no clock. From an amount on the city joins, with a clock of its own beside that of the place. Instants
are read in the office's time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from lianqun.land.words import read_rows
from lianqun.land.working_days import Calendar, calendar_of

OFFICE_TIME = ZoneInfo("Asia/Shanghai")
ENDED = ("converted", "refused", "dropped")
WORKING = "working"
CITY = "city"
OF_LEADS = ("id", "place_id", "reported_at", "state", "investment_wan_yuan")
Pauses = Sequence[tuple[date, date]]


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock: the step that stops it, days (more where experts were asked), counted from the report or from the last such step.

    `level` says who must do the step: the `place` that reported, or the `city` above it, for leads from an amount on.
    """

    code: str
    since: str
    done_by: str
    unit: str
    days: int
    days_with_experts: int
    level: str
    from_wan_yuan: Decimal | None
    reference_zh: str
    reference_en: str


@dataclass(frozen=True, slots=True)
class LeadClock:
    """Where a lead's clock stands on a day.

    `started_at` is the instant of the first report, `waits_for` the step that is due (empty when the lead has ended), `due_on` its day,
    `state` one of `running`, `late` (from the day after), `paused`, `over`; `paused_days` working days that did not count; `days_late` working or
    calendar days past `due_on`, as its clock counts (0 on a weekend after it). `is_provisional`: the day lies in a year whose holidays are not announced.
    `city_due_on` and `city_days_late` are the same of the city's answer, where one is waited for.
    """

    started_at: datetime
    waits_for: str
    due_on: date | None
    state: str
    paused_days: int
    days_late: int | None
    is_provisional: bool
    city_due_on: date | None = None
    city_days_late: int | None = None


TOLD = tuple(one.name for one in fields(LeadClock))
values = attrgetter(*TOLD)


@cache
def clocks(on: date | None = None) -> tuple[Clock, ...]:
    """The clocks valid on a day (today's without one), in the order in which they run."""
    rows = sorted(read_rows("lead_clocks.csv"), key=lambda row: int(row["order"]))
    return tuple(_clock(row) for row in rows if _holds(row, on))


def city_clock(lead: Mapping[str, Any], on: date | None = None) -> Clock | None:
    """The clock by which the city joins a lead: from its amount on, where a city stands above the place (`city_id`); else None."""
    amount = lead.get("investment_wan_yuan")
    if not lead.get("city_id") or amount is None:
        return None
    known = (clock for clock in clocks(on) if clock.level == CITY)
    return next((clock for clock in known if clock.from_wan_yuan is None or amount >= clock.from_wan_yuan), None)


def city_above(place_id: str | None, places: Mapping[str, tuple[str, str | None]]) -> str | None:
    """The prefecture above a place, else, for a district of a municipality, the place above it; None where the place is a city itself.

    `places`: id → (level, id of the place above).
    """
    level, above = places.get(place_id or "", ("", None))
    if level in ("prefecture", "province", "country", ""):
        return None
    nearest, seen = above, {place_id}
    while above and above not in seen:
        if places.get(above, ("", None))[0] == "prefecture":
            return above
        seen.add(above)
        above = places.get(above, ("", None))[1]
    return nearest


def _holds(row: Mapping[str, str], on: date | None) -> bool:
    if on is None:
        return not row["valid_to"]
    return row["valid_from"] <= on.isoformat() and (not row["valid_to"] or on.isoformat() <= row["valid_to"])


def _clock(row: Mapping[str, str]) -> Clock:
    words = {name: row[name] for name in ("code", "since", "done_by", "unit", "level", "reference_zh", "reference_en")}
    return Clock(
        days=int(row["days"]),
        days_with_experts=int(row["days_with_experts"]),
        from_wan_yuan=Decimal(row["from_wan_yuan"]) if row["from_wan_yuan"] else None,
        **words,
    )


def lead_clock(lead: Mapping[str, Any], steps: Sequence[Mapping[str, Any]], *, as_of: date, calendar: Calendar) -> LeadClock:
    """The clock of a lead on a day, from its `reported_at`, `state`, `investment_wan_yuan`, `city_id` and steps (`kind`, `at`).

    Steps after the day are not known yet. Raises BeyondCalendar.
    """
    begun, told = present_steps(lead, [step for step in steps if day_of(step["at"]) <= as_of])
    pauses = pauses_of(told, as_of)
    paused = sum(calendar.between(start, end) for start, end in pauses)
    if lead["state"] in ENDED:
        return LeadClock(lead["reported_at"], "", None, "over", paused, None, False)
    is_paused = ends_paused(told)
    waiting = _due(begun, told, as_of)
    if waiting is None:
        return LeadClock(lead["reported_at"], "", None, "paused" if is_paused else "running", paused, None, False)
    clock, since = waiting
    due, late = _due_and_late(clock, since, _days_of(clock, told), pauses, as_of=as_of, calendar=calendar)
    city = city_clock(lead, as_of)
    waits = city is not None and all(step["kind"] != city.done_by for step in told)
    city_due, city_late = (
        _due_and_late(city, begun, city.days, pauses, as_of=as_of, calendar=calendar) if city and waits else (None, None)
    )
    state = "paused" if is_paused else "late" if as_of > due else "running"
    provisional = calendar.is_provisional(due)
    return LeadClock(
        lead["reported_at"], clock.done_by, due, state, paused, 0 if is_paused else late, provisional, city_due, city_late
    )


def present_steps(lead: Mapping[str, Any], steps: Iterable[Mapping[str, Any]]) -> tuple[date, list[Mapping[str, Any]]]:
    """The day from which a lead is counted, and its steps since, in their order: all of them, or those after it was taken up again."""
    told = sorted(steps, key=lambda step: step["at"])
    back = max((number for number, step in enumerate(told) if step["kind"] == "come_back"), default=None)
    if back is None:
        return day_of(lead["reported_at"]), told
    return day_of(told[back]["at"]), told[back + 1 :]


def _days_of(clock: Clock, told: Iterable[Mapping[str, Any]]) -> int:
    return clock.days_with_experts if any(step["kind"] == "experts" for step in told) else clock.days


def _due(begun: date, told: Sequence[Mapping[str, Any]], as_of: date) -> tuple[Clock, date] | None:
    """The place's first clock whose step was not done, with the day it counts from; after the last, its step again and again.

    None on a day for which the table holds no clocks.
    """
    own = [clock for clock in clocks(as_of) if clock.level != CITY]
    done = {step["kind"]: day_of(step["at"]) for step in told}
    waiting = [clock for clock in own if clock.since == "reported" and clock.done_by not in done]
    if waiting:
        return waiting[0], begun
    last = next((clock for clock in own if clock.since != "reported"), None)
    return None if last is None else (last, max(done[clock.done_by] for clock in own if clock.done_by in done))


def _due_and_late(clock: Clock, since: date, days: int, pauses: Pauses, *, as_of: date, calendar: Calendar) -> tuple[date, int]:
    """The last day that is in time, and how many days that count have passed since."""
    between = calendar.between if clock.unit == WORKING else _days_between
    after = calendar.after if clock.unit == WORKING else _days_after
    first_late = after(since, days + 1)
    for start, end in pauses:
        if end > since and start < first_late:
            first_late = after(first_late, between(max(start, since), end))
    due = after(since, between(since, first_late) - 1)
    lost = sum(between(max(start, due), end) for start, end in pauses)
    return due, max(0, between(due, as_of) - lost)


def _days_between(start: date, end: date) -> int:
    return max((end - start).days, 0)


def _days_after(start: date, number: int) -> date:
    return start + timedelta(days=number)


def pauses_of(told: Sequence[Mapping[str, Any]], as_of: date) -> list[tuple[date, date]]:
    """Each pause as its first day and the day on which the clock went on, `as_of` where it has not yet; from steps in their order."""
    found: list[tuple[date, date]] = []
    begun: date | None = None
    for step in told:
        if step["kind"] == "pause" and begun is None:
            begun = day_of(step["at"])
        if step["kind"] == "resume" and begun is not None:
            found.append((begun, day_of(step["at"])))
            begun = None
    return found if begun is None else [*found, (begun, as_of)]


def ends_paused(told: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the clock stands still after these steps, which are in their order."""
    return next((step["kind"] == "pause" for step in reversed(told) if step["kind"] in ("pause", "resume")), False)


def lead_standings(tables: Mapping[str, pl.DataFrame], *, as_of: date) -> list[dict[str, Any]]:
    """Each lead of `leads` on a day: `id` and the fields of `LeadClock`.

    Beyond the years whose holidays are announced only weekends are left out, and the due day is provisional.
    """
    calendar = calendar_of(tables, provisional=True)
    places = {own: (level, above) for own, level, above in tables["places"].select("id", "level", "parent_id").iter_rows()}
    # instants in the office's time at once for the column: each day of half a million steps is asked for several times
    steps: dict[str, list[dict[str, Any]]] = defaultdict(list)
    told = tables["lead_steps"].select("lead_id", "kind", in_office_time("at"))
    for lead_id, kind, at in told.iter_rows():
        steps[lead_id].append({"kind": kind, "at": at})
    cities = {place: city_above(place, places) for place in tables["leads"]["place_id"].unique()}
    clocks_of = (
        (lead["id"], lead_clock({**lead, "city_id": cities[lead["place_id"]]}, steps[lead["id"]], as_of=as_of, calendar=calendar))
        for lead in tables["leads"].select(OF_LEADS).iter_rows(named=True)
    )
    return [{"id": lead_id, **dict(zip(TOLD, values(clock), strict=True))} for lead_id, clock in clocks_of]


def in_office_time(column: str) -> pl.Expr:
    """A column of instants as the office's clock showed them, without a zone; one without a zone is taken for the office's."""
    return pl.col(column).dt.convert_time_zone(OFFICE_TIME.key).dt.replace_time_zone(None)


def day_of(instant: datetime) -> date:
    """The office's day of an instant."""
    return instant.astimezone(OFFICE_TIME).date() if instant.tzinfo else instant.date()
