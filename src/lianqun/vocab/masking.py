"""Columns that are shown whole to few: which they are stands in `masked.csv`, and what the others see of a value."""

import json
import re
from functools import cache
from typing import Any

from lianqun.vocab.dictionary import rows_of

MASK = "****"
HEAD, TAIL = 3, 4
LONG, SHORT = 11, 7
# A merge keeps whole rows of other tables in one of its columns.
ROWS = ("merges", "rows")


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


def seen_by_all(table: str, column: str, text: Any) -> Any:
    """A value as everybody may see it: masked where its column is, and within the rows that a merge keeps; any other as it is."""
    if is_masked(table, column):
        return mask(text)
    return _mask_rows(str(text)) if (table, column) == ROWS and text else text


def _mask_rows(text: str) -> str:
    """The rows of a merge with the masked columns of each masked; what is no such JSON is left alone."""
    try:
        told = json.loads(text)
        for one in (told["row"], *told["gone"]):
            for column in masked_columns().get(one["table"], {}):
                one["row"][column] = mask(one["row"].get(column))
    except (ValueError, KeyError, TypeError, AttributeError):
        return text
    return json.dumps(told, ensure_ascii=False)
