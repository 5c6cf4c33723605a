"""Pages of records: the form of every table, what is wrong at its field, two people at once, history, undo, and who sees the buttons."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from tests.factories import TINY
from tests.web.pages.conftest import SignedIn

from lianqun.office.accounts.models import AuditEvent
from lianqun.office.accounts.roles import ROLES
from lianqun.office.evidence.models import Evidence
from lianqun.office.registry.models import Need, Organization, Placement, Project, StageRule
from lianqun.vocab.dictionary import tables

pytestmark = pytest.mark.usefixtures("tiny")
SCOPE = "place=371400&chain=dz-ic"
KEEPERS = ("promotion", "steward", "statistician", "desk", "administrator")
NEW = {"name_zh": "新项目", "place_id": "371400", "place_id.said": "德州市", "chain_id": "dz-ic", "chain_id.said": "集成电路"}


def fields_of(text: str) -> dict[str, str]:
    """What a form would send as it stands."""
    form = re.search(r'<form[^>]*class="record".*?</form>', text, re.DOTALL)
    assert form is not None
    told = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or "checked" in tag):
            told[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', options)
        told[name] = chosen[1] if chosen else ""
    told |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL))
    return {name: value for name, value in told.items() if name != "csrfmiddlewaretoken"}


def opened(client: Client, path: str) -> dict[str, str]:
    answer = client.get(f"{path}?{SCOPE}")
    assert answer.status_code == 200, path
    return fields_of(answer.content.decode())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kept_table_has_a_form_and_each_row_a_page(signed_in: SignedIn, language: str) -> None:
    client = signed_in(language=language)
    for table in tables().values():
        assert client.get(f"/records/{table.name}/new?{SCOPE}").status_code == 200
        for row in TINY.get(table.name, [])[:1]:
            text = client.get(f"/records/{table.name}/{row['id']}?{SCOPE}").content.decode()
            assert ("data-edit" in text) is table.is_edited, table.name
            assert client.get(f"/records/{table.name}/{row['id']}/edit?{SCOPE}").status_code == 200


def test_a_form_that_is_sent_back_as_it_stands_changes_nothing(signed_in: SignedIn) -> None:
    client, before = signed_in(), AuditEvent.objects.filter(type__startswith="row.").count()
    for table in (table for table in TINY if tables()[table].is_edited):
        for row in TINY[table]:
            path = f"/records/{table}/{row['id']}/edit"
            answer = client.post(f"{path}?{SCOPE}", opened(client, path))
            assert answer.status_code == 302, (table, row["id"], answer.content.decode())
    assert AuditEvent.objects.filter(type__startswith="row.").count() == before


def test_a_project_is_added_and_begins_as_a_lead(signed_in: SignedIn) -> None:
    client = signed_in("promotion", place_id="371400")
    sent = {**opened(client, "/records/projects/new"), **NEW, "investment_wan_yuan": "1.2亿", "stage": "production"}
    answer = client.post(f"/records/projects/new?{SCOPE}", sent)
    project = Project.objects.get(name_zh="新项目")
    assert answer["Location"].startswith(f"/projects/{project.pk}")
    assert (project.stage, project.investment_wan_yuan, project.place_id) == ("lead", 12000, "371400")
    assert "已新增" in client.get(answer["Location"]).content.decode()


def test_a_new_row_begins_with_scope_and_filters(signed_in: SignedIn) -> None:
    client = signed_in()
    link = re.search(r'href="(/records/needs/new[^"]*)"', client.get(f"/lists/needs?{SCOPE}&f.kind=factor").content.decode())
    assert link is not None
    text = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert {"place_id": "371400", "chain_id": "dz-ic", "kind": "factor"}.items() <= fields_of(text).items()
    assert 'value="德州市"' in text
    leaders = client.get(f"/lists/leaders?{SCOPE}").content.decode()
    assert "/records/placements/new" in leaders and "v.role=leader" in leaders


def test_all_that_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(signed_in: SignedIn) -> None:
    client = signed_in("promotion", place_id="371400")
    sent = {**NEW, "name_zh": "", "investment_wan_yuan": "12吨", "due_on": "2024-02-30", "organization_id.said": "甲硅"}
    answer = client.post(f"/records/projects/new?{SCOPE}", {**opened(client, "/records/projects/new"), **sent})
    text = answer.content.decode()
    assert answer.status_code == 422 and "有 4 处还不对" in text
    assert len(re.findall(r'id="field-\w+-wrong"', text)) == 4 and text.count('aria-invalid="true"') == 4
    kept = fields_of(text)
    assert {name: kept[name] for name in sent} == sent
    assert not Project.objects.filter(place_id="371400").exists()


RULE = {"stage": "assessment", "kind": "working_days", "number": "10", "valid_from": "2024-01-01"}


def test_a_changed_rule_is_shown_with_whom_it_affects_before_it_is_saved(signed_in: SignedIn) -> None:
    client = signed_in()
    Project.objects.create(id="here", name_zh="在评审的", stage="assessment", place_id="371400", chain_id="dz-ic")
    sent = {**opened(client, "/records/stage_rules/new"), **RULE}
    answer = client.post(f"/records/stage_rules/new?{SCOPE}", sent)
    text = answer.content.decode()
    assert answer.status_code == 409 and not StageRule.objects.exists()
    assert "涉及项目 1 个" in text and "在评审的" in text and "20 个工作日" in text and "10 个工作日" in text
    asked = fields_of(text)
    assert asked["number"] == "10" and asked["edit.seen"]
    other = client.post(f"/records/stage_rules/new?{SCOPE}", {**asked, "number": "12"})
    assert other.status_code == 409 and "12 个工作日" in other.content.decode(), "what was not shown is shown first"
    assert client.post(f"/records/stage_rules/new?{SCOPE}", fields_of(other.content.decode())).status_code == 302
    rule = StageRule.objects.get()
    assert rule.number == 12
    path = f"/records/stage_rules/{rule.pk}"
    note = {**opened(client, f"{path}/edit"), "reference_zh": "本办〔2024〕2号"}
    assert client.post(f"{path}/edit?{SCOPE}", note).status_code == 302, "another reference affects nobody and is saved at once"
    changed = client.post(f"{path}/edit?{SCOPE}", {**opened(client, f"{path}/edit"), "number": "5"})
    assert changed.status_code == 409 and "12 个工作日" in changed.content.decode()
    assert "20 个工作日" in client.get(f"{path}?{SCOPE}").content.decode(), "ending it brings the program's rule back"


def test_words_that_only_a_rule_gives_are_not_offered(signed_in: SignedIn) -> None:
    client = signed_in()
    assert 'value="confirmed"' not in client.get(f"/records/placements/pl-2/edit?{SCOPE}").content.decode()
    assert 'value="confirmed" selected' in client.get(f"/records/placements/pl-1/edit?{SCOPE}").content.decode()


def test_two_people_at_once(signed_in: SignedIn) -> None:
    first, second = signed_in("steward", place_id="371400"), signed_in("statistician")
    path = "/records/projects/pro-1/edit"
    mine, theirs = opened(first, path), opened(second, path)
    second.post(f"{path}?{SCOPE}", {**theirs, "steward": "乙帮办", "next_step": "选址"})
    answer = first.post(f"{path}?{SCOPE}", {**mine, "steward": "丙帮办", "due_on": "2024-06-01"})
    text = answer.content.decode()
    assert answer.status_code == 409 and "乙帮办" in text and "statistician" in text
    again = fields_of(text)
    assert (again["steward"], again["next_step"], again["due_on"]) == ("丙帮办", "选址", "2024-06-01")
    assert again["edit.keep.steward"] == "mine" and "edit.keep.next_step" not in again
    first.post(f"{path}?{SCOPE}", {**again, "edit.keep.steward": "theirs"})
    project = Project.objects.get(pk="pro-1")
    assert (project.steward, project.next_step, str(project.due_on)) == ("乙帮办", "选址", "2024-06-01")


def test_what_does_not_collide_is_merged_and_told(signed_in: SignedIn) -> None:
    first, second = signed_in("steward", place_id="371400"), signed_in("statistician")
    path = "/records/projects/pro-1/edit"
    mine = opened(first, path)
    second.post(f"{path}?{SCOPE}", {**opened(second, path), "steward": "乙帮办"})
    answer = first.post(f"{path}?{SCOPE}", {**mine, "next_step": "选址"})
    assert answer.status_code == 302
    assert "乙帮办" in first.get(answer["Location"]).content.decode()
    assert Project.objects.get(pk="pro-1").steward == "乙帮办"


def test_a_row_that_was_ended_meanwhile_keeps_what_was_typed(signed_in: SignedIn) -> None:
    client, other = signed_in("steward", place_id="341100"), signed_in("administrator")
    sent = opened_of(client, "/records/needs/need-2/edit", "place=341100")
    other.post("/records/needs/need-2/end?place=", {"reason": "重复"})
    answer = client.post("/records/needs/need-2/edit?place=341100", {**sent, "detail": "两名"})
    text = answer.content.decode()
    assert "两名" in text and "有人结束了" in text and 'action="/records/needs/new' in text


def opened_of(client: Client, path: str, scope: str) -> dict[str, str]:
    return fields_of(client.get(f"{path}?{scope}").content.decode())


def test_a_row_is_ended_shown_as_ended_and_brought_back(signed_in: SignedIn) -> None:
    client = signed_in("statistician", place_id="371400")
    refused = client.post(
        f"/records/projects/pro-1/end?{SCOPE}", {"reason": "误录"}, HTTP_REFERER="http://testserver/records/projects/pro-1?place="
    )
    assert refused.status_code == 302 and Project.objects.filter(pk="pro-1").exists()
    text = client.get(f"/records/projects/pro-1?{SCOPE}").content.decode()
    assert "需求 1 条" in text and "双回路供电" in text
    client.post(f"/records/placements/pl-2/end?{SCOPE}", {"reason": "已停产"})
    ended = client.get(f"/records/placements/pl-2?{SCOPE}").content.decode()
    assert "已停产" in ended and not Placement.objects.filter(pk="pl-2").exists()
    address = re.search(r'action="(/records/placements/pl-2/undo/\d+)"', ended)
    assert address is not None
    client.post(address[1])
    assert Placement.objects.get(pk="pl-2").role == "member"
    assert signed_in("steward", place_id="341100").get("/records/placements/pl-2?place=341100").status_code == 404


def test_history_says_before_and_after_in_words(signed_in: SignedIn) -> None:
    client = signed_in("statistician", place_id="371400")
    path = "/records/projects/pro-1/edit"
    client.post(
        f"{path}?{SCOPE}",
        {**opened(client, path), "organization_id": "org-b", "organization_id.said": "乙靶材有限公司", "investment_wan_yuan": "36亿",
         "investment_qualifier": "近", "edit.reason": "补充协议"},
    )  # fmt: skip
    text = client.get(f"/records/projects/pro-1?{SCOPE}").content.decode()
    for words in ("甲硅片有限公司 (org-a)", "乙靶材有限公司 (org-b)", "350,000\xa0万元", "360,000\xa0万元", "补充协议"):
        assert words in text, words
    undo = re.search(r'action="(/records/projects/pro-1/undo/\d+)"', text)
    assert undo is not None
    client.post(undo[1])
    assert Project.objects.get(pk="pro-1").investment_wan_yuan == 350000


def test_evidence_is_asked_for_and_attached(signed_in: SignedIn) -> None:
    client, path = signed_in(), "/records/placements/pl-1/edit"
    sent = {**opened(client, path), "role": "member"}
    text = client.post(f"{path}?{SCOPE}", sent).content.decode()
    assert "原来的值有依据：角色" in text
    proof = {"proof.document_id": "doc-1", "proof.document_id.said": "一季度专报", "proof.quote": "甲公司投产后产能20万片"}
    assert client.post(f"{path}?{SCOPE}", {**sent, **proof}).status_code == 302
    assert Evidence.objects.get(row_id="pl-1", column="role").document_id == "doc-1"


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_shown_what_their_role_cannot_use(signed_in: SignedIn, role: str) -> None:
    firm = {"organization_id": "org-a"} if role == "enterprise" else {}
    client = signed_in(role, **firm)
    for path in (
        "/projects/pro-1",
        "/organizations/org-a",
        "/chains/dz-ic",
        "/links/wafer",
        "/places/371400",
        "/lists/organizations",
    ):
        text = client.get(f"{path}?{SCOPE}").content.decode()
        assert bool(re.search(r"/records/\w+/(new|[\w-]+/edit)", text)) is (role in KEEPERS), path
    for path in ("/records/projects/new", "/records/projects/pro-1/edit", "/records/organizations/find"):
        assert client.get(f"{path}?{SCOPE}").status_code == (200 if role in KEEPERS else 403)


def test_a_row_of_another_place_says_why_it_is_not_edited(signed_in: SignedIn) -> None:
    client = signed_in("steward", place_id="371400")
    text = client.get("/organizations/org-c?place=371400").content.decode()
    assert re.search(r'<button disabled title="[^"]*丙玻璃有限公司[^"]*">编辑', text)
    assert client.get("/records/projects/pro-2/edit?place=371400").status_code == 404


def found(client: Client, table: str, wanted: str) -> list[dict[str, Any]]:
    return list(json.loads(client.get(f"/records/{table}/find", {"q": wanted, "place": ""}).content)["rows"])


@pytest.mark.parametrize("wanted", ["org-a", "甲硅片", "硅片", "甲硅片有限公司", "甲公司", "甲硅片有限公司 ", "矽", "Wafer"])
def test_rows_are_found_by_key_and_by_any_name(signed_in: SignedIn, wanted: str) -> None:
    Organization.objects.filter(pk="org-a").update(name_en="Jia Wafer Co.")
    ids = [row["id"] for row in found(signed_in(), "organizations", wanted)]
    assert ids[:1] == ([] if wanted == "矽" else ["org-a"])


def test_traditional_characters_find_simplified_names_and_only_what_one_sees(signed_in: SignedIn) -> None:
    Organization.objects.create(id="org-e", name_zh="东风电子有限公司", kind="enterprise", place_id="371400")
    assert found(signed_in(), "organizations", "東風電子")[0]["id"] == "org-e"
    assert found(signed_in(), "projects", "一期")[0] == {
        **{"id": "pro-2", "name": "玻璃一期", "said": "玻璃一期", "name_en": "", "place": "滁州市"}
    }
    assert found(signed_in("steward", place_id="371400"), "projects", "一期") == []
    assert found(signed_in(), "placements", "甲硅片")[0]["name"] == "甲硅片有限公司 · 硅片"
    assert found(signed_in(), "organizations", "") and found(signed_in(), "organizations", "\0") is not None


def test_somebody_whose_session_is_over_comes_back_to_the_form(client: Client, db: None) -> None:
    answer = client.post("/records/projects/new", NEW)
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in?next=/records/projects/new")


def test_no_script_is_needed_for_a_reference(signed_in: SignedIn) -> None:
    client, path = signed_in(), "/records/needs/need-1/edit"
    client.post(f"{path}?{SCOPE}", {**opened(client, path), "organization_id.said": "丙玻璃有限公司"})
    assert Need.objects.get(pk="need-1").organization_id == "org-c"
    Organization.objects.filter(pk="org-a").update(name_en="Jia Wafer Co.")
    english = {"organization_id": "org-a", "organization_id.said": "Jia Wafer Co."}
    client.post(f"{path}?{SCOPE}", {**opened(client, path), **english})
    assert Need.objects.get(pk="need-1").organization_id == "org-a"
    client.post(f"{path}?{SCOPE}", {**opened(client, path), "organization_id.said": ""})
    assert Need.objects.get(pk="need-1").organization_id is None
