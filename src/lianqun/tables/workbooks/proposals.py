"""What an uploaded table would change: rows that are new, rows that differ (before → after), and rows that stay the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from lianqun.tables.checking import check_tables
from lianqun.tables.shapes import schema
from lianqun.tables.workbooks.import_problems import Problems
from lianqun.tables.workbooks.keys import made_id, told_value
from lianqun.tables.workbooks.references import meanings_for, resolve
from lianqun.tables.workbooks.standing import Record, Standing
from lianqun.tables.workbooks.table_rows import TableRow, required_columns
from lianqun.tables.workbooks.uploads import Upload, read_upload
from lianqun.vocab.dictionary import tables

SHOWN_CHANGES = 200


@dataclass(slots=True)
class TableChange:
    """What happens to one table: whole rows to add, pairs of whole rows (before, after), and how many stay."""

    table: str
    sheets: set[str] = field(default_factory=set)
    new: list[Record] = field(default_factory=list)
    changed: list[tuple[Record, Record]] = field(default_factory=list)
    same: int = 0
    read: dict[str, TableRow] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Whether anything of the table is to be written."""
        return bool(self.new or self.changed)

    def frame(self) -> pl.DataFrame:
        """All rows to be written."""
        rows = [*self.new, *(after for _before, after in self.changed)]
        return pl.DataFrame(rows, schema=schema(self.table), orient="row")


@dataclass(slots=True)
class Proposal:
    """What an upload would change, and what is wrong with it."""

    changes: dict[str, TableChange]
    problems: Problems

    @property
    def writes(self) -> list[str]:
        """The tables of which anything is to be written."""
        return [change.table for change in self.changes.values() if change.writes]

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


def propose(data: bytes, standing: Standing, table: str = "") -> Proposal:
    """Read a workbook or CSV table against what stands now. Problems are in the proposal, nothing is raised and nothing is written.

    `table` is the one that sheets hold which are not named after another.
    """
    return compare(read_upload(data, table), standing)


def compare(upload: Upload, standing: Standing) -> Proposal:
    """Set what was read against what stands now; the upload is used up by it."""
    problems = upload.problems
    changes = _changes(upload.rows, standing, problems)
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
    problems.add_uncounted(Counter(report.counts) - Counter(told.code for told in report.problems))


def _changes(rows: list[TableRow], standing: Standing, problems: Problems) -> dict[str, TableChange]:
    meanings = meanings_for(rows, standing)
    by_table: dict[str, list[TableRow]] = defaultdict(list)
    for row in rows:
        by_table[row.table].append(row)
    changes = {}
    for table, members in by_table.items():
        resolve(members, meanings, problems, to_own_table=False)
        _identify(table, members, standing, problems)
        if table in meanings:
            for row in members:
                meanings[table].add(row.id, (row.values.get(name) for name in tables()[table].names))
        resolve(members, meanings, problems, to_own_table=True)
        changes[table] = _compare(table, members, standing, problems)
    return changes


def _identify(table: str, rows: list[TableRow], standing: Standing, problems: Problems) -> None:
    """Give every row a key: its own, that of the one standing row like it, or a new one made of what it says."""
    unnamed = [row for row in rows if not row.id]
    like = _standing_like(table, unnamed, standing)
    for row in unnamed:
        key = _natural_key(row)
        alike = like.get(key, [])
        if not any(key):
            problems.add("value_missing", row.at("id"))
        if len(alike) > 1:
            problems.add("ambiguous_row", row.spot)
        row.values["id"] = alike[0] if alike else made_id(table, key)


def _natural_key(row: TableRow) -> tuple[str, ...]:
    return tuple(told_value(row.values.get(name)) for name in tables()[row.table].natural_key)


def _standing_like(table: str, rows: list[TableRow], standing: Standing) -> dict[tuple[str, ...], list[str]]:
    """Natural key → keys of the standing rows that have it; a name that an alias explains counts as well."""
    names = tables()[table].natural_key
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    if not names or not rows:
        return found
    wanted = sorted({str(row.values.get(names[0]) or "") for row in rows})
    for row_id, values in standing.like(table, wanted):
        found[tuple(told_value(value) for value in values)].append(row_id)
    if table == "organizations":
        for name, organization_id in standing.organizations_named(wanted).items():
            found[(name,)] = found[(name,)] or [organization_id]
    return found


def _compare(table: str, rows: list[TableRow], standing: Standing, problems: Problems) -> TableChange:
    """Set the rows beside what stands. Columns that the upload does not have keep what they hold."""
    change = TableChange(table)
    known = standing.rows(table, [row.id for row in rows])
    seen: dict[str, int] = {}
    for row in rows:
        if row.id in seen:
            problems.add("row_twice", row.spot, seen[row.id])
            continue
        seen[row.id] = row.spot.row
        change.sheets.add(row.spot.sheet)
        change.read[row.id] = row
        before = known.get(row.id)
        if before is not None and standing.is_worked_on:
            _leave_moved(change.table, row, before, problems)
        _place(change, row, before, problems)
    return change


def _leave_moved(table: str, row: TableRow, before: Record, problems: Problems) -> None:
    """Where people work on rows, what only a move changes (the stage of a project) stays as it stands, and a note says so."""
    for column in tables()[table].columns:
        if column.is_moved and column.name in row.values and row.values[column.name] != before[column.name]:
            said = row.values.pop(column.name)
            if said is not None:
                problems.add("moved_value", row.at(column.name), said)


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


def _told(change: TableChange) -> Iterable[dict[str, str]]:
    """Every row that is new (without a column: its name is what comes), then every cell that changes."""
    for row in change.new:
        yield _told_cell(change.table, row, column="", before="", after=_name_of(change.table, row))
    for before, after in change.changed:
        for column, value in after.items():
            if before[column] != value:
                yield _told_cell(change.table, after, column=column, before=told_value(before[column]), after=told_value(value))


def _told_cell(table: str, row: Record, *, column: str, before: str, after: str) -> dict[str, str]:
    told = {"table": table, "row_id": str(row["id"]), "name": _name_of(table, row)}
    return {**told, "column": column, "before": before, "after": after}


def _name_of(table: str, row: Record) -> str:
    """What people call a row: its name or title, else what tells it from others, else its key."""
    names = [str(row[name]) for name in tables()[table].names if row.get(name)]
    return (
        names[0] if names else " · ".join(told_value(row[name]) for name in tables()[table].natural_key or ("id",) if row[name])
    )


def _counted(change: TableChange) -> dict[str, Any]:
    new, changed = len(change.new), len(change.changed)
    sheet = ", ".join(sorted(change.sheets))
    return {
        "table": change.table, "sheet": sheet, "rows": new + changed + change.same,
        "new": new, "changed": changed, "same": change.same,
    }  # fmt: skip
