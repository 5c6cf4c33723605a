"""The log of what was done: one event an action, appended and never changed; and which tables each changed."""

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import islice
from operator import itemgetter
from typing import Any

from django.utils import timezone

from lianqun.office.accounts.models import AuditEvent, TableVersion, User
from lianqun.office.accounts.requests import request_id
from lianqun.trace.tallies import COUNTED

EVERY_TABLE = "*"
LINK_TALLY = "link_tally"
CHUNK = 2_000


def log_event(
    *,
    type: str,
    by: User | None,
    subject: object,
    parent: object = "",
    before: Any = None,
    after: Any = None,
    reason: str = "",
    tables: Iterable[str] | None = None,
) -> AuditEvent:
    """Append one event. `subject` and `parent` are named as `table/id`; `before` and `after` hold what changed, JSON-ready.

    `by` is None only for what the site does for itself, such as a recount after an import from the command line.
    `tables` are those that the action changed, where its type does not say so in `effects.csv`.
    """
    event = AuditEvent.objects.create(
        type=type,
        at=timezone.now(),
        by=by.username if by else "",
        subject=name_of(subject),
        parent=name_of(parent),
        before=before,
        after=after,
        reason=reason,
        request_id=request_id.get(),
    )
    _raise_versions(tables_of(type) if tables is None else tables, event)
    return event


def _raise_versions(tables: Iterable[str], event: AuditEvent) -> None:
    """Let what was worked out of these tables, and of what is counted from them, be over with an event."""
    changed = {*tables, *([LINK_TALLY] if not COUNTED.keys().isdisjoint(tables) else [])}
    TableVersion.objects.bulk_create(
        [TableVersion(table=table, event_id=event.pk) for table in sorted(changed)],
        update_conflicts=True, unique_fields=["table"], update_fields=["event_id"],
    )  # fmt: skip


def tables_of(type: str) -> frozenset[str]:
    """The tables that an event of a type changes, by its longest beginning in `effects.csv`; every table for a type that is not there."""
    known = [(len(prefix), tables) for prefix, tables in _effects().items() if type.startswith(prefix)]
    return max(known, key=itemgetter(0))[1] if known else frozenset({EVERY_TABLE})


@cache
def _effects() -> dict[str, frozenset[str]]:
    with files(__package__).joinpath("effects.csv").open(encoding="utf-8") as file:
        return {row["type"]: frozenset(row["tables"].split()) for row in csv.DictReader(file)}


def log_events(
    type: str, by: User | None, changes: Iterable[tuple[str, Any, Any]], parent: object = "", reason: str = ""
) -> None:
    """Append an event of one type for each change of a row, given as (`table/id`, before, after)."""
    now, own = timezone.now(), {"by": by.username if by else "", "parent": name_of(parent), "request_id": request_id.get()}
    left = (
        AuditEvent(type=type, at=now, subject=subject[:200], before=before, after=after, reason=reason, **own)
        for subject, before, after in changes
    )
    while part := list(islice(left, CHUNK)):
        made = AuditEvent.objects.bulk_create(part)
        _raise_versions({event.subject.partition("/")[0] for event in made}, made[-1])


def name_of(thing: object) -> str:
    """How the log names a thing: `table/id` for a row, the text itself otherwise."""
    meta = getattr(thing, "_meta", None)
    return f"{meta.db_table}/{thing.pk}"[:200] if meta is not None else str(thing)[:200]  # type: ignore[attr-defined]
