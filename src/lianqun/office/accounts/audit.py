"""The log of what was done: one event an action, appended and never changed."""

from typing import Any

from django.utils import timezone

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.requests import request_id


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


def name_of(thing: object) -> str:
    """How the log names a thing: `table/id` for a row, the text itself otherwise."""
    meta = getattr(thing, "_meta", None)
    return f"{meta.db_table}/{thing.pk}"[:200] if meta is not None else str(thing)[:200]  # type: ignore[attr-defined]
