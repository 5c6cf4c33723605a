"""Generated places are kept apart: nothing of them stands on a page, in a file or an answer of real ones, and their own say so."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from tests.web.pages.conftest import SignedIn
from tests.web.pages.test_every_page import PAGES

from lianqun.generate import Plan, generate
from lianqun.office.accounts.audit import log_event
from lianqun.office.actions.rows.storing import store
from lianqun.office.actions.rows.tallies import write_tally
from lianqun.office.queries.rows.realm import Realm, paths_of, speaking_of
from lianqun.office.queries.rows.version import data_version
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.tables import DataSet, load
from lianqun.vocab.dictionary import rows_of
from lianqun.vocab.dictionary import tables as dictionary

EXAMPLES = Path(__file__).parents[3] / "examples" / "three-cities"
PREFECTURE = "990100"
SHARED = {"place_groups", "calendar_days", "stage_rules"}
LOGGED = ("/exports", "/audit")  # they show what was just exported
BAND = 'class="generated"'
OF_THREE_CITIES = {
    "dz-ic": "dz-electronics", "wafer": "large-wafer", "org-a": "youyan-aisi", "org-b": "youyan-group", "doc-1": "dezhou-silicon",
    "pro-1": "youyan-12-inch", "pl-1": "weixun-dezhou-rf-chip", "need-1": "dz-talent",
}  # fmt: skip
OF_MODEL = {
    "dz-ic": "model-nev", "wafer": "model-battery", "org-a": "model-firm-000001", "org-b": "model-firm-000002",
    "doc-1": "model-daily-2025-03", "pro-1": "model-project-000001", "pl-1": "model-placement-000001", "need-1": "model-need-000001", "371400": PREFECTURE,
}  # fmt: skip
SCOPES = ("", "place=371400", "place=CN")
CHANGING = (
    r'<details class="menu scope">.*?</details>',  # the picker offers the model region, as it should
    r'"?csrf[^">]*"?[:=] ?"[^"]*"|X-CSRFToken": "[^"]*"|value="\w{64}"',
    r'name="token" value="[^"]*"',  # what tells one sending of a form from another
)


def taken_in(data_set: DataSet) -> None:
    """A data set in the database, counted, as one event of the log; nothing that was kept stays."""
    with transaction.atomic():
        for table in models_by_table():
            if data_set.tables[table].height:
                store(table, data_set.tables[table])
        write_tally()
    cache.clear()


@pytest.fixture
def model() -> DataSet:
    return generate(Plan(date(2026, 3, 31), projects=60, firms=150, years=1))


@pytest.fixture
def three_cities(db: None) -> None:
    taken_in(load(EXAMPLES))
    log_event(type="data_set.import", by=None, subject="data_set/three-cities", after={"places": 1})


def paths_of_pages(named: dict[str, str]) -> list[str]:
    """Every page, for the rows named; those of claims, which the model region has none of, are left out."""
    paths = [path for path in PAGES if "sta-1" not in path]
    return [re.sub("|".join(named), lambda found: named[found[0]], path) for path in paths]


def seen(client: Client, path: str) -> str:
    cache.clear()
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    assert "Lianqun-Generated" not in answer.headers, path
    text = answer.content.decode("utf-8", "replace")
    for pattern in CHANGING:
        text = re.sub(pattern, "", text, flags=re.DOTALL)
    return text


def everything_real(client: Client) -> dict[str, str]:
    """All that is said of real places: pages, lists as files, tables and maps over the interface."""
    paths = [f"{path}?{scope}" for path in paths_of_pages(OF_THREE_CITIES) for scope in SCOPES if path not in LOGGED]
    paths += [
        f"/lists/{name}?{scope}&file=csv"
        for name in ("projects", "organizations", "links", "needs", "freshness")
        for scope in SCOPES
    ]
    paths += [f"/search?q={word}" for word in ("电池", "项目", "公司", "示范")]
    paths += [f"/api/{table}" for table in dictionary()] + [f"/api/maps/{kind}" for kind in ("panorama", "regions", "chain")]
    return {path: seen(client, path) for path in paths}


@pytest.mark.usefixtures("three_cities")
def test_what_is_said_of_real_places_is_the_same_with_and_without_the_model_region(signed_in: SignedIn, model: DataSet) -> None:
    client = signed_in()
    without = everything_real(client)
    taken_in(model)
    withal = everything_real(client)
    assert [path for path, text in without.items() if withal[path] != text] == []
    assert not [path for path, text in withal.items() if "model-" in text]


@pytest.mark.usefixtures("three_cities")
def test_every_page_of_a_generated_place_says_so(signed_in: SignedIn, model: DataSet) -> None:
    taken_in(model)
    client = signed_in()
    for language, words in (("zh-hans", "示范数据：由程序生成，不代表任何地方"), ("en", "Generated data: no real place")):
        client.cookies["django_language"] = language
        for path in paths_of_pages(OF_MODEL):
            answer = client.get(f"{path}?place={PREFECTURE}")
            text = answer.content.decode()
            assert answer.status_code == 200 and answer.headers["Lianqun-Generated"] == "true", path
            if "<html" in text:
                assert text.count(BAND) == 1 and words in text, path


@pytest.mark.usefixtures("three_cities")
def test_no_row_of_a_real_place_stands_on_a_page_of_a_generated_one(signed_in: SignedIn, model: DataSet) -> None:
    taken_in(model)
    client = signed_in()
    for path in paths_of_pages(OF_MODEL):
        text = client.get(f"{path}?place={PREFECTURE}").content.decode()
        for pattern in CHANGING:
            text = re.sub(pattern, "", text, flags=re.DOTALL)
        assert not re.search("youyan|dz-electronics|德州|滁州", text), path


@pytest.mark.usefixtures("three_cities")
def test_a_row_opened_from_the_other_side_takes_its_place_along(signed_in: SignedIn, model: DataSet) -> None:
    taken_in(model)
    client = signed_in()
    opened = {
        "/organizations/model-firm-000001": f"/organizations/model-firm-000001?place={PREFECTURE}",
        "/projects/model-project-000001?place=371400": f"/projects/model-project-000001?place={PREFECTURE}",
        "/organizations/youyan-aisi?place=990100": "/organizations/youyan-aisi?place=",
    }
    for path, to in opened.items():
        answer = client.get(path)
        assert answer.status_code == 302 and answer["Location"] == to, path
        assert client.get(to).status_code == 200


@pytest.mark.usefixtures("three_cities")
def test_a_role_for_a_real_place_opens_no_generated_one(signed_in: SignedIn, model: DataSet) -> None:
    taken_in(model)
    client = signed_in("steward", place_id="371400")
    assert client.get(f"/lists/projects?place={PREFECTURE}").status_code == 403
    own = signed_in("steward", place_id=PREFECTURE).get("/lists/projects", follow=True)
    assert BAND in own.content.decode() and "model-project" in own.content.decode()


@pytest.mark.usefixtures("three_cities")
def test_files_and_answers_of_a_generated_place_say_so(signed_in: SignedIn, model: DataSet) -> None:
    taken_in(model)
    client = signed_in()
    sent = client.get(f"/lists/projects?place={PREFECTURE}&file=csv")
    assert "generated-projects" in sent["Content-Disposition"] and "不代表任何地方" in sent.content.decode()
    assert "generated-projects" in client.get(f"/api/workbooks/projects.xlsx?place={PREFECTURE}")["Content-Disposition"]
    assert client.get(f"/api/projects?place={PREFECTURE}").json()["generated"] is True
    assert client.get("/api/projects").json()["generated"] is False
    assert client.get("/api/projects/model-project-000001").json()["generated"] is True
    assert client.get("/api/projects/youyan-seven").json()["generated"] is False
    assert client.get(f"/api/maps/chain?place={PREFECTURE}").json()["generated"] is True
    assert client.get(f"/maps/regions.json?place={PREFECTURE}").json()["generated"] is True
    assert client.get("/maps/regions.json?place=371400").json()["generated"] is False


@pytest.mark.usefixtures("three_cities")
def test_the_day_of_the_data_is_that_of_what_is_spoken_of(model: DataSet) -> None:
    taken_in(model)
    with speaking_of(Realm.REAL):
        assert data_version()[1] == date(2024, 1, 22)
    with speaking_of(Realm.GENERATED):
        assert data_version()[1] == date(2026, 3, 25)


def test_every_table_tells_its_generated_rows() -> None:
    """A table that is added has a path to its place, or stands in `generated.csv`."""
    assert {table for table in dictionary() if not paths_of(table)} == SHARED
    assert {row["table"] for row in rows_of("generated.csv")} <= set(dictionary())
