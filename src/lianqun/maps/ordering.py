"""Links inside their columns in an order in which few flows cross: the barycentre method, a few sweeps there and back.

Sugiyama, Tagawa, Toda: Methods for visual understanding of hierarchical system structures, IEEE Trans. SMC 11 (1981).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from lianqun.maps.scene import Flow, Link

SWEEPS = 4
WALK = ("upstream", "midstream", "downstream")
INNER_FLOW = 3
ARRANGEMENTS_KEPT = 32


def arrange(links: Sequence[Link], flows: Sequence[Flow], *, most: int) -> list[list[Link]]:
    """Links in at most so many columns, each in an order in which few flows cross.

    Who stands where moves no link, so an arrangement is remembered by what it depends on: after a change of an organisation the
    same chain is drawn again without being laid out again.
    """
    by_id = {link.id: link for link in links}
    kept = _arrange(tuple((link.id, link.stage, link.column) for link in links), tuple(flows), most)
    return [[by_id[link_id] for link_id in column] for column in kept]


@lru_cache(maxsize=ARRANGEMENTS_KEPT)
def _arrange(places: tuple[tuple[str, str, int], ...], flows: tuple[Flow, ...], most: int) -> tuple[tuple[str, ...], ...]:
    links = [Link(id=link_id, name_zh="", stage=stage, column=column) for link_id, stage, column in places]
    return tuple(tuple(link.id for link in column) for column in order_columns(lay_columns(links, flows, most=most), flows))


def lay_columns(links: Sequence[Link], flows: Iterable[Flow], *, most: int) -> list[list[Link]]:
    """Links in columns: stage by stage, inside a stage by their place in the chain; support stands elsewhere.

    No more than `most` columns (but at least one a stage): two columns of one stage are joined where that puts the fewest
    flows inside a column, and among those where it joins the fewest links.
    """
    columns = [column for stage in WALK for column in _by_place([link for link in links if link.stage == stage])]
    pairs = [(flow.from_link_id, flow.to_link_id) for flow in flows]
    while len(columns) > most:
        between = _flows_between(columns, pairs)
        neighbours = [at for at in range(len(columns) - 1) if columns[at][0].stage == columns[at + 1][0].stage]
        if not neighbours:
            break
        _, at = min((_cost(columns, at, between), at) for at in neighbours)
        columns[at : at + 2] = [columns[at] + columns[at + 1]]
    return columns


def _by_place(links: Sequence[Link]) -> list[list[Link]]:
    found: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        found[link.column].append(link)
    return [found[number] for number in sorted(found)]


def _flows_between(columns: Sequence[Sequence[Link]], pairs: Iterable[tuple[str, str]]) -> Counter[tuple[int, int]]:
    """(Column, column) → how many flows go from the one to the other; flows that leave the columns are not counted."""
    column_of = {link.id: at for at, column in enumerate(columns) for link in column}
    return Counter((column_of[giver], column_of[taker]) for giver, taker in pairs if giver in column_of and taker in column_of)


def _cost(columns: Sequence[Sequence[Link]], at: int, between: Mapping[tuple[int, int], int]) -> int:
    """What joining a column with the next one costs: flows that would lie inside it, and links."""
    two = (at, at + 1)
    inside = sum(between.get((left, right), 0) for left in two for right in two)
    return INNER_FLOW * inside + len(columns[at]) + len(columns[at + 1])


def order_columns(columns: Sequence[Sequence[Link]], flows: Iterable[Flow]) -> list[list[Link]]:
    """The same columns, each in a new order; equal positions keep the order given, so the result is always the same."""
    ordered = [list(column) for column in columns]
    before, after = _neighbours(flows)
    for _ in range(SWEEPS):
        _sweep(ordered, before)
        ordered.reverse()
        _sweep(ordered, after)
        ordered.reverse()
    return ordered


def _neighbours(flows: Iterable[Flow]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for flow in flows:
        before[flow.to_link_id].append(flow.from_link_id)
        after[flow.from_link_id].append(flow.to_link_id)
    return before, after


def _sweep(columns: list[list[Link]], neighbours: Mapping[str, Sequence[str]]) -> None:
    """Order each column by the mean place of its links' neighbours in the columns already passed."""
    heights: dict[str, float] = {}
    for at, column in enumerate(columns):
        own = {link.id: _height(place, len(column)) for place, link in enumerate(column)}
        means = {
            link.id: _mean([heights[one] for one in neighbours.get(link.id, ()) if one in heights], own[link.id])
            for link in column
        }
        columns[at] = sorted(column, key=lambda link, means=means: means[link.id])  # type: ignore[misc]
        heights |= {link.id: _height(place, len(column)) for place, link in enumerate(columns[at])}


def _height(place: int, count: int) -> float:
    return (place + 0.5) / count


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
