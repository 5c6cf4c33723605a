"""The states of a need: which of them are still open, and why, from `need_states.csv`."""

from functools import cache

from lianqun.land.words import read_rows


@cache
def open_states() -> tuple[str, ...]:
    """Codes of the states in which a need still waits for somebody."""
    return tuple(row["code"] for row in read_rows("need_states.csv") if row["open"] == "yes")
