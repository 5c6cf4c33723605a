"""Who sees which row: a truth table over roles, places and chains, for every table."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories import TINY, load_tiny_data_set, make_user

from lianqun.office.accounts.permissions import Permission, has_permission
from lianqun.office.queries.rows.visible import may, may_see, places_above, places_within, visible_place_ids, visible_to
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.registry.models import Need, Project
from lianqun.vocab.dictionary import tables

pytestmark = pytest.mark.django_db

ALL = {table: {row["id"] for row in rows} for table, rows in TINY.items()}
DEZHOU = {
    "chains": {"dz-ic"},
    "chain_links": {"cl-1", "cl-2"},
    "placements": {"pl-1", "pl-2"},
    "projects": {"pro-1"},
    "needs": {"need-1"},
    "offers": {"off-1"},
    "indicators": {"ind-1"},
}
CHUZHOU = {
    "chains": {"cz-pv"},
    "chain_links": {"cl-3"},
    "placements": {"pl-3"},
    "projects": {"pro-2"},
    "needs": {"need-2"},
    "offers": set(),
    "indicators": set(),
}
CLOSED_TO_ENTERPRISES = {"documents", "passages", "statements", "projects", "needs", "indicators"}


@pytest.fixture(autouse=True)
def tiny(db: None) -> None:
    load_tiny_data_set()


def seen(user: object) -> dict[str, set[str]]:
    models = models_by_table()
    return {table: set(visible_to(user, models[table]._default_manager.all()).values_list("pk", flat=True)) for table in TINY}


@pytest.mark.parametrize("role", ["chief", "promotion", "steward", "statistician", "desk", "analyst", "administrator"])
def test_a_role_for_all_places_sees_all(role: str) -> None:
    assert seen(make_user(role=role)) == ALL


@pytest.mark.parametrize(
    ("place_id", "expected"),
    [
        ("371400", DEZHOU),
        ("370000", DEZHOU),
        ("341100", CHUZHOU),
        ("371402", {"chains": set(), "projects": {"pro-1"}, "placements": {"pl-1"}}),
    ],
)
def test_a_role_for_a_place_sees_it_and_all_below(place_id: str, expected: dict[str, set[str]]) -> None:
    found = seen(make_user(role="chief", place_id=place_id))
    assert {table: found[table] for table in expected} == expected
    open_tables = {table for table in TINY if tables()[table].seen_everywhere}
    assert {table: found[table] for table in open_tables} == {table: ALL[table] for table in open_tables}


def test_a_role_for_a_chain_sees_its_rows() -> None:
    found = seen(make_user(role="steward", chain_id="dz-ic"))
    assert (found["projects"], found["needs"], found["chains"], found["chain_links"]) == (
        {"pro-1"},
        {"need-1"},
        {"dz-ic"},
        {"cl-1", "cl-2"},
    )
    assert found["offers"] == set(), "a row of no chain belongs to those who hold all chains"
    assert seen(make_user(role="steward", place_id="341100", chain_id="dz-ic"))["projects"] == set()


def test_two_roles_add_up() -> None:
    user = make_user(role="chief", place_id="371400")
    user.memberships.create(role="steward", place_id="341100")
    assert seen(user)["projects"] == {"pro-1", "pro-2"}


def test_an_enterprise_sees_its_own_and_what_is_public() -> None:
    found = seen(make_user(role="enterprise", organization_id="org-a"))
    assert (found["projects"], found["needs"]) == ({"pro-1"}, {"need-1"})
    for table in CLOSED_TO_ENTERPRISES - {"projects", "needs"}:
        assert found[table] == set(), table
    assert found["organizations"] == ALL["organizations"] and found["chains"] == ALL["chains"]
    nobody = seen(make_user(role="enterprise"))
    assert all(nobody[table] == set() for table in CLOSED_TO_ENTERPRISES)


def test_an_enterprise_of_no_organization_does_not_see_rows_without_one() -> None:
    Need.objects.filter(pk="need-1").update(organization=None)
    assert seen(make_user(role="enterprise", organization_id=""))["needs"] == set()


@pytest.mark.parametrize("user", ["nobody", "anonymous", "inactive", "unknown role"])
def test_nobody_sees_nothing(user: str) -> None:
    person: object = AnonymousUser()
    if user != "anonymous":
        person = make_user(role={"inactive": "chief", "unknown role": "emperor"}.get(user, ""))
        person.is_active = user != "inactive"  # type: ignore[attr-defined]
    assert seen(person) == {table: set() for table in TINY}
    assert not has_permission(person, Permission.MAP_VIEW)


def test_every_table_has_a_rule_whose_paths_lead_somewhere() -> None:
    for place, chain in (("371400", ""), ("", "dz-ic"), ("371400", "dz-ic")):
        for role in ("chief", "enterprise"):
            user = make_user(role=role, place_id=place, chain_id=chain, organization_id="org-a")
            for model in models_by_table().values():
                assert visible_to(user, model._default_manager.all()).count() >= 0


def test_places() -> None:
    assert places_within(["370000"]) == {"370000", "371400", "371402"}
    assert places_above("371402") == ("371400", "370000") and places_above("none") == ()
    assert visible_place_ids(make_user(role="chief")) is None
    assert visible_place_ids(make_user(role="chief", place_id="371400")) == {"371400", "371402"}
    assert visible_place_ids(make_user()) == frozenset()


@pytest.mark.parametrize(
    ("held_for", "asked", "allowed"),
    [
        ("", "371402", True),
        ("371400", "371402", True),
        ("370000", "371402", True),
        ("371402", "371400", False),
        ("341100", "371402", False),
    ],
)
def test_may_by_place(held_for: str, asked: str, allowed: bool) -> None:
    user = make_user(role="statistician", place_id=held_for)
    assert may(user, Permission.STATEMENT_REVIEW, place_id=asked) is allowed
    assert may(user, Permission.STATEMENT_REVIEW), "somewhere"
    assert not may(user, Permission.PERSON_MANAGE, place_id=asked)


def test_may_by_chain() -> None:
    user = make_user(role="chief", chain_id="dz-ic")
    assert may(user, Permission.STATEMENT_REVIEW, chain_id="dz-ic")
    assert not may(user, Permission.STATEMENT_REVIEW, chain_id="cz-pv")


def test_may_see() -> None:
    user = make_user(role="chief", place_id="341100")
    assert may_see(user, Project.objects.get(pk="pro-2")) and not may_see(user, Project.objects.get(pk="pro-1"))


def test_places_are_looked_up_once_for_a_person(django_assert_max_num_queries: object) -> None:
    user = make_user(role="chief", place_id="370000")
    list(visible_to(user, Project.objects.all()))
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        list(visible_to(user, Need.objects.all()))
