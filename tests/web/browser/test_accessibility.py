"""axe-core on the main pages, in both themes of language: nothing serious or critical."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.lacking import lacking

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PATHS = (
    "/",
    "/maps/panorama?place=341100",
    "/maps/chain?place=371400&chain=dz-electronics",
    "/maps/regions?place=371400&chain=dz-electronics",
    "/chains/dz-electronics",
    "/links/large-wafer?place=371400",
    "/organizations/youyan-aisi",
    "/projects/youyan-12-inch",
    "/places/371400",
    "/records/projects/youyan-12-inch",
    "/records/projects/youyan-12-inch/edit",
    "/records/needs/new?place=371400",
    "/documents",
    "/documents/dezhou-silicon",
    "/review",
    "/review/kinds",
    "/review/effort",
    "/conflicts",
    "/lists/freshness",
    "/lists/leaders",
    "/lists/problems",
    "/search?q=%E6%9C%89%E7%A0%94",
    "/imports",
    "/exports",
    "/jobs",
    "/audit",
    "/people",
    "/help",
)


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        lacking("axe-core is not installed: `make install` brings it with the pages' scripts")
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_no_serious_barrier(administrator: Page, site: str, axe: str, path: str) -> None:
    administrator.goto(site + path)
    administrator.wait_for_load_state("networkidle")
    assert barriers(administrator, axe) == []


def test_the_door_has_no_serious_barrier(page: Page, site: str, axe: str) -> None:
    page.goto(f"{site}/sign-in")
    assert barriers(page, axe) == []


def barriers(page: Page, axe: str) -> list[str]:
    """Serious and critical violations, each with its rule and the first piece of the page that breaks it."""
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)"
    )
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in ("serious", "critical")]
