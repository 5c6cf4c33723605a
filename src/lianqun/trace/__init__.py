"""Claims → who is who, who stands on which link; the chain graph."""

from lianqun.trace.agreement import Figure, compare
from lianqun.trace.chain_graphs import ChainGraph, Flow, chain_graph
from lianqun.trace.chains_of_places import chains_speaking
from lianqun.trace.conflicts import Side, contradict, differ, is_conflict, is_decided, order_sides, rank
from lianqun.trace.identities import Identities, identify
from lianqun.trace.investors import Investor, Sameness, same_investor, same_investors, told_again
from lianqun.trace.keeping import Kind, age_of, kind_of, single_attributes
from lianqun.trace.placements import judge_placements
from lianqun.trace.subjects import resolve_subjects
from lianqun.trace.tallies import count_roles, places_above, tally

__all__ = [
    "ChainGraph",
    "Figure",
    "Flow",
    "Identities",
    "Investor",
    "Kind",
    "Sameness",
    "Side",
    "age_of",
    "chain_graph",
    "chains_speaking",
    "compare",
    "contradict",
    "count_roles",
    "differ",
    "identify",
    "is_conflict",
    "is_decided",
    "judge_placements",
    "kind_of",
    "order_sides",
    "places_above",
    "rank",
    "resolve_subjects",
    "same_investor",
    "same_investors",
    "single_attributes",
    "tally",
    "told_again",
]
