"""What is kept of an upload is what was read of it."""

from pathlib import Path

import pytest

from lianqun.tables.workbooks.uploads import from_json, read_upload, reading_mark, to_json

THREE_CITIES = Path(__file__).parents[3] / "examples" / "three-cities"
ODD = "项目名称,阶段,投资额（亿元）,签约日期,期限,企业\n一期,开工,3.5,2024-01-02,不是日期,某公司\n合计,,3.5,,,\n"


@pytest.mark.parametrize("name", ["projects", "placements", "places", "organizations", "indicators", "needs", "chain_links"])
def test_rows_come_back_as_they_were_read(name: str) -> None:
    upload = read_upload((THREE_CITIES / f"{name}.csv").read_bytes(), name)
    again = from_json(to_json(upload))
    assert upload.rows and again.rows == upload.rows
    assert [[type(value) for value in row.values.values()] for row in again.rows] == [
        [type(value) for value in row.values.values()] for row in upload.rows
    ]


@pytest.mark.parametrize("data", [ODD.encode(), ODD.encode("gb18030"), b"\x00\x01\x02", b""])
def test_problems_come_back_as_they_were_found(data: bytes) -> None:
    upload = read_upload(data, "projects")
    again = from_json(to_json(upload))
    assert again.rows == upload.rows and upload.problems.counts
    assert (again.problems.counts, again.problems.listed) == (upload.problems.counts, upload.problems.listed)


def test_the_mark_of_reading_is_short_and_stays() -> None:
    assert len(reading_mark()) == 8 and reading_mark() == reading_mark()
