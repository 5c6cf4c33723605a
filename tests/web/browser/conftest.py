"""A real browser on the running site: `lianqun demo` in a folder of its own, Chromium from wherever there is one."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright
from tests.lacking import lacking

from lianqun.cli.demo import PASSWORD

ROOT = Path(__file__).parents[3]
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
SITE_STARTS_WITHIN_S = 240


def find_chromium() -> str | None:
    """CHROMIUM, one on this machine, or the one that Playwright installed for itself."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    on_the_path = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))
    return next((path for path in on_the_path if path), None) or playwrights_own()


def playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = find_chromium()
    if path is None:
        lacking("no Chromium: set CHROMIUM, install Debian's chromium, or run `.venv/bin/playwright install chromium`")
    return path


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """One browser a module: Playwright's loop must have ended before other tests use the database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty profile with one page, as wide as an office screen."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def site(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration site, stopped at the end; or of one that runs already, named in LIANQUN_SITE."""
    if os.environ.get("LIANQUN_SITE"):
        yield os.environ["LIANQUN_SITE"].rstrip("/")
        return
    home = tmp_path_factory.mktemp("home")
    port = free_port()
    log = home / "site.log"
    command = [Path(sys.executable).with_name("lianqun"), "demo", "--host", "127.0.0.1", "--port", str(port)]
    surroundings = {
        key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "LIANQUN_SECRET", "LIANQUN_HOSTS")
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**surroundings, "LIANQUN_HOME": str(home)},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/sign-in", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


def stop(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + SITE_STARTS_WITHIN_S
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"the site did not start:\n{log.read_text(errors='replace')[-4000:]}")


class Watched:
    """What the browser complained of, and which addresses outside the site it asked for."""

    def __init__(self, page: Page, site: str) -> None:
        self.site = site
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self.note)

    def note(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:", "blob:")):
            self.strangers.append(request.url)


@pytest.fixture
def watched(page: Page, site: str) -> Iterator[Watched]:
    """At the end of the test the console must be empty and every request have stayed on the site's host."""
    seen = Watched(page, site)
    yield seen
    assert seen.complaints == []
    assert seen.strangers == []


@pytest.fixture(scope="module")
def session_of_administrator(chromium: Browser, site: str) -> Any:
    """Cookies of one sign-in, so that not every test pays for the slow hash of a password."""
    context = chromium.new_context(locale="zh-CN")
    sign_in(context.new_page(), site, "administrator")
    cookies = context.cookies()
    context.close()
    return cookies


@pytest.fixture
def administrator(page: Page, watched: Watched, session_of_administrator: Any) -> Page:
    """A page of the administrator of the demonstration, signed in."""
    page.context.add_cookies(session_of_administrator)
    return page


def sign_in(page: Page, site: str, name: str) -> Page:
    page.goto(f"{site}/sign-in")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form.fields button").click()
    page.wait_for_url(re.compile(rf"^{re.escape(site)}/(\?.*)?$"))
    return page
