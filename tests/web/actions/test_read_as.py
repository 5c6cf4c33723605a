"""As which source folder a document is read: recognised or chosen, kept, shown, and only what the office placed there."""

import shutil
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import make_user
from tests.web.pages.conftest import BACKEND

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.actions.read import document_batches, documents
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.evidence.models import Document, Statement
from lianqun.office.worker import loop

pytestmark = pytest.mark.django_db
SOURCES = Path(__file__).parents[3] / "sources"
SAMPLE = SOURCES / "signing-list" / "sample" / "2025-09.csv"


@pytest.fixture
def officer(tiny: None) -> User:
    user: User = make_user(role="promotion")
    return user


def add(officer: User, read_as: str = "") -> Document:
    return documents.add(by=officer, name="九月.csv", data=SAMPLE.read_bytes(), source_id="office", read_as=read_as)


def amounts(document: Document) -> set[str]:
    found = Statement.objects.filter(passage__document=document, claim_type="project", attribute="amount")
    return set(found.values_list("subject", flat=True))


def test_what_is_recognised_is_kept_and_its_reasons_are_logged(officer: User) -> None:
    document = add(officer)
    assert document.read_as == "signing-list" and len(amounts(document)) == 3
    assert "+signing-list/" in Statement.objects.filter(passage__document=document).values_list("reader", flat=True)[0]
    after = AuditEvent.objects.get(type="document.add").after
    assert "协议引资额" in after["source"]["zh"] and "signing list" in after["source"]["en"]


@pytest.mark.parametrize(("read_as", "count"), [("none", 0), ("signing-list", 3)])
def test_a_person_may_choose(officer: User, read_as: str, count: int) -> None:
    document = add(officer, read_as)
    assert (document.read_as, len(amounts(document))) == (read_as, count)
    assert documents.reread(by=officer, document=document) == 0


def test_what_is_not_there_is_refused_and_nothing_is_kept(officer: User) -> None:
    for wrong in ("no-such", "../signing-list", str(SOURCES / "signing-list")):
        with pytest.raises(Refused) as refused:
            add(officer, wrong)
        assert refused.value.code == "unknown_read_as"
        with pytest.raises(Refused):
            document_batches.queue_documents(by=officer, uploads=[("a.csv", b"1")], source_id="office", read_as=wrong)
    assert not Document.objects.filter(title__contains="签约").exists()


def test_a_source_that_is_placed_later_is_used_when_the_document_is_read_again(
    officer: User, tmp_path: Path, settings: object
) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    settings.SOURCES = str(folder)  # type: ignore[attr-defined]
    document = add(officer)
    assert (document.read_as, amounts(document)) == ("", set())
    shutil.copytree(SOURCES / "signing-list", folder / "signing-list")
    assert documents.reread(by=officer, document=document) > 0
    document.refresh_from_db()
    assert document.read_as == "signing-list" and len(amounts(document)) == 3
    shutil.rmtree(folder / "signing-list")
    assert documents.reread(by=officer, document=document) == 0


def test_many_documents_are_read_as_what_was_chosen(officer: User) -> None:
    uploads = [("一.csv", SAMPLE.read_bytes()), ("二.csv", SAMPLE.read_bytes() + b"\n")]
    document_batches.queue_documents(by=officer, uploads=uploads, source_id="office", read_as="none")
    assert loop.run_one(worker="w") is not None
    assert Document.objects.filter(read_as="none").count() == 2


def test_the_form_offers_the_sources_and_the_page_says_what_was_used(officer: User, client: object) -> None:
    client.force_login(officer, backend=BACKEND)  # type: ignore[attr-defined]
    page = client.get("/documents").content.decode()  # type: ignore[attr-defined]
    assert 'value="signing-list"' in page and 'value="none"' in page
    upload = SimpleUploadedFile("九月.csv", SAMPLE.read_bytes())
    sent = {"file": upload, "source_id": "office", "read_as": ""}
    shown = client.post("/documents", sent, follow=True).content.decode()  # type: ignore[attr-defined]
    assert "signing-list" in shown and "协议引资额" in shown
