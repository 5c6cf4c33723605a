"""What is kept says which tables it reads, and an action says which tables it changes: neither may leave one out."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import make_user

from lianqun.maps import KINDS
from lianqun.office.accounts.audit import EVERY_TABLE, LINK_TALLY, tables_of
from lianqun.office.accounts.models import AuditEvent, TableVersion, User
from lianqun.office.actions.read import statements
from lianqun.office.actions.tables import merging
from lianqun.office.actions.trace import organizations, register, typed_rows
from lianqun.office.evidence.models import Statement
from lianqun.office.queries import home
from lianqun.office.queries.diagnose import states
from lianqun.office.queries.lists import freshness
from lianqun.office.queries.maps import scene
from lianqun.office.queries.read import effort
from lianqun.office.queries.rows.caching import cached
from lianqun.office.queries.rows.scope import Scope
from lianqun.office.queries.rows.version import tables_version
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.queries.trace import conflicts as conflict_rows
from lianqun.office.registry.models import Chain, LinkTally, Merge, Organization, Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]
ON = date(2024, 6, 1)
# Who may see what is part of the key, and places are watched by everything that is kept.
NOT_READ = {"places", "people", "memberships"}


@pytest.fixture
def admin() -> User:
    return make_user(role="administrator")


def tables_read(make: Callable[[], Any]) -> set[str]:
    """The tables in the SQL of all queries that a function makes."""
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        make()
    named = {name for query in queries.captured_queries for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    own = {*models_by_table(), LinkTally._meta.db_table}
    return {LINK_TALLY if name == LinkTally._meta.db_table else name for name in named & own} - NOT_READ


def kept(admin: User) -> Iterator[tuple[tuple[str, ...], Callable[[], Any]]]:
    place, chain = Place.objects.get(pk="371400"), Chain.objects.get(pk="dz-ic")
    for scope in (Scope(place, None), Scope(place, chain), Scope(None, None)):
        yield home.READS, lambda scope=scope: home._read_home(admin, scope, ON)
        yield freshness.READS, lambda scope=scope: freshness.freshness_rows(admin, scope, ON)
    for kind in KINDS:
        yield scene.READS, lambda kind=kind: scene.read_slice(admin, kind, place, chain)
    yield conflict_rows.READS, lambda: conflict_rows._read_conflicts(admin, ON, False)
    yield effort.READS, lambda: effort._read_effort(admin)
    yield states.READS, lambda: states.stand_chain(admin, chain, "371400")


def test_what_is_kept_names_every_table_it_reads(admin: User) -> None:
    for reads, make in kept(admin):
        read = tables_read(make)
        assert read and read <= set(reads)


def test_what_is_kept_is_made_anew_when_one_of_its_tables_changes_and_only_then(admin: User) -> None:
    made = []

    def ask() -> int:
        return cached(admin, "asked", reads=("chains",), make=lambda: made.append(1) or len(made))

    statements.accept(by=admin, statement=Statement.objects.get(pk="sta-1"))
    TableVersion.objects.create(table="chains", event_id=1)
    assert (ask(), ask()) == (1, 1)
    statements.accept(by=admin, statement=Statement.objects.get(pk="sta-2"))
    assert ask() == 1
    TableVersion.objects.filter(table="chains").update(event_id=2)
    assert ask() == 2
    TableVersion.objects.create(table=EVERY_TABLE, event_id=3)
    assert ask() == 3


def everything() -> dict[str, Any]:
    rows = {name: list(model._default_manager.order_by("pk").values()) for name, model in models_by_table().items()}
    counts = LinkTally.objects.order_by("place_id", "link_id").values("place_id", "link_id", "organizations", "leaders", "top")
    return {**rows, LINK_TALLY: list(counts)}


def acts(admin: User) -> Iterator[Callable[[], Any]]:
    one, two = Statement.objects.get(pk="sta-1"), Statement.objects.get(pk="sta-2")
    yield lambda: statements.accept(by=admin, statement=one)
    yield lambda: statements.correct(by=admin, statement=two, value="靶材二")
    yield lambda: statements.undo(by=admin, statement=one)
    pair = Organization.objects.in_bulk(["org-a", "org-b"])
    yield lambda: organizations.mark_different(by=admin, left=pair["org-a"], right=pair["org-b"])
    yield lambda: organizations.unmerge(by=admin, judgement=organizations.Judgement.objects.latest("at"))
    yield lambda: merging.merge(by=admin, table="organizations", kept_id="org-a", merged_id="org-b")
    yield lambda: merging.split(by=admin, merge=Merge.objects.get())
    named = Statement.objects.create(
        id="sta-n",
        claim_type="organization",
        attribute="enterprise",
        subject="戊厂",
        value_text="戊厂有限公司",
        status="accepted",
        passage_id="pas-1",
    )
    yield lambda: register.add_organization(by=admin, statement=named)
    yield lambda: register.take_out(by=admin, organization=Organization.objects.get(name_zh="戊厂有限公司"))
    placed = Statement.objects.create(
        id="sta-p",
        claim_type="placement",
        attribute="环节",
        subject="甲公司",
        subject_id="org-a",
        value_text="靶材",
        status="accepted",
        passage_id="pas-1",
    )
    if typed_rows.add_row.why_not(admin, statement=placed) is None:
        yield lambda: typed_rows.add_row(by=admin, statement=placed)
        yield lambda: typed_rows.take_back(by=admin, statement=placed)


def test_an_action_raises_the_version_of_every_table_that_it_changes(admin: User) -> None:
    count = 0
    for act in acts(admin):
        before, versions = everything(), {name: tables_version([name]) for name in everything()}
        act()
        after, count = everything(), count + 1
        changed = {name for name in after if after[name] != before[name]}
        assert changed and all(tables_version([name]) != versions[name] for name in changed), (
            AuditEvent.objects.first(),
            changed,
        )
    assert count >= 8


def test_a_type_of_event_that_is_not_listed_changes_everything() -> None:
    assert tables_of("never.heard_of") == {EVERY_TABLE}
    assert tables_of("person.create") == frozenset()
    assert tables_of("statement.accept_many") == {"statements", "judgements"}
