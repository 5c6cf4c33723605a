"""How sure a claim is (0–1): one number and one reason for each case, in certainty.csv. It decides what a person must review."""

from collections.abc import Mapping
from functools import cache

from lianqun.read.lists import rows_of


@cache
def certainties() -> Mapping[str, float]:
    """The certainty of every case."""
    return {row["case"]: float(row["certainty"]) for row in rows_of("lianqun.read", "certainty.csv")}


def certainty_of(case: str) -> float:
    """The certainty of a case; raises KeyError for one that certainty.csv does not hold."""
    return certainties()[case]


def certainty_of_number(subject: float, doubts: int, *, by: str = "number:by_subject") -> float:
    """Of a number in prose, whose subject is so sure: half for the number, the rest by its subject, less for every doubt."""
    return round(certainty_of("number") + certainty_of(by) * subject - certainty_of("number:each_doubt") * doubts, 2)


def certainty_in_grid(doubts: int) -> float:
    """Of a number in a grid, less for every doubt."""
    return round(certainty_of("number:in_grid") - certainty_of("number:each_doubt") * doubts, 2)
