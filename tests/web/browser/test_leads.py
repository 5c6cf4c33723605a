"""A lead in a real browser: reported from a phone; the second county meets the dispute, and a chief decides it."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.web.browser.conftest import sign_in
from tests.web.browser.test_from_nothing_to_closed import decide_for_the_first

pytestmark = pytest.mark.browser
PHONE: Any = {"width": 390, "height": 844}
WITHIN_S = 60


def test_a_lead_is_reported_from_a_phone_and_the_second_county_meets_the_dispute(chromium: Browser, site: str) -> None:
    investor = f"远望{int(time.time())}储能股份有限公司"
    first = chromium.new_context(locale="zh-CN", viewport=PHONE)
    page = sign_in(first.new_page(), site, "promotion")
    began = time.monotonic()
    page.goto(f"{site}/leads/new?place=371400")
    page.locator("input[name=investor_name]").fill(investor)
    page.locator("input[name=investment_wan_yuan]").fill("1.2亿")
    expect(page.locator("#said")).to_contain_text("还没有人报过")
    expect(page.locator("#said")).to_contain_text("按 1.2亿元 理解")
    page.locator("textarea[name=content]").fill("年产 2GWh 储能电池")
    page.locator("input[name=contact_phone]").fill("13800135678")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs out of the phone"
    page.locator("#lead-form button.first").click()
    page.wait_for_url(re.compile(r"/leads/lead-"))
    assert time.monotonic() - began < WITHIN_S
    expect(page.locator(".finding")).to_contain_text("答复")
    assert "13800135678" not in page.content()
    page.locator("#phone button").click()
    expect(page.locator("#phone")).to_contain_text("13800135678")
    first.close()

    second = chromium.new_context(locale="zh-CN", viewport=PHONE)
    page = sign_in(second.new_page(), site, "steward")
    page.goto(f"{site}/leads/new?place=341100")
    page.locator("input[name=investor_name]").fill(investor.replace("远望", "遠望"))
    expect(page.locator("#said")).to_contain_text("德州市已报过这一投资方")
    page.locator("#lead-form button.first").click()
    page.wait_for_url(re.compile(r"/leads/lead-"))
    expect(page.locator(".dispute")).to_contain_text(re.compile(r"先报 .*\d\d:\d\d:\d\d UTC\+8"))
    page.locator(".dispute textarea[name=words]").fill("投资方已到滁州考察")
    page.locator(".dispute form button").click()
    expect(page.locator(".dispute")).to_contain_text("投资方已到滁州考察")
    second.close()

    third = chromium.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = sign_in(third.new_page(), site, "chief")
    decide_for_the_first(page, site, investor)
    third.close()
