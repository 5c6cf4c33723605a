"""Which state of the data a page shows: a version that changes with every write, and the day of that write."""

import hashlib
from datetime import date

from django.utils import timezone

from lianqun.office.accounts.models import AuditEvent

# What people do to themselves and what merely leaves the site changes no data.
WITHOUT_EFFECT = ("person.", "export.")


def data_version() -> tuple[str, date]:
    """The version (eight hexadecimal digits) and the day of the last change; `empty` and today before the first one."""
    events = AuditEvent.objects.order_by("-id")
    for prefix in WITHOUT_EFFECT:
        events = events.exclude(type__startswith=prefix)
    last = events.values_list("id", "at").first()
    if last is None:
        return "empty", timezone.localdate()
    number, at = last
    return hashlib.sha256(f"{number} {at.isoformat()}".encode()).hexdigest()[:8], timezone.localdate(at)
