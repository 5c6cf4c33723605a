"""Why a claim reads as it does, in words: the rules that decided its parts."""

from functools import cache

from lianqun.read.lists import rows_of


@cache
def _words() -> tuple[tuple[str, str, str], ...]:
    rows = sorted(rows_of("lianqun.read", "rule_words.csv"), key=lambda row: -len(row["rule"]))
    return tuple((row["rule"], row["zh"], row["en"]) for row in rows)


def rules_in_words(rule: str) -> list[tuple[str, str, str]]:
    """Every part of a claim's `rule`: its code, and the sentence of the longest beginning that has one, in Chinese and English."""
    return [(part, *_sentence(part)) for part in rule.split("|") if part]


def _sentence(part: str) -> tuple[str, str]:
    return next(((zh, en) for start, zh, en in _words() if part.startswith(start)), (part, part))
