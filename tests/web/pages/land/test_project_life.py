"""The pages on which projects are worked: board, project, approvals, many at once, the sheet."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import make_user
from tests.web.pages.conftest import SignedIn

from lianqun.office.accounts.models import User
from lianqun.office.registry.models import Attachment, Project, ProjectEvent, StageAmount, StageReview

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]
DEZHOU = "371400"


@pytest.fixture
def project() -> Project:
    known = {"kind": "service", "builds": False, "organization_id": "org-a", "chain_id": "dz-ic", "place_id": DEZHOU}
    return Project.objects.create(id="new", name_zh="新项目", stage="assessment", investment_wan_yuan=Decimal(12_000), **known)


def attach(client: Client, project: Project, tag: str) -> None:
    file = io.BytesIO(b"%PDF-1.4")
    file.name = f"{tag}.pdf"
    client.post(f"/projects/{project.pk}/attach", {"proves": tag, "file": file})


def test_from_documents_to_the_signature_all_by_pages(signed_in: SignedIn, project: Project) -> None:
    steward = signed_in("steward", place_id=DEZHOU)
    page = steward.get(f"/projects/{project.pk}", follow=True).content.decode()
    assert "上传“投资协议”" in page and "disabled" in page
    for tag in ("agreement", "assessment_minutes"):
        attach(steward, project, tag)
    assert Attachment.objects.count() == 2
    steward.post(f"/projects/{project.pk}/move", {"to": "signed", "on": "2024-03-01", "reason": ""})
    review = StageReview.objects.get()
    assert review.state == "in_review"
    approver = make_user(role="approver", place_id=DEZHOU)
    User.objects.filter(pk=approver.pk).update(office="county_investment")
    client = Client()
    client.force_login(User.objects.get(pk=approver.pk), backend="django.contrib.auth.backends.ModelBackend")
    assert "新项目" in client.get("/approvals", follow=True).content.decode()
    sheet = client.get(f"/reviews/{review.pk}/sheet", follow=True).content.decode()
    assert "县区招商部门" in sheet and "（盖章）" in sheet and "投资协议" in sheet
    client.post(f"/reviews/{review.pk}/agree", {"opinion": "同意", "for": "", "next": "/approvals"})
    project.refresh_from_db()
    assert (project.stage, project.signed_on) == ("signed", date(2024, 3, 1))
    assert "没有待您签署的阶段" in client.get("/approvals", follow=True).content.decode()


def test_a_refused_act_leads_back_with_its_sentence(signed_in: SignedIn, project: Project) -> None:
    steward = signed_in("steward", place_id=DEZHOU)
    answer = steward.post(f"/projects/{project.pk}/move", {"to": "signed", "on": "2024-03-01", "reason": ""}, follow=True)
    assert "还缺" in answer.content.decode() and not StageReview.objects.exists()
    answer = steward.post(f"/projects/{project.pk}/status", {"status": "delayed", "on": "2024-13-01", "reason": "x"}, follow=True)
    assert Project.objects.get(pk=project.pk).status == ""


def test_an_amount_is_read_with_its_unit(signed_in: SignedIn, project: Project) -> None:
    steward = signed_in("steward", place_id=DEZHOU)
    told = {"stage": "assessment", "kind": "reported", "amount": "1.2亿元", "on": "2024-03-01", "note": ""}
    steward.post(f"/projects/{project.pk}/amount", told)
    assert StageAmount.objects.get().amount_wan_yuan == 12_000
    answer = steward.post(f"/projects/{project.pk}/amount", {**told, "amount": "12吨"}, follow=True)
    assert StageAmount.objects.count() == 1 and "12吨" in answer.content.decode()


def test_a_document_is_sent_to_those_who_see_the_project_only(signed_in: SignedIn, project: Project) -> None:
    steward = signed_in("steward", place_id=DEZHOU)
    attach(steward, project, "photo")
    address = f"/attachments/{Attachment.objects.get().pk}"
    assert b"".join(steward.get(address, follow=True).streaming_content) == b"%PDF-1.4"
    assert signed_in("steward", place_id="341100").get(address, follow=True).status_code == 404
    assert signed_in("enterprise").get(address).status_code == 403


def test_nothing_that_a_role_cannot_use_is_shown_to_it(signed_in: SignedIn, project: Project) -> None:
    page = signed_in("analyst").get(f"/projects/{project.pk}").content.decode()
    assert "下一步" in page
    for word in ("送审", "更正阶段", "越序推进", "添加文档", "登记金额", "按现状接管"):
        assert f">{word}<" not in page and f"{word}</" not in page
    rail = signed_in("enterprise").get("/", follow=True).content.decode()
    assert 'href="/board' not in rail and 'href="/approvals' not in rail


def test_the_board_counts_what_the_list_holds(signed_in: SignedIn, project: Project) -> None:
    client = signed_in("administrator")
    page = client.get("/board?place=").content.decode()
    assert f"共 {Project.objects.count()} 个项目" in page and "新项目" in page
    Project.objects.filter(pk=project.pk).update(status="lost")
    assert "新项目" not in client.get("/board?place=").content.decode()
    assert "新项目" in client.get("/board?place=&status=over").content.decode()


def test_many_pass_the_gates_of_the_single_one_and_can_be_taken_back(signed_in: SignedIn, project: Project) -> None:
    steward = signed_in("steward", place_id=DEZHOU)
    for tag in ("agreement", "assessment_minutes"):
        attach(steward, project, tag)
    other = Project.objects.create(id="bare", name_zh="缺材料的", stage="assessment", place_id=DEZHOU)
    told = {"id": [project.pk, other.pk], "to": "signed", "on": timezone.localdate().isoformat()}
    page = steward.post("/board/many", told).content.decode()
    assert "所选 2 个项目中 1 个可以送审" in page and not StageReview.objects.exists()
    done = steward.post("/board/many", {**told, "sure": "yes"}).content.decode()
    assert "2 个中已办 1 个" in done and StageReview.objects.get().project_id == project.pk
    steward.post("/board/many/undo", {"review": StageReview.objects.get().pk})
    assert StageReview.objects.get().state == "withdrawn"


def approver_of(office: str = "county_investment") -> Client:
    approver = make_user(role="approver", place_id=DEZHOU)
    User.objects.filter(pk=approver.pk).update(office=office)
    client = Client()
    client.force_login(User.objects.get(pk=approver.pk), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_many_signatures_are_taken_back_by_whoever_gave_them(signed_in: SignedIn, project: Project) -> None:
    steward, approver = signed_in("steward", place_id=DEZHOU), approver_of()
    for tag in ("agreement", "assessment_minutes"):
        attach(steward, project, tag)
    steward.post(f"/projects/{project.pk}/move", {"to": "signed", "on": "2024-03-01", "reason": ""})
    review = StageReview.objects.get()
    page = approver.post(f"/approvals/many?place={DEZHOU}", {"id": [review.pk], "opinion": ""}).content.decode()
    assert f'action="/approvals/many/undo?place={DEZHOU}"' in page, "of generated places, too, it speaks of the same ones"
    assert Project.objects.get(pk=project.pk).stage == "signed"
    assert "2 个中" not in page and approver_of().post("/approvals/many/undo", {"review": [review.pk]}).status_code == 200
    assert Project.objects.get(pk=project.pk).stage == "signed", "another approver takes nothing back"
    assert steward.post("/approvals/many/undo", {"review": [review.pk]}).status_code == 403
    done = approver.post("/approvals/many/undo", {"review": [review.pk]}).content.decode()
    assert "1 个中已办 1 个" in done and Project.objects.get(pk=project.pk).stage == "assessment"


def test_an_event_of_a_move_speaks_the_language_of_its_reader(signed_in: SignedIn, project: Project) -> None:
    steward = signed_in("steward", place_id=DEZHOU)
    for tag in ("agreement", "assessment_minutes"):
        attach(steward, project, tag)
    steward.post(f"/projects/{project.pk}/move", {"to": "signed", "on": "2024-03-01", "reason": ""})
    approver_of().post(f"/reviews/{StageReview.objects.get().pk}/agree", {"opinion": "", "for": ""})
    event = ProjectEvent.objects.get()
    assert event.note == "signed"
    ProjectEvent.objects.create(id="old", project=project, kind="stage", note="开工仪式", on=date(2024, 4, 1))
    for language, word in (("zh-hans", "签约"), ("en", "signed")):
        page = signed_in("administrator", language=language).get(f"/projects/{project.pk}", follow=True).content.decode()
        told = page[page.index("</span>", page.index("ev-rev-") - 400) :][:600]
        assert word in told and "开工仪式" in page
        record = signed_in("administrator", language=language).get(f"/records/project_events/{event.pk}", follow=True)
        assert f"<h1>{word}" in record.content.decode()


def test_a_replaced_document_stands_on_the_page_of_its_project(signed_in: SignedIn, project: Project) -> None:
    steward = signed_in("steward", place_id=DEZHOU)
    for tag in ("agreement", "assessment_minutes"):
        attach(steward, project, tag)
    steward.post(f"/projects/{project.pk}/move", {"to": "signed", "on": "2024-03-01", "reason": ""})
    approver_of().post(f"/reviews/{StageReview.objects.get().pk}/agree", {"opinion": "", "for": ""})
    attachment = Attachment.objects.get(proves="agreement")
    steward.post(f"/attachments/{attachment.pk}", {"reason": ""})
    assert Attachment.objects.filter(pk=attachment.pk).exists(), "a reason is asked for"
    steward.post(f"/attachments/{attachment.pk}", {"reason": "错件"})
    page = steward.get(f"/projects/{project.pk}", follow=True).content.decode()
    assert "“签约”审核时的材料已有变动" in page and "已移除" in page and "需重审" in page
