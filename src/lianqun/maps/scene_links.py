"""The links of a scene: state, counts, who stands there, which projects; and the columns in which they stand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import polars as pl

from lianqun.diagnose import link_states
from lianqun.maps import scene as seen
from lianqun.maps.table_rows import Row, Tables, rows, text
from lianqun.trace import chain_graph

ROLE_ORDER = {role: rank for rank, role in enumerate(("leader", "backbone", "platform", "supplier", "member"))}
NO_COUNTS = {"organizations": 0, "confirmed": 0, "uncertain": 0}
NAMED_AT_MOST = 12
OF_LINKS = ("id", "name_zh", "name_en", "stage", "parent_id")


def links_of(
    tables: Tables,
    tally: pl.DataFrame,
    place_id: str,
    chains: Sequence[seen.Chain],
    *,
    standings: Mapping[str, Sequence[seen.Standing]],
    projects: Sequence[seen.Project],
) -> dict[str, seen.Link]:
    """Link → what is known of it at the place, with its organisations (at most twelve) and projects."""
    wanted = {link_id for chain in chains for link_id in chain.link_ids}
    here = tally.filter(pl.col("place_id") == place_id).select("link_id", *NO_COUNTS)
    counts = {row["link_id"]: row for row in here.iter_rows(named=True)}
    found = tables["links"].select(OF_LINKS).filter(pl.col("id").is_in(sorted(wanted))).to_dicts()
    states = _states(tables, tally, place_id, [row["id"] for row in found])
    columns = columns_of(tables, chains)
    keys = {row["link_id"] for row in rows(tables, "chain_links", link_id=wanted) if row["is_key"]}
    findings = {row["link_id"]: row["id"] for row in _findings(tables, place_id, wanted)}
    under: dict[str, list[seen.Project]] = defaultdict(list)
    for project in projects:
        under[project.link_id].append(project)
    return {
        link_id: seen.Link(
            id=link_id,
            name_zh=row["name_zh"],
            name_en=text(row["name_en"]),
            stage=row["stage"],
            parent_id=text(row["parent_id"]),
            column=columns.get(link_id, 0),
            is_key=link_id in keys,
            state=states[link_id]["state"],
            reason_zh=text(states[link_id]["reason_zh"]),
            reason_en=text(states[link_id]["reason_en"]),
            finding_id=findings.get(link_id, ""),
            standings=tuple(standings.get(link_id, ())[:NAMED_AT_MOST]),
            projects=tuple(under.get(link_id, ())),
            **{name: counts.get(link_id, NO_COUNTS)[name] for name in NO_COUNTS},
        )
        for row in found
        for link_id in (row["id"],)
    }


def parents_of(tables: Tables, links: Mapping[str, seen.Link]) -> dict[str, seen.Named]:
    """Links above the given ones, whether they stand on the chain or not: they only lend their names to folds."""
    wanted = {link.parent_id for link in links.values() if link.parent_id}
    found = rows(tables, "links", id=wanted)
    return {row["id"]: seen.Named(row["id"], row["name_zh"], text(row["name_en"])) for row in found}


def _findings(tables: Tables, place_id: str, wanted: set[str]) -> list[Row]:
    """The office's findings at the place, the latest last."""
    return sorted(rows(tables, "link_findings", place_id=[place_id], link_id=wanted), key=lambda row: (row["as_of"], row["id"]))


def _states(tables: Tables, tally: pl.DataFrame, place_id: str, link_ids: list[str]) -> dict[str, Row]:
    frame = link_states(tally, tables["link_findings"], place_id=place_id, link_ids=link_ids)
    return {row["link_id"]: row for row in frame.to_dicts()}


def columns_of(tables: Tables, chains: Sequence[seen.Chain]) -> dict[str, int]:
    """Link → its column counted from upstream: the furthest down over the chains that hold it."""
    found: dict[str, int] = {}
    for chain in chains:
        for link_id, column in chain_graph(tables, chain.id).columns.items():
            found[link_id] = max(found.get(link_id, 0), column)
    return found


def standings_of(
    tables: Tables, tally: pl.DataFrame, place_id: str, firms: Mapping[str, seen.Firm]
) -> dict[str, list[seen.Standing]]:
    """Link → standings of the organisations that the tally names at the place: leaders, then backbone, confirmed before uncertain."""
    here = tally.filter(pl.col("place_id") == place_id).select("link_id", organization_id="top").explode("organization_id")
    named = tables["placements"].join(here, on=["link_id", "organization_id"], how="semi").filter(pl.col("status") != "refused")
    found: dict[str, list[seen.Standing]] = defaultdict(list)
    for row in named.iter_rows(named=True):
        if firm := firms.get(row["organization_id"]):
            found[row["link_id"]].append(_standing(row, firm))
    return {link: sorted(standings, key=_standing_order) for link, standings in found.items()}


def _standing(row: Row, firm: seen.Firm) -> seen.Standing:
    products = {"product_zh": text(row["product_zh"]), "product_en": text(row["product_en"])}
    return seen.Standing(placement_id=row["id"], firm=firm, role=row["role"], status=row["status"], **products)


def _standing_order(standing: seen.Standing) -> tuple[int, bool, str]:
    return ROLE_ORDER.get(standing.role, 9), standing.status != "confirmed", standing.firm.id


def projects_of(tables: Tables, within: frozenset[str], chain_id: str | None, links: set[str]) -> tuple[seen.Project, ...]:
    """Projects at the place; with a chain chosen, those of the chain or of one of its links."""
    return tuple(
        _project(row)
        for row in rows(tables, "projects")
        if row["place_id"] in within and (chain_id is None or row["chain_id"] == chain_id or row["link_id"] in links)
    )


def _project(row: Row) -> seen.Project:
    return seen.Project(
        id=row["id"],
        name_zh=row["name_zh"],
        name_en=text(row["name_en"]),
        stage=row["stage"],
        place_id=text(row["place_id"]),
        chain_id=text(row["chain_id"]),
        link_id=text(row["link_id"]),
        organization_id=text(row["organization_id"]),
        investment_wan_yuan=row["investment_wan_yuan"],
        investment_qualifier=text(row["investment_qualifier"]),
    )
