"""A whole review without a mouse: from the first Tab over every key to the undo of what was done, on the running site."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

QUEUE = "/review?document=dezhou-synergy"


def current(page: Page) -> Locator:
    return page.locator(".claim.current")


def name_of(claim: Locator) -> str:
    return claim.get_attribute("id") or ""


def next_after(page: Page, name: str) -> str:
    """The claim that comes once the one named is decided."""
    expect(current(page)).not_to_have_id(name)
    return name_of(current(page))


def open_queue(page: Page, site: str) -> None:
    page.goto(site + QUEUE)
    expect(current(page)).to_have_count(1)
    expect(current(page).locator(".effect")).to_be_visible()


def test_a_document_is_reviewed_by_key_alone(administrator: Page, site: str) -> None:
    page = administrator
    open_queue(page, site)
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('claim')"):
            break
    expect(current(page)).to_be_focused()
    said = page.locator("#review-said")

    first = name_of(current(page))
    page.keyboard.press("a")
    expect(page.locator(f"#{first}")).to_contain_text("已采纳")
    expect(said).to_contain_text("已采纳")
    second = next_after(page, first)
    expect(current(page)).to_be_focused()
    page.keyboard.press("r")
    expect(page.locator(f"#{second} .reasons button").first).to_be_focused()
    page.keyboard.press("4")
    expect(page.locator(f"#{second}")).to_contain_text("原文没有这样说")

    third = next_after(page, second)
    expect(page.locator(f"#{third} .effect")).to_be_visible()
    page.keyboard.press("c")
    field = page.locator(f"#{third} [name=value]")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(current(page)).to_be_focused()
    page.keyboard.press("c")
    page.keyboard.type("键盘更正")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{third}")).to_contain_text("键盘更正")

    for name in (third, second, first):
        page.keyboard.press("u")
        expect(page.locator(f"#{name}")).not_to_have_class(re.compile(r"\bdone\b"))
        expect(page.locator(f"#{name}")).to_have_class(re.compile(r"\bcurrent\b"))
        expect(page.locator(f"#{name}")).to_be_focused()


def test_steps_by_claim_and_by_passage_bring_the_source_along(administrator: Page, site: str) -> None:
    page = administrator
    open_queue(page, site)
    begun = name_of(current(page))
    page.keyboard.press("ArrowDown")
    expect(current(page)).not_to_have_id(begun)
    page.keyboard.press("k")
    expect(current(page)).to_have_id(begun)
    for _passage in range(5):
        page.keyboard.press("Shift+J")
    passage = page.locator(".passage:has(.claim.current)").get_attribute("data-passage")
    assert passage == "5"
    spot = page.locator("#review-text .q.at").first
    expect(spot).to_be_in_viewport()
    assert spot.get_attribute("data-claim") == current(page).get_attribute("data-claim")
    expect(page.locator(f"#review-text .here[data-sentence='{passage}']").first).to_be_visible()
    page.keyboard.press("Shift+K")
    expect(page.locator(".passage:has(.claim.current)")).to_have_attribute("data-passage", "4")


def test_why_filter_help_and_the_walk_have_their_keys(administrator: Page, site: str) -> None:
    page = administrator
    open_queue(page, site)
    page.keyboard.press("e")
    expect(current(page).locator("[data-why]")).to_contain_text("如何读出")
    page.keyboard.press("j")
    expect(current(page).locator("[data-why]")).to_be_visible()
    page.keyboard.press("f")
    expect(page.locator("[data-review-filter] select").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(current(page)).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_contain_text("采纳本段无疑点的全部")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url(re.compile("/maps/applications"))


def test_all_clean_claims_of_a_passage_and_their_undo(administrator: Page, site: str) -> None:
    page = administrator
    open_queue(page, site)
    while page.locator(".passage:has(.claim.current) [data-act=accept-clean]").count() == 0:
        here = name_of(current(page))
        page.keyboard.press("Shift+J")
        expect(current(page)).not_to_have_id(here)
    ids = page.locator(".passage:has(.claim.current) input[name=id]").evaluate_all("inputs => inputs.map((one) => one.value)")
    page.keyboard.press("Shift+A")
    expect(page.locator("#review-said")).to_contain_text(f"已采纳 {len(ids)} 条")
    page.keyboard.press("u")
    expect(page.locator("#review-said")).to_contain_text(f"{len(ids)} 条重新待审")
    for one in ids:
        expect(page.locator(f"#claim-{one}")).not_to_have_class(re.compile(r"\bdone\b"))


def test_one_kind_at_once_by_key(administrator: Page, site: str) -> None:
    page = administrator
    page.goto(f"{site}/review/kinds?type=organization&attribute=university")
    boxes = page.locator("input[name=id]:checked")
    checked = boxes.count()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(boxes).to_have_count(checked - 1)
    page.locator("[data-accept-checked]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text(f"已采纳 {checked - 1} 条")
    back = page.get_by_role("button", name=f"撤回上次采纳的 {checked - 1} 条")
    back.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("重新待审")


def test_working_seconds_reach_the_page_of_costs(administrator: Page, site: str) -> None:
    page = administrator
    open_queue(page, site)
    name = name_of(current(page))
    page.keyboard.press("a")
    expect(page.locator(f"#{name}")).to_contain_text("已采纳")
    page.goto(f"{site}/review/effort")
    expect(page.locator("p.finding")).to_contain_text(re.compile(r"用时不到 \d+\.\d 秒"))
    page.goto(site + QUEUE)
    page.keyboard.press("u")
    expect(page.locator(f"#{name}")).not_to_have_class(re.compile(r"\bdone\b"))
