"""Who is who on the site: suggested by the library, decided by a person, remembered, and taken back."""

import pytest
from django.test import Client
from tests.factories import make_user

from lianqun.office.evidence.models import Judgement
from lianqun.office.queries.trace.identity import read_questions
from lianqun.office.registry.models import Merge, Organization, Placement

pytestmark = pytest.mark.django_db
PAIR = {"one": "滁州惠丰光电有限公司", "two": "滁州市惠丰光电有限责任公司", "three": "惠丰光电（滁州）有限公司"}


@pytest.fixture
def clerk(tiny: None, client: Client) -> Client:
    for key, name in PAIR.items():
        Organization.objects.create(id=key, name_zh=name, kind="enterprise", place_id="371400")
    user = make_user(role="statistician")
    client.force_login(user)
    client.user = user  # type: ignore[attr-defined]
    return client


def asked(client: Client) -> dict[tuple[str, str], bool]:
    found = read_questions(client.user)  # type: ignore[attr-defined]
    return {(one.left.pk, one.right.pk): one.is_sure for one in found if one.left.pk in PAIR}


def test_a_decision_is_remembered_and_taken_back(clerk: Client) -> None:
    before = asked(clerk)
    assert before and not all(before.values())
    pair = next(pair for pair, sure in before.items() if not sure)
    address = f"/identity/{pair[0]}/{pair[1]}"
    clerk.post(address, {"act": "refuse", "reason": "两家厂"})
    assert pair not in asked(clerk)
    assert Judgement.objects.get().verdict == "different"
    clerk.post(address, {"act": "undo"})
    assert asked(clerk) == before
    assert clerk.post(address, {"act": "undo"}).status_code == 404


def test_sure_ones_are_merged_at_once_and_each_can_be_taken_back(clerk: Client) -> None:
    sure = [pair for pair, is_sure in asked(clerk).items() if is_sure]
    assert sure == [("one", "two")]
    Placement.objects.create(id="p-two", organization_id="two", link_id="wafer", role="member", status="uncertain")
    assert [pair for pair, is_sure in asked(clerk).items() if is_sure] == [("two", "one")]  # the richer record stands for both
    clerk.post("/identity/sure")
    assert Placement.objects.get(pk="p-two").organization_id == "two" and not Organization.objects.filter(pk="one").exists()
    assert not any(asked(clerk).values())
    page = clerk.get("/identity", follow=True).content.decode()
    assert f"/merges/{Merge.objects.get().pk}/split" in page
    clerk.post(f"/merges/{Merge.objects.get().pk}/split")
    assert asked(clerk)[("two", "one")]


def test_a_pair_is_merged_and_split_by_keys(clerk: Client) -> None:
    address, partial = "/identity/two/one", {"HTTP_HX_REQUEST": "true"}
    assert 'data-act="undo"' in clerk.post(address, {"act": "accept"}, **partial).content.decode()
    assert Merge.objects.get(merged_id="one").split_at is None
    assert 'data-act="accept"' in clerk.post(address, {"act": "undo"}, **partial).content.decode()
    assert Organization.objects.filter(pk__in=("one", "two")).count() == 2 and Merge.objects.get().split_at is not None


def test_what_a_merge_changes_is_told_before_and_nothing_is_written(clerk: Client) -> None:
    for key in ("one", "two"):
        Placement.objects.create(id=f"p-{key}", organization_id=key, link_id="wafer", role="member", status="uncertain")
    page = clerk.get("/identity/one/two/text").content.decode()
    assert "落位" in page and "留其一" in page
    assert Organization.objects.filter(pk="two").exists() and not Merge.objects.exists()
    assert clerk.get("/identity/one/nobody/text").status_code == 404
