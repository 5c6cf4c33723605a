"""Is it sure that a firm stands on a link? The two-source rule: `trace.judge_placements`"""

import polars as pl
import pytest

from lianqun.tables import DataSet
from lianqun.trace import judge_placements

PLACEMENT = [{"id": "p", "organization_id": "a", "link_id": "wafer", "role": "member", "status": "uncertain"}]
DOCUMENTS = [
    {"id": "d1", "source_id": "newspaper"},
    {"id": "d2", "source_id": "newspaper"},
    {"id": "d3", "source_id": "register"},
]


def _evidence(*rows):
    return [{"id": str(number), "table": "placements", "row_id": "p", **row} for number, row in enumerate(rows)]


CASES = [
    {
        "title": "Two independent sources, one of them strong",
        "description": "This is what it takes.",
        "inputs": {
            "placements": PLACEMENT,
            "documents": DOCUMENTS,
            "evidence": _evidence({"document_id": "d1", "strength": "weak"}, {"document_id": "d3", "strength": "strong"}),
        },
        "expected": [
            {"status": "confirmed", "sources": 2, "strong": 1, "reason_zh": "已核实：2 个相互独立的来源，其中 1 个有强依据"}
        ],
    },
    {
        "title": "Two documents of one source are one source",
        "description": "Sources are counted, not rows.",
        "inputs": {
            "placements": PLACEMENT,
            "documents": DOCUMENTS,
            "evidence": _evidence({"document_id": "d1", "strength": "strong"}, {"document_id": "d2", "strength": "strong"}),
        },
        "expected": [
            {"status": "uncertain", "sources": 1, "strong": 1, "reason_zh": "待核实：只有 1 个来源；还需另一个独立来源"}
        ],
    },
    {
        "title": "Weak evidence alone does not confirm",
        "description": "However many sources there are.",
        "inputs": {
            "placements": PLACEMENT,
            "documents": DOCUMENTS,
            "evidence": _evidence({"document_id": "d1", "strength": "weak"}, {"document_id": "d3", "strength": "weak"}),
        },
        "expected": [
            {"status": "uncertain", "sources": 2, "strong": 0, "reason_zh": "待核实：2 个来源都是弱依据；还需至少一个强依据"}
        ],
    },
    {
        "title": "A person's word is a source of its own",
        "description": "A steward who visited the plant and a register are two sources; two words of one person are one.",
        "inputs": {
            "placements": PLACEMENT,
            "documents": DOCUMENTS,
            "evidence": _evidence(
                {"document_id": "d3", "strength": "strong"},
                {"said_by": "李明", "said_why": "实地走访", "strength": "weak"},
                {"said_by": "李明", "said_why": "电话", "strength": "weak"},
            ),
        },
        "expected": [
            {"status": "confirmed", "sources": 2, "strong": 1, "reason_zh": "已核实：2 个相互独立的来源，其中 1 个有强依据"}
        ],
    },
    {
        "title": "Statements count once they are accepted",
        "description": "A proposed statement is named in the reason, a rejected one never counts.",
        "inputs": {
            "placements": PLACEMENT,
            "documents": DOCUMENTS,
            "passages": [{"id": "w", "document_id": "d1"}],
            "statements": [
                {"id": "s1", "passage_id": "w", "status": "proposed"},
                {"id": "s2", "passage_id": "w", "status": "rejected"},
            ],
            "evidence": _evidence(
                {"document_id": "d3", "statement_id": None, "strength": "strong"},
                {"document_id": None, "statement_id": "s1", "strength": "strong"},
                {"document_id": None, "statement_id": "s2", "strength": "strong"},
            ),
        },
        "expected": [
            {
                "status": "uncertain",
                "sources": 1,
                "strong": 1,
                "reason_zh": "待核实：只有 1 个来源；还需另一个独立来源；另有 1 条陈述待审",
            }
        ],
    },
    {
        "title": "What the office refused stays refused",
        "description": "Its reason is the evidence given for the status.",
        "inputs": {
            "placements": [{**PLACEMENT[0], "status": "refused"}],
            "documents": DOCUMENTS,
            "evidence": _evidence(
                {"column": None, "document_id": "d1", "strength": "strong"},
                {"column": None, "document_id": "d3", "strength": "strong"},
                {
                    "column": "status",
                    "document_id": None,
                    "said_by": "李明",
                    "said_why": "只做贸易，不生产",
                    "strength": "strong",
                },
            ),
        },
        "expected": [{"status": "refused", "sources": 3, "strong": 3, "reason_zh": "已否定：本办认定不成立（只做贸易，不生产）"}],
    },
    {
        "title": "Nothing known",
        "description": "A row in the table is no evidence.",
        "inputs": {"placements": PLACEMENT, "documents": DOCUMENTS, "evidence": []},
        "expected": [
            {
                "status": "uncertain",
                "sources": 0,
                "strong": 0,
                "reason_zh": "待核实：没有可用的依据；还需两个独立来源、其中一个强依据",
            }
        ],
    },
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_two_source_rule(case):
    given = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in case["inputs"].items()}
    judged = judge_placements(DataSet.of(given).tables)
    assert judged.select("status", "sources", "strong", "reason_zh").to_dicts() == case["expected"]
