"""What making two rows one comes to: which rows then point to the one that stays, which say the same as one of its own, which are set aside.

Nothing is written here. Which rows refer to which the data dictionary says, evidence and judgements beside it; what becomes of those that do
not simply move, `lianqun.vocab.merging`. A row that goes takes what hangs on it along: to its twin where it has one, else aside with it.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lianqun.office.queries.rows.whole_tables import models_by_table, records_of
from lianqun.office.queries.tables.records import typed_columns, ways_to
from lianqun.vocab.dictionary import Column, tables
from lianqun.vocab.merging import columns_of_values, goes_with, is_never_taken, is_set_aside, stands_beside

MERGED, DOUBLED, ITSELF, ASIDE = "merged", "doubled", "itself", "aside"
STEP = 400
Record = dict[str, Any]
Spot = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Gone:
    """A row that goes: why (it says the same as another, leads to itself, is set aside, or is the merged one), and the row that stands for it."""

    table: str
    record: Record
    why: str
    twin: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """What becomes of the rows of one table: how many move, stay one with another, lead from the row to itself, or are set aside."""

    table: str
    moved: int
    doubled: int
    itself: int
    aside: int


@dataclass
class Plan:
    """A merge before it is done. `before` holds the changed rows as they stand, `changed` their new values by column, `taken` those of the kept row."""

    table: str
    kept: Record
    merged: Record
    taken: Record = field(default_factory=dict)
    before: dict[Spot, Record] = field(default_factory=dict)
    changed: dict[Spot, Record] = field(default_factory=dict)
    gone: dict[Spot, Gone] = field(default_factory=dict)

    @property
    def kept_id(self) -> str:
        """Key of the row that stays."""
        return str(self.kept["id"])

    @property
    def merged_id(self) -> str:
        """Key of the row that is merged into it."""
        return str(self.merged["id"])

    def after(self, spot: Spot) -> Record:
        """A changed row as it will stand."""
        return {**self.before[spot], **self.changed.get(spot, {})}

    def counts(self) -> list[Count]:
        """By table, in the order of the dictionary, what becomes of the rows that are touched; the two rows themselves left out."""
        found: dict[str, Counter[str]] = {}
        values = {(table, column) for table, column, _of in columns_of_values()}
        for (table, _own), changes in self.changed.items():
            if any(value is not None and (table, name) not in values for name, value in changes.items()):
                found.setdefault(table, Counter())["moved"] += 1
        for one in self.gone.values():
            if one.why != MERGED:
                found.setdefault(one.table, Counter())[one.why] += 1
        return [
            Count(table, *(told[way] for way in ("moved", DOUBLED, ITSELF, ASIDE)))
            for table in tables()
            if (told := found.get(table))
        ]

    def gone_for(self, why: str) -> list[Gone]:
        """The rows that go for one reason."""
        return [one for one in self.gone.values() if one.why == why]


def offered(table: str, kept: Mapping[str, Any], merged: Mapping[str, Any]) -> list[str]:
    """The columns in which the kept row says nothing and the other's value is taken unless somebody objects."""
    both = {kept["id"], merged["id"]}
    open_ = [
        one.name for one in typed_columns(tables()[table]) if kept[one.name] is None and merged[one.name] not in (None, *both)
    ]
    return [name for name in open_ if not is_never_taken(table, name) and _is_whole(table, name, open_, kept, merged)]


def _is_whole(table: str, name: str, open_: Collection[str], kept: Mapping[str, Any], merged: Mapping[str, Any]) -> bool:
    """Whether what a column goes with comes from the same row, or says the same in both."""
    other = goes_with(table, name)
    return not other or other in open_ or kept[other] == merged[other]


def choosable(table: str, kept: Mapping[str, Any], merged: Mapping[str, Any]) -> list[Column]:
    """The columns in which a person may take the other's value: those that people fill in, where it says something else."""
    both = {kept["id"], merged["id"]}
    return [
        one
        for one in typed_columns(tables()[table])
        if merged[one.name] not in (None, *both) and merged[one.name] != kept[one.name]
    ]


def plan_merge(table: str, kept_id: str, merged_id: str, taken: Collection[str] | None = None) -> Plan:
    """What merging one row into another comes to. `taken` are the columns in which the merged row's value holds; None: those `offered`."""
    both = records_of(table, [kept_id, merged_id])
    plan = Plan(table, both[kept_id], both[merged_id])
    names = {one.name for one in choosable(table, plan.kept, plan.merged)}
    wanted = offered(table, plan.kept, plan.merged) if taken is None else taken
    plan.taken = {name: plan.merged[name] for name in wanted if name in names}
    _Planner(plan).work()
    return plan


