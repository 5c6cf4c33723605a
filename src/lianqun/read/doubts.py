"""The doubts of a claim, in words."""

from functools import cache

from lianqun.read.lists import rows_of


@cache
def _doubts() -> dict[str, tuple[str, str]]:
    return {row["flag"]: (row["zh"], row["en"]) for row in rows_of("lianqun.read", "doubts.csv")}


def doubt_words(flag: str) -> tuple[str, str]:
    """What a flag of a claim means, in Chinese and English; the flag itself where it has no words."""
    return _doubts().get(flag, (flag, flag))
