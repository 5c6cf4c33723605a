"""Present, weak, absent or unknown: `diagnose.link_states`"""

import polars as pl
import pytest

from lianqun.diagnose import link_states
from lianqun.tables import DataSet

COUNTS = {"place_id": "990100", "link_id": "wafer", "organizations": 0, "confirmed": 0, "uncertain": 0, "refused": 0}


def _finding(state, as_of, **more):
    row = {"id": f"{state}-{as_of}", "place_id": "990100", "link_id": "wafer", "state": state, "as_of": as_of}
    return {**row, "found_by": "产业办", "reason": "走访全部企业", **more}


CASES = [
    {
        "title": "Present: somebody is confirmed",
        "description": "A confirmed firm outweighs an older finding that there is none.",
        "inputs": {"tally": [{**COUNTS, "confirmed": 1, "uncertain": 2}], "link_findings": [_finding("absent", "2023-06-30")]},
        "expected": [{"state": "present", "reason_zh": "有：1 家已核实，另有 2 家待核实"}],
    },
    {
        "title": "Present: the office found so",
        "description": "The latest finding decides.",
        "inputs": {"tally": [], "link_findings": [_finding("present", "2024-01-01"), _finding("absent", "2023-01-01")]},
        "expected": [{"state": "present", "reason_zh": "有：产业办于 2024-01-01 认定（走访全部企业）"}],
    },
    {
        "title": "Absent: the office found so and nobody is confirmed",
        "description": "Absence needs evidence.",
        "inputs": {"tally": [{**COUNTS, "uncertain": 1}], "link_findings": [_finding("absent", "2024-01-01")]},
        "expected": [
            {"state": "absent", "reason_zh": "缺：产业办于 2024-01-01 认定（走访全部企业）；没有已核实的组织，另有 1 家待核实"}
        ],
    },
    {
        "title": "Weak: named but not confirmed",
        "description": "Somebody is said to stand there.",
        "inputs": {"tally": [{**COUNTS, "uncertain": 3}], "link_findings": []},
        "expected": [{"state": "weak", "reason_zh": "弱：提到 3 家，但没有一家经两个独立来源核实"}],
    },
    {
        "title": "Unknown: no row is not “no firm”",
        "description": "Neither organisations nor a finding.",
        "inputs": {"tally": [], "link_findings": [_finding("present", "2024-01-01", place_id="990200")]},
        "expected": [{"state": "unknown", "reason_zh": "不明：没有组织记录，也没有认定；没有记录不等于没有"}],
    },
    {
        "title": "Unknown: all who were named are refused",
        "description": "A refusal of these firms says nothing of others.",
        "inputs": {"tally": [{**COUNTS, "refused": 2}], "link_findings": []},
        "expected": [{"state": "unknown", "reason_zh": "不明：提到的 2 家都已否定，也没有认定"}],
    },
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_link_states(case):
    counts = pl.DataFrame(case["inputs"]["tally"] or None, schema=list(COUNTS))
    findings = DataSet.of({"link_findings": pl.DataFrame(case["inputs"]["link_findings"])})["link_findings"]
    states = link_states(counts, findings, place_id="990100", link_ids=["wafer"])
    assert states.select("state", "reason_zh").to_dicts() == case["expected"]
    assert states["reason_en"][0].lower().startswith(states["state"][0])