class _Planner:
    """Follows from the merged row to all that refers to it, and on from each row that goes with it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.pending: dict[str, dict[str, str | None]] = {}

    def work(self) -> None:
        self._take_out(self.plan.table, self.plan.merged, MERGED, self.plan.kept_id)
        while self.pending:
            table, ends = self.pending.popitem()
            for other, column in (*ways_to(table), ("evidence", "row_id")):
                self._follow(table, other, column, ends)
        self._follow_values()

    def _take_out(self, table: str, record: Record, why: str, twin: str | None) -> None:
        spot = (table, str(record["id"]))
        self.plan.gone[spot] = Gone(table, record, why, twin)
        self.plan.changed.pop(spot, None)
        self.pending.setdefault(table, {})[spot[1]] = twin

    def _follow(self, table: str, other: str, column: str, ends: Mapping[str, str | None]) -> None:
        """What becomes of the rows of another table that refer to rows that go."""
        found = [row for row in self._rows(other, column, ends) if other != "evidence" or row["table"] == table]
        moved = [row for row in found if not self._ends(table, other, column, row, ends)]
        for row in moved:
            self._change(other, row, column, ends[row[column]])
        if moved:
            self._fold(table, other, column, [(other, str(row["id"])) for row in moved])

    def _rows(self, table: str, column: str, keys: Iterable[str]) -> Iterator[Record]:
        """The rows that refer to some keys, as they stand, except those that go already."""
        left, rows = iter(sorted(keys)), models_by_table()[table]._default_manager
        while part := list(islice(left, STEP)):
            ids = list(rows.filter(**{f"{column}__in": part}).order_by("pk").values_list("pk", flat=True))
            yield from (row for own, row in records_of(table, ids).items() if (table, own) not in self.plan.gone)

    def _ends(self, table: str, other: str, column: str, row: Record, ends: Mapping[str, str | None]) -> bool:
        """Whether a row does not point to another from now on: it is set aside, or lets go of what it pointed to."""
        twin = ends[row[column]]
        is_first = (table, row[column]) == (self.plan.table, self.plan.merged_id)
        if (is_first and is_set_aside(other)) or (
            twin is None and (other == "evidence" or tables()[other].column(column).required)
        ):
            self._take_out(other, row, ASIDE, None)
        elif twin is None or (other, row["id"]) == (table, twin):
            self._change(other, row, column, None)
        else:
            return False
        return True

    def _change(self, table: str, row: Record, column: str, value: str | None) -> None:
        spot = (table, str(row["id"]))
        self.plan.before.setdefault(spot, row)
        self.plan.changed.setdefault(spot, {})[column] = value

    def _fold(self, table: str, other: str, column: str, spots: list[Spot]) -> None:
        """Rows that now lead from a row to itself go; so do those that say the same as a row that was there."""
        for spot in spots:
            if _leads_to_itself(table, other, self.plan.after(spot)):
                self._take_out(other, self.plan.before[spot], ITSELF, None)
        names = tables()[other].natural_key
        left = [spot for spot in spots if spot in self.plan.changed]
        if column not in names or not left:
            return
        there = self._standing(other, column, {self.plan.changed[spot][column] for spot in left})
        for spot in left:
            now = self.plan.after(spot)
            twin = there.get(tuple(now[name] for name in names))
            if twin is not None and (not stands_beside(other) or _says_the_same(now, twin)):
                self._take_out(other, self.plan.before[spot], DOUBLED, str(twin["id"]))

    def _standing(self, table: str, column: str, keys: set[str]) -> dict[tuple[Any, ...], Record]:
        """What tells rows apart → the row, for those that referred to the rows that stay already."""
        names = tables()[table].natural_key
        rows = (row for row in self._rows(table, column, keys) if column not in self.plan.changed.get((table, row["id"]), ()))
        standing = ({**row, **self.plan.changed.get((table, row["id"]), {})} for row in rows)
        return {tuple(row[name] for name in names): row for row in standing}

    def _follow_values(self) -> None:
        """Keys in values that are kept as JSON, such as those that an approval rests on."""
        for table, column, of in columns_of_values():
            owner = next(one.name for one in tables()[table].columns if one.references == of)
            renamed = {own: changes for (name, own), changes in self.plan.changed.items() if name == of}
            for row in list(self._rows(table, owner, renamed)) if renamed else ():
                told = json.loads(row[column]) if row[column] else {}
                new = {name: value for name, value in renamed[row[owner]].items() if told.get(name) == self.plan.merged_id}
                if new:
                    self._change(table, row, column, json.dumps({**told, **new}, ensure_ascii=False, sort_keys=True))


def _leads_to_itself(table: str, other: str, row: Record) -> bool:
    """Whether a row that ties two rows of a table ties one to itself."""
    known = tables()[other]
    ends = (
        ("left_id", "right_id")
        if other == "judgements"
        else [one for one in known.natural_key if known.column(one).references == table]
    )
    return len(ends) > 1 and row[ends[0]] is not None and len({row[name] for name in ends}) == 1


def _says_the_same(one: Record, other: Record) -> bool:
    return {**one, "id": ""} == {**other, "id": ""}
