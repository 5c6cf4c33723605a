"""Why a cell is not the date, year, time or period that its column wants, and what to write instead."""

import datetime as dt
import re
import unicodedata

from lianqun.tables.numbers import Explanation
from lianqun.tables.problems import type_words

DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[T ][0-9:.]*)?|([0-9]{4})([0-9]{2})([0-9]{2})")
MONTH = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})月?")
YEAR = re.compile(r"([0-9]{4})年?")
SERIAL = re.compile(r"[2-7][0-9]{4}")
FIRST_DAY_OF_EXCEL = dt.date(1899, 12, 30)
LOCAL = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:\.[0-9]+)?")
PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?|-Q([0-9]))?")
MONTH_RUN = re.compile(r"([0-9]{4})(?:年|-|\.)([0-9]{1,2})(?:-|至|到|~|—)([0-9]{1,2})月")
HAN_QUARTER = re.compile(r"([0-9]{4})年(?:第)?([一二三四1-4])季度")


def _day(parts: tuple[str, str, str]) -> str:
    """The day in ISO form; empty where the calendar has no such day."""
    try:
        return dt.date(int(parts[0]), int(parts[1]), int(parts[2])).isoformat()
    except ValueError:
        return ""


def _is_month(year: str, month: str) -> bool:
    return bool(_day((year, month, "1")))


def explain_date(value: str) -> Explanation:
    """The code of the problem and the words of its message, for a cell of a column of dates."""
    plain = unicodedata.normalize("NFKC", value).strip()
    if found := DAY.fullmatch(plain):
        day = _day((found[1] or found[4], found[2] or found[5], found[3] or found[6]))
        return ("date_form", {"suggestion": day}) if day else ("impossible_date", {})
    if SERIAL.fullmatch(plain):
        return "date_form", {"suggestion": (FIRST_DAY_OF_EXCEL + dt.timedelta(int(plain))).isoformat()}
    if found := YEAR.fullmatch(plain):
        return "date_without_day", {"suggestion": f"{found[1]}-06-30"}
    if found := MONTH.fullmatch(plain):
        suggestion = f"{found[1]}-{int(found[2]):02d}-15"
        return ("date_without_day", {"suggestion": suggestion}) if _is_month(found[1], found[2]) else ("impossible_date", {})
    return "wrong_type", dict(type_words()["date"])


def explain_year(value: str) -> Explanation:
    """The same for a column of years."""
    plain = unicodedata.normalize("NFKC", value).strip()
    if plain != value and re.fullmatch("[0-9]{4}", plain):
        return ("full_width" if plain != value.strip() else "stray_space"), {"suggestion": plain}
    code, _ = explain_date(plain)
    if code in ("date_form", "date_without_day") and not SERIAL.fullmatch(plain):
        return "date_form", {"suggestion": plain[:4]}
    return (code, {}) if code == "impossible_date" else ("wrong_type", dict(type_words()["year"]))


def explain_instant(value: str) -> Explanation:
    """The same for a column of times."""
    if found := LOCAL.fullmatch(value.strip()):
        try:
            dt.datetime.fromisoformat(value.strip().replace(" ", "T"))
        except ValueError:
            return "impossible_date", {}
        return "instant_without_zone", {"suggestion": f"{found[1]}T{found[2]}{found[3] or ':00'}+08:00"}
    day = re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T", value)
    if day and not _day((day[1], day[2], day[3])):
        return "impossible_date", {}
    return "wrong_type", dict(type_words()["instant"])


def explain_period(value: str) -> Explanation | None:
    """What is wrong with a period; None for a sound one and for words such as 每年 or 达产后, which name no date.

    Sound: 2023, 2023-10, 2023-Q3, 2024-01-22 and two of them joined by a stroke, the earlier one first.
    """
    halves = value.split("/")
    if len(halves) == 2 and all(PERIOD.fullmatch(half) for half in halves):
        return next((wrong for half in halves if (wrong := _explain_one(half))), None) or _explain_order(halves)
    if PERIOD.fullmatch(value):
        return _explain_one(value)
    return _explain_form(unicodedata.normalize("NFKC", value).strip())


def _explain_one(text: str) -> Explanation | None:
    found = PERIOD.fullmatch(text)
    assert found
    year, month, day, quarter = found.groups()
    sound = _day((year, month or "1", day or "1")) and (quarter or "1") in "1234"
    return None if sound else ("impossible_period", {})


def _explain_order(halves: list[str]) -> Explanation | None:
    if halves[0][: len(halves[1])] <= halves[1][: len(halves[0])]:
        return None
    return "period_backwards", {"suggestion": "/".join(reversed(halves))}


def _explain_form(plain: str) -> Explanation | None:
    """A period in another form of writing: what it should be, or that it cannot be."""
    if found := MONTH_RUN.fullmatch(plain):
        return _suggest_period(f"{found[1]}-{int(found[2]):02d}/{found[1]}-{int(found[3]):02d}")
    if found := HAN_QUARTER.fullmatch(plain):
        return _suggest_period(f"{found[1]}-Q{'一二三四'.find(found[2]) + 1 or found[2]}")
    if found := DAY.fullmatch(plain):
        return _suggest_period("-".join(f"{int(part):02d}" for part in found.groups() if part))
    if found := YEAR.fullmatch(plain):
        return _suggest_period(found[1])
    if found := MONTH.fullmatch(plain):
        return _suggest_period(f"{found[1]}-{int(found[2]):02d}")
    return None


def _suggest_period(suggestion: str) -> Explanation:
    wrong = explain_period(suggestion)
    return wrong if wrong else ("period_form", {"suggestion": suggestion})
