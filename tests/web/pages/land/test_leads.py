"""The desk of leads: what is due, one lead with its acts, the report, disputes, phones; in both languages."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.factories import make_user
from tests.web.pages.conftest import SignedIn

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.roles import ROLES
from lianqun.office.actions.land import leads
from lianqun.office.queries.land.leads import PARTS, read_desk
from lianqun.office.queries.rows.scope import Scope
from lianqun.office.registry.models import Lead, LeadDispute

pytestmark = pytest.mark.usefixtures("tiny")
DECHENG, CHUZHOU = "371402", "341100"
PHONE = "13800135678"


def report(role: str = "promotion", place: str = DECHENG, investor: str = "星河新能源股份有限公司", **values: Any) -> Lead:
    by = make_user(role=role, place_id=place)
    lead: Lead = leads.report(by=by, place_id=place, values={"investor_name": investor, **values})
    return lead


def form(**told: str) -> dict[str, str]:
    return {"token": uuid.uuid4().hex, "place": DECHENG, "investor_name": "星河新能源股份有限公司", **told}


@pytest.mark.parametrize(("language", "words"), [("zh-hans", ("线索", "待答复", "星河")), ("en", ("Leads", "Answer", "星河"))])
def test_the_desk_shows_what_is_due(signed_in: SignedIn, language: str, words: tuple[str, ...]) -> None:
    report()
    text = signed_in("promotion", language=language, place_id=DECHENG).get("/leads?place=371402").content.decode()
    assert words[0] in text and words[2] in text


def test_an_empty_desk_says_what_to_do(signed_in: SignedIn) -> None:
    text = signed_in("promotion", language="en", place_id=DECHENG).get("/leads?place=371402").content.decode()
    assert "Report the first one" in text and "/leads/new" in text
    assert "/leads/new" not in signed_in("analyst", language="en").get("/leads?place=").content.decode()


def test_counts_are_those_of_the_rows(signed_in: SignedIn) -> None:
    for investor in ("甲一有限公司", "乙二有限公司", "丙三有限公司"):
        report(investor=investor)
    Lead.objects.filter(investor_name="甲一有限公司").update(reported_at=timezone.now() - timedelta(days=30))
    Lead.objects.filter(investor_name="乙二有限公司").update(state="refused", returns_on=timezone.localdate())
    user, scope = make_user(role="administrator"), Scope()
    for part in PARTS:
        desk = read_desk(user, scope, timezone.localdate(), part=part)
        assert len(desk.rows) == desk.counts[part], part
    desk = read_desk(user, scope, timezone.localdate())
    assert (desk.counts["late"], desk.counts["back"], len(desk.rows)) == (1, 1, 3)
    text = signed_in().get("/leads?place=&part=back").content.decode()
    assert "可重新受理" in text and "乙二有限公司" in text and "甲一有限公司" not in text


def test_a_lead_is_reported_with_an_amount_as_it_is_written(signed_in: SignedIn) -> None:
    client = signed_in("promotion", place_id=DECHENG)
    page = client.get("/leads/new?place=371402").content.decode()
    assert '<option value="371402" selected>' in page, "the place is the person's own"
    told = form(investment_wan_yuan="1.2亿", content="年产 2GWh 电池", contact_phone=PHONE)
    answer = client.post("/leads/new", told, follow=True)
    lead = Lead.objects.get()
    assert answer.status_code == 200 and (lead.investment_wan_yuan, lead.place_id) == (12_000, DECHENG)
    client.post("/leads/new", told)
    assert Lead.objects.count() == 1, "sent twice, reported once"


def test_what_cannot_be_read_is_told_at_its_field_and_nothing_is_lost(signed_in: SignedIn) -> None:
    client = signed_in("promotion", language="en", place_id=DECHENG)
    answer = client.post("/leads/new", form(investment_wan_yuan="很多", content="电池"))
    text = answer.content.decode()
    assert answer.status_code == 422 and "is not a number" in text and ">电池</textarea>" in text
    assert not Lead.objects.exists()


def test_while_one_types_it_says_what_is_missing_and_who_was_first(signed_in: SignedIn) -> None:
    report(place=CHUZHOU)
    client = signed_in("promotion", language="en", place_id=DECHENG)
    text = client.post("/leads/check", form(investment_wan_yuan="6亿", contact_phone=PHONE)).content.decode()
    assert "滁州市 has reported this investor already" in text and re.search(r"\d\d:\d\d:\d\d UTC\+8", text)
    assert "the city joins" in text and "Still missing" in text and PHONE not in text
    refused = client.post("/leads/check", form(sector="housing")).content.decode()
    assert "Not taken as a lead" in refused and "Xuancheng 2024" in refused
    assert "Nobody has reported" in client.post("/leads/check", form(investor_name="云山硅业")).content.decode()


def test_firms_on_record_are_found_as_one_types(signed_in: SignedIn) -> None:
    client = signed_in("promotion")
    assert "甲硅片有限公司" in client.get("/leads/investors?investor_name=甲硅").content.decode()
    assert "甲硅片有限公司" in client.get("/leads/investors?investor_name=甲公司").content.decode(), "by its alias"
    assert client.get("/leads/investors?investor_name=甲").content.decode().strip() == ""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_act_has_its_button_or_the_reason_why_not(signed_in: SignedIn, language: str) -> None:
    lead = report()
    client = signed_in("promotion", language=language, place_id=DECHENG)
    text = client.get(f"/leads/{lead.pk}?place=371402").content.decode()
    assert f"/leads/{lead.pk}/answer" in text and f"/leads/{lead.pk}/feedback" not in text
    assert ("先作初步判断，才能反馈" if language == "zh-hans" else "A lead is judged first") in text
    client.post(f"/leads/{lead.pk}/answer", {"token": uuid.uuid4().hex})
    lead.refresh_from_db()
    assert lead.state == "answered"
    again = client.post(f"/leads/{lead.pk}/answer", {"token": uuid.uuid4().hex}, follow=True).content.decode()
    assert ("只有已报送" if language == "zh-hans" else "Only a lead that was reported") in again
    looking = signed_in("analyst", language=language).get(f"/leads/{lead.pk}?place=").content.decode()
    assert 'id="acts"' not in looking


def test_a_refusal_may_name_its_rule_and_the_day_on_which_it_ends(signed_in: SignedIn) -> None:
    lead = report()
    client = signed_in("promotion", place_id=DECHENG)
    client.post(f"/leads/{lead.pk}/refuse", {"note": "投资不足", "rule": "investment", "returns_on": "2027-03-01"})
    lead.refresh_from_db()
    assert (lead.state, lead.refused_by_rule, str(lead.returns_on)) == ("refused", "investment", "2027-03-01")


def test_a_lead_is_filled_in_and_becomes_a_project(signed_in: SignedIn) -> None:
    lead = report(contact_phone=PHONE)
    client = signed_in("promotion", place_id=DECHENG)
    client.post(f"/leads/{lead.pk}/amend", {"investor_name": lead.investor_name, "land_mu": "80亩", "contact_phone": ""})
    lead.refresh_from_db()
    assert (lead.land_mu, lead.contact_phone) == (80, PHONE)
    for act in ("answer", "judge"):
        client.post(f"/leads/{lead.pk}/{act}", {"note": "可行"})
    client.post(f"/leads/{lead.pk}/convert", {"stage": "talks"})
    lead.refresh_from_db()
    assert lead.project is not None and lead.project.stage == "talks"
    assert client.get(f"/projects/{lead.project_id}?place=371402").status_code == 200


def test_the_second_county_meets_the_dispute_and_both_speak(signed_in: SignedIn) -> None:
    report(place=CHUZHOU)
    mine = signed_in("promotion", language="en", place_id=DECHENG)
    text = mine.post("/leads/new", form(), follow=True).content.decode()
    assert "Another place has reported this investor too" in text and "UTC+8" in text
    dispute = LeadDispute.objects.get()
    assert f"/leads/{dispute.lead_id}?" not in text, "the other side's lead is not opened"
    mine.post(f"/leads/disputes/{dispute.pk}/say", {"lead": dispute.other_lead_id, "words": "已现场考察"})
    theirs = signed_in("promotion", language="en", place_id=CHUZHOU)
    assert "已现场考察" in theirs.get("/leads/disputes?place=341100").content.decode()
    assert theirs.get(f"/leads/{dispute.other_lead_id}?place=341100").status_code == 404
    judge = signed_in("chief", language="en")
    judge.post(f"/leads/disputes/{dispute.pk}/decide", {"lead": dispute.lead_id, "reason": "首报在先"})
    dispute.refresh_from_db()
    assert dispute.state == "decided" and "首报在先" in mine.get(f"/leads/{dispute.other_lead_id}?place=371402").content.decode()
    assert "首报在先" in judge.get("/leads/disputes?place=&decided=1").content.decode()
    judge.post(f"/leads/disputes/{dispute.pk}/take-back", {"why": "材料有误"})
    dispute.refresh_from_db()
    assert dispute.state == "open"


def test_phones_are_masked_wherever_they_could_be_read(signed_in: SignedIn) -> None:
    lead = report(contact_phone=PHONE)
    anybody = signed_in("administrator")
    for path in (f"/leads/{lead.pk}", "/leads", "/lists/leads", "/lists/leads?columns=contact_phone", f"/why/leads/{lead.pk}",
                 "/audit", f"/records/leads/{lead.pk}", "/api/leads", f"/api/leads/{lead.pk}", "/api/leads-with-clocks"):  # fmt: skip
        answer = anybody.get(path + ("&" if "?" in path else "?") + "place=")
        assert answer.status_code == 200 and PHONE not in answer.content.decode(), path
    assert "138****5678" in anybody.get(f"/leads/{lead.pk}?place=").content.decode()
    assert anybody.get("/api/leads?order=contact_phone").status_code == 422, "nor by their order"
    csv = anybody.get("/lists/leads?place=&file=csv").content.decode("utf-8-sig")
    assert "星河" in csv and PHONE not in csv


def test_a_look_at_a_phone_is_for_those_who_handle_it_and_is_logged(signed_in: SignedIn) -> None:
    lead = report(contact_phone=PHONE)
    handler = signed_in("steward", place_id=DECHENG)
    assert PHONE in handler.post(f"/leads/{lead.pk}/contact", headers={"HX-Request": "true"}).content.decode()
    assert AuditEvent.objects.filter(type="lead.look", subject=f"leads/{lead.pk}").count() == 1
    answer = signed_in("analyst").post(f"/leads/{lead.pk}/contact", headers={"HX-Request": "true"})
    assert answer.status_code == 403 and PHONE not in answer.content.decode()


def test_who_may_report_is_offered_it(signed_in: SignedIn) -> None:
    for role, known in ROLES.items():
        client = signed_in(role, place_id=DECHENG)
        answer = client.post("/leads/new", form(investor_name=f"{role}独家公司"))
        reported = Lead.objects.filter(investor_name=f"{role}独家公司").exists()
        assert reported is (Permission.LEAD_REPORT in known.permissions), (role, answer.status_code)


def test_leads_over_the_interface(signed_in: SignedIn) -> None:
    client = signed_in("promotion", place_id=DECHENG)

    def post(path: str, told: dict[str, Any]) -> Any:
        return client.post(f"/api{path}", told, content_type="application/json")

    told = {
        "place": DECHENG,
        "investor_name": "星河",
        "values": {"investment_wan_yuan": "1.2亿", "contact_phone": PHONE},
        "token": "a" * 32,
    }
    answer = post("/lead-reports", told).json()
    lead = Lead.objects.get()
    assert answer["lead"]["investment_wan_yuan"] == "12000" and answer["lead"]["contact_phone"] == "138****5678"
    assert "land" in answer["unmet"] and answer["met"] == []
    assert post("/lead-reports", told).json()["lead"]["id"] == lead.pk and Lead.objects.count() == 1
    assert (
        post("/lead-reports", {**told, "token": "b" * 32, "values": {"state": "converted"}}).json()["code"] == "unknown_columns"
    )
    assert post(f"/leads/{lead.pk}/answer", {}).json()["state"] == "answered"
    refused = post(f"/leads/{lead.pk}/answer", {})
    assert refused.status_code == 409 and refused.json()["code"] == "not_in_this_state"
    (listed,) = client.get("/api/leads-with-clocks").json()
    assert (listed["clock"]["waits_for"], listed["lead"]["id"]) == ("judge", lead.pk)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_same_office_is_told_of_its_own_open_lead_before_a_second_is_saved(signed_in: SignedIn, language: str) -> None:
    first = report()
    client = signed_in("promotion", language=language, place_id=DECHENG)
    told = form(content="扩产线")
    answer = client.post("/leads/new", told)
    text = answer.content.decode()
    assert answer.status_code == 409 and Lead.objects.count() == 1
    assert f'href="/leads/{first.pk}' in text and 'name="again"' in text and ">扩产线</textarea>" in text
    assert ("仍要另报" if language == "zh-hans" else "Report anyway") in text
    page = client.post("/leads/new", {**told, "again": "另一个园区的项目"}, follow=True).content.decode()
    assert Lead.objects.count() == 2 and "另一个园区的项目" in page


def test_a_document_is_added_to_a_lead_and_taken_out_again(signed_in: SignedIn) -> None:
    lead = report()
    client = signed_in("promotion", place_id=DECHENG)
    photo = SimpleUploadedFile("现场.jpg", b"\xff\xd8\xff a photograph", content_type="image/jpeg")
    page = client.post(f"/leads/{lead.pk}/attach", {"proves": "photo", "file": photo}, follow=True).content.decode()
    kept = lead.attachments.get()
    assert "现场" in page and f"/attachments/{kept.pk}" in page and 'accept=".pdf,.jpg' in page
    assert b"".join(client.get(f"/attachments/{kept.pk}?place=").streaming_content) == b"\xff\xd8\xff a photograph"  # type: ignore[attr-defined]
    assert signed_in("promotion", place_id=CHUZHOU).get(f"/attachments/{kept.pk}?place=").status_code == 404
    looking = signed_in("analyst").get(f"/leads/{lead.pk}?place=").content.decode()
    assert f"/attachments/{kept.pk}" in looking and 'name="proves"' not in looking
    client.post(f"/attachments/{kept.pk}", {"reason": "传错"})
    assert not lead.attachments.exists()


def test_what_the_program_wrote_is_read_in_the_readers_language(signed_in: SignedIn) -> None:
    lead = report()
    report(place=CHUZHOU)
    lead.refresh_from_db()
    to = make_user(role="steward", place_id=DECHENG, username="zhang.san")
    type(to).objects.filter(pk=to.pk).update(name="张三")
    leads.hand_over(by=User.objects.get(username=lead.owner), lead=lead, to=User.objects.get(pk=to.pk), note="请跟进")
    english = signed_in("promotion", language="en", place_id=DECHENG).get(f"/leads/{lead.pk}?place=371402").content.decode()
    assert (
        "are one name" in english
        and "waits for the decision" in english
        and re.search(r"→ <span title=\"zhang.san\">张三</span>\s+请跟进", english)
    )
    chinese = signed_in("promotion", place_id=DECHENG).get(f"/leads/{lead.pk}?place=371402").content.decode()
    assert "同名（繁简体、全半角不论）" in chinese and "首报待裁定" in chinese
    dispute = LeadDispute.objects.get()
    record = signed_in("administrator", language="en").get(f"/records/lead_disputes/{dispute.pk}?place=").content.decode()
    assert "are one name" in record and "same_investor_name" not in record
    LeadDispute.objects.update(found_by="投资方同名（旧）")
    assert "投资方同名（旧）" in signed_in("administrator", language="en").get("/leads/disputes?place=").content.decode()
