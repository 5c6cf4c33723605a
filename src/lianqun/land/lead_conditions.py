"""What a lead must state, and what is not taken as one, from `lead_conditions.csv`."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from lianqun.land.words import read_rows


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of leads: `refuses` a kind of lead, asks at `least` an amount, or wants something `stated`."""

    code: str
    kind: str
    column: str
    least: Decimal | None
    words: tuple[str, ...]
    zh: str
    en: str
    reference_zh: str
    reference_en: str

    def is_met_by(self, lead: Mapping[str, Any]) -> bool:
        """Whether a lead meets the condition; an amount that is not known does not."""
        value = lead.get(self.column)
        if self.kind == "refuses":
            return value not in self.words
        return value not in (None, "") and (self.least is None or value >= self.least)


@cache
def conditions() -> tuple[Condition, ...]:
    """The conditions in force, in the order of the table."""
    return tuple(_condition(row) for row in read_rows("lead_conditions.csv") if not row["valid_to"])


def unmet(lead: Mapping[str, Any]) -> list[Condition]:
    """The conditions that a lead does not meet, the refusing ones first."""
    found = [one for one in conditions() if not one.is_met_by(lead)]
    return sorted(found, key=lambda one: one.kind != "refuses")


def _condition(row: Mapping[str, str]) -> Condition:
    words = {name: row[name] for name in ("code", "kind", "column", "zh", "en", "reference_zh", "reference_en")}
    return Condition(least=Decimal(row["least"]) if row["least"] else None, words=tuple(row["words"].split()), **words)
