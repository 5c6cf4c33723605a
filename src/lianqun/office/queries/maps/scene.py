"""The slice of the database that one map needs: the chains of a place, their links, and whoever is named on them.

Counts come from the tally, so that a link on which a million organisations stand costs one row and a few names.
"""

from collections.abc import Iterable
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet

from lianqun.maps import KINDS, Scene, compose
from lianqun.office.accounts.models import User
from lianqun.office.evidence.models import Document, Evidence, Source
from lianqun.office.queries.diagnose.states import chains_for
from lianqun.office.queries.rows.caching import cached
from lianqun.office.queries.rows.realm import of_realm
from lianqun.office.queries.rows.tally_frames import tally_of
from lianqun.office.queries.rows.version import data_version
from lianqun.office.queries.rows.visible import places_above, places_within, visible_to
from lianqun.office.queries.rows.whole_tables import frame_of
from lianqun.office.registry.models import (
    Alias,
    Application,
    Chain,
    ChainLink,
    Flow,
    Link,
    LinkFinding,
    LinkTally,
    Organization,
    Place,
    Placement,
    Project,
    Technology,
    TechnologyPosition,
    Tie,
)
from lianqun.tables import empty
from lianqun.vocab.dictionary import tables as all_tables

MOST_NAMED = 3_000
MOST_EVIDENCE = 2_000
NAMED_A_LINK = 12
READS = (
    *("chains", "chain_links", "links", "link_findings", "link_tally", "placements", "organizations", "aliases", "projects"),
    *("flows", "ties", "technologies", "technology_positions", "applications", "evidence", "documents", "sources"),
)
DRAWN_ON = ("chains", "chain_links", "links", "flows", "technologies", "applications")
OF_FIRMS = ("id", "name_zh", "name_en", "kind", "place_id")
OF_STANDINGS = ("id", "organization_id", "link_id", "role", "status", "product_zh", "product_en")
OF_PROJECTS = (
    *("id", "name_zh", "name_en", "organization_id", "place_id", "chain_id", "link_id"),
    *("stage", "investment_wan_yuan", "investment_qualifier"),
)
TRADES = ("sells_to", "supplies", "attracted")


def root_place(chain: Chain | None = None) -> Place | None:
    """The country that the chains lie in: the place of a map when none was chosen."""
    first = chain or of_realm(Chain.objects.order_by("id")).first()
    if first is None:
        return None
    above = places_above(first.place_id)
    return Place.objects.filter(pk=above[-1] if above else first.place_id).first()


def read_scene(user: User, kind: str, place: Place, chain: Chain | None) -> Scene:
    """The scene of a place and a chain for one kind of map, as far as the person may see it."""
    version, as_of = data_version()
    tables, tally = read_slice(user, kind, place, chain)
    return compose(tables, tally, place_id=place.pk, chain_id=chain.pk if chain else None, version=version, as_of=as_of)


