"""The clock of a lead: what is due next, on which working day, and whether it runs, from `lead_clocks.csv`.

Pauses are steps of the lead: time between `pause` and `resume` does not count. A lead that was refused, dropped or became a project has no
clock. Instants are read in the office's time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from lianqun.land.words import read_rows
from lianqun.land.working_days import Calendar

OFFICE_TIME = ZoneInfo("Asia/Shanghai")
ENDED = ("converted", "refused", "dropped")
WORKING = "working"


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock: the step that stops it, days (more where experts were asked), counted from the report or from the last such step."""

    code: str
    since: str
    done_by: str
    unit: str
    days: int
    days_with_experts: int
    reference_zh: str
    reference_en: str


@dataclass(frozen=True, slots=True)
class LeadClock:
    """Where a lead's clock stands on a day.

    `started_at` is the instant of the first report, `waits_for` the step that is due (empty when the lead has ended), `due_on` its day,
    `state` one of `running`, `late`, `paused`, `over`; `paused_days` working days that did not count; `days_late` working or
    calendar days past `due_on`, as its clock counts. `is_provisional`: the day lies in a year whose holidays are not announced.
    """

    started_at: datetime
    waits_for: str
    due_on: date | None
    state: str
    paused_days: int
    days_late: int | None
    is_provisional: bool


@cache
def clocks(on: date | None = None) -> tuple[Clock, ...]:
    """The clocks valid on a day (today's without one), in the order in which they run."""
    rows = sorted(read_rows("lead_clocks.csv"), key=lambda row: int(row["order"]))
    return tuple(_clock(row) for row in rows if _holds(row, on))


def _holds(row: Mapping[str, str], on: date | None) -> bool:
    if on is None:
        return not row["valid_to"]
    return row["valid_from"] <= on.isoformat() and (not row["valid_to"] or on.isoformat() <= row["valid_to"])


def _clock(row: Mapping[str, str]) -> Clock:
    words = {name: row[name] for name in ("code", "since", "done_by", "unit", "reference_zh", "reference_en")}
    return Clock(days=int(row["days"]), days_with_experts=int(row["days_with_experts"]), **words)


def lead_clock(lead: Mapping[str, Any], steps: Sequence[Mapping[str, Any]], *, as_of: date, calendar: Calendar) -> LeadClock:
    """The clock of a lead on a day, from its `reported_at`, `state` and steps (`kind`, `at`). Raises BeyondCalendar."""
    started = lead["reported_at"]
    told = sorted(steps, key=lambda step: step["at"])
    pauses = _pauses(told, as_of)
    paused = sum(calendar.between(start, end) for start, end in pauses)
    if lead["state"] in ENDED:
        return LeadClock(started, "", None, "over", paused, None, False)
    clock, since = _due(started, told, as_of)
    days = clock.days_with_experts if any(step["kind"] == "experts" for step in told) else clock.days
    due = _due_on(since, days, clock.unit, pauses, calendar)
    is_paused = bool(told) and _is_paused(told)
    late = 0 if is_paused else _late(due, as_of, clock.unit, calendar)
    state = "paused" if is_paused else "late" if late else "running"
    return LeadClock(started, clock.done_by, due, state, paused, late, calendar.is_provisional(due))


def _due(started: datetime, told: Sequence[Mapping[str, Any]], as_of: date) -> tuple[Clock, date]:
    """The first clock whose step was not done, with the day it counts from; after the last, its step again and again."""
    done = {step["kind"]: day_of(step["at"]) for step in told}
    waiting = [clock for clock in clocks(as_of) if clock.since == "reported" and clock.done_by not in done]
    if waiting:
        return waiting[0], day_of(started)
    last = next(clock for clock in clocks(as_of) if clock.since != "reported")
    return last, max(done[one] for one in (clock.done_by for clock in clocks(as_of)) if one in done)


def _due_on(since: date, days: int, unit: str, pauses: Iterable[tuple[date, date]], calendar: Calendar) -> date:
    """The due day, moved by the time of the pauses that ended or began before it."""
    due = calendar.after(since, days) if unit == WORKING else since + timedelta(days=days)
    for start, end in pauses:
        if end > since and start <= due:
            start = max(start, since)
            lost = calendar.between(start, end) if unit == WORKING else (end - start).days
            due = calendar.after(due, lost) if unit == WORKING else due + timedelta(days=lost)
    return due


def _late(due: date, as_of: date, unit: str, calendar: Calendar) -> int:
    return calendar.between(due, as_of) if unit == WORKING else max((as_of - due).days, 0)


def _pauses(told: Sequence[Mapping[str, Any]], as_of: date) -> list[tuple[date, date]]:
    """Each pause as its first day and the day on which the clock went on, `as_of` where it has not yet."""
    found: list[tuple[date, date]] = []
    begun: date | None = None
    for step in told:
        if step["kind"] == "pause" and begun is None:
            begun = day_of(step["at"])
        if step["kind"] == "resume" and begun is not None:
            found.append((begun, day_of(step["at"])))
            begun = None
    return found if begun is None else [*found, (begun, as_of)]


def _is_paused(told: Sequence[Mapping[str, Any]]) -> bool:
    return next((step["kind"] == "pause" for step in reversed(told) if step["kind"] in ("pause", "resume")), False)


def lead_standings(tables: Mapping[str, pl.DataFrame], *, as_of: date) -> list[dict[str, Any]]:
    """Each lead of `leads` on a day: `id`, `started_at`, `waits_for`, `due_on`, `state`, `paused_days`, `days_late`, `is_provisional`.

    Beyond the years whose holidays are announced only weekends are left out, and the due day is provisional.
    """
    calendar = Calendar(dict(tables["calendar_days"].select("on", "is_working").iter_rows()), provisional=True)
    steps: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for step in tables["lead_steps"].iter_rows(named=True):
        steps[step["lead_id"]].append(step)
    leads = tables["leads"].iter_rows(named=True)
    return [{"id": lead["id"], **asdict(lead_clock(lead, steps[lead["id"]], as_of=as_of, calendar=calendar))} for lead in leads]


def day_of(instant: datetime) -> date:
    """The office's day of an instant."""
    return instant.astimezone(OFFICE_TIME).date() if instant.tzinfo else instant.date()
