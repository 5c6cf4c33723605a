"""Why something that the second reader said was dropped, and the words for it and for the counts of an agreement."""

from functools import cache

from lianqun.read.lists import rows_of


class Dropped(Exception):
    """One claim, or one whole answer, that does not stand up; `reason` has its words in reasons.csv."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@cache
def _words() -> dict[str, tuple[str, str]]:
    return {row["reason"]: (row["zh"], row["en"]) for row in rows_of("lianqun.read.second", "reasons.csv")}


def reason_words(reason: str) -> tuple[str, str]:
    """A reason, or a count of an agreement, in Chinese and English; the bare word where it has none."""
    return _words().get(reason, (reason, reason))
