"""Records kept by key alone: a project added with a search for its investor, and two people who change the same row at once."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web.browser.conftest import Watched, sign_in

pytestmark = pytest.mark.browser
PROJECT = re.compile(r"/projects/pro-[0-9a-f]+\?")
ANSWERED = re.compile(r"Failed to load resource: .* (409|422)")


@pytest.fixture
def keeper(page: Page, watched: Watched, session_of_administrator: Any) -> Page:
    """A form that is not right is answered with 422, one that collides with 409, which the console notes; anything else is a complaint."""
    page.context.add_cookies(session_of_administrator)
    return page


def forgive_answers(watched: Watched) -> None:
    watched.complaints[:] = [said for said in watched.complaints if not ANSWERED.search(said)]


def add_by_key(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/lists/projects?place=371400")
    page.get_by_role("link", name="新增", exact=True).press("Enter")
    expect(page.locator("#field-name_zh")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#field-organization_id")).to_be_focused()
    page.keyboard.type("有研")
    expect(page.locator("#found-organization_id [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#found-organization_id")).to_be_hidden()
    expect(page.locator("input[name=organization_id]")).not_to_have_value("")


def test_a_project_is_added_by_key_and_what_is_wrong_stands_at_its_field(keeper: Page, site: str, watched: Watched) -> None:
    page = keeper
    add_by_key(page, site, "按键录入的项目")
    page.locator("#field-investment_wan_yuan").fill("12吨")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#field-investment_wan_yuan-wrong")).to_contain_text("万元")
    expect(page.locator("#field-investment_wan_yuan")).to_be_focused()
    expect(page.locator("#field-organization_id")).not_to_have_value("")
    page.keyboard.press("Control+A")
    page.keyboard.type("1.2亿")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(PROJECT)
    expect(page.locator("main")).to_contain_text("已新增")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.keyboard.press("e")
    expect(page.locator("#field-investment_wan_yuan")).to_have_value("12000")
    forgive_answers(watched)


def test_two_people_at_once_and_nothing_is_lost(keeper: Page, site: str, watched: Watched, chromium: Browser) -> None:
    page = keeper
    add_by_key(page, site, "两人同时改的项目")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(PROJECT)
    page.keyboard.press("e")
    page.locator("#field-next_step").fill("办能评")
    page.locator("#field-due_on").fill("2024-06-01")
    other = chromium.new_context(locale="zh-CN")
    second = sign_in(other.new_page(), site, "statistician")
    second.goto(page.url)
    second.locator("#field-next_step").fill("选址")
    second.locator("#field-capacity_unit").fill("万片")
    second.keyboard.press("Control+Enter")
    second.wait_for_url(PROJECT)
    other.close()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#changed")).to_contain_text("统计")
    expect(page.locator("#field-next_step")).to_have_value("办能评")
    expect(page.locator("#field-due_on")).to_have_value("2024-06-01")
    expect(page.locator("#field-capacity_unit")).to_have_value("万片")
    expect(page.locator("input[name='edit.keep.next_step']").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(PROJECT)
    expect(page.locator("main")).to_contain_text("选址")
    forgive_answers(watched)


def test_what_was_typed_and_not_sent_is_offered_again(keeper: Page, site: str) -> None:
    page = keeper
    page.goto(f"{site}/records/needs/new?place=371400")
    page.locator("#field-title").fill("没有提交的需求")
    page.wait_for_timeout(500)
    page.keyboard.press("Escape")
    expect(page.locator("#leave")).to_be_visible()
    page.locator("#leave").get_by_role("link", name="离开").press("Enter")
    page.wait_for_url(re.compile(r"/\?place="))
    page.goto(f"{site}/records/needs/new?place=371400")
    page.locator("[data-draft-take]").press("Enter")
    expect(page.locator("#field-title")).to_have_value("没有提交的需求")
    page.keyboard.press("Escape")
    page.locator("#leave").get_by_role("button").press("Enter")
    expect(page.locator("#leave")).to_be_hidden()


def test_on_a_phone_the_form_is_one_column_and_saving_is_within_reach(keeper: Page, site: str) -> None:
    page = keeper
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/records/needs/new?place=371400")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    lefts = page.evaluate(
        "[...document.querySelectorAll('.field')].map((field) => Math.round(field.getBoundingClientRect().left))"
    )
    assert len(set(lefts)) == 1
    bar = page.locator(".save-bar").bounding_box()
    assert bar is not None and bar["y"] + bar["height"] <= 844


def test_one_column_of_the_checked_rows_is_changed_and_changed_back(keeper: Page, site: str) -> None:
    page = keeper
    page.goto(f"{site}/lists/projects?place=371400")
    button, boxes = page.locator("[data-with-checked]"), page.locator("input[form=chosen][name=id]")
    expect(button).to_be_disabled()
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(page.locator("[data-checked]")).to_contain_text("已勾选 2")
    button.click()
    page.locator("select[name=column]").select_option("steward")
    page.locator("#field-steward").fill("批量帮办")
    page.locator("form.record button.first").click()
    page.wait_for_url(re.compile(r"/jobs/\d+"))
    expect(page.locator("main")).to_contain_text("批量帮办", timeout=30_000)
    page.locator("form[action*='/apply'] button").click()
    expect(page.locator("form[action*='/undo'] button")).to_be_visible()
    job = page.url
    page.goto(f"{site}/lists/projects?place=371400&f.steward=批量帮办")
    expect(boxes).to_have_count(2)
    page.goto(job)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("form[action*='/undo'] button").click()
    page.goto(f"{site}/lists/projects?place=371400&f.steward=批量帮办")
    expect(page.locator("main")).to_contain_text("没有符合")
