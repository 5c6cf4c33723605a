"""Many links at once: in the order asked for, each by its own latest finding."""

import polars as pl

from lianqun.diagnose import link_states
from lianqun.tables import DataSet
from lianqun.trace import tally


def test_links_come_in_the_order_asked_for_and_the_latest_finding_decides():
    findings = [("old", "a", "absent", "2022-01-01"), ("new", "a", "present", "2023-01-01"), ("one", "b", "absent", "2024-01-01")]
    rows = [
        {"id": key, "place_id": "1", "link_id": link, "state": state, "as_of": day, "found_by": "办公室", "reason": None}
        for key, link, state, day in findings
    ]
    tables = DataSet.of({"link_findings": pl.DataFrame(rows, infer_schema_length=None)}).tables
    found = link_states(tally(tables), tables["link_findings"], place_id="1", link_ids=["c", "b", "a"])
    assert found.select("link_id", "state").rows() == [("c", "unknown"), ("b", "absent"), ("a", "present")]
    assert "（" not in found["reason_zh"][1]


def test_no_links():
    tables = DataSet.of({}).tables
    found = link_states(tally(tables), tables["link_findings"], place_id="1", link_ids=[])
    assert found.columns == ["link_id", "state", "reason_zh", "reason_en"] and found.height == 0
