"""A chain is drawn by its office: links added, parted, arranged, taken out; flows drawn; links that chains share stay one."""

import pytest
from tests.web.pages.conftest import SignedIn

from lianqun.office.registry.models import Chain, ChainLink, Flow, Link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]
ADDRESS = "/chains/dz-ic/draw"


def test_a_new_chain_is_drawn_from_nothing(signed_in: SignedIn) -> None:
    client = signed_in("promotion", place_id="371400")
    client.post("/records/chains/new", {"name_zh": "新型显示", "place_id": "371400", "kind": "emerging"})
    chain = Chain.objects.get(name_zh="新型显示")
    address = f"/chains/{chain.pk}/draw"
    assert "还没有环节" in client.get(address, follow=True).content.decode()
    client.post(address, {"act": "add", "name": "面板玻璃", "stage": "upstream"})
    client.post(address, {"act": "add", "link": "wafer"})
    new = Link.objects.get(name_zh="面板玻璃")
    assert set(ChainLink.objects.filter(chain=chain).values_list("link_id", flat=True)) == {new.pk, "wafer"}
    assert ChainLink.objects.filter(link_id="wafer").count() == 2, "a link that two chains share stays one"
    client.post(address, {"act": "flow", "giver": new.pk, "taker": "wafer", "kind": "material"})
    assert Flow.objects.filter(from_link=new, to_link_id="wafer").exists()
    assert "面板玻璃" in client.get(f"/maps/chain?place=371400&chain={chain.pk}").content.decode()


def test_links_are_arranged_parted_and_taken_out(signed_in: SignedIn) -> None:
    client = signed_in("statistician", place_id="371400")
    client.post(ADDRESS, {"act": "arrange", "member": ["cl-1", "cl-2"], "column.cl-1": "2", "column.cl-2": "", "key": ["cl-2"]})
    assert list(ChainLink.objects.filter(chain_id="dz-ic").order_by("pk").values_list("column", "is_key")) == [
        (2, False),
        (None, True),
    ]
    assert "甲硅片有限公司" in client.get("/links/wafer/part", follow=True).content.decode()
    client.post("/links/wafer/part", {"name": "大尺寸硅片", "placement": ["pl-1", "pl-2"]})
    new = Link.objects.get(name_zh="大尺寸硅片")
    assert new.stage == "upstream" and ChainLink.objects.get(link=new).column == 2
    assert set(new.placements.values_list("pk", flat=True)) == {"pl-1"}, "only those of the link go over"
    client.post(ADDRESS, {"act": "take-out", "member": "cl-2"})
    assert not ChainLink.objects.filter(pk="cl-2").exists() and Link.objects.filter(pk="target").exists()


def test_an_office_of_elsewhere_draws_nothing_here(signed_in: SignedIn) -> None:
    client = signed_in("statistician", place_id="341100")
    answer = client.post(ADDRESS, {"act": "add", "name": "外来环节", "stage": "upstream"}, follow=True)
    assert answer.status_code in (200, 404) and not Link.objects.filter(name_zh="外来环节").exists()
    assert signed_in("analyst").get(ADDRESS).status_code == 403
