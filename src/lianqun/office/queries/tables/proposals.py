"""What an uploaded table would change: rows that are new, rows that differ (before → after), and rows that stay the same."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from lianqun.office.outside.cells import Value
from lianqun.office.outside.import_problems import Problems, Spot
from lianqun.office.outside.sheets import Unreadable, read_sheets
from lianqun.office.outside.table_rows import TableRow, read_rows, required_columns
from lianqun.office.queries.rows.names import organizations_named
from lianqun.office.queries.rows.whole_tables import frame_of, models_by_table
from lianqun.office.queries.tables.references import NAME_COLUMNS, meanings_for, resolve
from lianqun.tables import check_tables, schema
from lianqun.vocab.dictionary import tables

SHOWN_CHANGES = 200
STEP = 400
NATURAL_KEYS = {table.name: table.natural_key for table in tables().values() if table.natural_key}

Record = dict[str, Any]


@dataclass(slots=True)
class TableChange:
    """What happens to one table: whole rows to add, pairs of whole rows (before, after), and how many stay."""

    table: str
    sheets: set[str] = field(default_factory=set)
    new: list[Record] = field(default_factory=list)
    changed: list[tuple[Record, Record]] = field(default_factory=list)
    same: int = 0
    read: dict[str, TableRow] = field(default_factory=dict)

    def frame(self) -> pl.DataFrame:
        """All rows to be written."""
        rows = [*self.new, *(after for _before, after in self.changed)]
        return pl.DataFrame(rows, schema=schema(self.table), orient="row")


@dataclass(slots=True)
class Proposal:
    """What an upload would change, and what is wrong with it."""

    changes: dict[str, TableChange]
    problems: Problems

    def preview(self) -> dict[str, Any]:
        """The proposal as people see it before they apply it, JSON-ready; see `actions.imports` for its shape."""
        listed = [told for change in self.changes.values() for told in _told(change)]
        return {
            "state": "refused" if self.problems.stands_in_the_way else "ready",
            "tables": [_counted(change) for change in self.changes.values()],
            "changes": listed[:SHOWN_CHANGES],
            "changes_total": len(listed),
            "problems": self.problems.listed,
            "counts": dict(self.problems.counts),
        }


def propose(data: bytes) -> Proposal:
    """Read an upload against the database as it stands now. Reads only; problems are in the proposal, nothing is raised."""
    problems = Problems()
    try:
        rows = read_rows(read_sheets(data), problems)
    except Unreadable as unreadable:
        problems.add(unreadable.code, Spot(), unreadable.value)
        rows = []
    changes = _changes(rows, problems)
    if not problems.stands_in_the_way:
        for change in changes.values():
            _check(change, problems)
    return Proposal(changes, problems)


def _check(change: TableChange, problems: Problems) -> None:
    """The data set's own check (bounds, codes, factors of a unit that cannot be) on the rows to be written."""
    frame = change.frame()
    own = [column.name for column in tables()[change.table].columns if column.references == change.table]
    known = pl.concat([frame[name].drop_nulls() for name in own]) if own else pl.Series([], dtype=pl.String)
    report = check_tables({change.table: frame}, known={change.table: known}, first_line=1)
    for told in report.problems:
        row = change.read[frame["id"][told.row - 1]] if told.row else next(iter(change.read.values()))
        problems.add_told(told.as_dict(), row.at(told.column))


def _changes(rows: list[TableRow], problems: Problems) -> dict[str, TableChange]:
    meanings = meanings_for(rows)
    by_table: dict[str, list[TableRow]] = defaultdict(list)
    for row in rows:
        by_table[row.table].append(row)
    changes = {}
    for table, members in by_table.items():
        resolve(members, meanings, problems, to_own_table=False)
        _identify(table, members, problems)
        if table in meanings:
            for row in members:
                meanings[table].add(row.id, (row.values.get(name) for name in NAME_COLUMNS[table]))
        resolve(members, meanings, problems, to_own_table=True)
        changes[table] = _compare(table, members, problems)
    return changes


def _identify(table: str, rows: list[TableRow], problems: Problems) -> None:
    """Give every row a key: its own, that of the one standing row like it, or a new one made of what it says."""
    unnamed = [row for row in rows if not row.id]
    like = _standing_like(table, unnamed)
    for row in unnamed:
        key = _natural_key(row)
        standing = like.get(key, [])
        if not any(key):
            problems.add("value_missing", row.at("id"))
        if len(standing) > 1:
            problems.add("ambiguous_row", row.spot)
        row.values["id"] = standing[0] if standing else _new_id(table, key)


