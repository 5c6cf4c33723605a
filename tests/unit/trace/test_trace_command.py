"""`lianqun trace`: exit codes, the table for people, the JSON document, place and chain."""

import json

import polars as pl
import pytest

from lianqun.cli import main
from lianqun.tables import DataSet, save


@pytest.fixture
def folder(tmp_path):
    tables = {
        "places": pl.DataFrame({"id": ["990100", "990200"], "name_zh": ["甲市", "乙市"], "level": ["prefecture"] * 2}),
        "chains": pl.DataFrame({"id": ["pv", "it"], "place_id": ["990100", "990200"], "name_zh": ["光伏", "电子"]}),
        "links": pl.DataFrame({"id": ["wafer", "cell"], "name_zh": ["硅片", "电池片"], "stage": ["upstream", "midstream"]}),
        "chain_links": pl.DataFrame({"id": ["1", "2"], "chain_id": ["pv", "pv"], "link_id": ["wafer", "cell"]}),
        "flows": pl.DataFrame(
            {"id": ["f", "b"], "from_link_id": ["wafer", "cell"], "to_link_id": ["cell", "wafer"], "kind": ["material"] * 2}
        ),
        "organizations": pl.DataFrame(
            {
                "id": ["a", "b", "c"],
                "name_zh": ["惠丰光电有限公司", "惠豐光電有限公司", "大光有限公司"],
                "place_id": ["990100", None, "990200"],
            }
        ),
        "placements": pl.DataFrame(
            {
                "id": ["1", "2"],
                "organization_id": ["a", "c"],
                "link_id": ["wafer", "cell"],
                "role": ["leader"] * 2,
                "status": ["uncertain"] * 2,
            }
        ),
        "statements": pl.DataFrame({"id": ["s"], "subject": ["惠丰光电"]}),
    }
    save(DataSet.of(tables), tmp_path)
    return tmp_path


def test_json(folder, capsys):
    assert main(["trace", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["merged"] == [{"id": "b", "canonical_id": "a"}]
    assert found["pairs"][0]["score"] == 0.9 and found["pairs"][0]["features"] == ["same_name"]
    assert found["subjects"][0]["organization_id"] == "a"
    assert [row["status"] for row in found["placements"]] == ["uncertain", "uncertain"]
    assert found["chains"][0]["cycles"] == [["wafer", "cell"]]
    assert [row["state"] for row in found["chains"][0]["links"]] == ["weak", "unknown"]


def test_place_and_chain(folder, capsys):
    assert main(["trace", str(folder), "--json", "--place", "990200"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["organization_id"] for row in found["placements"]] == ["c"] and [c["id"] for c in found["chains"]] == ["it"]
    assert main(["trace", str(folder), "--json", "--chain", "pv"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["placements"]) == 2 and [c["id"] for c in found["chains"]] == ["pv"]


def test_for_people(folder, capsys):
    assert main(["trace", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "b → a" in out and "wafer → cell → wafer" in out


@pytest.mark.parametrize(("arguments", "code"), [(["--place", "1"], 2), (["--chain", "x"], 2)])
def test_what_does_not_exist(folder, arguments, code, capsys):
    assert main(["trace", str(folder), *arguments]) == code
    assert main(["trace", str(folder / "nowhere")]) == 2
    (folder / "links.csv").write_bytes(b"")
    assert main(["trace", str(folder)]) == 1
    assert "links.csv" in capsys.readouterr().err
