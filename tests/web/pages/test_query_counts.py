"""No page asks the database once a row: the number of queries is bounded, and does not grow with the rows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.pages.conftest import SignedIn
from tests.web.pages.test_every_page import PAGES, SCOPE

from lianqun.office.registry.models import ChainLink, Link, LinkTally, Organization, Placement, Project

MOST_QUERIES = 55  # the page of a project's row asks each table that may speak of a project, merges among them
MANY = 150

pytestmark = pytest.mark.usefixtures("tiny")


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(f"{path}?{SCOPE}").status_code == 200
    return len(asked)


def add_many_rows() -> None:
    """A hundred and fifty more links, organisations, placements, tallies and projects of the chain."""
    Link.objects.bulk_create(Link(id=f"l{n}", name_zh=f"环节{n}", stage="midstream") for n in range(MANY))
    ChainLink.objects.bulk_create(ChainLink(id=f"c{n}", chain_id="dz-ic", link_id=f"l{n}") for n in range(MANY))
    Organization.objects.bulk_create(
        Organization(id=f"o{n}", name_zh=f"企业{n}", kind="enterprise", place_id="371402") for n in range(MANY)
    )
    Placement.objects.bulk_create(
        Placement(id=f"p{n}", organization_id=f"o{n}", link_id=f"l{n}", role="leader", status="confirmed") for n in range(MANY)
    )
    LinkTally.objects.bulk_create(
        LinkTally(place_id="371400", link_id=f"l{n}", organizations=1, confirmed=1, uncertain=0, refused=0, top=[f"o{n}"])
        for n in range(MANY)
    )
    Project.objects.bulk_create(
        Project(
            id=f"q{n}",
            name_zh=f"项目{n}",
            organization_id=f"o{n}",
            place_id="371402",
            chain_id="dz-ic",
            link_id=f"l{n}",
            stage="signed",
        )
        for n in range(MANY)
    )


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_few_queries_however_many_rows_there_are(signed_in: SignedIn, path: str, settings: object) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # type: ignore[attr-defined]
    client = signed_in("administrator")
    queries_of(client, path)
    few = queries_of(client, path)
    add_many_rows()
    many = queries_of(client, path)
    assert many <= MOST_QUERIES
    assert many <= few + 3
