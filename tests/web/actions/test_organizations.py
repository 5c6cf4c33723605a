"""Who is who: merging rewrites nothing, counts once, and can be taken back."""

import pytest
from tests.factories import make_user

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.actions.rows import tallies
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.trace import organizations
from lianqun.office.queries.rows.whole_tables import whole_tables
from lianqun.office.queries.trace.identity import canonical_ids, group_of
from lianqun.office.registry.models import LinkTally, Organization, Placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(tiny: None) -> User:
    user: User = make_user(role="statistician")
    return user


def org(key: str) -> Organization:
    return Organization.objects.get(pk=key)


def test_merging_rewrites_nothing_counts_once_and_is_taken_back(clerk: User) -> None:
    Placement.objects.create(id="pl-4", organization_id="org-b", link_id="wafer", role="member", status="uncertain")
    tallies.rebuild(by=clerk)
    assert LinkTally.objects.get(place_id="371400", link_id="wafer").organizations == 2
    before = {table: rows.to_dicts() for table, rows in whole_tables().items() if table != "judgements"}
    judgement = organizations.merge(by=clerk, left=org("org-a"), right=org("org-b"), why="同一地址")
    assert group_of("org-b") == group_of("org-a") == {"org-a", "org-b"}
    tallies.rebuild(by=clerk)
    assert LinkTally.objects.get(place_id="370000", link_id="wafer").organizations == 1
    assert {table: rows.to_dicts() for table, rows in whole_tables().items() if table != "judgements"} == before
    organizations.unmerge(by=clerk, judgement=judgement)
    tallies.rebuild(by=clerk)
    assert LinkTally.objects.get(place_id="371400", link_id="wafer").organizations == 2 and group_of("org-a") == {"org-a"}
    assert AuditEvent.objects.filter(type__startswith="organization.").count() == 2


def test_what_is_refused(clerk: User) -> None:
    assert organizations.merge.why_not(clerk, left=org("org-a"), right=org("org-a"))
    judgement = organizations.mark_different(by=clerk, left=org("org-a"), right=org("org-c"))
    with pytest.raises(Refused) as refused:
        organizations.merge(by=clerk, left=org("org-c"), right=org("org-a"))
    assert refused.value.code == "judged_different"
    organizations.unmerge(by=clerk, judgement=judgement)
    organizations.merge(by=clerk, left=org("org-c"), right=org("org-a"))
    assert organizations.merge.why_not(clerk, left=org("org-a"), right=org("org-c"))
    with pytest.raises(Refused):
        organizations.unmerge(by=clerk, judgement=judgement)
    assert organizations.merge.why_not(make_user(role="chief"), left=org("org-a"), right=org("org-d"))


@pytest.mark.parametrize(
    ("pairs", "stands"),
    [
        ([], {}),
        ([("a", "b")], {"b": "a"}),
        ([("a", "b"), ("c", "a")], {"b": "c", "a": "c"}),
        ([("a", "b"), ("b", "a")], {"b": "a"}),
        ([("a", "b"), ("c", "d"), ("b", "d")], {"b": "a", "d": "a", "c": "a"}),
    ],
)
def test_canonical_ids(pairs: list[tuple[str, str]], stands: dict[str, str]) -> None:
    assert canonical_ids(pairs) == stands
