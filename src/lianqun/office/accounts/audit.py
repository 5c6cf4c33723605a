"""The log of what was done: one event an action, appended and never changed."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.utils import timezone

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.requests import request_id

CHUNK = 2_000


def log_event(
    *, type: str, by: User | None, subject: object, parent: object = "", before: Any = None, after: Any = None, reason: str = ""
) -> AuditEvent:
    """Append one event. `subject` and `parent` are named as `table/id`; `before` and `after` hold what changed, JSON-ready.

    `by` is None only for what the site does for itself, such as a recount after an import from the command line.
    """
    return AuditEvent.objects.create(
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


def log_events(
    type: str, by: User | None, changes: Iterable[tuple[str, Any, Any]], parent: object = "", reason: str = ""
) -> None:
    """Append an event of one type for each change, given as (subject, before, after)."""
    now, own = timezone.now(), {"by": by.username if by else "", "parent": name_of(parent), "request_id": request_id.get()}
    left = (
        AuditEvent(type=type, at=now, subject=subject[:200], before=before, after=after, reason=reason, **own)
        for subject, before, after in changes
    )
    while part := list(islice(left, CHUNK)):
        AuditEvent.objects.bulk_create(part)


def name_of(thing: object) -> str:
    """How the log names a thing: `table/id` for a row, the text itself otherwise."""
    meta = getattr(thing, "_meta", None)
    return f"{meta.db_table}/{thing.pk}"[:200] if meta is not None else str(thing)[:200]  # type: ignore[attr-defined]
