"""What a merge keeps so that it can be taken apart, and what taking it apart comes to: what goes back, and what was changed since and stays."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lianqun.office.accounts.models import AuditEvent
from lianqun.office.queries.rows.merged import stands_for
from lianqun.office.queries.rows.whole_tables import models_by_table, plain_record, records_of
from lianqun.office.queries.tables.merging import MERGED, Gone, Plan
from lianqun.office.queries.tables.record_changes import WRITTEN
from lianqun.office.registry.models import Merge
from lianqun.vocab.codes import code_lists
from lianqun.vocab.dictionary import tables

Record = dict[str, Any]
Spot = tuple[str, str]
BY_MERGES = "merges/"


@dataclass(frozen=True, slots=True)
class Stays:
    """A row that does not go back: it was changed since (by whom and when, as far as the log says), or is there no more."""

    table: str
    row_id: str
    is_gone: bool
    by: str = ""
    at: datetime | None = None


@dataclass
class SplitPlan:
    """A split before it is done, values as JSON has them: rows that come back, columns that go back, rows added by the merge that go."""

    merge: Merge
    back: dict[str, list[Record]] = field(default_factory=dict)
    columns: dict[Spot, Record] = field(default_factory=dict)
    removed: dict[str, list[str]] = field(default_factory=dict)
    stays: list[Stays] = field(default_factory=list)

    def counts(self) -> list[tuple[str, int, int, int]]:
        """By table: how many rows come back, go back to the row that is split off, and stay as they are."""
        moved = [table for table, own in self.columns if (table, own) != (self.merge.table, self.merge.kept_id)]
        told = [one.table for one in self.stays]
        rows = [(table, len(self.back.get(table, ())), moved.count(table), told.count(table)) for table in tables()]
        return [row for row in rows if any(row[1:])]


def as_kept(
    plan: Plan, *, added: Mapping[str, Iterable[str]], accounts: Iterable[str], questions: Iterable[tuple[str, str]]
) -> str:
    """What a merge keeps in its column `rows`, as JSON. The rows added by it must be written already."""
    kept_row = (plan.table, plan.kept_id)
    told = {
        "row": _told(plan.gone[(plan.table, plan.merged_id)]),
        "gone": [_told(one) for one in plan.gone.values() if one.why != MERGED],
        "changed": [
            {
                "table": table,
                "id": own,
                "version": "" if (table, own) == kept_row else _version(table, plan.after((table, own)), changes),
                "columns": {
                    name: [plain_record({"": plan.before[(table, own)][name]})[""], plain_record({"": value})[""]]
                    for name, value in changes.items()
                },
            }
            for (table, own), changes in plan.changed.items()
        ],
        "added": [
            {"table": table, "id": own, "version": _version(table, record, ())}
            for table, ids in added.items()
            for own, record in records_of(table, ids).items()
        ],
        "accounts": sorted(accounts),
        "questions": sorted(questions),
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)


def _told(gone: Gone) -> Record:
    return {"table": gone.table, "why": gone.why, "twin": gone.twin, "row": plain_record(gone.record)}


def _version(table: str, record: Mapping[str, Any], changed: Iterable[str]) -> str:
    """Which state of a row this is, the columns apart that merges change: those are compared by themselves."""
    apart = {column.name for column in tables()[table].columns if column.references and tables()[column.references].merged_by}
    told = {name: value for name, value in plain_record(record).items() if name not in {*apart, *changed}}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def kept_by(merge: Merge) -> Record | None:
    """What a merge keeps; None where it is not known here."""
    try:
        told = json.loads(merge.rows)
        return told if isinstance(told["row"]["row"], dict) else None
    except (ValueError, KeyError, TypeError):
        return None


def plan_split(merge: Merge) -> SplitPlan:
    """What taking a merge apart comes to. Rows that somebody changed since stay with the row that was kept, and are told."""
    told, plan = kept_by(merge) or {"row": None, "gone": [], "changed": [], "added": []}, SplitPlan(merge)
    records = _records(told["changed"])
    for one in told["changed"]:
        _go_back(plan, one, records.get((one["table"], one["id"])))
    for one in ([told["row"]] if told["row"] else []) + told["gone"]:
        _come_back(plan, one)
    for one in told["added"]:
        _remove(plan, one)
    return plan


def _records(told: Iterable[Record]) -> dict[Spot, Record]:
    """The rows named by table and key as they stand now, those that are there."""
    ids: dict[str, list[str]] = {}
    for one in told:
        ids.setdefault(one["table"], []).append(one["id"])
    return {(table, own): record for table, wanted in ids.items() for own, record in records_of(table, wanted).items()}


def _go_back(plan: SplitPlan, one: Record, record: Record | None) -> None:
    table, own = one["table"], one["id"]
    if record is None:
        plan.stays.append(Stays(table, own, is_gone=True))
        return
    now = plain_record(record)
    as_left = {name: before for name, (before, after) in one["columns"].items() if now[name] == after}
    is_kept_row = (table, own) == (plan.merge.table, plan.merge.kept_id)
    is_as_left = len(as_left) == len(one["columns"]) and (
        is_kept_row or _version(table, record, one["columns"]) == one["version"]
    )
    if is_kept_row or is_as_left:
        plan.columns[(table, own)] = as_left
    if not is_as_left:
        plan.stays.append(_changed(plan.merge, table, own))


def _changed(merge: Merge, table: str, own: str) -> Stays:
    events = AuditEvent.objects.filter(subject=f"{table}/{own}"[:200], type__in=WRITTEN, at__gt=merge.at)
    last = events.exclude(parent__startswith=BY_MERGES).order_by("-id").first()
    return Stays(table, own, is_gone=False, by=last.by if last else "", at=last.at if last else None)


def _come_back(plan: SplitPlan, one: Record) -> None:
    """A row that went comes back, unless its key is taken meanwhile or what it belongs to is gone."""
    table = one["table"]
    row = {**dict.fromkeys(column.name for column in tables()[table].columns), **one["row"]}
    own = row["id"]
    refers = [column for column in tables()[table].columns if column.references and row[column.name]]
    lost = [column for column in refers if not _leads(plan, column.references, row, column.name)]
    if models_by_table()[table]._default_manager.filter(pk=own).exists() or any(column.required for column in lost):
        plan.stays.append(Stays(table, own, is_gone=False))
        return
    plan.back.setdefault(table, []).append({**row, **{column.name: None for column in lost}, **_unproven(plan, table, own, row)})


def _leads(plan: SplitPlan, table: str, row: Record, name: str) -> bool:
    """Whether a reference of a row that comes back leads somewhere: to a row that is there, comes back as well, or was merged meanwhile."""
    wanted = row[name]
    is_back = any(one["id"] == wanted for one in plan.back.get(table, ()))
    if is_back or models_by_table()[table]._default_manager.filter(pk=wanted).exists():
        return True
    row[name] = stands_for(table, wanted) or wanted
    return bool(row[name] != wanted)


def _unproven(plan: SplitPlan, table: str, own: str, row: Record) -> Record:
    """What a rule gave the row is no longer given where its evidence does not come back with it."""
    computed = [column for column in tables()[table].columns if column.computed and row[column.name] in column.computed]
    apart = {one.row_id for one in plan.stays if one.table == "evidence"}
    if not (computed and apart):
        return {}
    changed = (kept_by(plan.merge) or {"changed": []})["changed"]
    mine = {one["id"] for one in changed if one["table"] == "evidence" and one["columns"].get("row_id", [""])[0] == own}
    if not mine & apart:
        return {}
    return {one.name: next(code for code in code_lists()[one.codes] if code not in one.computed) for one in computed}


def _remove(plan: SplitPlan, one: Record) -> None:
    """A row that the merge added goes again, unless somebody changed it or tied something to it."""
    table, own = one["table"], one["id"]
    record = records_of(table, [own]).get(own)
    if record is not None and _version(table, record, ()) == one["version"]:
        plan.removed.setdefault(table, []).append(own)
    elif record is not None:
        plan.stays.append(_changed(plan.merge, table, own))
