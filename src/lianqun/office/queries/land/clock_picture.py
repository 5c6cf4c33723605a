"""The clock of a lead as a small picture: where it began, where it stood still, where it is due, where today is; in hundredths of its length."""

from dataclasses import dataclass
from datetime import date

from lianqun.land.lead_clocks import pauses_of, present_steps
from lianqun.office.queries.land.leads import Standing, told_steps, values_of

WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class ClockPicture:
    """The first and the last day, `today` and `due` between them, and the spans in which the clock stood still (start, length)."""

    first: date
    last: date
    today: float
    due: float | None
    paused: list[tuple[float, float]]
    spans: list[tuple[date, date]]


def clock_picture(it: Standing) -> ClockPicture | None:
    """The picture of a clock that runs or stands still; None where the lead has ended or nothing is due."""
    if it.clock.due_on is None:
        return None
    first, told = present_steps(values_of(it.lead), told_steps(it.lead))
    spans = pauses_of(told, it.on)
    last = max(it.clock.due_on, it.on)
    length = (last - first).days + 1

    def at(day: date) -> float:
        """The end of a day."""
        return round(WHOLE * ((day - first).days + 1) / length, 2)

    paused = [(at(start), round(at(end) - at(start), 2)) for start, end in spans if end > start]
    return ClockPicture(first, last, at(it.on), at(it.clock.due_on), paused, spans)