def read_slice(user: User, kind: str, place: Place, chain: Chain | None) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The tables (those that the kind of map does not draw are empty) and the tally."""
    scope = (place.pk, chain.pk if chain else "")
    drawn_on = cached(user, "drawn-on", kind, *scope, make=lambda: _drawn_on(user, kind, place, chain), reads=DRAWN_ON)
    # asked for again in each query: thousands of ids written into one cost more than the database needs to find them
    links = ChainLink.objects.filter(chain__in=chains_for(user, place, chain)).order_by().values("link_id")
    within = places_within([place.pk])
    shown = within if KINDS[kind].counts_below else {place.pk}
    named = max(1, min(NAMED_A_LINK, MOST_NAMED // max(1, drawn_on["links"].height)))
    tally = tally_of(LinkTally.objects.filter(place_id__in=shown, link_id__in=links), most_named=named)
    tops = set(tally.filter(pl.col("place_id") == place.pk)["top"].explode().drop_nulls().to_list())
    found = {
        **drawn_on,
        "places": _places(kind, within, place),
        "link_findings": frame_of(visible_to(user, LinkFinding.objects.filter(place=place, link_id__in=links))),
        "projects": frame_of(visible_to(user, Project.objects.filter(place_id__in=within)), OF_PROJECTS),
        **_of_organizations(user, kind, links, within),
    }
    found |= _organizations(user, found, tops)
    found |= _evidence(user, found)
    return {name: found.get(name, empty(name)) for name in all_tables()}, tally


def _places(kind: str, within: frozenset[str], place: Place) -> pl.DataFrame:
    """The place with what is below and above it; for the map of regions also the countries that firms sell to."""
    wanted = Q(pk__in=[*within, *places_above(place.pk)])
    return frame_of(Place.objects.filter(wanted | Q(level="country") if KINDS[kind].counts_below else wanted))


def _drawn_on(user: User, kind: str, place: Place, chain: Chain | None) -> dict[str, pl.DataFrame]:
    """What a map is drawn on, whoever stands there: chains, links, flows, and by kind technologies and applications."""
    chains = chains_for(user, place, chain)
    members = ChainLink.objects.filter(chain__in=chains)
    links = members.order_by().values("link_id")
    ids = members.values_list("link_id", flat=True).distinct().order_by("link_id")
    rows: dict[str, QuerySet[Any]] = {
        "technologies": Technology.objects.filter(link_id__in=links),
        "applications": Application.objects.filter(link_id__in=links),
    }
    return {
        "chains": frame_of(chains),
        "chain_links": frame_of(members.order_by("id")),
        "links": frame_of(Link.objects.filter(pk__in=links)),
        "flows": frame_of(Flow.objects.filter(from_link_id__in=links)).filter(pl.col("to_link_id").is_in(list(ids))),
        **{name: frame_of(rows[name]) for name in KINDS[kind].tables if name in rows},
    }


def _of_organizations(user: User, kind: str, links: QuerySet[Any], within: frozenset[str]) -> dict[str, pl.DataFrame]:
    """Where organisations stand on technologies, and whom they trade with, on the kinds of map that draw it."""
    rows: dict[str, QuerySet[Any]] = {
        "technology_positions": TechnologyPosition.objects.filter(technology__link_id__in=links),
        "ties": visible_to(user, Tie.objects.filter(kind__in=TRADES, from_organization__place_id__in=within)),
    }
    return {name: frame_of(rows[name]) for name in KINDS[kind].tables if name in rows}


def _ids(tables: dict[str, pl.DataFrame], table: str, *columns: str) -> set[str]:
    frame = tables.get(table)
    return set() if frame is None else {one for column in columns for one in frame[column].drop_nulls().to_list()}


def _organizations(user: User, found: dict[str, pl.DataFrame], tops: set[str]) -> dict[str, pl.DataFrame]:
    """Everybody named anywhere on the map, with short names, and the placements of those named first on the links."""
    ids = tops | _ids(found, "technology_positions", "organization_id") | _ids(found, "applications", "organization_id")
    ids |= _ids(found, "projects", "organization_id") | _ids(found, "ties", "from_organization_id", "to_organization_id")
    # by organisation alone, the few links are kept afterwards: asked for both, the database would walk the links
    placements = frame_of(visible_to(user, Placement.objects.filter(organization_id__in=tops)), OF_STANDINGS)
    return {
        "organizations": frame_of(Organization.objects.filter(pk__in=ids), OF_FIRMS),
        "aliases": frame_of(Alias.objects.filter(organization_id__in=ids, kind="short")),
        "placements": placements.filter(pl.col("link_id").is_in(found["links"]["id"].implode())),
    }


def _evidence(user: User, found: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The sentences behind what is drawn, and their documents: the sources under the map."""
    tables = ("placements", "link_findings", "technologies", "technology_positions", "applications", "ties", "projects", "chains")
    wanted = {name: sorted(_ids(found, name, "id"))[:MOST_EVIDENCE] for name in tables}
    condition = Q(pk__in=[])
    for name, ids in wanted.items():
        if ids:
            condition |= Q(table=name, row_id__in=ids)
    evidence = frame_of(visible_to(user, Evidence.objects.filter(condition))[:MOST_EVIDENCE])
    documents = frame_of(visible_to(user, Document.objects.filter(pk__in=_distinct(evidence["document_id"]))))
    sources = frame_of(Source.objects.filter(pk__in=_distinct(documents["source_id"])))
    return {"evidence": evidence, "documents": documents, "sources": sources}


def _distinct(values: Iterable[str | None]) -> list[str]:
    return sorted({one for one in values if one})
