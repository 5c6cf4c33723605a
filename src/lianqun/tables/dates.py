"""Why a cell is not the date, year, time or period that its column wants, and what to write instead."""

import re
import unicodedata
from datetime import datetime

from lianqun.tables.numbers import Explanation
from lianqun.tables.problems import type_words
from lianqun.vocab.periods import NotAPeriod, Period, date_of, day_of_serial, parse, read_written

LOCAL = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:\.[0-9]+)?")
MIDDLE = {"year": "06-30", "month": "15"}


def _read(plain: str) -> Period | None:
    """What a cell means; None for what is no time at all. Raises NotAPeriod for what cannot be."""
    try:
        return read_written(plain)
    except NotAPeriod as wrong:
        if wrong.code == "no_period":
            return None
        raise


def explain_date(value: str) -> Explanation:
    """The code of the problem and the words of its message, for a cell of a column of dates."""
    plain = unicodedata.normalize("NFKC", value).strip()
    if day := day_of_serial(plain):
        return "date_form", {"suggestion": day.isoformat()}
    try:
        found = _read(plain)
    except NotAPeriod:
        return "impossible_date", {}
    if found and found.kind == "day":
        return "date_form", {"suggestion": str(found)}
    if found and found.kind in MIDDLE:
        return "date_without_day", {"suggestion": f"{found}-{MIDDLE[found.kind]}"}
    return "wrong_type", dict(type_words()["date"])


def explain_year(value: str) -> Explanation:
    """The same for a column of years."""
    plain = unicodedata.normalize("NFKC", value).strip()
    if plain != value and re.fullmatch("[0-9]{4}", plain):
        return ("full_width" if plain != value.strip() else "stray_space"), {"suggestion": plain}
    code, _ = explain_date(plain)
    if code in ("date_form", "date_without_day") and not day_of_serial(plain):
        return "date_form", {"suggestion": plain[:4]}
    return (code, {}) if code == "impossible_date" else ("wrong_type", dict(type_words()["year"]))


def explain_instant(value: str) -> Explanation:
    """The same for a column of times."""
    if found := LOCAL.fullmatch(value.strip()):
        try:
            datetime.fromisoformat(value.strip().replace(" ", "T"))
        except ValueError:
            return "impossible_date", {}
        return "instant_without_zone", {"suggestion": f"{found[1]}T{found[2]}{found[3] or ':00'}+08:00"}
    day = re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T", value)
    if day and not date_of(day[1], day[2], day[3]):
        return "impossible_date", {}
    return "wrong_type", dict(type_words()["instant"])


def explain_period(value: str) -> Explanation | None:
    """What is wrong with a period; None for a sound one and for words such as 每年 or 达产后, which name no date.

    Sound: 2023, 2023-10, 2023-Q3, 2024-01-22 and two of them joined by a stroke, the earlier one first.
    """
    try:
        found = parse(value)
    except NotAPeriod as wrong:
        return None if wrong.code == "no_period" else (wrong.code, {"suggestion": wrong.suggestion})
    return None if str(found) == value else ("period_form", {"suggestion": str(found)})
