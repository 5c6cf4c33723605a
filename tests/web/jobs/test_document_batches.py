"""Many documents at once: an archive on the documents page becomes a job; each document alone may fail; killed, it goes on."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import make_user
from tests.web.pages.conftest import BACKEND

from lianqun.office.accounts.models import User
from lianqun.office.actions.read import document_batches, documents
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.evidence.models import Document
from lianqun.office.jobs import queue
from lianqun.office.jobs.models import Job
from lianqun.office.worker import loop
from lianqun.office.worker.document_batches import add_documents

pytestmark = pytest.mark.django_db
TEXT = "德州市某某公司二期项目总投资{n}亿元，投产后年产硅片120万片。"


@pytest.fixture
def officer(tiny: None) -> User:
    user: User = make_user(role="promotion")
    return user


def archive(count: int = 3) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for number in range(count):
            file.writestr(f"专报{number}.txt", TEXT.format(n=number + 20))
        file.writestr("空.txt", "")
        file.writestr("图.png", b"\x89PNG")
    return buffer.getvalue()


def queue_archive(officer: User, count: int = 3) -> Job:
    return document_batches.queue_documents(by=officer, uploads=[("专报.zip", archive(count))], source_id="office")


def work() -> Job:
    job = loop.run_one(worker="w")
    assert job is not None
    return job


def statuses(job: Job) -> dict[str, str]:
    assert job.outcome is not None
    return {row["document"]: row["status"] for row in job.outcome["outcomes"]}


def test_each_document_of_an_archive_is_added_and_each_outcome_told(officer: User) -> None:
    queue_archive(officer)
    before = Document.objects.count()
    job = work()
    assert job.status == "done"
    assert statuses(job) == {
        **{"专报.zip/空.txt": "refused", "专报.zip/图.png": "skipped"},
        **{f"专报.zip/专报{number}.txt": "read" for number in range(3)},
    }
    assert Document.objects.count() == before + 3
    assert job.outcome is not None
    assert (job.outcome["counts"], job.outcome["outcomes"][0]["status"]) == ({"read": 3, "refused": 1, "skipped": 1}, "refused")
    assert all(row["zh"] and row["en"] for row in job.outcome["outcomes"] if row["status"] != "read")


def test_a_job_whose_worker_died_goes_on_and_adds_nothing_twice(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = queue_archive(officer)
    added = documents.add
    calls = 0

    def die(**given: Any) -> Document:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        return added(**given)

    monkeypatch.setattr(documents, "add", die)
    before = Document.objects.count()
    with pytest.raises(KeyboardInterrupt):
        add_documents(waiting, officer, lambda done, total, doing: None)
    assert Document.objects.count() == before + 2
    job = work()
    assert Document.objects.count() == before + 3
    assert job.outcome is not None
    assert job.outcome["counts"] == {"read": 1, "refused": 1, "skipped": 3}


def test_an_unexpected_error_costs_its_own_document(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    queue_archive(officer)
    added = documents.add

    def fail(**given: Any) -> Document:
        if given["name"].endswith("1.txt"):
            raise RecursionError
        return added(**given)

    monkeypatch.setattr(documents, "add", fail)
    assert statuses(work())["专报.zip/专报1.txt"] == "failed"


def test_it_can_be_cancelled(officer: User) -> None:
    job = queue_archive(officer)
    document_batches.cancel(by=officer, job=job)
    before = Document.objects.count()
    job = work()
    assert job.outcome is not None
    assert (job.status, job.outcome["state"], Document.objects.count()) == ("done", "cancelled", before)
    with pytest.raises(Refused):
        document_batches.cancel(by=officer, job=job)


def test_who_may_not_add_documents_may_not_add_many(tiny: None) -> None:
    with pytest.raises(Refused) as caught:
        queue_archive(make_user(role="chief"))
    assert caught.value.code == "not_allowed"
    other = queue.add(kind=document_batches.ADD_MANY, by="somebody", arguments={})
    with pytest.raises(Refused) as caught:
        document_batches.cancel(by=make_user(role="promotion"), job=other)
    assert caught.value.code == "not_yours"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_documents_page_to_the_table_of_outcomes(officer: User, client: Any, language: str) -> None:
    officer.language = language
    officer.save()
    client.force_login(officer, backend=BACKEND)
    files = [SimpleUploadedFile("专报.zip", archive()), SimpleUploadedFile("单.txt", TEXT.format(n=7).encode())]
    answer = client.post("/documents", {"file": files, "source_id": "office"})
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.pk}"
    assert f"/jobs/{job.pk}/cancel" in client.get(f"/jobs/{job.pk}").content.decode()
    assert work().status == "done"
    page = client.get(f"/jobs/{job.pk}").content.decode()
    assert "专报.zip/专报1.txt" in page
    assert ("压缩包" in page) or ("passed over" in page) or ("跳过" in page)
    table = b"".join(client.get(f"/jobs/{job.pk}/file").streaming_content).decode("utf-8-sig")
    assert table.count("\n") == 7
    assert "单.txt,read" in table


def test_cancelling_from_the_page(officer: User, client: Any) -> None:
    client.force_login(officer, backend=BACKEND)
    client.post("/documents", {"file": [SimpleUploadedFile("专报.zip", archive())], "source_id": "office"})
    job = Job.objects.get()
    client.post(f"/jobs/{job.pk}/cancel")
    assert queue.is_cancelled(job)
