"""Who is who: what a data set holds to be the same counts once, and every judgement can be taken back."""

import pytest
from django.utils import timezone
from tests.factories import make_user

from lianqun.office.accounts.models import User
from lianqun.office.actions.rows import tallies
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.trace import organizations
from lianqun.office.evidence.models import Judgement
from lianqun.office.queries.trace.identity import canonical_ids, group_of
from lianqun.office.registry.models import LinkTally, Organization, Placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(tiny: None) -> User:
    user: User = make_user(role="statistician")
    return user


def org(key: str) -> Organization:
    return Organization.objects.get(pk=key)


def held_the_same(left: str, right: str) -> Judgement:
    """Two organisations that a data set holds to be one."""
    return Judgement.objects.create(
        id=f"j-{left}-{right}", left_id=left, right_id=right, verdict="same", by="某甲", at=timezone.now()
    )


def test_what_a_data_set_holds_to_be_the_same_counts_once_and_is_taken_back(clerk: User) -> None:
    Placement.objects.create(id="pl-4", organization_id="org-b", link_id="wafer", role="member", status="uncertain")
    tallies.rebuild(by=clerk)
    assert LinkTally.objects.get(place_id="371400", link_id="wafer").organizations == 2
    judgement = held_the_same("org-a", "org-b")
    assert group_of("org-b") == group_of("org-a") == {"org-a", "org-b"}
    tallies.rebuild(by=clerk)
    assert LinkTally.objects.get(place_id="370000", link_id="wafer").organizations == 1
    organizations.unmerge(by=clerk, judgement=judgement)
    assert LinkTally.objects.get(place_id="371400", link_id="wafer").organizations == 2 and group_of("org-a") == {"org-a"}


def test_what_is_refused(clerk: User) -> None:
    assert organizations.mark_different.why_not(clerk, left=org("org-a"), right=org("org-a"))
    judgement = held_the_same("org-a", "org-c")
    with pytest.raises(Refused) as refused:
        organizations.mark_different(by=clerk, left=org("org-c"), right=org("org-a"))
    assert refused.value.code == "already_same"
    organizations.unmerge(by=clerk, judgement=judgement)
    with pytest.raises(Refused):
        organizations.unmerge(by=clerk, judgement=judgement)
    assert organizations.mark_different.why_not(make_user(role="chief"), left=org("org-a"), right=org("org-d"))


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
