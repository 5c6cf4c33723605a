"""What happened to a row: its version, what was changed since somebody opened it, and its whole history, told by the log of the door."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.permissions import Permission, has_permission
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import plain_record
from lianqun.vocab.dictionary import tables

Record = Mapping[str, Any]
WRITTEN = ("row.create", "row.update", "row.delete")
MERGING = ("row.merge", "row.split")
MOST_WALKED = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """One column that somebody else changed: before and after as the log has them, by whom and when; both empty where the log does not say."""

    column: str
    before: Any
    after: Any
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """A row as somebody opened it (`base`, as JSON has it), and what was changed from then on, by column.

    `is_told` is False where the log does not lead back to that state: then every column counts as changed by nobody knows whom.
    """

    base: dict[str, Any]
    differences: dict[str, Difference] = field(default_factory=dict)
    is_told: bool = True


def version_of(record: Record) -> str:
    """Which state of a row this is: sixteen hexadecimal digits that change with every value."""
    told = json.dumps(plain_record(record), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def events_of(table: str, row_id: str) -> QuerySet[AuditEvent]:
    """Every change of one row, the newest first."""
    return AuditEvent.objects.filter(subject=f"{table}/{row_id}"[:200], type__in=WRITTEN).order_by("-id")


def changes_since(table: str, stands: Record, version: str) -> Since:
    """The row as it was at a version, found by taking the changes of the log back one by one; an empty version means now.

    Where the log does not lead there (rows of a whole data set are told as one), every column is taken to have been changed by nobody knows whom.
    """
    state = plain_record(stands)
    if version in ("", version_of(state)):
        return Since(state)
    found: dict[str, Difference] = {}
    for event in events_of(table, str(stands["id"]))[:MOST_WALKED]:
        if event.type != "row.update":
            break
        for name, before in (event.before or {}).items():
            newer = found.get(name)
            own = (newer.by, newer.at) if newer else (event.by, event.at)
            found[name] = Difference(name, before, newer.after if newer else state[name], *own)
            state[name] = before
        if version_of(state) == version:
            return Since(state, {name: one for name, one in found.items() if one.before != one.after})
    now = plain_record(stands)
    return Since(now, {name: Difference(name, None, value) for name, value in now.items() if name != "id"}, is_told=False)


def is_other(one: Any, other: Any) -> bool:
    """Whether two values as JSON has them say something different; blanks around a text and the ends of its lines say nothing."""
    return bool(_bare(one) != _bare(other))


def _bare(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() or None if isinstance(value, str) else value


def read_history(user: User, table: str, row_id: str, merged: Iterable[str] = ()) -> list[AuditEvent]:
    """The changes of a row, and of the rows `merged` into it, for those of the office who see it; of one that is ended only for those who
    see the log, or did it."""
    if not has_permission(user, Permission.RECORD_VIEW):
        return []
    subjects = [f"{table}/{own}"[:200] for own in (row_id, *merged)]
    return list(AuditEvent.objects.filter(subject__in=subjects, type__in=(*WRITTEN, *MERGING)).order_by("-id"))


def find_ending(user: User, table: str, row_id: str) -> AuditEvent | None:
    """The event by which a row was ended, where it is gone and the person sees that event."""
    last = visible_to(user, events_of(table, row_id)).first()
    return last if last is not None and last.type == "row.delete" else None


def changed_after(event: AuditEvent, stands: Record | None) -> AuditEvent | None:
    """The event that changed the same columns after this one; None where they stand as it left them."""
    later = AuditEvent.objects.filter(subject=event.subject, type__in=WRITTEN, pk__gt=event.pk).order_by("-id")
    touched = _touched(event)
    for one in later[:MOST_WALKED]:
        if event.type != "row.update" or one.type != "row.update" or touched & _touched(one):
            return None if _stands_as_left(event, stands) else one
    return None


def _touched(event: AuditEvent) -> frozenset[str]:
    return frozenset({**(event.before or {}), **(event.after or {})})


def _stands_as_left(event: AuditEvent, stands: Record | None) -> bool:
    """Whether the columns hold what the event left; what was changed and changed back does not stand in the way."""
    if event.type == "row.delete" or stands is None:
        return event.type == "row.delete" and stands is None
    now = plain_record(stands)
    return all(now.get(name) == value for name, value in (event.after or {}).items()) and (
        event.type == "row.update" or {name for name, value in now.items() if value is not None} <= {"id", *(event.after or {})}
    )


def is_moved(table: str, names: Iterable[str]) -> bool:
    """Whether one of these columns is changed by moves alone."""
    return any(column.is_moved for column in tables()[table].columns if column.name in set(names))
