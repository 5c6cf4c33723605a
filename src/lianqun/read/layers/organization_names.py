"""What an organisation in the text is, and what its name may hold."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from lianqun.read.lists import rows_of, words_of

_RULES = "lianqun.read.rules"
FURTHEST = 34
_LONGEST_COMMON = 8
_NOT_IN_NAME = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9（）()·]")
_COUNTED = re.compile(r"(?:[一两三几多数某这那该每]|\d)(?:家|所|个|座|只|支|批)$")
_DIGIT_BEFORE = re.compile(r"\d余?多?[家所个只]")


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation in the text. Unnamed ones (一家智能科技公司) are left out and linked to nothing.

    `full` is the full name that a short one stands for in this document or in the office's register; else empty.
    """

    start: int
    end: int
    name: str
    kind: str
    rule: str = ""
    full: str = ""


@cache
def endings() -> dict[str, dict[str, str]]:
    """Ending → its row: kind, how short the rest may be, and where such a name stands."""
    return {row["ending"]: row for row in rows_of(_RULES, "organization_endings.csv")}


@cache
def name_breaks() -> re.Pattern[str]:
    """Words that no name holds, as the group `cut`; those that hold such a word inside and may stand, as `keep`."""
    keeps = sorted(words_of(_RULES, "name_keeps.csv"), key=len, reverse=True)
    words = sorted(words_of(_RULES, "name_breaks.csv"), key=len, reverse=True)
    return re.compile(f"(?P<keep>{'|'.join(keeps)})|(?P<cut>{'|'.join(words)})")


@cache
def _common_words() -> frozenset[str]:
    trades = words_of(_RULES, "industry_words.csv") | words_of(_RULES, "industries.csv")
    return trades | words_of(_RULES, "common_words.csv")


@cache
def _trade_endings() -> re.Pattern[str]:
    words = sorted(words_of(_RULES, "industry_words.csv"), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})$")


@lru_cache(maxsize=8192)
def is_common(name: str) -> bool:
    """Whether a name holds only words of trades and everyday ones: 信息技术, 上市公司; such a name names nobody."""
    words, reached = _common_words(), {0}
    for at in range(len(name)):
        if at in reached:
            reached |= {end for end in range(at + 1, min(at + _LONGEST_COMMON, len(name)) + 1) if name[at:end] in words}
    return len(name) in reached


def trade_ending(name: str) -> str:
    """The word of a trade that a name ends in; empty where it ends in none."""
    found = _trade_endings().search(name)
    return found[0] if found else ""


def ending_kind(name: str) -> str:
    """The kind that the longest ending of a name gives; empty where no ending fits."""
    fits = [row for ending, row in endings().items() if name.endswith(ending)]
    return max(fits, key=lambda row: len(row["ending"]))["kind"] if fits else ""


def is_counted(text: str, start: int) -> bool:
    """Whether a number of firms stands before the name: 一家智能科技公司 has no name."""
    return (
        _COUNTED.search(text[max(0, start - 4) : start]) is not None or _DIGIT_BEFORE.match(text, max(0, start - 1)) is not None
    )


def run_start(text: str, before: int) -> int:
    """The first character of the run that ends at `before` and holds only what a name may hold."""
    at, depth = before, 0
    while at > 0 and before - at < FURTHEST:
        character = text[at - 1]
        if character in "）)":
            depth += 1
        elif character in "（(":
            if depth == 0:
                break
            depth -= 1
        elif _NOT_IN_NAME.match(character):
            break
        at -= 1
    while at < before and text[at] in "）)0123456789":
        at += 1
    return at
