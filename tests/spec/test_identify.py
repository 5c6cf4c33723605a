"""Which records are one organisation: `trace.identify`"""

import polars as pl
import pytest

from lianqun.tables import DataSet
from lianqun.trace import identify

PLACES = [{"id": "341100", "name_zh": "滁州市"}, {"id": "371400", "name_zh": "德州市"}]
CODE_A, CODE_B = "91350100M000100Y43", "91440300708461136T"
CASES = [
    {
        "title": "The same credit code",
        "description": "Merged by themselves, whatever the names; the earlier record stands for both.",
        "inputs": {
            "organizations": [
                {"id": "1", "name_zh": "旧名实业有限公司", "credit_code": CODE_A},
                {"id": "2", "name_zh": "新名科技股份有限公司", "credit_code": CODE_A},
            ]
        },
        "expected": [{"left_id": "1", "right_id": "2", "level": "automatic", "score": 1.0, "reason_zh": "统一社会信用代码相同"}],
    },
    {
        "title": "The same name, written otherwise",
        "description": "Traditional characters and full-width letters make no other firm.",
        "inputs": {
            "organizations": [{"id": "1", "name_zh": "華龕ＡＢ科技有限公司"}, {"id": "2", "name_zh": "华龛AB科技有限公司"}]
        },
        "expected": [{"left_id": "1", "right_id": "2", "level": "automatic", "score": 0.9, "reason_zh": "名称相同"}],
    },
    {
        "title": "The same name with different codes",
        "description": "Two firms; the comparison is kept, so that the question is not asked again.",
        "inputs": {
            "organizations": [
                {"id": "1", "name_zh": "同名科技有限公司", "credit_code": CODE_A},
                {"id": "2", "name_zh": "同名科技有限公司", "credit_code": CODE_B},
            ]
        },
        "expected": [
            {"left_id": "1", "right_id": "2", "level": "different", "score": 0.0, "reason_zh": "统一社会信用代码不同；名称相同"}
        ],
    },
    {
        "title": "The same name without place and legal form",
        "description": "Suggested, for a person to decide.",
        "inputs": {
            "organizations": [
                {"id": "1", "name_zh": "滁州惠丰光电有限公司", "place_id": "341100"},
                {"id": "2", "name_zh": "惠丰光电股份有限公司", "place_id": "341100"},
            ],
            "places": PLACES,
        },
        "expected": [
            {
                "left_id": "1",
                "right_id": "2",
                "level": "suggested",
                "score": 0.75,
                "reason_zh": "去掉地名和公司类型后名称相同；所在地相同",
            }
        ],
    },
    {
        "title": "Sisters in two cities",
        "description": "The same name in front of which different cities stand.",
        "inputs": {
            "organizations": [{"id": "1", "name_zh": "滁州惠丰光电有限公司"}, {"id": "2", "name_zh": "德州惠丰光电有限公司"}],
            "places": PLACES,
        },
        "expected": [
            {
                "left_id": "1",
                "right_id": "2",
                "level": "different",
                "score": 0.2,
                "reason_zh": "去掉地名和公司类型后名称相同；名称前的地名不同",
            }
        ],
    },
    {
        "title": "A recorded alias",
        "description": "The name of the one is a former name of the other.",
        "inputs": {
            "organizations": [{"id": "1", "name_zh": "惠丰光电有限公司"}, {"id": "2", "name_zh": "老厂实业有限公司"}],
            "aliases": [{"id": "x", "organization_id": "1", "alias": "老厂实业有限公司", "kind": "former"}],
        },
        "expected": [
            {"left_id": "1", "right_id": "2", "level": "automatic", "score": 0.9, "reason_zh": "一方的别名就是另一方的名称"}
        ],
    },
    {
        "title": "A judgement decides",
        "description": "Judged different, not even one code merges them.",
        "inputs": {
            "organizations": [
                {"id": "1", "name_zh": "惠丰光电有限公司", "credit_code": CODE_A},
                {"id": "2", "name_zh": "惠丰光电有限公司", "credit_code": CODE_A},
            ],
            "judgements": [
                {
                    "id": "j",
                    "left_id": "1",
                    "right_id": "2",
                    "verdict": "different",
                    "at": "2024-01-01T00:00:00Z",
                    "undone_at": None,
                }
            ],
        },
        "expected": [
            {
                "left_id": "1",
                "right_id": "2",
                "level": "different",
                "score": 0.0,
                "reason_zh": "已判断为不同单位；统一社会信用代码相同；名称相同",
            }
        ],
    },
    {
        "title": "A judgement taken back",
        "description": "Leaves things as if it had never been.",
        "inputs": {
            "organizations": [{"id": "1", "name_zh": "甲材料有限公司"}, {"id": "2", "name_zh": "乙装备有限公司"}],
            "judgements": [
                {
                    "id": "j",
                    "left_id": "1",
                    "right_id": "2",
                    "verdict": "same",
                    "at": "2024-01-01T00:00:00Z",
                    "undone_at": "2024-01-02T00:00:00Z",
                }
            ],
        },
        "expected": [],
    },
    {
        "title": "Firms of one family",
        "description": "A word in common makes no one firm.",
        "inputs": {
            "organizations": [
                {"id": "1", "name_zh": "山东有研艾斯半导体材料有限公司"},
                {"id": "2", "name_zh": "山东有研半导体材料有限公司"},
                {"id": "3", "name_zh": "中国有研科技集团"},
            ]
        },
        "expected": [],
    },
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_identify(case):
    given = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in case["inputs"].items()}
    found = identify(DataSet.of(given).tables)
    assert found.pairs.select("left_id", "right_id", "level", "score", "reason_zh").to_dicts() == case["expected"]
    merged = {(row["left_id"], row["right_id"]) for row in case["expected"] if row["level"] == "automatic"}
    standing = dict(found.members.iter_rows())
    assert all(standing[right] == standing[left] for left, right in merged)
    assert len(set(standing.values())) == len(standing) - len(merged)
