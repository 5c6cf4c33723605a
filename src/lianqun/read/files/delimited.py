"""Decoded text → a table where its lines are cut by commas, tabs or semicolons, else prose."""

from pathlib import PurePath

from lianqun.read.files.content import MOST_CELLS, MOST_COLUMNS, RawTable
from lianqun.tables.delimited import cut_rows

_TABLE_NAMES = (".csv", ".tsv", ".tab", ".xls", ".xlsx", ".et", ".ods")
_TRIED = 200
_MOSTLY = 0.6


def read_delimited(text: str, name: str) -> RawTable | None:
    """The rows of a table in text; `None` for prose. A comma cuts only files that are named as tables, a tab any. Raises Unreadable."""
    named = PurePath(name).suffix.lower() in _TABLE_NAMES
    lines = [line for line in text.split("\n")[:_TRIED] if line.strip()]
    delimiter = max("\t,;，" if named else "\t", key=lambda mark: sum(mark in line for line in lines))
    cut = sum(delimiter in line for line in lines)
    if len(lines) < 2 or cut < 2 or (not named and cut < _MOSTLY * len(lines)):
        return None
    return RawTable(cut_rows(text, delimiter, most_cells=MOST_CELLS, most_columns=MOST_COLUMNS))
