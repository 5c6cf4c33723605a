"""Claims → who is who, who stands on which link; the chain graph."""

from lianqun.trace.chain_graphs import ChainGraph, Flow, chain_graph
from lianqun.trace.placements import judge_placements
from lianqun.trace.tallies import places_above, tally

__all__ = ["ChainGraph", "Flow", "chain_graph", "judge_placements", "places_above", "tally"]
