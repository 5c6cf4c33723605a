"""The source beside the claim: the table with its cell marked, the printed page with its words framed; and what reading warned of."""

import io
import re
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.pdf_writer import draw_picture, draw_table, draw_text, write_pdf
from tests.web.pages.conftest import SignedIn

from lianqun.office.evidence.models import Document, Statement
from lianqun.office.outside import files, page_pictures
from lianqun.office.outside.layouts import layout_of
from lianqun.office.queries.read.source_picture import PagePicture, TablePicture, picture_of
from lianqun.office.queries.rows.texts import text_of

pytestmark = pytest.mark.usefixtures("tiny")
HTMX = {"HTTP_HX_REQUEST": "true"}
HEADS = ["企业名称", "主营产品", "营业收入（亿元）", "员工数（人）"]
SENTENCE = "2023年，德州市电子信息产业实现营业收入297亿元，同比增长12.5%。"
ROWS = [
    ["行业", "总产值（亿元）", "同比增长（%）"],
    ["纺织业", "120.5", "5.1"],
    ["装备制造", "300", "-7.0"],
    ["食品", "120.5", "2.0"],
]


def workbook(rows: int, columns: int = 0) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("企业")
    sheet.write_row(0, 0, [*HEADS, *(f"备注{n}" for n in range(columns))])
    for row in range(rows):
        sheet.write_row(row + 1, 0, [f"德州市甲{row}有限公司", "硅片", 3.5 + row, 100 + row, *(["无"] * columns)])
    hidden = book.add_worksheet("草稿")
    hidden.write(0, 0, "不看")
    hidden.hide()
    book.close()
    return buffer.getvalue()


def printed() -> bytes:
    first = [draw_text(60, 780, "德州市2023年工业通报"), draw_text(60, 750, SENTENCE), *draw_table(700, ROWS)]
    second = [draw_text(60, 780, "德州市2023年规上企业131家，员工数2.6万人。")]
    return write_pdf([first, second, draw_picture()])


def add(client: Client, name: str, data: bytes) -> Document:
    client.post("/documents?place=", {"file": SimpleUploadedFile(name, data), "source_id": "office", "title": name})
    return Document.objects.get(title=name)


def claim_of(document: Document, **told: str) -> Statement:
    return Statement.objects.select_related("passage__document").filter(passage__document=document, **told).first()  # type: ignore[return-value]


def picture(claim: Statement) -> TablePicture | PagePicture | None:
    assert claim.passage is not None
    return picture_of(claim.passage.document, claim.passage.start, claim.passage.end, [], claim.pk)


def test_a_table_is_shown_around_its_cell_with_head_and_name_marked(signed_in: SignedIn) -> None:
    document = add(signed_in("statistician"), "名单.xlsx", workbook(60))
    shown = picture(claim_of(document, attribute="营业收入", subject="德州市甲30有限公司"))
    assert isinstance(shown, TablePicture) and shown.part == "企业"
    assert [[cell.text for cell in row.cells if cell.mark] for row in shown.rows if row.kind == "heads"] == [["营业收入（亿元）"]]
    here = next(row for row in shown.rows if row.is_here)
    assert [(cell.text, cell.mark) for cell in here.cells] == [
        ("德州市甲30有限公司", "of"),
        ("硅片", ""),
        ("33.5", "at"),
        ("130", ""),
    ]
    assert sum(row.left_out for row in shown.rows) + len(shown.rows) + shown.left_out == 61


def test_a_very_wide_table_is_cut_to_the_columns_around_the_claim(signed_in: SignedIn) -> None:
    document = add(signed_in("statistician"), "宽表.xlsx", workbook(3, columns=80))
    at = text_of(document).index("4.5")
    shown = picture_of(document, at, at + 3)
    assert isinstance(shown, TablePicture) and [c.text for row in shown.rows for c in row.cells if c.mark == "at"] == ["4.5"]
    assert shown.columns_left_out == 84 - 21 and all(sum(cell.width for cell in row.cells) == 21 for row in shown.rows)


def test_the_page_of_a_pdf_has_a_frame_around_the_words_where_they_stand(signed_in: SignedIn) -> None:
    document = add(signed_in("statistician"), "通报.pdf", printed())
    claim = claim_of(document, value_number=297)
    shown = picture(claim)
    assert isinstance(shown, PagePicture) and (shown.number, shown.last, shown.places) == (1, 3, 1)
    page = page_pictures.page_of(document.file, 1)
    assert page is not None and claim.passage is not None
    first = page.text.index(claim.passage.quote[:4])
    left, top, width, height = shown.frames[0]
    assert left < page.boxes[4 * first] < left + width and top < page.boxes[4 * first + 1] < top + height
    assert shown.width == 1240 and all(x >= 0 and x + w <= shown.width for x, _y, w, _h in shown.frames)


def test_equal_words_are_told_apart_by_their_row_and_other_pages_are_found(signed_in: SignedIn) -> None:
    document = add(signed_in("statistician"), "通报.pdf", printed())
    text = text_of(document)
    tops = []
    for at in (found.start() for found in re.finditer(r"120\.5", text)):
        shown = picture_of(document, at, at + 5)
        assert isinstance(shown, PagePicture) and shown.places == 1
        tops.append(shown.frames[0][1])
    assert len(set(tops)) == 2
    at = text.index("2.6万人")
    second = picture_of(document, at, at + 4)
    assert isinstance(second, PagePicture) and (second.number, second.places) == (2, 1)


