"""The walk in a real browser: sign in, open each map, go from a node to its sentence, review, import, switch language."""

import re
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Locator, Page, expect
from tests.web.browser.conftest import Watched, sign_in

from lianqun.maps import KINDS

pytestmark = pytest.mark.browser

PLACES = {"371400": "dz-electronics", "120114": "wq-biomedicine", "341100": "cz-photovoltaics"}
CHAIN_MAP = "/maps/chain?place=371400&chain=dz-electronics"
NEED = "请为新来的员工找宿舍（浏览器测试）"


def drawn(page: Page, text: str) -> Locator:
    """A word on the drawing itself."""
    return page.locator("[data-map] svg text", has_text=re.compile(rf"^{re.escape(text)}$")).first


def test_a_wrong_password_is_refused_in_words(page: Page, site: str, watched: Watched) -> None:
    page.goto(f"{site}/sign-in")
    page.locator("input[name=username]").fill("chief")
    page.locator("input[name=password]").fill("not-the-password")
    page.locator("form.fields button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("main#page")).to_have_count(0)
    watched.complaints.clear()  # the browser itself notes the answer 422


def test_the_chain_chief_sees_what_there_is_what_is_missing_and_what_is_stuck(page: Page, site: str, watched: Watched) -> None:
    sign_in(page, site, "chief")
    page.goto(f"{site}/?place=371400&chain=dz-electronics")
    expect(page.locator("main#page h1")).to_be_visible()
    expect(page.locator("main#page")).to_contain_text("不明")
    expect(page.locator("main#page")).to_contain_text("产业引导基金规模偏小")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("place", "chain"), PLACES.items())
def test_each_map_is_drawn(administrator: Page, site: str, kind: str, place: str, chain: str) -> None:
    page = administrator
    page.goto(f"{site}/maps/{kind}?place={place}&chain={chain}")
    expect(page.locator("main#page h1")).to_be_visible()
    expect(page.locator("p.finding").first).not_to_be_empty()
    expect(page.locator("[data-map] svg text").first).to_be_visible()
    assert page.locator("[data-map] svg text").count() >= 3
    assert page.locator("#map-table tbody tr").count() >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_each_map_of_a_whole_place_is_drawn(administrator: Page, site: str, kind: str) -> None:
    administrator.goto(f"{site}/maps/{kind}?place=341100")
    expect(administrator.locator("[data-map] svg text").first).to_be_visible()


def test_from_a_node_of_the_map_to_its_sentence_and_back(administrator: Page, site: str) -> None:
    page = administrator
    page.goto(site + CHAIN_MAP)
    drawn(page, "有研艾斯").click()
    drawer = page.locator("[data-drawer]")
    expect(drawer).to_be_visible()
    expect(drawer.locator("blockquote").first).to_contain_text("有研艾斯")
    drawer.locator(".reason a").first.click()
    page.wait_for_url(re.compile(r"/documents/dezhou-silicon"))
    marked = page.locator("mark.at").first
    expect(marked).to_be_in_viewport()
    expect(marked).to_contain_text("有研艾斯")
    page.locator("#passages a[href*='/organizations/youyan-aisi']").first.click()
    page.wait_for_url(re.compile(r"/organizations/youyan-aisi"))
    expect(page.locator("main#page h1")).to_contain_text("山东有研艾斯半导体材料有限公司")


def test_a_link_on_the_map_says_why_it_is_present(administrator: Page, site: str) -> None:
    page = administrator
    page.goto(site + CHAIN_MAP)
    drawn(page, "芯片设计").click()
    expect(page.locator("[data-drawer]")).to_contain_text("德州市工信局")
    page.keyboard.press("Escape")
    expect(page.locator("[data-drawer]")).to_be_hidden()


def test_the_map_can_be_taken_out_as_a_picture(administrator: Page, site: str) -> None:
    page = administrator
    page.goto(site + CHAIN_MAP)
    expect(drawn(page, "硅材料")).to_be_visible()
    with page.expect_download() as taken:
        page.locator("[data-download=svg]").click()
    assert "芯片设计" in Path(taken.value.path()).read_text(encoding="utf-8")


def test_the_print_sheet_carries_title_date_version_and_source(administrator: Page, site: str) -> None:
    page = administrator
    page.goto(f"{site}/maps/chain/print?place=371400&chain=dz-electronics")
    sheet = page.locator("body")
    expect(page.locator("svg text").first).to_be_visible()
    for word in ("电子信息产业链", "2024-01-22", "简报"):
        expect(sheet).to_contain_text(word)


