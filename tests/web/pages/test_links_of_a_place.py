"""One place has one number of links: home, list, panorama and chain map say the same, in the pages and in the library."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.translation import override
from tests.factories import make_user

from lianqun.maps import compose, draw
from lianqun.office.actions.tables.data_sets import import_folder
from lianqun.office.queries.home import read_home
from lianqun.office.queries.lists.choices import Choice
from lianqun.office.queries.lists.known import LISTS
from lianqun.office.queries.maps.scene import read_scene
from lianqun.office.queries.rows.scope import Scope
from lianqun.office.queries.rows.whole_tables import whole_tables
from lianqun.office.registry.models import Chain, Place
from lianqun.trace import tally

THREE_CITIES = Path(__file__).parents[3] / "examples" / "three-cities"


def links_said(finding: str) -> int:
    """The number of links in the sentence of a map; a place without chains says so instead."""
    found = re.search(r"(\d+)(?: links?|个环节)", finding)
    return int(found[1]) if found else 0


@pytest.mark.django_db
def test_every_page_and_the_library_count_the_same_links() -> None:
    import_folder(by=None, folder=THREE_CITIES)
    user, today, known = make_user(role="administrator"), timezone.localdate(), LISTS["links"]
    tables = whole_tables()
    counted = tally(tables)
    numbers = {}
    with override("en"):
        for place in Place.objects.all():
            for chain in [None, *Chain.objects.filter(place=place)]:
                scope = Scope(place, chain)
                listed = known.source(user, scope, today).select(known.columns, Choice())
                whole = compose(tables, counted, place_id=place.pk, chain_id=chain and chain.pk, version="x", as_of=today)
                scenes = [read_scene(user, kind, place, chain) for kind in ("panorama", "chain")]
                drawn = [draw(kind, scene, language="en") for kind in ("panorama", "chain") for scene in (*scenes, whole)]
                home = read_home(user, scope, today)
                said = {home.links, listed.total, *(len(it.rows) for it in drawn), *(links_said(it.finding) for it in drawn)}
                assert len(said) == 1, (place.pk, chain, home.links, listed.total, [(len(it.rows), it.finding) for it in drawn])
                numbers[place.pk, chain and chain.pk] = home.links
    assert numbers["341100", None] == 92
    assert numbers["371400", None] == 19