def test_words_that_are_not_on_the_page_are_said_to_be_missing(signed_in: SignedIn) -> None:
    client = signed_in("statistician")
    document = add(client, "通报.pdf", printed())
    path = files.text_path(document.pk)
    path.write_text(path.read_text(encoding="utf-8").replace("297亿元", "298亿元"), encoding="utf-8")
    at = text_of(document).index("298")
    shown = client.get(f"/documents/{document.pk}?place=&show=pages&at={at}-{at + 5}").content.decode()
    assert "未能在页面图上找到这段话" in shown and "<rect" not in shown and "/pages/1.png" in shown


def test_review_shows_the_table_first_and_each_claim_brings_its_own(signed_in: SignedIn) -> None:
    document = add(signed_in("statistician"), "名单.xlsx", workbook(9))
    client = signed_in("chief")
    page = client.get(f"/review?place=&document={document.pk}").content.decode()
    source = page.split('id="review-queue"')[0]
    assert source.index('class="source-picture"') < source.index('class="reader source"')
    claim = claim_of(document, attribute="员工数", subject="德州市甲7有限公司")
    beside = client.get(f"/review/{claim.pk}/beside?place=", **HTMX).content.decode()
    assert re.search(r'<template data-picture>.*<td class="at">107</td>.*</template>', beside, re.S)


def test_pictures_of_pages_are_for_those_who_may_see_documents(signed_in: SignedIn) -> None:
    client = signed_in("statistician")
    document = add(client, "通报.pdf", printed())
    answer = client.get(f"/documents/{document.pk}/pages/1.png?place=")
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "image/png" and data.startswith(b"\x89PNG") and "private" in answer["Cache-Control"]
    for number in (0, 4, 999999):
        assert client.get(f"/documents/{document.pk}/pages/{number}.png?place=").status_code == 404
    assert signed_in("enterprise").get(f"/documents/{document.pk}/pages/1.png?place=").status_code == 403
    assert Client().get(f"/documents/{document.pk}/pages/1.png?place=").status_code == 302


def test_a_page_that_cannot_be_drawn_is_said_to_be_so(signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    document = add(client, "通报.pdf", printed())
    files.path_of(document.file).write_bytes(b"%PDF-1.4 broken")
    shown = client.get(f"/review?place=&document={document.pk}").content.decode()
    assert "这一页画不出来" in shown and "297亿元" in shown
    assert client.get(f"/documents/{document.pk}/pages/1.png?place=").status_code == 404


def test_drawn_pages_make_room_for_newer_ones(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, own_home: Path) -> None:
    document = add(signed_in("statistician"), "通报.pdf", printed())
    monkeypatch.setattr(page_pictures, "MOST_KEPT_BYTES", 1)
    assert [page_pictures.page_of(document.file, number) is not None for number in (1, 2)] == [True, True]
    assert not files.page_path(document.file, 1).exists()


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "隐藏的工作表未读：草稿。"), ("en", "Hidden sheets were not read: 草稿.")]
)
def test_what_reading_warned_of_stands_on_the_document_in_ones_own_language(
    signed_in: SignedIn, language: str, said: str
) -> None:
    client = signed_in("statistician", language=language)
    document = add(client, "名单.xlsx", workbook(2))
    notes = re.findall(
        r'<div class="note" role="status">(.*?)</div>', client.get(f"/documents/{document.pk}?place=").content.decode()
    )
    assert notes == [said]


def test_a_long_table_is_turned_over_on_the_page_of_the_document(signed_in: SignedIn) -> None:
    client = signed_in("statistician")
    document = add(client, "名单.xlsx", workbook(250))
    page = client.get(f"/documents/{document.pk}?place=&show=tables").content.decode()
    assert "甲98有限公司" in page and "甲100有限公司" not in page and "first=100" in page
    page = client.get(f"/documents/{document.pk}?place=&show=tables&n=1&first=100").content.decode()
    assert "甲100有限公司" in page and "营业收入（亿元）" in page and "first=200" in page
    assert client.get(f"/documents/{document.pk}?place=&show=tables&n=99&first=9999999").status_code == 200


def test_a_document_read_before_layouts_were_kept_is_shown_as_text_until_it_is_read_again(signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    document = add(client, "名单.xlsx", workbook(2))
    files.layout_path(document.pk).unlink()
    for path in (f"/review?place=&document={document.pk}", f"/documents/{document.pk}?place=&show=tables"):
        answer = client.get(path)
        assert answer.status_code == 200 and "source-picture" not in answer.content.decode()
    client.post(f"/documents/{document.pk}/reread?place=")
    assert layout_of(document.pk).tables


def test_the_name_of_a_row_stays_in_sight_beside_a_column_of_numbers(signed_in: SignedIn) -> None:
    rows = [
        "序号,企业名称,营业收入（亿元）,员工数（人）",
        "1,德州市甲有限公司,3.5,100",
        "2,德州市乙有限公司,4.5,120",
        "合计,,8,220",
    ]
    document = add(signed_in("statistician"), "带序号.csv", "\n".join(rows).encode())
    shown = picture(claim_of(document, subject="德州市甲有限公司", attribute="员工数"))
    assert isinstance(shown, TablePicture)
    assert [next(cell.text for cell in row.cells if cell.is_name) for row in shown.rows] == [
        *("企业名称", "德州市甲有限公司", "德州市乙有限公司", "合计"),
    ]
