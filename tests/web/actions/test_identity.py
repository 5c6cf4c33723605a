"""Who is who on the site: suggested by the library, decided by a person, remembered, and taken back."""

import pytest
from django.test import Client
from tests.factories import make_user

from lianqun.office.evidence.models import Judgement
from lianqun.office.queries.trace.identity import count_effects, group_of, read_questions
from lianqun.office.registry.models import Organization, Placement

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
    assert group_of("one") == {"one", "two"}
    assert not any(asked(clerk).values())
    clerk.post(f"/judgements/{Judgement.objects.get().pk}/undo")
    assert group_of("one") == {"one"}


def test_what_a_merge_changes_is_told_before_and_nothing_is_written(clerk: Client) -> None:
    for key in ("one", "two"):
        Placement.objects.create(id=f"p-{key}", organization_id=key, link_id="wafer", role="member", status="uncertain")
    one, two = Organization.objects.get(pk="one"), Organization.objects.get(pk="two")
    assert count_effects(one, two) == {"placements": 1, "projects": 0, "statements": 0, "aliases": 0, "links": 1}
    assert clerk.get("/identity/one/two/text").status_code == 200
    assert not Judgement.objects.exists()
    assert clerk.get("/identity/one/nobody/text").status_code == 404