def _natural_key(row: TableRow) -> tuple[str, ...]:
    return tuple(_told_value(row.values.get(name)) for name in NATURAL_KEYS.get(row.table, ()))


def _standing_like(table: str, rows: list[TableRow]) -> dict[tuple[str, ...], list[str]]:
    """Natural key → keys of the rows in the database that have it; a name that an alias explains counts as well."""
    names = NATURAL_KEYS.get(table, ())
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    if not names or not rows:
        return found
    wanted = sorted({str(row.values.get(names[0]) or "") for row in rows})
    for start in range(0, len(wanted), STEP):
        standing = models_by_table()[table]._default_manager.filter(**{f"{names[0]}__in": wanted[start : start + STEP]})
        for row_id, *values in standing.values_list("pk", *names):
            found[tuple(_told_value(value) for value in values)].append(row_id)
    if table == "organizations":
        for name, organization_id in organizations_named(wanted).items():
            found[(name,)] = found[(name,)] or [organization_id]
    return found


def _new_id(table: str, key: tuple[str, ...]) -> str:
    return f"{table[:3]}-{hashlib.sha256(chr(31).join((table, *key)).encode()).hexdigest()[:16]}"


def _compare(table: str, rows: list[TableRow], problems: Problems) -> TableChange:
    """Set the rows beside what stands. Columns that the upload does not have keep what they hold."""
    change = TableChange(table)
    standing = _standing(table, [row.id for row in rows])
    seen: dict[str, int] = {}
    for row in rows:
        if row.id in seen:
            problems.add("row_twice", row.spot, seen[row.id])
            continue
        seen[row.id] = row.spot.row
        change.sheets.add(row.spot.sheet)
        change.read[row.id] = row
        _place(change, row, standing.get(row.id), problems)
    return change


def _place(change: TableChange, row: TableRow, before: Record | None, problems: Problems) -> None:
    if before is None:
        for column in required_columns(change.table):
            if column.name not in row.values and column.name not in row.references:
                problems.add("column_missing", row.at(column.name), column.zh)
        change.new.append({name: row.values.get(name) for name in schema(change.table)})
        return
    after = {**before, **row.values}
    if after == before:
        change.same += 1
    else:
        change.changed.append((before, after))


def _standing(table: str, ids: list[str]) -> dict[str, Record]:
    """Rows of the database by key, in the data set's own shape (nothing is None, never the empty string)."""
    found: dict[str, Record] = {}
    rows = models_by_table()[table]._default_manager
    for start in range(0, len(ids), STEP):
        frame = frame_of(rows.filter(pk__in=ids[start : start + STEP]))
        found |= {record["id"]: record for record in frame.iter_rows(named=True)}
    return found


def _told_value(value: Value) -> str:
    """A value as it is shown in a preview and compared in a natural key."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _told(change: TableChange) -> Iterable[dict[str, str]]:
    """Every row that is new (without a column: its name is what comes), then every cell that changes."""
    for row in change.new:
        yield _told_cell(change.table, row, column="", before="", after=_name_of(change.table, row))
    for before, after in change.changed:
        for column, value in after.items():
            if before[column] != value:
                yield _told_cell(change.table, after, column=column, before=_told_value(before[column]), after=_told_value(value))


def _told_cell(table: str, row: Record, *, column: str, before: str, after: str) -> dict[str, str]:
    told = {"table": table, "row_id": str(row["id"]), "name": _name_of(table, row)}
    return {**told, "column": column, "before": before, "after": after}


def _name_of(table: str, row: Record) -> str:
    """What people call a row: its name or title, else what tells it from others, else its key."""
    names = [str(row[name]) for name in NAME_COLUMNS[table] if row.get(name)]
    return names[0] if names else " · ".join(_told_value(row[name]) for name in NATURAL_KEYS.get(table, ("id",)) if row[name])


def _counted(change: TableChange) -> dict[str, Any]:
    new, changed = len(change.new), len(change.changed)
    sheet = ", ".join(sorted(change.sheets))
    return {
        "table": change.table, "sheet": sheet, "rows": new + changed + change.same,
        "new": new, "changed": changed, "same": change.same,
    }  # fmt: skip
