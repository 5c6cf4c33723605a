"""Claims → who is who, who stands on which link; the chain graph."""

from lianqun.trace.agreement import Figure, compare
from lianqun.trace.chain_graphs import ChainGraph, Flow, chain_graph
from lianqun.trace.identities import Identities, identify
from lianqun.trace.placements import judge_placements
from lianqun.trace.subjects import resolve_subjects
from lianqun.trace.tallies import places_above, tally

__all__ = [
    "ChainGraph",
    "Figure",
    "Flow",
    "Identities",
    "chain_graph",
    "compare",
    "identify",
    "judge_placements",
    "places_above",
    "resolve_subjects",
    "tally",
]
