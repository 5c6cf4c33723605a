"""What pages do: review, judge, upload, import, people. The views call the actions and show their sentences."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.web.pages.conftest import SignedIn

from lianqun.office.accounts.models import Membership, User
from lianqun.office.evidence.models import Document, Judgement, Statement
from lianqun.office.jobs.models import Job

pytestmark = pytest.mark.usefixtures("tiny")
HTMX = {"HTTP_HX_REQUEST": "true"}


def status_of(statement_id: str) -> str:
    return Statement.objects.get(pk=statement_id).status


@pytest.mark.parametrize(("act", "status"), [("accept", "accepted"), ("refuse", "rejected")])
def test_a_claim_is_decided_and_taken_back(signed_in: SignedIn, act: str, status: str) -> None:
    client = signed_in("chief")
    answer = client.post("/review/sta-1?place=", {"act": act}, **HTMX)
    assert answer.status_code == 200 and status_of("sta-1") == status
    text = answer.content.decode()
    assert 'data-act="undo"' in text and 'hx-swap-oob="true"' in text
    client.post("/review/sta-1?place=", {"act": "undo"}, **HTMX)
    assert status_of("sta-1") == "proposed"


def test_a_correction_makes_a_new_statement_and_says_what_it_says_now(signed_in: SignedIn) -> None:
    answer = signed_in("chief").post(
        "/review/sta-1?place=", {"act": "correct", "value": "30", "unit": "万片", "note": "校对"}, **HTMX
    )
    assert status_of("sta-1") == "withdrawn"
    assert Statement.objects.filter(value_number=30, status="accepted", said_why="校对").count() == 1
    assert "30万片" in answer.content.decode()


def test_a_refused_decision_says_why(signed_in: SignedIn) -> None:
    client = signed_in("chief")
    client.post("/review/sta-1?place=", {"act": "accept"}, **HTMX)
    answer = client.post("/review/sta-1?place=", {"act": "accept"}, **HTMX)
    assert answer.status_code == 409 and 'role="alert"' in answer.content.decode()


def test_review_without_scripts_leads_back(signed_in: SignedIn) -> None:
    answer = signed_in("chief").post(
        "/review/sta-1?place=", {"act": "accept"}, HTTP_REFERER="http://testserver/review?type=product"
    )
    assert answer["Location"] == "http://testserver/review?type=product" and status_of("sta-1") == "accepted"


def test_the_queue_counts_what_is_done(signed_in: SignedIn) -> None:
    client = signed_in("chief")
    client.post("/review/sta-1?place=", {"act": "accept"})
    text = client.get("/review?place=").content.decode()
    assert "待审 1 条；已审 1／2 条" in text


def test_organisations_are_held_to_be_different_and_that_is_taken_back(signed_in: SignedIn) -> None:
    client = signed_in("statistician")
    client.post("/organizations/org-a/judge?place=", {"other": "乙靶材有限公司", "why": "两个信用代码"})
    judgement = Judgement.objects.get()
    page = client.get("/organizations/org-a?place=").content.decode()
    assert judgement.verdict == "different" and "两个信用代码" in page and "靶材" in page
    client.post(f"/judgements/{judgement.pk}/undo")
    judgement.refresh_from_db()
    assert judgement.undone_at is not None


def test_who_may_not_judge_finds_the_button_disabled_with_the_reason(signed_in: SignedIn) -> None:
    text = signed_in("analyst").get("/organizations/org-a?place=").content.decode()
    assert re.search(r'<button disabled title="[^"]+">\s*不是同一单位', text)
    assert "/records/organizations/org-a/merge" not in text


def test_a_document_is_uploaded_read_and_shown_with_marks(signed_in: SignedIn) -> None:
    text = "德州市概况\n\n2022年，德州市电子信息产业实现主营业务收入近300亿元，同比增长128%。现有规上企业123家。\n"
    client = signed_in("promotion")
    file = SimpleUploadedFile("brief.txt", text.encode())
    answer = client.post(
        "/documents?place=", {"file": file, "source_id": "office", "title": "概况", "published_on": "2024-01-22"}
    )
    document = Document.objects.get(title="概况")
    assert answer["Location"].startswith(f"/documents/{document.pk}")
    page = client.get(f"/documents/{document.pk}?place=").content.decode()
    assert page.count("<mark") >= 1 and "300亿元" in page


def test_the_passages_of_a_document_are_told_with_their_statements(signed_in: SignedIn) -> None:
    page = signed_in("chief").get("/documents/doc-1?place=&at=0-11").content.decode()
    assert 'class="proposed at"' in page and "甲公司投产后产能20万" in page and ">20万片<" in page


def make_job(**given: Any) -> Job:
    return Job.objects.create(
        kind="imports.check", by="somebody", created_at=timezone.now(), arguments={"name": "项目.xlsx"}, **given
    )


def test_progress_is_asked_for_until_the_job_is_over(signed_in: SignedIn) -> None:
    client = signed_in()
    running = make_job(status="running", done=30, total=120, doing="检查")
    page = client.get(f"/jobs/{running.pk}").content.decode()
    assert 'hx-trigger="every 1s"' in page and "25%" in page
    assert client.get(f"/jobs/{running.pk}/progress").status_code == 200
    over = make_job(
        status="done", outcome={"state": "refused", "tables": [], "problems": [], "counts": {}, "changes": [], "changes_total": 0}
    )
    assert client.get(f"/jobs/{over.pk}/progress").status_code == 286
    assert 'hx-trigger="every 1s"' not in client.get(f"/jobs/{over.pk}").content.decode()


def test_a_preview_tells_problems_and_changes(signed_in: SignedIn) -> None:
    problem = {"sheet": "项目", "row": 3, "column": "总投资", "value": "25亿", "code": "unit", "zh": "单位应为万元", "en": "unit", "mend_zh": "改成250000", "mend_en": "",
               "severity": "error"}  # fmt: skip
    change = {
        "table": "projects",
        "row_id": "pro-1",
        "name": "硅片二期",
        "column": "stage",
        "before": "construction",
        "after": "production",
    }
    tables = [{"table": "projects", "sheet": "项目", "rows": 2, "new": 1, "changed": 1, "same": 0}]
    outcome = {
        "state": "refused",
        "tables": tables,
        "problems": [problem],
        "counts": {"unit": 1},
        "changes": [change],
        "changes_total": 1,
    }
    page = signed_in().get(f"/jobs/{make_job(status='done', outcome=outcome).pk}").content.decode()
    for said in ("单位应为万元", "改成250000", "第 3 行", "硅片二期", "新增 1，改动 1"):
        assert said in page
    assert re.search(r'<button class="first ?" disabled title="[^"]+">', page)


def test_a_table_is_uploaded_and_its_job_opened(signed_in: SignedIn) -> None:
    file = SimpleUploadedFile("需求.csv", "编号,类别,标题,状态\nneed-9,talent,装调工,open\n".encode())
    answer = signed_in("promotion").post("/imports?place=", {"file": file})
    assert answer["Location"] == f"/jobs/{Job.objects.get().pk}"


def test_a_job_of_somebody_else_is_not_shown(signed_in: SignedIn) -> None:
    assert signed_in("promotion").get(f"/jobs/{make_job().pk}?place=").status_code == 404


def test_people_are_made_given_roles_and_closed(signed_in: SignedIn) -> None:
    client = signed_in()
    client.post("/people", {"username": "wang", "name": "王工", "password": "a-long-password"})
    user = User.objects.get(username="wang")
    client.post("/people/wang", {"act": "grant", "role": "steward", "place_id": "371400", "chain_id": ""})
    assert Membership.objects.filter(user=user, role="steward", place_id="371400").exists()
    client.post("/people/wang", {"act": "withdraw", "role": "steward", "place_id": "371400", "chain_id": ""})
    client.post("/people/wang", {"act": "deactivate"})
    user.refresh_from_db()
    assert not user.is_active and not user.memberships.exists()


def test_a_password_that_is_too_short_is_refused_in_words(signed_in: SignedIn) -> None:
    answer = signed_in().post(
        "/people", {"username": "li", "password": "1"}, HTTP_REFERER="http://testserver/people", follow=True
    )
    assert not User.objects.filter(username="li").exists()
    assert 'class="note bad"' in answer.content.decode()


def test_the_door_lets_in_and_refuses_in_one_sentence_for_both_mistakes(client: Client, db: None) -> None:
    from tests.factories import PASSWORD, make_user

    user = make_user(role="analyst", username="fang")
    wrong = [
        client.post("/sign-in", {"username": name, "password": "wrong"}).content.decode() for name in ("fang", "nobody-at-all")
    ]
    sentences = [re.search(r'role="alert">([^<]+)<', text) for text in wrong]
    assert sentences[0] and sentences[1] and sentences[0].group(1) == sentences[1].group(1)
    assert client.post("/sign-in", {"username": user.username, "password": PASSWORD, "next": "/help"})["Location"] == "/help"


def test_an_exported_file_is_given_out_once_it_is_there(signed_in: SignedIn, own_home: Any) -> None:
    (own_home / "exports").mkdir()
    (own_home / "exports" / "7.zip").write_bytes(b"PK")
    job = make_job(status="done", outcome={"file": "7.zip", "rows": {}})
    client = signed_in()
    assert b"".join(client.get(f"/jobs/{job.pk}/file").streaming_content) == b"PK"  # type: ignore[attr-defined]
    stray = make_job(status="done", outcome={"file": "../secret", "rows": {}})
    assert client.get(f"/jobs/{stray.pk}/file").status_code == 404
