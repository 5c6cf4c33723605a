"""The links of a chain in columns from upstream to downstream, with the flows between them; cycles are tolerated and named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import starmap
from typing import NamedTuple

import polars as pl
import rustworkx as rx

LAYOUTS_KEPT = 32


class Flow(NamedTuple):
    """Something that goes from one link to another."""

    id: str
    from_link_id: str
    to_link_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class ChainGraph:
    """A chain drawn out.

    `columns`: link → column counted from 0 upstream, links in the order column, name of the table. `flows`: those within the chain.
    `cycles`: links that feed each other in a circle, each a tuple. `shared`: link → the other chains it also stands in.
    `missing`: links that the chain names but the table of links lacks. `key_links`: those marked as key.
    """

    chain_id: str
    columns: Mapping[str, int]
    flows: tuple[Flow, ...]
    cycles: tuple[tuple[str, ...], ...]
    shared: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]
    key_links: frozenset[str]


def chain_graph(tables: Mapping[str, pl.DataFrame], chain_id: str) -> ChainGraph:
    """The graph of one chain from chain_links, links and flows; a chain without links gives an empty graph.

    A link stands one column after the last of the links that feed it (longest path; links of a cycle share a column). A column
    given in chain_links wins, and what follows is counted from there. A link without any flow or column stands where its stage says.
    """
    members = tables["chain_links"].filter(pl.col("chain_id") == chain_id)
    known = tables["links"].select("id", "stage").filter(pl.col("id").is_in(members["link_id"].implode()))
    flows = _flows_between(tables["flows"], known["id"])
    fixed = members.select("link_id", "column").drop_nulls("column")
    columns, cycles = _lay_out(tuple(known.iter_rows()), flows, tuple(fixed.iter_rows()))
    return ChainGraph(
        chain_id=chain_id,
        columns=dict(columns),
        flows=flows,
        cycles=cycles,
        shared=_shared(tables["chain_links"], chain_id, set(known["id"])),
        missing=tuple(sorted(set(members["link_id"]) - set(known["id"]))),
        key_links=frozenset(members.filter(pl.col("is_key").fill_null(False))["link_id"].to_list()),
    )


@lru_cache(maxsize=LAYOUTS_KEPT)
def _lay_out(
    known: tuple[tuple[str, str], ...], flows: tuple[Flow, ...], fixed: tuple[tuple[str, int], ...]
) -> tuple[Mapping[str, int], tuple[tuple[str, ...], ...]]:
    """Link → column in the order column, name of the table; and the circles.

    Remembered by what it depends on, since who stands on a link moves no link.
    """
    order, given = [link for link, _ in known], dict(fixed)
    groups, edges = _condense(order, flows)
    columns = _place_alone(_place_groups(groups, edges, given), known, flows, given)
    rank = {link: number for number, link in enumerate(order)}
    sorted_columns = dict(sorted(columns.items(), key=lambda item: (item[1], rank[item[0]])))
    return sorted_columns, _cycles(groups, flows, rank)


def _flows_between(flows: pl.DataFrame, links: pl.Series) -> tuple[Flow, ...]:
    inside = pl.col("from_link_id").is_in(links.implode()) & pl.col("to_link_id").is_in(links.implode())
    return tuple(starmap(Flow, flows.filter(inside).select("id", "from_link_id", "to_link_id", "kind").rows()))


def _condense(order: Sequence[str], flows: Sequence[Flow]) -> tuple[list[list[str]], list[list[int]]]:
    """Groups of links that reach each other, upstream first, and for each group the groups that feed it."""
    graph: rx.PyDiGraph[str, None] = rx.PyDiGraph(multigraph=False)
    number = dict(zip(order, graph.add_nodes_from(list(order)), strict=True))
    graph.add_edges_from_no_data([(number[flow.from_link_id], number[flow.to_link_id]) for flow in flows])
    groups = [sorted(group) for group in reversed(rx.strongly_connected_components(graph))]
    group_of = {node: index for index, group in enumerate(groups) for node in group}
    feeders: list[list[int]] = [[] for _ in groups]
    for flow in flows:
        giver, taker = group_of[number[flow.from_link_id]], group_of[number[flow.to_link_id]]
        if giver != taker:
            feeders[taker].append(giver)
    return [[order[node] for node in group] for group in groups], feeders


def _place_groups(groups: list[list[str]], feeders: list[list[int]], fixed: Mapping[str, int]) -> dict[str, int]:
    """Longest path over the groups, which come in topological order."""
    column_of_group: list[int] = []
    columns: dict[str, int] = {}
    for group, giving in zip(groups, feeders, strict=True):
        free = max((column_of_group[giver] + 1 for giver in giving), default=0)
        for link in group:
            columns[link] = fixed.get(link, free)
        column_of_group.append(max(columns[link] for link in group))
    return columns


def _place_alone(
    columns: dict[str, int], known: Sequence[tuple[str, str]], flows: Sequence[Flow], fixed: Mapping[str, int]
) -> dict[str, int]:
    """Links that nothing ties to the others, by their stage: upstream and support first, midstream halfway, downstream last."""
    tied = {end for flow in flows for end in (flow.from_link_id, flow.to_link_id)} | fixed.keys()
    last = max(max((columns[link] for link in tied), default=0), 0)
    last = last or (2 if len(known) > len(tied) else 0)
    by_stage = {"upstream": 0, "support": 0, "midstream": last // 2, "downstream": last}
    alone = {link: by_stage.get(stage, 0) for link, stage in known if link not in tied}
    return {**columns, **alone}


def _cycles(groups: list[list[str]], flows: Sequence[Flow], rank: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    loops = {flow.from_link_id for flow in flows if flow.from_link_id == flow.to_link_id}
    circles = [tuple(sorted(group, key=rank.__getitem__)) for group in groups if len(group) > 1 or group[0] in loops]
    return tuple(sorted(circles, key=lambda circle: rank[circle[0]]))


def _shared(chain_links: pl.DataFrame, chain_id: str, links: set[str]) -> dict[str, tuple[str, ...]]:
    others = chain_links.filter(pl.col("chain_id") != chain_id).select("link_id", "chain_id").unique().sort("link_id", "chain_id")
    found: dict[str, tuple[str, ...]] = {}
    for link, chain in others.iter_rows():
        if link in links:
            found[link] = (*found.get(link, ()), chain)
    return found
