"""What a row says of itself as text, and the key that is made of it where it has none."""

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from lianqun.tables.workbooks.cells import Value


def told_value(value: Value) -> str:
    """A value as it is shown in a preview and compared in a natural key."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def made_id(table: str, key: Sequence[str]) -> str:
    """The key of a row that has none, made of what it says: the same row gets the same key wherever it is read."""
    return f"{table[:3]}-{hashlib.sha256(chr(31).join((table, *key)).encode()).hexdigest()[:16]}"
