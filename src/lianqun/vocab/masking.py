"""Columns that are shown whole to few: which they are stands in `masked.csv`, and what the others see of a value."""

import re
from functools import cache

from lianqun.vocab.dictionary import rows_of

MASK = "****"
HEAD, TAIL = 3, 4
LONG, SHORT = 11, 7


@cache
def masked_columns() -> dict[str, dict[str, str]]:
    """Table → column → the permission with which a value is seen whole."""
    found: dict[str, dict[str, str]] = {}
    for row in rows_of("masked.csv"):
        found.setdefault(row["table"], {})[row["column"]] = row["permission"]
    return found


def is_masked(table: str, column: str) -> bool:
    """Whether a column is shown whole to few."""
    return column in masked_columns().get(table, {})


def mask(text: str | None) -> str | None:
    """What others see of a phone: 138****5678; of a shorter number its last two digits, of anything else nothing."""
    if not text:
        return text
    digits = re.sub(r"\D", "", text)
    if len(digits) >= LONG:
        return digits[:HEAD] + MASK + digits[-TAIL:]
    return MASK + (digits[-2:] if len(digits) >= SHORT else "")


def is_mask(text: str | None) -> bool:
    """Whether a text is what `mask` leaves of a value, and so says nothing of its own."""
    return bool(text) and MASK in str(text)
