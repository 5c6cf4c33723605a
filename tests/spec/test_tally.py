"""Counting who stands on which link: `trace.tally`"""

import polars as pl
import pytest

from lianqun.tables import DataSet
from lianqun.trace import tally

PLACES = [
    {"id": "990000", "parent_id": None},
    {"id": "990100", "parent_id": "990000"},
    {"id": "990101", "parent_id": "990100"},
    {"id": "990102", "parent_id": "990100"},
]
CASES = [
    {
        "title": "Every place above counts what lies below it",
        "description": "Two firms in two counties: each county counts its own, the prefecture and the province count both.",
        "inputs": {
            "places": PLACES,
            "organizations": [{"id": "a", "place_id": "990101"}, {"id": "b", "place_id": "990102"}],
            "placements": [
                {"id": "1", "organization_id": "a", "link_id": "wafer", "role": "member", "status": "confirmed"},
                {"id": "2", "organization_id": "b", "link_id": "wafer", "role": "leader", "status": "uncertain"},
            ],
        },
        "expected": [
            {"place_id": "990000", "organizations": 2, "confirmed": 1, "uncertain": 1, "refused": 0, "top": ["b", "a"]},
            {"place_id": "990100", "organizations": 2, "confirmed": 1, "uncertain": 1, "refused": 0, "top": ["b", "a"]},
            {"place_id": "990101", "organizations": 1, "confirmed": 1, "uncertain": 0, "refused": 0, "top": ["a"]},
            {"place_id": "990102", "organizations": 1, "confirmed": 0, "uncertain": 1, "refused": 0, "top": ["b"]},
        ],
    },
    {
        "title": "Organisations are counted, not placements",
        "description": "A firm that makes two products on one link counts once, by the better status. A refused firm stands apart and is not named.",
        "inputs": {
            "places": PLACES[:1],
            "organizations": [{"id": "a", "place_id": "990000"}, {"id": "b", "place_id": "990000"}],
            "placements": [
                {"id": "1", "organization_id": "a", "link_id": "wafer", "role": "member", "status": "uncertain"},
                {"id": "2", "organization_id": "a", "link_id": "wafer", "role": "member", "status": "confirmed"},
                {"id": "3", "organization_id": "b", "link_id": "wafer", "role": "leader", "status": "refused"},
            ],
        },
        "expected": [{"place_id": "990000", "organizations": 1, "confirmed": 1, "uncertain": 0, "refused": 1, "top": ["a"]}],
    },
    {
        "title": "A plant away from the seat counts where it stands",
        "description": "The firm sits in the first county and makes wafers in both. Each county counts it, the prefecture counts it once.",
        "inputs": {
            "places": PLACES[1:],
            "organizations": [{"id": "a", "place_id": "990101"}],
            "placements": [
                {
                    "id": "1",
                    "organization_id": "a",
                    "link_id": "wafer",
                    "place_id": None,
                    "role": "member",
                    "status": "uncertain",
                },
                {
                    "id": "2",
                    "organization_id": "a",
                    "link_id": "wafer",
                    "place_id": "990102",
                    "role": "leader",
                    "status": "confirmed",
                },
            ],
        },
        "expected": [
            {"place_id": "990100", "organizations": 1, "confirmed": 1, "uncertain": 0, "refused": 0, "top": ["a"]},
            {"place_id": "990101", "organizations": 1, "confirmed": 0, "uncertain": 1, "refused": 0, "top": ["a"]},
            {"place_id": "990102", "organizations": 1, "confirmed": 1, "uncertain": 0, "refused": 0, "top": ["a"]},
        ],
    },
    {
        "title": "Leaders are named first, then backbone firms, then the confirmed",
        "description": "Among equals the larger revenue comes first.",
        "inputs": {
            "places": PLACES[:1],
            "organizations": [
                {"id": "small", "place_id": "990000", "revenue_wan_yuan": 100},
                {"id": "large", "place_id": "990000", "revenue_wan_yuan": 900},
                {"id": "sure", "place_id": "990000", "revenue_wan_yuan": 1},
                {"id": "leader", "place_id": "990000", "revenue_wan_yuan": None},
                {"id": "bone", "place_id": "990000", "revenue_wan_yuan": None},
            ],
            "placements": [
                {"id": "1", "organization_id": "small", "link_id": "wafer", "role": "member", "status": "uncertain"},
                {"id": "2", "organization_id": "large", "link_id": "wafer", "role": "supplier", "status": "uncertain"},
                {"id": "3", "organization_id": "sure", "link_id": "wafer", "role": "member", "status": "confirmed"},
                {"id": "4", "organization_id": "leader", "link_id": "wafer", "role": "leader", "status": "uncertain"},
                {"id": "5", "organization_id": "bone", "link_id": "wafer", "role": "backbone", "status": "uncertain"},
            ],
        },
        "expected": [
            {
                "place_id": "990000",
                "organizations": 5,
                "confirmed": 1,
                "uncertain": 4,
                "refused": 0,
                "top": ["leader", "bone", "sure", "large", "small"],
            }
        ],
    },
    {
        "title": "Without a place a firm counts nowhere",
        "description": "Its seat is not known and the placement does not say where.",
        "inputs": {
            "places": PLACES[:1],
            "organizations": [{"id": "a", "place_id": None}],
            "placements": [{"id": "1", "organization_id": "a", "link_id": "wafer", "role": "member", "status": "confirmed"}],
        },
        "expected": [],
    },
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_tally(case):
    given = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in case["inputs"].items()}
    assert tally(DataSet.of(given).tables).drop("link_id").to_dicts() == case["expected"]
