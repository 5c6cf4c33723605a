"""Documents: kept byte for byte, read once, read again without doubling, refused whole when they cannot be read."""

import hashlib
import io
from pathlib import Path

import pytest
import xlsxwriter
from tests.factories import make_user

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.actions.read import documents, statements
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.evidence.models import Document, Passage, Statement
from lianqun.office.outside import files

pytestmark = pytest.mark.django_db
TEXT = "德州市甲硅片有限公司二期项目总投资35亿元，投产后年产硅片120万片。2023年实现营业收入12亿元，同比增长20%。"


@pytest.fixture
def officer(tiny: None) -> User:
    user: User = make_user(role="promotion")
    return user


def add(officer: User, data: bytes = TEXT.encode(), name: str = "专报.txt") -> Document:
    return documents.add(by=officer, name=name, data=data, source_id="office")


def test_bytes_text_passages_and_statements(officer: User, own_home: Path) -> None:
    document = add(officer)
    assert (
        files.path_of(document.file).read_bytes() == TEXT.encode()
        and document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    )
    text = files.text_path(document.pk).read_text(encoding="utf-8")
    passages = list(Passage.objects.filter(document=document))
    assert passages and all(text[passage.start : passage.end] == passage.quote for passage in passages)
    read = Statement.objects.filter(passage__document=document)
    assert (
        read.exists() and {statement.status for statement in read} == {"proposed"} and all(statement.reader for statement in read)
    )
    assert AuditEvent.objects.filter(type="document.add").count() == 1


def test_a_workbook_becomes_text_passages_and_statements(officer: User, own_home: Path) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("签约")
    sheet.write_row(0, 0, ["项目名称", "投资方", "总投资（亿元）", "签约时间"])
    sheet.write_row(1, 0, ["甲硅片二期项目", "德州市甲硅片有限公司", 35.123456789012, "2023-10"])
    book.close()
    document = add(officer, buffer.getvalue(), "2023年德州市签约项目.xlsx")
    assert (document.title, Path(document.file).suffix) == ("2023年德州市签约项目", ".xlsx")
    text = files.text_path(document.pk).read_text(encoding="utf-8")
    assert all(text[p.start : p.end] == p.quote for p in Passage.objects.filter(document=document))
    read = {s.attribute: s for s in Statement.objects.filter(passage__document=document, claim_type="project")}
    assert (read["amount"].subject, read["amount"].value_text, read["amount"].unit) == (
        "甲硅片二期项目",
        "35.123456789012",
        "亿元",
    )
    assert (read["签约时间"].value_text, read["签约时间"].value_upper) == ("2023-10", None)


def test_the_same_bytes_twice_add_nothing(officer: User) -> None:
    first = add(officer)
    before = (Document.objects.count(), Passage.objects.count(), Statement.objects.count())
    assert add(officer, name="别的名字.txt").pk == first.pk
    assert (Document.objects.count(), Passage.objects.count(), Statement.objects.count()) == before


def test_reading_again_leaves_what_was_reviewed(officer: User) -> None:
    document = add(officer)
    statement = Statement.objects.filter(passage__document=document).order_by("pk")[0]
    statements.accept(by=officer, statement=statement)
    assert documents.reread(by=officer, document=document) == 0
    statement.refresh_from_db()
    assert statement.status == "accepted" and statement.first_seen_at is not None and statement.last_seen_at is not None
    assert statement.last_seen_at > statement.first_seen_at


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "a.txt"), (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.html"), (b"a" * (documents.MOST_BYTES + 1), "a.txt")],
)
def test_what_cannot_be_read_is_not_kept(officer: User, own_home: Path, data: bytes, name: str) -> None:
    before = Document.objects.count()
    with pytest.raises(Refused) as refused:
        add(officer, data, name)
    assert refused.value.sentence and Document.objects.count() == before
    assert not [path for path in (own_home / "files").rglob("*") if path.is_file()]


def test_a_name_never_leads_outside(officer: User, own_home: Path) -> None:
    document = add(officer, name="../../etc/passwd.txt")
    assert files.path_of(document.file).is_relative_to(own_home / "files")
    with pytest.raises(ValueError, match="outside"):
        files.path_of("../outside")


def test_who_may(tiny: None) -> None:
    chief = make_user(role="chief")
    assert documents.add.why_not(chief)
    with pytest.raises(Refused):
        documents.add(by=chief, name="a.txt", data=TEXT.encode(), source_id="office")
    with pytest.raises(Refused) as refused:
        documents.reread(by=make_user(role="desk"), document=Document.objects.get(pk="doc-1"))
    assert refused.value.code == "no_file"
