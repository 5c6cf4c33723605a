"""Decoded text → a table where its lines are cut by commas, tabs or semicolons, else prose."""

import csv
import io
from collections.abc import Iterator
from pathlib import PurePath

from lianqun.read.files.archives import Unreadable
from lianqun.read.files.content import MOST_CELLS, MOST_COLUMNS, RawTable

_TABLE_NAMES = (".csv", ".tsv", ".tab", ".xls", ".xlsx", ".et", ".ods")
_TRIED = 200
_MOSTLY = 0.6
csv.field_size_limit(1 << 20)


def read_delimited(text: str, name: str) -> RawTable | None:
    """The rows of a table in text; `None` for prose. A comma cuts only files that are named as tables, a tab any. Raises Unreadable."""
    named = PurePath(name).suffix.lower() in _TABLE_NAMES
    lines = [line for line in text.split("\n")[:_TRIED] if line.strip()]
    delimiter = max("\t,;，" if named else "\t", key=lambda mark: sum(mark in line for line in lines))
    cut = sum(delimiter in line for line in lines)
    if len(lines) < 2 or cut < 2 or (not named and cut < _MOSTLY * len(lines)):
        return None
    try:
        return RawTable(list(_rows(text, delimiter)))
    except csv.Error as error:
        raise Unreadable("too_many_cells", str(error)) from error


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    cells = 0
    for row in csv.reader(io.StringIO(text), delimiter=delimiter):
        cells += len(row)
        if len(row) > MOST_COLUMNS or cells > MOST_CELLS:
            raise Unreadable("too_many_cells", f"{len(row)} × {cells}")
        yield row
