"""The links of a chain in columns, with circles, shared links and links that are missing."""

import time

import polars as pl
import pytest

from lianqun.tables import DataSet
from lianqun.trace import chain_graph


def graph_of(flows, *, columns=None, stages=None, links="abcdef", more=()):
    """The graph of chain `c` over links named by letters, with flows such as "ab"."""
    tables = {
        "links": pl.DataFrame([{"id": one, "name_zh": one, "stage": (stages or {}).get(one, "midstream")} for one in links]),
        "chain_links": pl.DataFrame(
            [
                {"id": f"c{one}", "chain_id": "c", "link_id": one, "column": (columns or {}).get(one), "is_key": one == "a"}
                for one in links
            ]
            + [{"id": f"{chain}{link}", "chain_id": chain, "link_id": link} for chain, link in more],
            infer_schema_length=None,
        ),
        "flows": pl.DataFrame(
            [{"id": flow, "from_link_id": flow[0], "to_link_id": flow[1], "kind": "material"} for flow in flows],
            schema=["id", "from_link_id", "to_link_id", "kind"],
        ),
    }
    return chain_graph(DataSet.of(tables).tables, "c")


def test_a_link_stands_after_the_last_that_feeds_it():
    assert graph_of(["ab", "bc", "ac", "cd"], links="abcd").columns == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_a_given_column_wins_and_moves_what_follows():
    assert graph_of(["ab", "bc"], columns={"b": 4}, links="abc").columns == {"a": 0, "b": 4, "c": 5}


def test_circles_share_a_column_and_are_named():
    graph = graph_of(["ab", "bc", "cb", "cd", "ee"], links="abcde", stages={"e": "upstream"})
    assert (graph.columns["b"], graph.columns["c"], graph.columns["d"]) == (1, 1, 2)
    assert graph.cycles == (("b", "c"), ("e",))


def test_a_link_without_flows_stands_by_its_stage():
    graph = graph_of(["ab", "bc"], links="abcdef", stages={"d": "upstream", "e": "downstream", "f": "midstream"})
    assert (graph.columns["d"], graph.columns["e"], graph.columns["f"]) == (0, 2, 1)


def test_shared_key_and_missing_links():
    graph = graph_of(["ab"], links="ab", more=[("x", "b"), ("y", "b"), ("c", "gone")])
    assert graph.shared == {"b": ("x", "y")}
    assert graph.key_links == {"a"}
    assert graph.missing == ("gone",)


def test_flows_of_other_chains_are_left_out():
    assert [flow.id for flow in graph_of(["ab", "az"], links="ab").flows] == ["ab"]


def test_an_empty_chain():
    graph = chain_graph(DataSet.of({}).tables, "c")
    assert graph.columns == {} and graph.flows == () and graph.cycles == ()


@pytest.mark.parametrize("count", [2000])
def test_two_thousand_links_are_quick(count):
    ids = [f"l{number}" for number in range(count)]
    flows = [{"id": f"{n}", "from_link_id": ids[n], "to_link_id": ids[n + 1], "kind": "material"} for n in range(count - 1)]
    tables = DataSet.of(
        {
            "links": pl.DataFrame({"id": ids, "stage": ["upstream"] * count}),
            "chain_links": pl.DataFrame({"id": ids, "chain_id": ["c"] * count, "link_id": ids}),
            "flows": pl.DataFrame(flows),
        }
    ).tables
    begun = time.process_time()
    assert chain_graph(tables, "c").columns[ids[-1]] == count - 1
    assert time.process_time() - begun < 1
