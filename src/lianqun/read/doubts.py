"""The doubts of a claim, in words."""

from functools import cache

from lianqun.read.lists import rows_of


@cache
def _doubts() -> dict[str, tuple[str, str]]:
    return {row["flag"]: (row["zh"], row["en"]) for row in rows_of("lianqun.read", "doubts.csv")}


def doubt_words(flag: str) -> tuple[str, str]:
    """What a flag of a claim means, in Chinese and English; the flag itself where it has no words."""
    return _doubts().get(flag, (flag, flag))


def doubts_in(flags: str) -> list[str]:
    """The flags, as a statement keeps them, that speak against its claim; one that a second reader agrees is no doubt."""
    return [flag for flag in flags.split() if not flag.endswith("_agrees")]


def is_of_repair(flags: str) -> bool:
    """Whether a claim touches repaired text, so that a person must look at it alone before it is accepted."""
    return any(flag.endswith("_repair") for flag in flags.split())
