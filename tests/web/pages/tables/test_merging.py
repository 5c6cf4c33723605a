"""Two rows merged on the page after a preview; the old address leads on, by page and over the interface; split from the history."""

import pytest
from tests.web.pages.conftest import SignedIn

from lianqun.office.registry.models import Link, Merge, Organization, Project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]
ADDRESS = "/records/projects/pro-1/merge"


@pytest.fixture(autouse=True)
def double(tiny: None) -> None:
    Project.objects.create(
        id="pro-9", name_zh="硅片二期重复", place_id="371402", chain_id="dz-ic", stage="signed", steward="某丁", next_step="供地"
    )


def test_the_preview_shows_both_rows_and_writes_nothing(signed_in: SignedIn) -> None:
    client = signed_in("promotion", place_id="371400")
    assert "与哪一个是同一个" in client.get(f"{ADDRESS}?place=371400").content.decode()
    page = client.get(f"{ADDRESS}?place=371400&other=pro-9").content.decode()
    assert "硅片二期重复" in page and "某丁" in page and 'name="take.steward" value="merged"\n' in page.replace("  ", "")
    assert 'name="take.stage"' not in page, "what moves have written is no matter of choice"
    assert "反过来合并" in page and not Merge.objects.exists()
    assert "硅片二期重复" in client.get(f"{ADDRESS}?place=371400&other.said=硅片二期重复").content.decode()
    assert "没有名为“无此项目”的登记" in client.get(f"{ADDRESS}?place=371400&other.said=无此项目").content.decode()
    assert not Merge.objects.exists()


def test_a_row_is_merged_and_its_old_addresses_lead_on_until_it_is_split(signed_in: SignedIn) -> None:
    client = signed_in("promotion", place_id="371400")
    told = {"other": "pro-9", "take.steward": "merged", "take.next_step": "kept", "reason": "重复登记"}
    assert client.post(f"{ADDRESS}?place=371400", told)["Location"].startswith("/projects/pro-1")
    project, one = Project.objects.get(pk="pro-1"), Merge.objects.get()
    assert (project.steward, project.next_step, one.reason, one.place_id) == ("某丁", "", "重复登记", "371402")
    assert client.get("/projects/pro-9?place=371400")["Location"] == "/projects/pro-1?place=371400"
    assert client.get("/records/projects/pro-9?place=371400")["Location"] == "/records/projects/pro-1?place=371400"
    answer = client.get("/api/projects/pro-9")
    assert answer.status_code == 301 and answer["Location"] == "/api/projects/pro-1" and answer["Cache-Control"] == "no-store"
    assert client.get("/api/records/projects/pro-9")["Location"] == "/api/records/projects/pro-1"
    changed = client.patch("/api/records/projects/pro-9", {"row": {"steward": "某戊"}}, content_type="application/json")
    assert changed.status_code == 409 and "pro-1" in changed.json()["detail"]
    edited = client.post("/records/projects/pro-9/edit?place=371400", {"name_zh": "又改"})
    assert edited["Location"].startswith("/projects/pro-1")
    history = client.get("/records/projects/pro-1?place=371400").content.decode()
    assert "重复登记" in history and f"/merges/{one.pk}/split" in history
    assert "某丁" in client.get(f"/merges/{one.pk}/split?place=371400").content.decode()
    found = client.get("/records/projects/find?q=硅片二期重复&place=371400").json()["rows"]
    assert [row["id"] for row in found] == ["pro-1"]
    assert client.post(f"/merges/{one.pk}/split?place=371400")["Location"].startswith("/projects/pro-9")
    assert client.get("/api/projects/pro-9").status_code == 200 and Project.objects.get(pk="pro-1").steward == ""


def test_whose_role_does_not_see_the_row_that_stays_is_not_led_there(signed_in: SignedIn) -> None:
    client = signed_in("statistician")
    client.post(f"{ADDRESS}?place=", {"other": "pro-9"})
    elsewhere = signed_in("steward", place_id="341100")
    assert elsewhere.get("/projects/pro-9?place=341100").status_code == 404
    assert elsewhere.get("/api/projects/pro-9").status_code == 404
    assert elsewhere.get(f"/merges/{Merge.objects.get().pk}/split?place=341100").status_code == 404


def test_who_may_not_finds_the_button_disabled_or_none(signed_in: SignedIn) -> None:
    client = signed_in("promotion", place_id="371400")
    page = client.get("/records/projects/pro-1/merge?place=371400&other=pro-2", follow=True).content.decode()
    assert "/records/projects/pro-1/merge" in client.get("/projects/pro-1?place=371400").content.decode()
    assert "玻璃一期" not in page, "a row that one does not see is not offered"
    assert "disabled title" in client.get("/links/wafer?place=371400").content.decode()
    assert "/merge" not in signed_in("analyst").get("/projects/pro-1?place=").content.decode()


def test_links_are_merged_from_the_drawing_and_lead_back_to_it(signed_in: SignedIn) -> None:
    client = signed_in("statistician")
    page = client.get("/chains/dz-ic/draw?place=371400").content.decode()
    assert "/records/links/wafer/merge?place=371400&amp;chain-drawn=dz-ic" in page
    answer = client.post("/records/links/wafer/merge?place=371400", {"other": "target", "chain-drawn": "dz-ic"})
    assert answer["Location"].startswith("/chains/dz-ic/draw") and not Link.objects.filter(pk="target").exists()
    assert client.get("/links/target?place=371400")["Location"] == "/links/wafer?place=371400"
    client.post("/links/wafer/part?place=371400", {"name": "靶材二", "placement": ["pl-2"]})
    assert Link.objects.get(name_zh="靶材二").placements.get().pk == "pl-2"
    panel = client.get("/why/links/wafer?place=371400", HTTP_HX_REQUEST="true").content.decode()
    assert "/records/links/wafer/merge" in panel and "/links/wafer/part" in panel, "the panel of the picture offers both"


def test_a_former_name_may_be_left_out(signed_in: SignedIn) -> None:
    client = signed_in("statistician")
    page = client.get("/records/organizations/org-a/merge?place=&other=org-b").content.decode()
    assert 'name="named"' in page
    client.post("/records/organizations/org-a/merge?place=", {"other": "org-b", "named": "yes"})
    assert "乙靶材有限公司" in client.get("/organizations/org-a?place=").content.decode()
    client.post(f"/merges/{Merge.objects.get().pk}/split?place=")
    client.post("/records/organizations/org-a/merge?place=", {"other": "org-b"})
    assert not Organization.objects.get(pk="org-a").aliases.filter(alias="乙靶材有限公司").exists()
