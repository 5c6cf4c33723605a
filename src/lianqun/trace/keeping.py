"""How long each kind of claim keeps, from `kinds_of_claims.csv`; how old a word is."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

DAYS_A_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of claim: how many months it keeps and why, and whether a subject has only one such text at a time."""

    months: int
    is_single: bool
    zh: str
    en: str
    why_zh: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Age:
    """How old a word is on a day: its kind, its months, and the months for which it should have been asked again.

    `months` is None without a day, `overdue` also for what is of no known kind; negative while it keeps.
    """

    kind: Kind | None
    months: int | None
    overdue: int | None


@cache
def kinds_of_claims() -> list[dict[str, str]]:
    """The table itself: type, words of the attribute, months, single, names and reasons in both languages."""
    with files(__package__).joinpath("kinds_of_claims.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def _kinds() -> tuple[tuple[str, tuple[str, ...], Kind], ...]:
    return tuple((row["claim_type"], tuple(row["words"].split()), _kind(row)) for row in kinds_of_claims())


def _kind(row: dict[str, str]) -> Kind:
    return Kind(int(row["months"]), row["single"] == "yes", row["zh"], row["en"], row["why_zh"], row["why_en"])


@cache
def kind_of(claim_type: str, attribute: str) -> Kind | None:
    """The first kind of the table whose type is the claim's and one of whose words the attribute holds; None for others."""
    for known, words, kind in _kinds():
        if known == claim_type and (not words or any(word in attribute for word in words)):
            return kind
    return None


def keeps(claim_type: str, attribute: str, said_on: date, on: date) -> bool:
    """Whether a person's word of a day still stands on another: it ends after the time for which its kind keeps."""
    kind = kind_of(claim_type, attribute)
    return kind is not None and (on - said_on).days <= kind.months * DAYS_A_MONTH


def age_of(claim_type: str, attribute: str, day: date | None, on: date) -> Age:
    """How old the word of a day is, in whole months, and how long it is overdue."""
    kind = kind_of(claim_type, attribute)
    months = None if day is None else max(0, round((on - day).days / DAYS_A_MONTH))
    return Age(kind, months, None if months is None or kind is None else months - kind.months)


def single_attributes() -> list[tuple[str, str]]:
    """(type, attribute) of which a subject has only one at a time."""
    return [(claim_type, word) for claim_type, words, kind in _kinds() if kind.is_single for word in words]
