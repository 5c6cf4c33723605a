"""Links inside their columns in an order in which few flows cross: the barycentre method, a few sweeps there and back.

Sugiyama, Tagawa, Toda: Methods for visual understanding of hierarchical system structures, IEEE Trans. SMC 11 (1981).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lianqun.maps.scene import Flow, Link

SWEEPS = 4


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
