"""How long each kind of claim keeps, from `kinds.csv`."""

from dataclasses import dataclass
from functools import cache

from lianqun.read.lists import rows_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of claim: how many months it keeps and why, and whether a subject has only one such text at a time."""

    months: int
    is_single: bool
    zh: str
    en: str
    why_zh: str
    why_en: str


@cache
def _kinds() -> tuple[tuple[str, tuple[str, ...], Kind], ...]:
    rows = rows_of(__package__, "kinds.csv")
    return tuple(
        (row["claim_type"], tuple(row["words"].split()), Kind(int(row["months"]), row["single"] == "yes", row["zh"], row["en"], row["why_zh"], row["why_en"]))
        for row in rows
    )  # fmt: skip


@cache
def kind_of(claim_type: str, attribute: str) -> Kind | None:
    """The first kind of the table whose type is the claim's and one of whose words the attribute holds; None for others."""
    for known, words, kind in _kinds():
        if known == claim_type and (not words or any(word in attribute for word in words)):
            return kind
    return None


def single_attributes() -> list[tuple[str, str]]:
    """(type, attribute) of which a subject has only one at a time."""
    return [(claim_type, word) for claim_type, words, kind in _kinds() if kind.is_single for word in words]
