"""The classification of industries of the national economy, GB/T 4754-2017, from `industries.csv`.

Codes are strings: a letter for the section, two digits for the division, three for the group, four for the class. A group that
consists of one class is listed with that class's name.
"""

from dataclasses import dataclass
from functools import cache

from lianqun.vocab.dictionary import rows_of


@dataclass(frozen=True, slots=True)
class Industry:
    """One entry: `level` 1 is a section, 2 a division, 3 a group, 4 a class; `name` is Chinese."""

    code: str
    level: int
    section: str
    name: str

    @property
    def parent(self) -> str:
        """Code of the entry above; empty for a section."""
        above = {1: "", 2: self.section}
        return above.get(self.level, self.code[:-1])


@cache
def industries() -> dict[str, Industry]:
    """All entries by code, each below the one it belongs to."""
    return {
        row["code"]: Industry(row["code"], int(row["level"]), row["section"], row["name"]) for row in rows_of("industries.csv")
    }


def industry_path(code: str) -> list[Industry]:
    """The entry and those above it, lowest first; empty where the code is unknown."""
    found: list[Industry] = []
    entry = industries().get(code)
    while entry is not None:
        found.append(entry)
        entry = industries().get(entry.parent)
    return found
