"""`lianqun trace --identities`: one CSV of names in, who is who out."""

import json

import pytest

from lianqun.cli import main

ROWS = "企业名称,信用代码\n滁州惠丰光电有限公司,\n滁州市惠丰光电有限责任公司,\n惠丰光电（滁州）有限公司,\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_names_of_a_csv_are_compared(tmp_path, capsys, encoding):
    sheet = tmp_path / "names.csv"
    sheet.write_text(ROWS, encoding=encoding)
    assert main(["trace", str(sheet), "--identities", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["organizations"], told["distinct"]) == (3, 2)
    assert [(row["left_id"], row["right_id"]) for row in told["merged"]] == [("2", "3")]
    assert [row["level"] for row in told["questions"]] == ["suggested"]


def test_pairs_are_written_as_csv_and_nothing_half_written_stays(tmp_path):
    sheet, pairs = tmp_path / "names.csv", tmp_path / "pairs.csv"
    sheet.write_text(ROWS, encoding="utf-8")
    assert main(["trace", str(sheet), "--identities", "--csv", str(pairs)]) == 0
    assert pairs.read_text(encoding="utf-8-sig").count("\n") == 3
    assert main(["trace", str(sheet), "--identities", "--csv", str(tmp_path / "nowhere" / "pairs.csv")]) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["names.csv", "pairs.csv"]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00\x01"])
def test_a_file_without_names_is_refused_in_words(tmp_path, capsys, content):
    sheet = tmp_path / "names.csv"
    sheet.write_bytes(content)
    assert main(["trace", str(sheet), "--identities"]) == 1
    assert "names.csv" in capsys.readouterr().err
