"""`lianqun check`: exit codes, the table for people, the JSON document."""

import json

import polars as pl
import pytest

from lianqun.cli import main
from lianqun.tables import DataSet, save


@pytest.fixture
def folder(tmp_path):
    save(DataSet.of({"links": pl.DataFrame({"id": ["wafer"], "name_zh": ["硅片"], "stage": ["upstream"]})}), tmp_path)
    return tmp_path


def test_nothing_wrong(folder, capsys):
    assert main(["check", str(folder)]) == 0
    assert "nothing is wrong" in capsys.readouterr().out


def test_something_wrong_is_told_with_its_place(folder, capsys):
    (folder / "links.csv").write_text((folder / "links.csv").read_text().replace("upstream", "sideways"))
    assert main(["check", str(folder)]) == 1
    assert "links.csv:2:stage" in capsys.readouterr().out


def test_many_wrong_are_counted(folder, capsys):
    head, row = (folder / "links.csv").read_text().splitlines()
    rows = "\n".join(row.replace("wafer", f"w{number}").replace("upstream", "sideways") for number in range(30))
    (folder / "links.csv").write_text(f"{head}\n{rows}\n")
    assert main(["check", str(folder)]) == 1
    out = capsys.readouterr().out
    assert out.count("✗") == 20 and "30 in all, 20 shown" in out


def test_json(folder, capsys):
    (folder / "links.csv").write_text((folder / "links.csv").read_text().replace("upstream", "sideways"))
    assert main(["check", str(folder), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is False and found["counts"] == {"unknown_code": 1} and found["rows"] == {"links": 1}
    assert set(found["problems"][0]) == {"file", "row", "column", "value", "code", "zh", "en", "mend_zh", "mend_en"}


def test_no_such_folder(tmp_path, capsys):
    assert main(["check", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().out == ""


def test_quotes_in_a_page_are_compared(folder, capsys):
    (folder / "files").mkdir()
    (folder / "files/d.html").write_text(
        "<html><body><article><p>惠丰光电有限公司在某县投产。</p></article></body></html>", encoding="utf-8"
    )
    tables = {
        "links": pl.DataFrame({"id": ["wafer"], "name_zh": ["硅片"], "stage": ["upstream"]}),
        "sources": pl.DataFrame({"id": ["s"], "name_zh": ["报"], "kind": ["news"], "grade": ["B"]}),
        "documents": pl.DataFrame({"id": ["d"], "source_id": ["s"], "title": ["题"], "file": ["d.html"]}),
        "evidence": pl.DataFrame(
            {
                "id": ["e"],
                "table": ["links"],
                "row_id": ["wafer"],
                "document_id": ["d"],
                "quote": ["在某县投产"],
                "strength": ["weak"],
            }
        ),
    }
    save(DataSet.of(tables, folder), folder)
    assert main(["check", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["notes"] == []
