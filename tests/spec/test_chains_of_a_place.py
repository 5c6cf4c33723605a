"""Which chains speak of a place? `trace.chains_speaking`"""

import pytest

from lianqun.trace import chains_speaking

CITY = {"within": "city park", "above": "province country"}
CASES = [
    {
        "title": "Its own chains and those below it",
        "description": "Chains of the places above do not speak of a place that has chains.",
        "inputs": {
            "place": [CITY],
            "chains": [
                {"chain": "city-solar", "place": "city"},
                {"chain": "park-battery", "place": "park"},
                {"chain": "province-cars", "place": "province"},
            ],
        },
        "expected": [{"chain": "city-solar"}, {"chain": "park-battery"}],
    },
    {
        "title": "Without chains of its own: those of the nearest place above",
        "description": "Not those of all places above: the same link would be counted along two definitions.",
        "inputs": {
            "place": [CITY],
            "chains": [
                {"chain": "country-ships", "place": "country"},
                {"chain": "province-cars", "place": "province"},
                {"chain": "elsewhere", "place": "another city"},
            ],
        },
        "expected": [{"chain": "province-cars"}],
    },
    {
        "title": "Nothing anywhere above",
        "description": "Chains of other places do not speak of it.",
        "inputs": {"place": [CITY], "chains": [{"chain": "elsewhere", "place": "another city"}]},
        "expected": [],
    },
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_chains_of_a_place(case):
    chains = [(row["chain"], row["place"]) for row in case["inputs"]["chains"]]
    [place] = case["inputs"]["place"]
    found = chains_speaking(chains, within=place["within"].split(), above=place["above"].split())
    assert [{"chain": chain} for chain in found] == case["expected"]
