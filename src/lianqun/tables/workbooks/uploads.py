"""A workbook or CSV table as read, before it is compared with anything: kept as JSON beside its bytes, so that they are read once."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from lianqun.tables.archives import Unreadable
from lianqun.tables.workbooks.cells import Value
from lianqun.tables.workbooks.import_problems import Problems, Spot
from lianqun.tables.workbooks.sheets import read_sheets
from lianqun.tables.workbooks.table_rows import TableRow, read_rows
from lianqun.vocab.dictionary import tables

READERS = ("lianqun.tables.workbooks", "lianqun.vocab")
FROM_TEXT: dict[str, Callable[[str], Value]] = {
    "decimal": Decimal,
    "date": date.fromisoformat,
    "instant": datetime.fromisoformat,
}


@dataclass(slots=True)
class Upload:
    """The rows that were read, references still as texts, and what is wrong with what was read."""

    rows: list[TableRow]
    problems: Problems


def read_upload(data: bytes, table: str = "") -> Upload:
    """The rows of a workbook or CSV table; problems are in it, nothing is raised. `table` is that of sheets not named after another."""
    problems = Problems()
    try:
        rows = read_rows(read_sheets(data), problems, table)
    except Unreadable as unreadable:
        problems.add(unreadable.code, Spot(), unreadable.value)
        rows = []
    return Upload(rows, problems)


@cache
def reading_mark() -> str:
    """Eight hexadecimal digits that change with anything that decides how a table is read: what was kept under another is read anew."""
    told = sha256()
    for package in READERS:
        for file in sorted(files(package).iterdir(), key=lambda one: one.name):
            if file.name.endswith((".py", ".csv")):
                told.update(file.read_bytes())
    return told.hexdigest()[:8]


def to_json(upload: Upload) -> bytes:
    """The upload as JSON; `from_json` gives an equal one back."""
    rows = [{**asdict(row), "values": {name: _plain(value) for name, value in row.values.items()}} for row in upload.rows]
    return json.dumps({"rows": rows, "problems": upload.problems.as_dict()}, ensure_ascii=False).encode()


def from_json(data: bytes) -> Upload:
    """The upload that `to_json` wrote down."""
    told = json.loads(data)
    return Upload([_row(row) for row in told["rows"]], Problems.from_dict(told["problems"]))


def _plain(value: Value) -> str | int | bool | None:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _row(told: dict[str, Any]) -> TableRow:
    types = {column.name: column.type for column in tables()[told["table"]].columns}
    values = {name: _typed(value, types[name]) for name, value in told["values"].items()}
    return TableRow(Spot(**told["spot"]), told["table"], told["heads"], values, told["references"])


def _typed(value: str | int | bool | None, kind: str) -> Value:
    return FROM_TEXT[kind](value) if isinstance(value, str) and kind in FROM_TEXT else value
