"""The review pages: passages with their source, one kind at once, what changes, history, cost, freshness."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.pages.conftest import SignedIn

from lianqun.office.evidence.models import Document, Passage, Statement

pytestmark = pytest.mark.usefixtures("tiny")
HTMX = {"HTTP_HX_REQUEST": "true"}
TEXT = """电子信息产业通报

2023年，德州市电子信息产业实现营业收入297亿元，同比增长12.5%。规上企业131家，员工数2.6万人。

指标\t单位\t2023年
利润总额\t亿元\t20.8
"""


@pytest.fixture
def document(signed_in: SignedIn) -> Document:
    file = SimpleUploadedFile("通报.txt", TEXT.encode())
    signed_in("statistician").post(
        "/documents?place=", {"file": file, "source_id": "office", "title": "通报", "published_on": "2024-02-01"}
    )
    return Document.objects.get(title="通报")


def page_of(client: Client, document: Document, more: str = "") -> str:
    return client.get(f"/review?place=&document={document.pk}{more}").content.decode()


def test_claims_stand_by_sentence_with_their_own_marks_in_the_source(signed_in: SignedIn, document: Document) -> None:
    page = page_of(signed_in("chief"), document)
    passages = re.findall(r'<section class="passage".*?</section>', page, re.S)
    assert len(passages) >= 3
    both = next(part for part in passages if "131家" in part)
    assert "2.6万人" in both and "297亿元" not in both
    for claim in re.findall(r'<li class="claim[^"]*" id="claim-([^"]+)"', page):
        assert f'data-claim="{claim}"' in page.split('id="review-queue"')[0], "every claim is marked in the source"


def test_a_table_row_is_shown_as_one(signed_in: SignedIn, document: Document) -> None:
    cells = re.findall(r"<td>(.*?)</td>", page_of(signed_in("chief"), document), re.S)
    assert [re.sub(r"<sup.*?</sup>|<[^>]+>|\s", "", cell) for cell in cells[:6]] == [
        "指标",
        "单位",
        "2023年",
        "利润总额",
        "亿元",
        "20.8",
    ]


def test_the_clean_claims_of_a_passage_are_accepted_and_taken_back_as_one(signed_in: SignedIn, document: Document) -> None:
    client = signed_in("chief")
    part = next(
        one
        for one in re.findall(r'<section class="passage".*?</section>', page_of(client, document), re.S)
        if "accept-clean" in one
    )
    ids = re.findall(r'name="id" value="([^"]+)"', part)
    answer = client.post(f"/review/many?place=&document={document.pk}", {"id": ids, "seconds": "6"}, **HTMX)
    assert answer.status_code == 200 and 'id="review-panes"' in answer.content.decode()
    assert Statement.objects.filter(pk__in=ids, status="accepted").count() == len(ids) >= 2
    history = client.get(f"/review/{ids[0]}/beside?place=", **HTMX).content.decode()
    assert "批量采纳陈述" in history
    client.post("/review/undo?place=", **HTMX)
    assert Statement.objects.filter(pk__in=ids, status="proposed").count() == len(ids)


def test_undo_goes_back_step_by_step(signed_in: SignedIn) -> None:
    client = signed_in("chief")
    for name, act in (("sta-1", "accept"), ("sta-2", "refuse")):
        client.post(f"/review/{name}?place=", {"act": act, "reason": "not_said"}, **HTMX)
    told = []
    for _step in range(3):
        answer = client.post("/review/undo?place=", **HTMX)
        told.append((answer.status_code, *Statement.objects.order_by("pk").values_list("status", flat=True)))
    assert "没有可以撤回的决定" in answer.content.decode() and 'data-claim="sta-1"' in answer.content.decode()
    assert told == [(200, "accepted", "proposed"), (200, "proposed", "proposed"), (409, "proposed", "proposed")]


def test_one_kind_is_listed_with_doubtful_claims_unchecked_and_repaired_ones_locked(signed_in: SignedIn) -> None:
    for number, flags in enumerate(("", "period_inherited", "touches_repair", "second_agrees")):
        Statement.objects.create(
            id=f"k{number}", claim_type="indicator", subject=f"甲{number}", attribute="产值", value_number=number, passage_id="pas-1", status="proposed", flags=flags
        )  # fmt: skip
    client = signed_in("chief")
    page = client.get("/review/kinds?place=&type=indicator&attribute=产值").content.decode()
    boxes = dict(re.findall(r'name="id" value="(k\d)"([^>]*)>', page))
    assert ["checked" in boxes[f"k{n}"] for n in range(4)] == [True, False, False, True]
    assert "disabled" in boxes["k2"] and "时间取自前文或标题" in page
    answer = client.post("/review/many?place=", {"id": ["k0", "k2"]}, HTTP_REFERER="http://testserver/review/kinds", follow=True)
    assert "单独核对" in answer.content.decode() and Statement.objects.get(pk="k0").status == "proposed"
    client.post("/review/many?place=", {"id": ["k0", "k3"]})
    assert "撤回上次采纳的 2 条" in client.get("/review/kinds?place=").content.decode()


def accepted(number: str, **more: Any) -> Statement:
    document = Document.objects.create(id=f"d{number}", source_id="office", title="旧报", published_on="2024-01-02")
    passage = Passage.objects.create(id=f"p{number}", document=document, start=0, end=3, quote="旧原文")
    told = {
        "claim_type": "indicator",
        "subject": "德州市",
        "attribute": "产值",
        "unit": "亿元",
        "period": "2023",
        "modality": "actual",
        "status": "accepted",
    }
    return Statement.objects.create(id=f"held{number}", value_number=number, passage=passage, **{**told, **more})


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ({"number": "312"}, "与现有说法矛盾"),
        ({"number": "300", "qualifier": "近"}, "比现有说法更精确"),
        ({"number": "297"}, "没有变化：现有说法相同"),
        ({"number": "297.3"}, "没有变化：现有说法已更精确"),
        ({"number": "297", "unit": "亩"}, "单位与现有说法不同"),
    ],
)
def test_what_changes_is_said_before_one_accepts(signed_in: SignedIn, held: dict[str, str], said: str) -> None:
    accepted(held.pop("number"), **held)
    Statement.objects.filter(pk="sta-1").update(
        claim_type="indicator",
        subject="德州市",
        subject_id="",
        attribute="产值",
        value_number="297",
        unit="亿元",
        period="2023",
        modality="actual",
    )
    from lianqun.office.registry.models import Indicator

    Indicator.objects.all().delete()
    assert said in signed_in("chief").get("/review/sta-1/beside?place=").content.decode()


def test_the_grade_says_which_one_will_hold(signed_in: SignedIn) -> None:
    from lianqun.office.evidence.models import Source

    accepted("312")
    Source.objects.filter(pk="office").update(grade="B")
    weak = Source.objects.create(id="weak", name_zh="自媒体", kind="news", grade="D")
    document = Document.objects.create(id="dweak", source=weak, title="新报", published_on="2024-05-02")
    passage = Passage.objects.create(id="pweak", document=document, start=0, end=3, quote="新原文")
    told = {
        "claim_type": "indicator",
        "subject": "德州市",
        "attribute": "产值",
        "unit": "亿元",
        "period": "2023",
        "modality": "actual",
    }
    Statement.objects.create(id="weak", value_number="290", passage=passage, status="proposed", **told)
    client = signed_in("chief")
    page = client.get("/review/weak/beside?place=").content.decode()
    assert "仍以原有的为准" in page and re.search(r"此后为准</span><span><b>312亿元", page)
    Source.objects.filter(pk="weak").update(grade="A")
    page = client.get("/review/weak/beside?place=").content.decode()
    assert "将以这一条为准" in page and re.search(r"此后为准</span><span><b>290亿元", page)


def test_the_offices_own_figure_counts_as_held(signed_in: SignedIn) -> None:
    Statement.objects.filter(pk="sta-1").update(
        claim_type="indicator",
        subject="德州市",
        subject_id="",
        attribute="产值",
        value_number="312",
        unit="亿元",
        period="2023",
        modality="actual",
    )
    page = signed_in("chief").get("/review/sta-1/beside?place=").content.decode()
    assert "与现有说法矛盾" in page and "近297.5亿元" in page


def test_nothing_held_is_said_as_well(signed_in: SignedIn) -> None:
    assert "这将是第一条" in signed_in("chief").get("/review/sta-1/beside?place=").content.decode()


def test_conflicts_are_shown_decided_and_opened_again(signed_in: SignedIn) -> None:
    accepted("297"), accepted("312")
    client = signed_in("chief")
    page = client.get("/conflicts?place=").content.decode()
    assert "297亿元" in page and "312亿元" in page and "/documents/d297?at=0-3" in page
    client.post("/conflicts/held312?place=", {"why": "已核对年报"})
    assert "312亿元" not in client.get("/conflicts?place=").content.decode()
    decided = client.get("/conflicts?place=&decided=1").content.decode()
    assert "已核对年报" in decided
    client.post("/conflicts/held312?place=", {"act": "open"})
    assert "312亿元" in client.get("/conflicts?place=").content.decode()


def test_a_reader_without_the_right_sees_conflicts_with_the_reason_on_the_button(signed_in: SignedIn) -> None:
    accepted("297"), accepted("312")
    assert re.search(
        r'<button class="first small" disabled title="[^"]+"', signed_in("analyst").get("/conflicts?place=").content.decode()
    )


def test_what_is_old_is_told_with_its_owner_or_that_there_is_none(signed_in: SignedIn) -> None:
    (
        accepted("1", attribute="税收", chain="集成电路", region="德州市", period="2020"),
        accepted("2", attribute="员工数", subject="甲公司", period=""),
    )
    page = signed_in("chief").get("/lists/freshness?place=").content.decode()
    rows = re.findall(r'<tr>(<th scope="row">.*?)</tr>', page, re.S)
    taxes, staff = (next(row for row in rows if word in row) for word in ("税收", "员工数"))
    assert "某甲" in taxes and "2020-12-31" in taxes and "产出与收入" in taxes
    assert "无责任人" in staff and "2024-01-02" in staff
    file = signed_in("chief").get("/lists/freshness?place=&f.is_stale=yes&file=csv").content.decode()
    assert "责任人" in file and "甲公司" in file


def test_the_cost_of_review_is_told_by_rule_and_person(signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    assert "尚未有人审过陈述" in client.get("/review/effort").content.decode()
    Statement.objects.filter(pk="sta-1").update(rule="capacity|subject:unknown")
    client.post("/review/sta-1", {"act": "refuse", "reason": "wrong_number", "seconds": "4.0"}, **HTMX)
    client.post("/review/sta-2", {"act": "accept", "seconds": "not a number"}, **HTMX)
    page = client.get("/review/effort").content.decode()
    assert "半数陈述用时不到 4.0 秒" in page and ">capacity<" in page and "administrator-" in page
    assert 'title="没有找到主语，须人工补上 (subject:unknown)"' in page
    assert "administrator-" not in signed_in("chief").get("/review/effort?place=").content.decode().split("<main")[1]


@pytest.mark.parametrize(
    "path", ["/review", "/review/kinds?type=product&attribute=产品", "/conflicts", "/lists/freshness", "/review/effort"]
)
def test_review_asks_few_queries_however_many_claims_there_are(
    signed_in: SignedIn, path: str, settings: Any, own_home: Path
) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    client = signed_in("administrator")
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(60):
        status = ("proposed", "accepted")[number % 2]
        accepted(
            str(number + 1), subject=f"甲{number % 7}", claim_type="product", attribute="产品", status=status, reviewed_by="x"
        )
    with CaptureQueriesContext(connection) as many:
        assert client.get(path).status_code == 200
    assert len(many) <= len(few) + 3
