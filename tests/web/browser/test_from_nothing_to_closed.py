"""From nothing to closed, in a real browser: a chain drawn, a lead reported in two counties and decided, its project signed, delayed, built, in full
output and followed by another; one lost to another city, one taken over mid-life. At a desk and on a phone, in both languages."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.web.browser.conftest import sign_in

pytestmark = pytest.mark.browser
DESK: Any = {"width": 1440, "height": 900}
PHONE: Any = {"width": 390, "height": 844}
PLACE, OTHER = "371400", "341100"
PROVES = {
    "assessment": ("project_proposal",),
    "signed": ("assessment_minutes", "agreement"),
    "registered": ("business_licence",),
    "construction": ("land_permit", "building_permit", "environment_review"),
    "completed": ("acceptance",),
    "line_through": ("line_proof",),
    "production": ("first_invoice",),
    "above_scale": ("statistics_entry",),
    "full_output": ("capacity_proof",),
}


class Office:
    """The people at work, each with a browser of their own: signed in once, at a desk or with a phone, in one language."""

    def __init__(self, chromium: Browser, site: str) -> None:
        self.chromium, self.site = chromium, site
        self.contexts: list[BrowserContext] = []
        self.pages: dict[str, Page] = {}

    def page(self, who: str, *, viewport: Any = DESK, locale: str = "zh-CN") -> Page:
        if who not in self.pages:
            context = self.chromium.new_context(locale=locale, viewport=viewport)
            context.set_default_timeout(20_000)
            self.contexts.append(context)
            self.pages[who] = sign_in(context.new_page(), self.site, who)
        return self.pages[who]

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def office(chromium: Browser, site: str) -> Iterator[Office]:
    at_work = Office(chromium, site)
    yield at_work
    at_work.close()


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    file = tmp_path / "proof.pdf"
    file.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return file


def draw_a_chain(page: Page, site: str, name: str) -> str:
    page.goto(f"{site}/records/chains/new?place={PLACE}")
    page.locator("#field-name_zh").fill(name)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(rf"^{re.escape(site)}/chains/[^/]+"))
    chain = re.search(r"/chains/([^/?]+)", page.url)
    assert chain is not None
    page.goto(f"{site}/chains/{chain[1]}/draw?place={PLACE}")
    for link, stage in (("隔膜", "upstream"), ("电芯", "midstream")):
        page.locator("input[name=name]").last.fill(f"{name}{link}")
        page.locator("select[name=stage]").select_option(stage)
        page.locator("form.fields button.first").last.click()
        expect(page.locator("main")).to_contain_text(f"{name}{link}")
    page.locator("select[name=giver]").select_option(label=f"{name}隔膜")
    page.locator("select[name=taker]").select_option(label=f"{name}电芯")
    page.locator("form.inline button", has_text="画").click()
    expect(page.locator("main")).to_contain_text(f"{name}隔膜 → {name}电芯")
    return chain[1]


def report(page: Page, site: str, investor: str, place: str) -> str:
    page.goto(f"{site}/leads/new?place={place}")
    page.locator("input[name=investor_name]").fill(investor)
    page.locator("input[name=investment_wan_yuan]").fill("3亿")
    page.locator("textarea[name=content]").fill("年产储能电芯 5GWh")
    page.locator("input[name=contact_phone]").fill("13800135678")
    page.locator("#lead-form button.first").click()
    page.wait_for_url(re.compile(r"/leads/lead-"))
    found = re.search(r"/leads/(lead-[^/?]+)", page.url)
    assert found is not None
    return found[1]


def decide_for_the_first(page: Page, site: str, investor: str) -> None:
    page.goto(f"{site}/leads/disputes?place=")
    mine = page.locator(".dispute", has_text=investor)
    mine.locator("details summary").click()
    mine.locator("input[type=radio]").first.check()
    mine.locator("textarea[name=reason]").fill("首报在先")
    mine.locator("details button.first").click()
    page.goto(f"{site}/leads/disputes?place=&decided=1")
    expect(page.locator(".dispute", has_text=investor)).to_contain_text("首报在先")


def act(page: Page, name: str, note: str = "") -> None:
    """One of the buttons of a lead; those that ask for a reason open a form."""
    acts = page.locator("#acts")
    plain = acts.locator(f"form > button:text-is('{name}')")
    if plain.count() and not note:
        plain.first.click()
        return
    acts.locator("summary", has_text=re.compile(rf"^{name}$")).click()
    form = acts.locator("details[open] form")
    form.locator("textarea").fill(note)
    form.locator("button.first").click()


def page_of(page: Page) -> str:
    found = re.search(r"/projects/([^/?]+)", page.url)
    assert found is not None
    return found[1]


def fill_in(page: Page, site: str, project: str, *, chain: str, chain_name: str) -> None:
    page.goto(f"{site}/records/projects/{project}/edit")
    page.locator("#field-chain_id").fill(chain_name)
    page.locator("#found-chain_id [role=option]").first.click()
    expect(page.locator("input[name=chain_id]")).to_have_value(chain)
    page.locator("#field-kind").select_option("industrial")
    page.locator("#field-builds").select_option(index=1)
    told = {
        "fixed_investment_wan_yuan": "2.1亿", "land_mu": "120", "energy_tce": "4200", "environment_note": "排放总量已落实",
        "planned_output_wan_yuan": "5亿", "planned_tax_wan_yuan": "1500", "capacity": "5",
    }  # fmt: skip
    for name, value in told.items():
        page.locator(f"#field-{name}").fill(value)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(rf"^{re.escape(site)}/projects/"))


def prove(page: Page, site: str, project: str, proves: tuple[str, ...], file: Path) -> None:
    for tag in proves:
        page.goto(f"{site}/projects/{project}")
        page.locator("summary", has_text="添加文档").click()
        form = page.locator("form[action*='/attach']")
        form.locator("select[name=proves]").select_option(tag)
        form.locator("input[type=file]").set_input_files(file)
        form.locator("button.first").click()
        page.wait_for_load_state()


def hand_in(page: Page, site: str, project: str, stage: str) -> None:
    page.goto(f"{site}/projects/{project}")
    form = page.locator(f"#moves form:has(input[name=to][value={stage}])")
    form.locator("button.first").click()
    expect(page.locator("#moves .card")).to_contain_text("审核中")


def agree(page: Page, site: str, project: str) -> None:
    page.goto(f"{site}/approvals")
    mine = page.locator(".approvals > li", has=page.locator(f"a[href*='{project}']"))
    mine.locator("input[name=opinion]").fill("材料齐全，同意")
    mine.locator("button.first").click()
    expect(page.locator(f".approvals a[href*='{project}']")).to_have_count(0)


def review_again(office: Office, site: str, project: str) -> None:
    """A value changes that the signing rests on: the page says so, and the same offices sign on what stands there now."""
    officer = office.page("promotion")
    officer.goto(f"{site}/records/projects/{project}/edit")
    officer.locator("#field-fixed_investment_wan_yuan").fill("2.4亿")
    officer.keyboard.press("Control+Enter")
    officer.wait_for_url(re.compile(rf"^{re.escape(site)}/projects/"))
    stage = officer.locator("ol.stages li", has_text="签约")
    expect(stage).to_contain_text("需重审")
    form = officer.locator("form[action*='/review-again']:has(input[value=signed])")
    form.locator("input[name=reason]").fill("追加设备投资")
    form.locator("button").click()
    expect(stage).to_contain_text("审核中")
    agree(office.page("approver"), site, project)
    officer.goto(f"{site}/projects/{project}")
    expect(stage).to_contain_text("已通过")
    expect(officer.locator("ol.stages li.now")).to_contain_text("签约")


def give_status(page: Page, site: str, project: str, status: str, reason: str, lost_to: str = "") -> None:
    page.goto(f"{site}/projects/{project}")
    page.locator("#moves summary", has_text="状态").click()
    form = page.locator("#moves form[action*='/status']")
    form.locator("select[name=status]").select_option(status)
    form.locator("input[name=reason]").fill(reason)
    form.locator("input[name=lost_to]").fill(lost_to)
    form.locator("button.first").click()
    page.wait_for_load_state()


def follow_on(page: Page, site: str, project: str, name: str) -> None:
    """The next project of the same investor, brought by the first and tied to it, so that counting needs no guess."""
    page.goto(f"{site}/records/projects/new?place={PLACE}")
    page.locator("#field-name_zh").fill(name)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(rf"^{re.escape(site)}/projects/"))
    page.get_by_role("link", name="登记分期、增资或其他关系").click()
    page.locator("#field-other_project_id").fill(project)
    page.locator("#found-other_project_id [role=option]").first.click()
    page.locator("#field-kind").select_option("follow_on_of")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("已新增")
    page.goto(f"{site}/projects/{project}")
    expect(page.locator("main")).to_contain_text(name)


def lose(office: Office, site: str, investor: str) -> None:
    """A lead that became a project and went elsewhere: its stage stays, the place it went to is known."""
    officer = office.page("promotion")
    report(officer, site, investor, PLACE)
    act(officer, "答复")
    act(officer, "初步判断", "可谈")
    act(officer, "转为项目", "转入在谈")
    officer.locator("p.finding a").click()
    officer.wait_for_url(re.compile(r"/projects/[^/]+"))
    project = page_of(officer)
    give_status(officer, site, project, "lost", "对方地价更低", "滁州市")
    expect(officer.locator(".note.bad")).to_contain_text("滁州市")
    expect(officer.locator("#moves")).to_contain_text("项目已结束")


def look(office: Office, site: str, project: str, *, viewport: Any, locale: str) -> None:
    """Every page of the way at one width and in one language: it answers, and nothing runs out of it."""
    context = office.chromium.new_context(locale=locale, viewport=viewport)
    page = sign_in(context.new_page(), site, "chief")
    for path in (f"/projects/{project}", "/board", "/leads", "/leads/disputes?decided=1", "/approvals", "/lists/projects"):
        page.goto(f"{site}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, viewport, locale)
    context.close()


def test_a_life_from_nothing_to_closed(office: Office, site: str, proof: Path) -> None:
    stamp = str(int(time.time()))[-6:]
    investor = f"启程{stamp}储能股份有限公司"
    officer, steward = office.page("promotion"), office.page("steward", viewport=PHONE)
    chain = draw_a_chain(officer, site, f"储能{stamp}")
    lead = report(officer, site, investor, PLACE)
    report(steward, site, investor, OTHER)
    decide_for_the_first(office.page("chief"), site, investor)
    officer.goto(f"{site}/leads/{lead}")
    act(officer, "答复")
    act(officer, "初步判断", "可行，用地有保障")
    act(officer, "转为项目", "转入在谈")
    officer.locator("p.finding a").click()
    officer.wait_for_url(re.compile(r"/projects/[^/]+"))
    project = page_of(officer)
    fill_in(officer, site, project, chain=chain, chain_name=f"储能{stamp}")
    for stage, proves in PROVES.items():
        prove(officer, site, project, proves, proof)
        hand_in(officer, site, project, stage)
        agree(office.page("approver"), site, project)
        if stage == "signed":
            review_again(office, site, project)
        if stage == "construction":
            give_status(officer, site, project, "delayed", "主体施工延期")
            expect(officer.locator(".note", has_text="主体施工延期")).to_be_visible()
            give_status(officer, site, project, "running", "恢复施工")
    officer.goto(f"{site}/projects/{project}")
    expect(officer.locator("ol.stages li.now")).to_contain_text("达产")
    expect(officer.locator("ol.stages li.done")).to_have_count(10)
    follow_on(officer, site, project, f"{investor}二期")
    lose(office, site, f"去往{stamp}装备有限公司")
    for viewport, locale in ((DESK, "zh-CN"), (PHONE, "zh-CN"), (DESK, "en"), (PHONE, "en")):
        look(office, site, project, viewport=viewport, locale=locale)
