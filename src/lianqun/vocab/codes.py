"""Code lists: the words a coded column may hold, in Chinese and English, from `codes.csv`."""

from dataclasses import dataclass
from functools import cache

from lianqun.vocab.dictionary import rows_of


@dataclass(frozen=True, slots=True)
class Code:
    """One word of a code list; `rank` is its place in the list."""

    code: str
    zh: str
    en: str
    rank: int


@cache
def code_lists() -> dict[str, dict[str, Code]]:
    """All code lists: list name → code → words."""
    lists: dict[str, dict[str, Code]] = {}
    for row in rows_of("codes.csv"):
        members = lists.setdefault(row["list"], {})
        members[row["code"]] = Code(row["code"], row["zh"], row["en"], len(members))
    return lists


def word(code_list: str, code: str | None, language: str) -> str:
    """The word for a code in `zh` or `en`; the empty string where the code is missing."""
    member = code_lists()[code_list].get(code or "")
    return "" if member is None else (member.zh if language.startswith("zh") else member.en)
