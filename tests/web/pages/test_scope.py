"""The place and the chain stand in the address and hold from page to page; nobody leaves the places of their role."""

import pytest
from django.test import Client
from tests.web.pages.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("tiny")


def test_the_place_of_ones_role_is_put_into_the_address(signed_in: SignedIn) -> None:
    client = signed_in("chief", place_id="371400", chain_id="dz-ic")
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"] == "/?place=371400&chain=dz-ic"


def test_links_of_a_page_carry_the_place_and_chain(signed_in: SignedIn) -> None:
    text = signed_in().get("/?place=371400&chain=dz-ic").content.decode()
    assert "/maps/chain?place=371400&amp;chain=dz-ic" in text
    assert "/lists/leaders?place=371400&amp;chain=dz-ic" in text


def test_another_place_than_ones_own_is_refused_in_words(signed_in: SignedIn) -> None:
    answer = signed_in("steward", place_id="371400").get("/?place=341100")
    assert answer.status_code == 403
    assert "滁州市" in answer.content.decode()


def test_a_place_below_ones_own_may_be_chosen(signed_in: SignedIn) -> None:
    assert signed_in("steward", place_id="371400").get("/?place=371402").status_code == 200


def test_projects_of_another_place_are_not_shown(signed_in: SignedIn) -> None:
    client = signed_in("steward", place_id="371400")
    assert client.get("/projects/pro-1?place=371400").status_code == 200
    assert client.get("/projects/pro-2?place=371400").status_code == 404
    assert "玻璃一期" not in client.get("/lists/projects?place=371400").content.decode()


def test_a_placement_counts_where_it_lies(signed_in: SignedIn) -> None:
    rows = signed_in().get("/lists/leaders?place=371400").content.decode()
    assert "甲硅片有限公司" in rows
    assert "甲硅片有限公司" not in signed_in().get("/lists/leaders?place=341100").content.decode()


def test_the_language_keeps_the_page_and_stays_on_the_account(signed_in: SignedIn) -> None:
    client = signed_in()
    answer = client.post("/language", {"language": "en", "next": "/lists/links?place=371400"})
    assert answer["Location"] == "/lists/links?place=371400"
    assert client.get(answer["Location"]).content.decode().count("Links and gaps") >= 1
    from lianqun.office.accounts.models import User

    assert User.objects.get(pk=client.session["_auth_user_id"]).language == "en"


def test_a_foreign_address_is_never_followed(client: Client, db: None) -> None:
    assert client.post("/language", {"language": "en", "next": "https://example.org/"})["Location"] == "/"
