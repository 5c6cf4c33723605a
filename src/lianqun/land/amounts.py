"""What a project counts for at a stage: what was reported, what was recognised, what was taken back; three numbers, never one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

KINDS = ("reported", "recognised", "reversed")


@dataclass(frozen=True, slots=True)
class Amounts:
    """Sums in 万元 at a stage up to a day; None where nothing was written down."""

    reported: Decimal | None
    recognised: Decimal | None
    reversed: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """Recognised less reversed; None where nothing was recognised."""
        return None if self.recognised is None else self.recognised - (self.reversed or Decimal(0))


def amounts_of(rows: Iterable[Mapping[str, Any]], *, stage: str, as_of: date) -> Amounts:
    """The three sums of one project at a stage, of rows of `stage_amounts` dated up to a day: a later reversal changes no earlier day."""
    told = [row for row in rows if row["stage"] == stage and row["on"] <= as_of]
    return Amounts(*(_sum(row["amount_wan_yuan"] for row in told if row["kind"] == kind) for kind in KINDS))


def _sum(values: Iterable[Decimal]) -> Decimal | None:
    known = list(values)
    return sum(known, Decimal(0)) if known else None
