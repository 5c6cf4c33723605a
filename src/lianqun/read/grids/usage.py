"""What one source adds to the shared tables of heads: meanings of its own, and the unit and period that it leaves unsaid."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeadRule:
    """What a head (or a label before a colon) means in one source. `role` as in heads.csv, or `number`, `identifier`.

    `attribute` is the claim's attribute ("" the role's own, or of a number the head's words); `type` the claim's type, "" the usual one.
    """

    pattern: re.Pattern[str]
    role: str
    attribute: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """The heads of a source, and the units and the ISO period that hold where its tables print none."""

    heads: tuple[HeadRule, ...] = ()
    units: tuple[str, ...] = ()
    period: str = ""


NO_USAGE = Usage()
