"""The log of what was done: one event an action, appended and never changed; and which tables each changed."""

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from operator import itemgetter
from typing import Any

from django.utils import timezone

from lianqun.office.accounts.models import AuditEvent, TableVersion, User
from lianqun.office.accounts.requests import request_id

EVERY_TABLE = "*"
LINK_TALLY = "link_tally"


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
    changed = tables_of(type) if tables is None else {*tables, LINK_TALLY}
    TableVersion.objects.bulk_create(
        [TableVersion(table=table, event_id=event.pk) for table in sorted(changed)],
        update_conflicts=True, unique_fields=["table"], update_fields=["event_id"],
    )  # fmt: skip
    return event


def tables_of(type: str) -> frozenset[str]:
    """The tables that an event of a type changes, by its longest beginning in `effects.csv`; every table for a type that is not there."""
    known = [(len(prefix), tables) for prefix, tables in _effects().items() if type.startswith(prefix)]
    return max(known, key=itemgetter(0))[1] if known else frozenset({EVERY_TABLE})


@cache
def _effects() -> dict[str, frozenset[str]]:
    with files(__package__).joinpath("effects.csv").open(encoding="utf-8") as file:
        return {row["type"]: frozenset(row["tables"].split()) for row in csv.DictReader(file)}


def name_of(thing: object) -> str:
    """How the log names a thing: `table/id` for a row, the text itself otherwise."""
    meta = getattr(thing, "_meta", None)
    return f"{meta.db_table}/{thing.pk}"[:200] if meta is not None else str(thing)[:200]  # type: ignore[attr-defined]
