"""Tables and the tally → the scene of one place and one chain (or all of the place's chains)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from lianqun.maps import scene as seen
from lianqun.maps.scene_links import links_of, parents_of, projects_of, standings_of
from lianqun.maps.scene_rest import (
    applications_of,
    counts_by_place,
    evidence_of,
    firms_of,
    flows_of,
    positions_of,
    sources_of,
    technologies_of,
    trades_of,
)
from lianqun.maps.table_rows import Row, Tables, number, rows, text
from lianqun.trace import chains_speaking


def compose(
    tables: Tables,
    tally: pl.DataFrame,
    *,
    place_id: str,
    chain_id: str | None,
    version: str,
    as_of: date,
) -> seen.Scene:
    """The scene of a place and a chain (all of its chains when `chain_id` is None).

    `tables` may be a slice; counts are taken from `tally`. Raises KeyError when the place or the chain is not in the tables.
    """
    places = _places(tables)
    chains = _chains(tables, place_id, places)
    chain = None if chain_id is None else _chosen(tables, chain_id, chains)
    firms = firms_of(tables)
    within = _within(place_id, places)
    shown = chains if chain is None else (chain,)
    standings = standings_of(tables, tally, place_id, firms)
    projects = projects_of(tables, within, chain_id, {link_id for one in shown for link_id in one.link_ids})
    links = links_of(tables, tally, place_id, shown, standings=standings, projects=projects)
    wanted = set(links)
    named = {standing.firm.id for items in standings.values() for standing in items}
    local = {key: firm for key, firm in firms.items() if firm.place_id in within or key in named}
    technologies = technologies_of(tables, wanted)
    counted = counts_by_place(tally, wanted)
    scene = seen.Scene(
        place=places[place_id],
        chain=None if chain is None else _with_projects(chain, projects),
        chains=tuple(_with_projects(one, projects) for one in chains),
        links=links,
        parents=parents_of(tables, links),
        flows=flows_of(tables, wanted),
        technologies=technologies,
        positions=positions_of(tables, technologies, local),
        applications=applications_of(tables, wanted, firms),
        firms=local,
        projects=projects,
        trades=trades_of(tables, firms, local),
        places=places,
        organizations_at=counted["organizations"],
        confirmed_at=counted["confirmed"],
        evidence={},
        sources=(),
        version=version,
        as_of=as_of,
    )
    evidence = evidence_of(tables, _rows_behind(scene, tables))
    return replace(scene, evidence=evidence, sources=sources_of(tables, evidence))


def _rows_behind(scene: seen.Scene, tables: Tables) -> dict[str, set[str]]:
    """Table → the rows that the scene shows: what its sources are sources of."""
    standings = [standing for link in scene.links.values() for standing in link.standings]
    named = {standing.firm.id for standing in standings} | {trade.firm.id for trade in scene.trades}
    chains = {chain.id for chain in scene.shown()}
    members = [row["id"] for row in rows(tables, "chain_links", link_id=set(scene.links)) if row["chain_id"] in chains]
    return {
        "chains": chains,
        "links": set(scene.links),
        "chain_links": set(members),
        "link_findings": {link.finding_id for link in scene.links.values()},
        "placements": {standing.placement_id for standing in standings},
        "organizations": named,
        "projects": {project.id for project in scene.projects},
        "technologies": {one.id for one in scene.technologies},
        "technology_positions": {one.id for one in scene.positions},
        "applications": {one.id for one in scene.applications},
        "ties": {trade.id for trade in scene.trades},
    }


def _places(tables: Tables) -> dict[str, seen.Place]:
    return {
        row["id"]: seen.Place(
            id=row["id"],
            name_zh=row["name_zh"],
            name_en=text(row["name_en"]),
            level=row["level"],
            parent_id=text(row["parent_id"]),
            longitude=number(row["longitude"]),
            latitude=number(row["latitude"]),
        )
        for row in rows(tables, "places")
    }


def _lineage(place_id: str, places: Mapping[str, seen.Place]) -> list[str]:
    """The place and its ancestors, nearest first."""
    line: list[str] = []
    while place_id in places and place_id not in line:
        line.append(place_id)
        place_id = places[place_id].parent_id
    return line


def _within(place_id: str, places: Mapping[str, seen.Place]) -> frozenset[str]:
    """The place and everything below it."""
    return frozenset(one for one in places if place_id in _lineage(one, places))


def _chain(row: Row, link_ids: tuple[str, ...]) -> seen.Chain:
    return seen.Chain(
        id=row["id"],
        name_zh=row["name_zh"],
        name_en=text(row["name_en"]),
        kind=text(row["kind"]),
        place_id=row["place_id"],
        chief_name=text(row["chief_name"]),
        chief_title=text(row["chief_title"]),
        task_force=text(row["task_force"]),
        link_ids=link_ids,
    )


def _links_by_chain(tables: Tables) -> dict[str, tuple[str, ...]]:
    """Chain → its links in the order of the table, whatever their columns."""
    listed: dict[str, list[str]] = defaultdict(list)
    for row in rows(tables, "chain_links"):
        listed[row["chain_id"]].append(row["link_id"])
    return {chain: tuple(members) for chain, members in listed.items()}


def _chains(tables: Tables, place_id: str, places: Mapping[str, seen.Place]) -> tuple[seen.Chain, ...]:
    """The chains that speak of the place."""
    members = _links_by_chain(tables)
    listed = {row["id"]: row for row in rows(tables, "chains")}
    owners = ((row["id"], row["place_id"]) for row in listed.values())
    found = chains_speaking(owners, within=_within(place_id, places), above=_lineage(place_id, places)[1:])
    return tuple(_chain(listed[one], members.get(one, ())) for one in found)


def _chosen(tables: Tables, chain_id: str, chains: Sequence[seen.Chain]) -> seen.Chain:
    found = next((one for one in chains if one.id == chain_id), None)
    if found:
        return found
    row = next((row for row in rows(tables, "chains", id=[chain_id])), None)
    if row is None:
        raise KeyError(chain_id)
    return _chain(row, _links_by_chain(tables).get(chain_id, ()))


def _with_projects(chain: seen.Chain, projects: Sequence[seen.Project]) -> seen.Chain:
    mine = tuple(project for project in projects if project.chain_id == chain.id)
    return replace(chain, projects=mine)
