"""Which state of the data a page shows: a version that changes with every write, and the day up to which the data speak."""

import hashlib
from collections.abc import Iterable
from datetime import date

from django.core.cache import cache
from django.db.models import Max
from django.utils import timezone

from lianqun.office.accounts.audit import EVERY_TABLE
from lianqun.office.accounts.models import AuditEvent, TableVersion
from lianqun.office.evidence.models import Document
from lianqun.office.queries.rows.realm import of_realm, realm_name
from lianqun.office.registry.models import LinkFinding

NO_VERSION = "empty"
DATED = ("documents", "link_findings")
# What people do to themselves, what merely leaves the site, and a table that is only looked at change no data.
WITHOUT_EFFECT = ("person.", "export.", "import.propose", "import.queue")


def data_version() -> tuple[str, date]:
    """The version (eight hexadecimal digits) and the day up to which the data speak; `empty` and today before the first change."""
    events = AuditEvent.objects.order_by("-id")
    for prefix in WITHOUT_EFFECT:
        events = events.exclude(type__startswith=prefix)
    last = events.values_list("id", "at").first()
    if last is None:
        return NO_VERSION, timezone.localdate()
    number, at = last
    version = hashlib.sha256(f"{number} {at.isoformat()}".encode()).hexdigest()[:8]
    return version, _newest_day() or timezone.localdate(at)


def tables_version(tables: Iterable[str]) -> str:
    """A version that changes when one of some tables does; `empty` before the first change that the log knows."""
    rows = TableVersion.objects.filter(table__in=[*tables, EVERY_TABLE]).order_by("table").values_list("table", "event_id")
    told = " ".join(f"{table} {event}" for table, event in rows)
    return hashlib.sha256(told.encode()).hexdigest()[:8] if told else NO_VERSION


def _newest_day() -> date | None:
    """`newest_day`, asked for once a version of its tables."""
    version = tables_version(DATED)
    if version == NO_VERSION:
        return newest_day()
    key = f"as_of:{version}:{realm_name()}"
    if key not in cache:
        cache.set(key, newest_day())
    day: date | None = cache.get(key)
    return day


def newest_day() -> date | None:
    """The day of the newest document or finding, as the command's maps have it; None where there is neither."""
    days = (
        of_realm(Document.objects.all()).aggregate(day=Max("published_on"))["day"],
        of_realm(LinkFinding.objects.all()).aggregate(day=Max("as_of"))["day"],
    )
    return max((day for day in days if day), default=None)