def test_a_claim_is_accepted_and_undone_by_key(administrator: Page, site: str) -> None:
    page = administrator
    page.goto(f"{site}/review?document=wuqing-firms")
    first = page.locator(".claim.current")
    expect(first).to_have_count(1)
    name = first.get_attribute("id")
    page.keyboard.press("a")
    decided = page.locator(f"#{name}")
    expect(decided).to_have_class(re.compile("done"))
    expect(decided).to_contain_text("已采纳")
    expect(page.locator(".claim.current")).not_to_have_id(name or "")
    page.keyboard.press("u")
    expect(decided).not_to_have_class(re.compile("done"))


def test_a_claim_is_refused_by_key_and_the_next_one_comes(administrator: Page, site: str) -> None:
    page = administrator
    page.goto(f"{site}/review?document=chuzhou-firms")
    name = page.locator(".claim.current").get_attribute("id")
    page.keyboard.press("j")
    expect(page.locator(".claim.current")).not_to_have_id(name or "")
    page.keyboard.press("k")
    expect(page.locator(".claim.current")).to_have_id(name or "")
    page.keyboard.press("r")
    page.keyboard.press("1")
    expect(page.locator(f"#{name}")).to_contain_text("已驳回")
    page.locator(f"#{name} [data-act=undo]").click()
    expect(page.locator(f"#{name}")).not_to_contain_text("已驳回")


def test_an_excel_file_is_shown_applied_and_undone(administrator: Page, site: str, tmp_path: Path) -> None:
    page = administrator
    upload(page, site, write_needs(tmp_path / "需求.xlsx", kind="service"))
    preview = page.url
    expect(page.locator("#job")).to_contain_text("新增 1")
    expect(page.locator("#job")).to_contain_text(NEED)
    assert NEED not in words_of_needs(page, site)
    press(page, preview, "apply")
    assert NEED in words_of_needs(page, site)
    press(page, preview, "undo")
    assert NEED not in words_of_needs(page, site)


def test_an_excel_file_with_a_wrong_word_says_where_and_how_to_mend_it(administrator: Page, site: str, tmp_path: Path) -> None:
    page = administrator
    upload(page, site, write_needs(tmp_path / "需求.xlsx", kind="housing"))
    expect(page.locator("#job")).to_contain_text("housing")
    expect(page.locator(".job-acts form[action$='/apply'] button")).to_be_disabled()


def press(page: Page, preview: str, step: str) -> None:
    """Apply or undo an import from the page of its preview."""
    page.goto(preview)
    page.locator(f".job-acts form[action$='/{step}'] button").click()
    expect(page.locator(f".job-acts form[action$='/{step}']")).to_have_count(0)


def write_needs(path: Path, *, kind: str) -> Path:
    """A sheet with one new need, as somebody would type it."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("needs")
    sheet.write_row(0, 0, ["id", "kind", "place_id", "chain_id", "title", "status"])
    sheet.write_row(1, 0, ["browser-need", kind, "371400", "dz-electronics", NEED, "open"])
    book.close()
    return path


def upload(page: Page, site: str, file: Path) -> None:
    """Hand the file in and wait until it was looked through."""
    page.goto(f"{site}/imports")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[enctype] button").click()
    page.wait_for_url(re.compile(r"/jobs/\d+"))
    expect(page.locator(".job-acts")).to_be_visible(timeout=30_000)


def words_of_needs(page: Page, site: str) -> str:
    page.goto(f"{site}/lists/needs?place=371400")
    return page.locator("main#page").inner_text()


def test_the_language_is_switched_and_kept(administrator: Page, site: str) -> None:
    page = administrator
    page.goto(site + CHAIN_MAP)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith(CHAIN_MAP)
    expect(drawn(page, "Chip design")).to_be_visible()
    page.goto(f"{site}/review")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_search_finds_a_firm_by_its_short_name(administrator: Page, site: str) -> None:
    page = administrator
    page.goto(f"{site}/?place=371400")
    page.keyboard.press("/")
    page.keyboard.type("有研艾斯")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search\?"))
    page.locator("main#page a", has_text="山东有研艾斯半导体材料有限公司").first.click()
    page.wait_for_url(re.compile(r"/organizations/youyan-aisi"))


def test_an_officer_of_one_city_does_not_see_the_others(page: Page, site: str, watched: Watched) -> None:
    sign_in(page, site, "promotion")
    page.goto(f"{site}/lists/projects")
    expect(page.locator("main#page")).to_contain_text("12英寸")
    expect(page.locator("main#page")).not_to_contain_text("腾耀")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        CHAIN_MAP,
        "/review",
        "/review/kinds",
        "/review/effort",
        "/conflicts",
        "/lists/freshness",
        "/lists/projects",
        "/organizations/youyan-aisi",
    ],
)
def test_nothing_runs_off_a_small_screen(administrator: Page, site: str, path: str) -> None:
    page = administrator
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site + path)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 1
