"""The log of what was done is appended to and never changed: not by code, not by a table, not by any address of the site."""

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import polars as pl
import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from tests.factories import make_user
from tests.rules.test_structure import SOURCE, modules

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import AuditEvent, Kept
from lianqun.office.actions.rows.door import delete_rows, write_rows
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.vocab.dictionary import tables

pytestmark = pytest.mark.usefixtures("tiny")
LOG = AuditEvent._meta.db_table


@pytest.fixture
def event() -> AuditEvent:
    return log_event(
        type="row.update", by=make_user(), subject="projects/pro-1", before={"stage": "signed"}, after={"stage": "x"}
    )


def rename(event: AuditEvent) -> None:
    event.by = "somebody.else"
    event.save()


WAYS: dict[str, Callable[[AuditEvent], Any]] = {
    "save": rename,
    "save some": lambda event: event.save(update_fields=["at"]),
    "delete": lambda event: event.delete(),
    "update": lambda event: AuditEvent.objects.update(by="x"),
    "update some": lambda event: AuditEvent.objects.filter(pk=event.pk).update(at=timezone.now()),
    "update or create": lambda event: AuditEvent.objects.update_or_create(pk=event.pk, defaults={"by": "x"}),
    "bulk update": lambda event: AuditEvent.objects.bulk_update([event], ["by"]),
    "delete all": lambda event: AuditEvent.objects.all().delete(),
    "delete at once": lambda event: AuditEvent.objects.filter(pk=event.pk)._raw_delete("default"),
    "replace": lambda event: AuditEvent.objects.bulk_create(
        [event], update_conflicts=True, unique_fields=["id"], update_fields=["by"]
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_the_models_changes_an_event(event: AuditEvent, way: str) -> None:
    before = list(AuditEvent.objects.values())
    with pytest.raises(Kept), transaction.atomic():
        WAYS[way](event)
    assert list(AuditEvent.objects.values()) == before


def test_no_table_is_the_log() -> None:
    """What tables hold is imported, edited, offered by the interface: the log is none of them."""
    assert LOG not in tables() and LOG not in models_by_table()
    assert not [name for name, model in models_by_table().items() if model is AuditEvent]


def test_the_door_knows_no_log(event: AuditEvent) -> None:
    told = pl.DataFrame([{"id": str(event.pk), "by": "somebody.else"}])
    before = list(AuditEvent.objects.values())
    for name in (LOG, "audit", "AuditEvent"):
        write_rows(by=make_user(role="administrator"), rows={name: told})
        delete_rows(by=make_user(role="administrator"), ids={name: [str(event.pk)]})
    assert list(AuditEvent.objects.values()) == before


def test_nothing_speaks_to_the_log_in_the_databases_own_language() -> None:
    """What the models refuse could be written as SQL; nobody names the log's table."""
    assert [str(path.relative_to(SOURCE)) for path in modules() if LOG in path.read_text(encoding="utf-8")] == []


def addresses(patterns: Any, before: str = "") -> Iterator[str]:
    """Every address of the site, its parts as `<str:name>`."""
    for one in patterns:
        path = before + re.sub(r"[\^$]", "", str(one.pattern))
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, path)
        elif isinstance(one, URLPattern):
            yield path


def filled(path: str, event: AuditEvent, table: str) -> str:
    """An address that points at an event wherever it can: its number, or the name of the log where a table or an act is named."""
    known = {"table": table, "list_name": table, "name": table, "act": "undo"}
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: known.get(part[1], str(event.pk)), path)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_address_of_the_site_changes_an_event(event: AuditEvent, method: str) -> None:
    """The administrator, who may do everything, sends every address an event to be changed; the log may only grow."""
    client = Client(raise_request_exception=False)
    client.force_login(make_user(role="administrator"), backend="django.contrib.auth.backends.ModelBackend")
    before = list(AuditEvent.objects.order_by("pk").values())
    known = [path for path in addresses(get_resolver().url_patterns) if "sign-out" not in path and not path.startswith("static")]
    told = {
        "id": str(event.pk),
        "by": "somebody.else",
        "at": "2020-01-01",
        "type": "x",
        "before": "{}",
        "after": "{}",
        "table": LOG,
    }
    as_json: dict[str, Any] = {"content_type": "application/json"}
    for path, table, as_sent in product(known, (LOG, "projects"), [as_json, *([{}] if method == "post" else [])]):
        answer = getattr(client, method)(filled(path, event, table), told, **as_sent)
        assert answer.status_code < 500, (method, path, answer.content[:300])
    assert len(known) > 100
    assert list(AuditEvent.objects.filter(pk__lte=before[-1]["id"]).order_by("pk").values()) == before
