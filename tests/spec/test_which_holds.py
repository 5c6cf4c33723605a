"""Which of several statements holds, and is that a conflict? `trace.order_sides`, `trace.is_conflict`"""

from datetime import date
from decimal import Decimal

import pytest

from lianqun.trace import Side, is_conflict, is_decided, order_sides
from lianqun.trace.conflicts import figure_of
from lianqun.trace.keeping import kinds_of_claims

ON = date(2024, 6, 1)
SAME = {"claim_type": "indicator", "attribute": "营业收入", "period": "2023"}
TABLES = {"How long each kind of claim keeps": kinds_of_claims()}
CASES = [
    {
        "title": "The better source holds",
        "description": "297 and 312 亿元 of one year cannot both be true: the office holds the better grade, though it is older.",
        "inputs": {
            "statements": [
                {"id": "paper", "value": "312", "grade": "C", "published_on": "2024-05-01"},
                {"id": "yearbook", "value": "297", "grade": "A", "published_on": "2024-01-22"},
            ]
        },
        "expected": [{"order": "yearbook paper", "conflict": True, "decided": False}],
    },
    {
        "title": "Of one grade the later publication holds",
        "description": "Sources mend themselves.",
        "inputs": {
            "statements": [
                {"id": "january", "value": "297", "grade": "B", "published_on": "2024-01-22"},
                {"id": "may", "value": "312", "grade": "B", "published_on": "2024-05-01"},
            ]
        },
        "expected": [{"order": "may january", "conflict": True, "decided": False}],
    },
    {
        "title": "Rounding is no conflict",
        "description": "“Nearly 300” leaves 297 possible.",
        "inputs": {
            "statements": [
                {"id": "exact", "value": "297", "grade": "A", "published_on": "2024-01-22"},
                {"id": "nearly", "value": "300", "qualifier": "近", "grade": "B", "published_on": "2024-01-22"},
            ]
        },
        "expected": [{"order": "exact nearly", "conflict": False, "decided": False}],
    },
    {
        "title": "What is only proposed stands behind what is accepted",
        "description": "However good its source: nobody has looked at it yet.",
        "inputs": {
            "statements": [
                {"id": "new", "value": "312", "grade": "A", "published_on": "2024-05-01", "status": "proposed"},
                {"id": "old", "value": "297", "grade": "D", "published_on": "2024-01-22"},
            ]
        },
        "expected": [{"order": "old new", "conflict": True, "decided": False}],
    },
    {
        "title": "A person's decision stands before the grade",
        "description": "The conflict is decided once every other value has given way to the first.",
        "inputs": {
            "statements": [
                {"id": "paper", "value": "312", "grade": "C", "published_on": "2024-05-01"},
                {"id": "yearbook", "value": "297", "grade": "A", "published_on": "2024-01-22"},
            ],
            "decisions": [{"holds": "paper", "gives way": "yearbook"}],
        },
        "expected": [{"order": "paper yearbook", "conflict": True, "decided": True}],
    },
    {
        "title": "A later source opens a decided conflict again",
        "description": "Nobody has compared it with what was chosen.",
        "inputs": {
            "statements": [
                {"id": "paper", "value": "312", "grade": "C", "published_on": "2024-05-01"},
                {"id": "yearbook", "value": "297", "grade": "A", "published_on": "2024-01-22"},
                {"id": "bureau", "value": "320", "grade": "A", "published_on": "2024-05-20"},
            ],
            "decisions": [{"holds": "paper", "gives way": "yearbook"}],
        },
        "expected": [{"order": "paper bureau yearbook", "conflict": True, "decided": False}],
    },
    {
        "title": "An official's word holds while it keeps",
        "description": "Said in March 2024 of a yearly figure, which keeps twelve months.",
        "inputs": {
            "statements": [
                {"id": "yearbook", "value": "297", "grade": "A", "published_on": "2024-01-22"},
                {"id": "word", "value": "312", "said_on": "2024-03-01"},
            ]
        },
        "expected": [{"order": "word yearbook", "conflict": True, "decided": False}],
    },
    {
        "title": "An official's word ends",
        "description": "The same word two years old stands behind every document.",
        "inputs": {
            "statements": [
                {"id": "word", "value": "312", "said_on": "2022-03-01"},
                {"id": "blog", "value": "297", "grade": "D", "published_on": "2022-01-22"},
            ]
        },
        "expected": [{"order": "blog word", "conflict": True, "decided": False}],
    },
    {
        "title": "Undated figures of different years do not contradict",
        "description": "Nobody said that they speak of one time.",
        "inputs": {
            "statements": [
                {"id": "2024", "value": "312", "grade": "B", "published_on": "2024-05-01", "period": ""},
                {"id": "2021", "value": "297", "grade": "B", "published_on": "2021-03-01", "period": ""},
            ]
        },
        "expected": [{"order": "2024 2021", "conflict": False, "decided": False}],
    },
]


def _side(row):
    days = {name: date.fromisoformat(row[name]) for name in ("published_on", "said_on") if name in row}
    more = {name: row[name] for name in ("status", "period", "grade") if name in row}
    figure = figure_of(Decimal(row["value"]), "亿元", row.get("qualifier", ""))
    return Side(id=row["id"], figure=figure, document_id=row["id"] if "grade" in row else "", **{**SAME, **more, **days})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_which_holds(case):
    sides = [_side(row) for row in case["inputs"]["statements"]]
    decisions = {(row["holds"], row["gives way"]) for row in case["inputs"].get("decisions", [])}
    ordered = order_sides(sides, ON, decisions)
    found = {
        "order": " ".join(side.id for side in ordered),
        "conflict": is_conflict(sides),
        "decided": is_decided(ordered, decisions),
    }
    assert [found] == case["expected"]
    assert order_sides(sides[::-1], ON, decisions) == ordered
