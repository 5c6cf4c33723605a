"""The source beside the claim in a real browser: a table at a desk by key, one claim at a time on a phone."""

import io
from typing import Any

import pytest
import xlsxwriter
from playwright.sync_api import Locator, Page, expect
from tests.pdf_writer import draw_text, write_pdf

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def workbook() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("企业")
    sheet.write_row(0, 0, ["企业名称", "主营产品", "营业收入（亿元）", "员工数（人）", "所在地"])
    for row in range(30):
        sheet.write_row(row + 1, 0, [f"德州市乙{row}有限公司", "硅片", 3.5 + row, 100 + row, "德州市"])
    book.close()
    return buffer.getvalue()


PRINTED = write_pdf(
    [[draw_text(60, 780, "德州市2023年工业通报"), draw_text(60, 750, "2023年，德州市规上企业131家，员工数2.6万人。")]]
)


def upload(page: Page, site: str, name: str, data: bytes) -> str:
    """The id of the document that a file becomes."""
    page.goto(f"{site}/documents")
    form = page.locator("form:has(input[type=file])")
    form.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
    form.locator("select[name=source_id]").select_option(index=1)
    form.locator("button").last.click()
    page.wait_for_url("**/documents/d*")
    return page.url.split("/documents/")[1].split("?")[0]


def open_queue(page: Page, site: str, document: str) -> None:
    page.goto(f"{site}/review?document={document}")
    expect(page.locator(".claim.current .effect")).to_be_visible()


def box(locator: Locator) -> Any:
    found = locator.bounding_box()
    assert found is not None
    return found


def test_each_claim_has_its_cell_and_a_key_shows_the_text(administrator: Page, site: str) -> None:
    page = administrator
    open_queue(page, site, upload(page, site, "乙企业.xlsx", workbook()))
    picture, text = page.locator("#review-picture table"), page.locator("#review-text .source")
    expect(picture).to_be_visible()
    expect(text).to_be_hidden()
    for _press in range(9):
        before = page.locator(".claim.current").get_attribute("id") or ""
        page.keyboard.press("j")
        expect(page.locator(".claim.current")).not_to_have_id(before)
        current = page.locator(".claim.current")
        # The cell that the claim was read from holds its value; of a product, whose maker is the firm of the row, it is the subject.
        said = [current.locator(".value").inner_text(), current.locator("b").first.inner_text()]
        cell = picture.locator("tr.here td.at").last
        expect(cell).to_be_visible()
        expect(page.locator("#review-picture")).not_to_have_class("stale")
        printed = cell.inner_text().rstrip("0").rstrip(".")
        assert any(printed in one.replace(",", "") for one in said)
    page.keyboard.press("s")
    expect(picture).to_be_hidden()
    expect(text.locator(".q.at").first).to_be_in_viewport()
    page.keyboard.press("k")
    expect(text).to_be_visible()
    page.keyboard.press("s")
    expect(picture).to_be_visible()


def test_a_printed_page_has_its_words_framed(administrator: Page, site: str) -> None:
    page = administrator
    open_queue(page, site, upload(page, site, "通报.pdf", PRINTED))
    page.keyboard.press("j")
    frame = page.locator("#review-picture svg rect.at")
    expect(frame).to_be_in_viewport()
    assert page.locator("#review-picture image").evaluate(
        "async (one) => { const i = new Image(); i.src = one.href.baseVal; await i.decode(); return i.naturalWidth }"
    )


# At the end of the page; asked again until the focus that undo gives back has scrolled where it wants.
FILTERS_ARE_CLEAR = """() => {
  window.scrollTo(0, document.body.scrollHeight);
  const at = (selector) => [...document.querySelectorAll(selector)].at(-1).getBoundingClientRect();
  return at("[data-review-filter] select").bottom <= at(".claim.current > .acts").top;
}"""


def test_a_phone_shows_one_claim_and_hides_nothing_under_its_bars(administrator: Page, site: str) -> None:
    page = administrator
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_queue(page, site, "dezhou-terminals")
    for _step in range(4):
        expect(page.locator(".claim:visible")).to_have_count(1)
        passage, claim = page.locator("#review-text"), page.locator(".claim.current .what")
        expect(passage.locator(".q.at").first).to_be_in_viewport()
        acts, steps, bar = (box(page.locator(one)) for one in (".claim.current > .acts", ".steps", ".bottom-bar"))
        assert box(passage)["y"] < box(claim)["y"]
        assert box(claim)["y"] + box(claim)["height"] <= acts["y"]
        assert acts["y"] + acts["height"] <= steps["y"] + 1 and steps["y"] + steps["height"] <= bar["y"] + 1
        assert min(box(one)["height"] for one in page.locator(".claim.current > .acts button").all()) >= 40
        page.locator("[data-step='1']").click()
    first = page.locator(".claim.current").get_attribute("id") or ""
    page.locator(".claim.current [data-act=accept]").click()
    expect(page.locator(".claim.current")).not_to_have_id(first)
    page.locator("[data-undo-last]").click()
    expect(page.locator(".claim.current")).to_have_id(first)
    page.wait_for_function(FILTERS_ARE_CLEAR)
