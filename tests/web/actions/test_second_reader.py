"""The second reader in the office: off by default, beside the rules where it is set, and never in the way of a document."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from tests.factories import make_user
from tests.unit.second.fake_model import FakeModel, fake_model, reset, status
from tests.web.pages.conftest import SignedIn, signed_in  # noqa: F401

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.actions.read import documents, statements
from lianqun.office.evidence.models import Document, Statement
from lianqun.office.outside import language_model

pytestmark = pytest.mark.django_db
TEXT = "德州市一季度产业情况\n一季度德州市实现工业增加值95.2亿元，同比增长4.1%。德州市新签约项目12个。德州市有规上企业300家。"


@pytest.fixture
def officer(tiny: None) -> User:
    user: User = make_user(role="promotion")
    return user


@pytest.fixture
def model(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeModel]:
    """The fake, set as the site's second reader."""
    monkeypatch.setattr(language_model.time, "sleep", lambda _seconds: None)
    with fake_model() as server:
        settings.SECOND_READER = {"LIANQUN_SECOND_URL": server.url, "LIANQUN_SECOND_MODEL": "plain"}
        yield server


def add(officer: User) -> Document:
    return documents.add(by=officer, name="专报.txt", data=TEXT.encode(), source_id="office")


def flags_of(document: Document) -> dict[str, str]:
    found = Statement.objects.filter(passage__document=document).exclude(unit="")
    return {f"{one.value_number.normalize():f}{one.unit}": one.flags for one in found if one.value_number is not None}


def last_event(kind: str) -> dict[str, Any]:
    after: dict[str, Any] = AuditEvent.objects.filter(type=kind).latest("id").after
    return after


def test_off_by_default(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting, no request: even making a connection would fail this test."""

    def connect(*_given: object, **_named: object) -> None:
        raise AssertionError("a request was made")

    monkeypatch.setattr(language_model.http.client, "HTTPConnection", connect)
    monkeypatch.setattr(language_model.http.client, "HTTPSConnection", connect)
    document = add(officer)
    assert documents.reread(by=officer, document=document) == 0
    assert all("second" not in flags for flags in flags_of(document).values())
    assert "second" not in last_event("document.add")


def test_agreement_is_kept_with_the_statements_and_in_the_log(officer: User, model: FakeModel) -> None:
    document = add(officer)
    flags = flags_of(document)
    assert "second_agrees" in flags["95.2亿元"] and "second_agrees" in flags["12个"]
    assert last_event("document.add")["second"]["counts"]["agreed"] == sum("second_agrees" in one for one in flags.values())
    assert set(Statement.objects.filter(passage__document=document).values_list("status", flat=True)) == {"proposed"}
    assert {one.reader for one in Statement.objects.filter(passage__document=document)} == {"lianqun-rules/2+plain"}


def test_the_model_is_asked_outside_the_transaction(officer: User, model: FakeModel) -> None:
    inside = len(connection.savepoint_ids)
    held: list[int] = []
    answer = model.reply
    model.reply = lambda name, passage: (held.append(len(connection.savepoint_ids)), answer(name, passage))[1]
    seen: list[int] = []
    asked = language_model.LanguageModel.ask

    def ask(self: language_model.LanguageModel, messages: Any) -> str:
        seen.append(len(connection.savepoint_ids))
        return asked(self, messages)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language_model.LanguageModel, "ask", ask)
        add(officer)
    assert seen and set(seen) == {inside}


@pytest.mark.parametrize("fault", [status(500), status(401), status(429), reset])
def test_a_failure_leaves_the_rules_reading_whole(officer: User, model: FakeModel, fault: Any, signed_in: SignedIn) -> None:  # noqa: F811
    model.faults = [fault] * 20
    document = add(officer)
    assert flags_of(document)["95.2亿元"].find("second") == -1
    failed = last_event("document.add")["second"]["failed"]
    assert failed["zh"] and failed["en"]
    for language, word in (("zh-hans", failed["zh"]), ("en", failed["en"])):
        page = signed_in("administrator", language=language, username=f"reader-{language}").get(f"/documents/{document.pk}")
        with translation.override(language):
            assert word.split("：")[0].split(":")[0].replace("'", "&#39;") in page.content.decode()


def test_read_again_asks_only_what_was_not_answered_and_refreshes_doubts(officer: User, model: FakeModel) -> None:
    model.faults = [status(401)]
    document = add(officer)
    assert "second_agrees" not in flags_of(document)["12个"]
    decided = Statement.objects.get(passage__document=document, value_number=300)
    statements.accept(by=officer_of_review(), statement=decided)
    assert documents.reread(by=officer, document=document) == 0
    assert "second_agrees" in flags_of(document)["12个"]
    decided.refresh_from_db()
    assert decided.status == "accepted" and "second" not in decided.flags
    asked = len(model.asked)
    documents.reread(by=officer, document=document)
    assert len(model.asked) == asked


def officer_of_review() -> User:
    user: User = make_user(role="chief", username="reviewer")
    return user


def test_a_setting_that_cannot_be_used_does_not_stop_an_upload(officer: User, settings: Any) -> None:
    settings.SECOND_READER = {"LIANQUN_SECOND_URL": "ftp://model", "LIANQUN_SECOND_MODEL": "plain"}
    assert flags_of(add(officer))
    assert last_event("document.add")["second"]["failed"]["code"] == "bad_address"


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "两位读者一致"), ("en", "both readers agree")])
def test_the_document_says_who_read_it(
    officer: User, model: FakeModel, signed_in: SignedIn, language: str, word: str  # noqa: F811
) -> None:  # fmt: skip
    document = add(officer)
    text = signed_in("administrator", language=language).get(f"/documents/{document.pk}").content.decode()
    assert "lianqun-rules/2+plain" in text and word in text
