"""The page of names: what is asked, answered by one click or key, and what the register does not have."""

import pytest
from tests.factories import frame, make_user
from tests.web.pages.conftest import SignedIn

from lianqun.office.actions.read import documents, statements
from lianqun.office.actions.rows.storing import store
from lianqun.office.evidence.models import Document, Statement
from lianqun.office.registry.models import NameQuestion, Organization

pytestmark = pytest.mark.django_db
TEXT = "运行专报\n远研艾斯半导体董事长王明表示，公司计划扩产。德州市新兴硅材料有限公司实现营业收入12亿元。丙玻璃有限公司主要生产光伏玻璃。"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def document(tiny: None) -> Document:
    rows = [{"id": "aisi", "name_zh": "山东远研艾斯半导体材料有限公司", "kind": "enterprise", "place_id": "371400"}]
    store("organizations", frame("organizations", rows))
    added: Document = documents.add(by=make_user(role="promotion"), name="专报.txt", data=TEXT.encode(), source_id="office")
    return added


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "未在册"), ("en", "Not on the register")])
def test_the_page_of_a_document_asks_with_its_sentence_and_lists_the_rest(
    document: Document, signed_in: SignedIn, language: str, word: str
) -> None:
    text = signed_in("promotion", language=language).get(f"/names?document={document.pk}").content.decode()
    assert word in text and "远研艾斯半导体董事长王明表示，公司计划扩产。" in text
    assert "德州市新兴硅材料有限公司" in text and "丙玻璃有限公司" in text


def test_a_question_is_answered_and_taken_back_in_place(document: Document, signed_in: SignedIn) -> None:
    client = signed_in("promotion", language="en")
    question = NameQuestion.objects.get(document_id=document.pk)
    answer = client.post(f"/names/{question.pk}", {"act": "accept"}, headers=HTMX).content.decode()
    assert "done" in answer and 'data-act="undo"' in answer
    assert Statement.objects.filter(subject="远研艾斯半导体", subject_id="aisi").exists()
    again = client.post(f"/names/{question.pk}", {"act": "refuse"}, headers=HTMX)
    assert again.status_code == 409 and "take that answer back first" in again.content.decode()
    client.post(f"/names/{question.pk}", {"act": "undo"}, headers=HTMX)
    question.refresh_from_db()
    assert question.verdict == ""
    assert client.post("/names/999999", {"act": "accept"}).status_code == 404


def test_who_reads_only_may_not_answer(document: Document, signed_in: SignedIn) -> None:
    question = NameQuestion.objects.get(document_id=document.pk)
    assert signed_in("analyst").post(f"/names/{question.pk}", {"act": "accept"}).status_code == 403


def test_an_accepted_name_is_added_by_one_click_and_taken_out_on_its_page(document: Document, signed_in: SignedIn) -> None:
    client = signed_in("promotion", language="en")
    statement = Statement.objects.get(claim_type="organization", subject="德州市新兴硅材料有限公司")
    refused = client.post(f"/statements/{statement.pk}/add-organization", follow=True).content.decode()
    assert "Accept the statement first" in refused
    statements.accept(by=make_user(role="promotion"), statement=statement)
    client.post(f"/statements/{statement.pk}/add-organization")
    added = Organization.objects.get(name_zh=statement.subject)
    assert "Take out of the register" in client.get(f"/organizations/{added.pk}").content.decode()
    client.post(f"/organizations/{added.pk}/take-out")
    assert not Organization.objects.filter(pk=added.pk).exists()


def test_an_accepted_placement_goes_into_the_register_and_out_again(document: Document, signed_in: SignedIn) -> None:
    client = signed_in("promotion", language="en")
    statement = Statement.objects.get(claim_type="placement", subject_id="org-c")
    assert statement.value_text == "光伏玻璃"
    statements.accept(by=make_user(role="promotion"), statement=statement)
    address = f"/names?document={document.pk}"
    assert "this adds evidence" in client.get(address).content.decode()
    client.post(f"/statements/{statement.pk}/row")
    assert "in the register" in client.get(address).content.decode()
    client.post(f"/statements/{statement.pk}/row", {"act": "undo"})
    assert "this adds evidence" in client.get(address).content.decode()


def test_a_place_shows_what_documents_say_of_it(tiny: None, signed_in: SignedIn) -> None:
    documents.add(
        by=make_user(role="promotion"), name="报.txt", data="德州市实现工业增加值95.2亿元。".encode(), source_id="office"
    )
    assert "95.2" in signed_in("promotion").get("/places/371400").content.decode()
    assert "95.2" not in signed_in("enterprise").get("/places/371400").content.decode()
