"""What the walk, the bar of a phone and the pages offer to each role: its daily work, and nothing that it cannot use."""

import re
from html import unescape

import pytest
from django.test import Client
from tests.web.pages.conftest import SignedIn
from tests.web.pages.test_every_page import PAGES

from lianqun.office.accounts.roles import ROLES
from lianqun.office.pages.rail import DAILY, entries

pytestmark = pytest.mark.usefixtures("tiny")
# By hand, beside the table that is tested: the addresses on the bar of a phone.
BAR = {
    "chief": "/ /approvals /leads /review",
    "promotion": "/ /leads /board /review",
    "steward": "/ /leads /board /maps/chain",
    "approver": "/ /approvals /maps/chain /lists/links",
    "statistician": "/ /review /maps/chain /lists/links",
    "desk": "/ /leads /maps/chain /lists/links",
    "enterprise": "/ /maps/chain /lists/links",
    "analyst": "/ /maps/chain /lists/links /documents",
    "administrator": "/ /approvals /leads /board",
}
NAV = re.compile(r'<nav class="(rail|bottom-bar)".*?</nav>', re.S)
LINK = re.compile(r'<a [^>]*?href="(/[^"]*)"')


def links_of(text: str) -> list[str]:
    return list(dict.fromkeys(unescape(address).partition("#")[0] for address in LINK.findall(text)))


def navigation(client: Client, path: str = "/?place=") -> dict[str, list[str]]:
    text = client.get(path).content.decode()
    return {found[1]: links_of(found[0]) for found in NAV.finditer(text)}


def test_every_place_on_the_bar_is_an_entry_of_the_walk() -> None:
    assert {one.spot for one in DAILY} <= {entry.spot for entry in entries()}
    assert BAR.keys() == ROLES.keys()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_finds_its_daily_work_on_a_phone(signed_in: SignedIn, role: str) -> None:
    bar = navigation(signed_in(role))["bottom-bar"]
    assert [address.partition("?")[0] for address in bar] == BAR[role].split()


@pytest.mark.parametrize("role", ROLES)
def test_every_entry_that_is_shown_opens_and_every_other_is_closed(signed_in: SignedIn, role: str) -> None:
    client = signed_in(role)
    shown = {address.partition("?")[0] for part in navigation(client).values() for address in part}
    for address in shown:
        assert client.get(f"{address}?place=").status_code == 200, address
    everything = {address.partition("?")[0] for part in navigation(signed_in("administrator")).values() for address in part}
    assert shown <= everything
    for address in everything - shown - {"/leads/new"}:
        assert client.get(f"{address}?place=").status_code in (403, 404) or address in NOT_DAILY, address


# What everybody of the office may open and not everybody has on the bar.
NOT_DAILY = {address for told in BAR.values() for address in told.split()}


@pytest.mark.parametrize("role", ROLES)
def test_no_page_links_to_one_that_the_role_may_not_open(signed_in: SignedIn, role: str) -> None:
    client, opens, may = signed_in(role), dict[str, bool](), ROLES[role].permissions
    wrong = set()
    for path in (path for path, permission in PAGES.items() if permission in may and PAGE.fullmatch(path)):
        for address in links_of(client.get(f"{path}?place=").content.decode()):
            to = address.partition("?")[0]
            if to.startswith(("/static", "/api/")):
                continue
            if to not in opens:
                opens[to] = PAGES[to] in may if to in PAGES else client.get(address).status_code in (200, 302)
            if not opens[to]:
                wrong.add((path, to))
    assert wrong == set() and len(opens) > 10


PAGE = re.compile(r"/(?!why/|maps/.*\.json|.*/(print|text|find|passages|beside)$).*")
