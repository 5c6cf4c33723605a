"""`lianqun check` and `lianqun import` of a workbook, without a site and without a database."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lianqun.cli import main
from lianqun.tables import check, load, save

PROJECTS = ("--table", "projects")


@pytest.fixture
def file(tmp_path: Path, ledger: bytes) -> Path:
    path = tmp_path / "ledger.xlsx"
    path.write_bytes(ledger)
    return path


@pytest.fixture
def bad(tmp_path: Path, workbook: Callable[..., bytes]) -> Path:
    rows = [
        ["名称", "投资方", "地区", "总投资（亿元）", "阶段", "签约日期"],
        ["一", "没有这家", "德州市", 1, "签约", "2024-01-05"],
        ["二", "甲公司", "德州市", "很多", "开会", "2024-02-30"],
        ["三", "甲公司", "德州市", 1, "签约", "201613"],
    ]
    path = tmp_path / "bad.xlsx"
    path.write_bytes(workbook(("台账", rows)))
    return path


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return dict(json.loads(capsys.readouterr().out))


def places(found: dict[str, Any]) -> set[tuple[str, str, int, str, str]]:
    return {tuple(one[part] for part in ("file", "sheet", "row", "column", "code")) for one in found["problems"]}  # type: ignore[misc]


def test_a_sound_workbook_passes_by_itself(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(file), *PROJECTS]) == 0
    assert "nothing is wrong" in capsys.readouterr().out
    assert main(["check", str(file), *PROJECTS, "--json"]) == 0
    found = told(capsys)
    assert found["ok"] and found["rows"] == {"projects": 2} and found["note_counts"] == {"total_row": 1}


def test_wrong_cells_are_told_with_sheet_row_and_head(bad: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = {
        ("bad.xlsx", "台账", 3, "总投资（亿元）", "not_a_number"),
        ("bad.xlsx", "台账", 3, "阶段", "unknown_code"),
        ("bad.xlsx", "台账", 3, "签约日期", "no_such_day"),
        ("bad.xlsx", "台账", 4, "签约日期", "no_such_day"),
    }
    assert main(["check", str(bad), *PROJECTS, "--json"]) == 1
    found = told(capsys)
    assert places(found) == own, "by itself, whatever a row refers to is taken to be there"
    assert all(one[part] for one in found["problems"] for part in ("zh", "en", "mend_zh", "mend_en"))
    assert main(["check", str(bad), *PROJECTS, "--into", str(folder), "--json"]) == 1
    assert places(told(capsys)) == {*own, ("bad.xlsx", "台账", 2, "投资方", "unknown_reference")}
    assert main(["check", str(bad), *PROJECTS]) == 1
    assert "bad.xlsx:台账:3:阶段  [unknown_code]" in capsys.readouterr().out


def test_rows_are_merged_into_a_data_set(file: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    untouched = {name: data for name, data in files_of(folder).items() if name != "projects.csv"}
    assert main(["import", str(file), *PROJECTS, "--into", str(folder), "--json"]) == 0
    found = told(capsys)
    assert found["tables"] == [{"table": "projects", "sheet": "台账", "rows": 2, "new": 1, "changed": 1, "same": 0}]
    after = load(folder)["projects"]
    first, second = after.iter_rows(named=True)
    assert (first["id"], first["investment_wan_yuan"], first["stage"], first["steward"]) == (
        "pro-1",
        Decimal(365000),
        "production",
        "王某",
    )
    assert (second["organization_id"], second["place_id"], second["investment_wan_yuan"]) == ("org-b", "371400", Decimal(8000))
    assert second["signed_on"] == date(2024, 1, 5)
    assert check(folder).ok and not [name for name in files_of(folder) if name.endswith(".partial")]
    assert {name: data for name, data in files_of(folder).items() if name in untouched} == untouched


def test_a_data_set_says_that_it_takes_no_project_over(file: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(file), *PROJECTS, "--into", str(folder), "--preview", "--json"]) == 0
    assert told(capsys)["not_taken_over"] == 1, "the new project is in talks; the other one stood before"
    assert main(["import", str(file), *PROJECTS, "--into", str(folder)]) == 0
    assert "takes nothing over" in capsys.readouterr().out
    assert load(folder)["stage_reviews"].is_empty() and load(folder)["projects"]["taken_over_on"].null_count() == 2
    assert main(["import", str(file), *PROJECTS, "--into", str(folder), "--json"]) == 0
    assert told(capsys)["not_taken_over"] == 0


def test_the_same_file_twice_changes_nothing(file: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(file), *PROJECTS, "--into", str(folder)]) == 0
    before = files_of(folder)
    capsys.readouterr()
    assert main(["import", str(file), *PROJECTS, "--into", str(folder), "--json"]) == 0
    found = told(capsys)
    assert found["tables"][0]["same"] == 2 and found["written"] == "" and files_of(folder) == before


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_data_set_keeps_its_form(file: Path, folder: Path, tmp_path: Path, form: Any) -> None:
    save(load(folder), tmp_path / form, form=form)
    assert main(["import", str(file), *PROJECTS, "--into", str(tmp_path / form)]) == 0
    assert (tmp_path / form / f"projects.{form}").is_file() and load(tmp_path / form)["projects"].height == 2
    assert load(tmp_path / form)["places"].equals(load(folder)["places"])


def test_refused_rows_are_named_and_nothing_is_written(
    bad: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_of(folder)
    assert main(["import", str(bad), *PROJECTS, "--into", str(folder)]) == 1
    said = capsys.readouterr()
    assert "bad.xlsx:台账:2:投资方  [unknown_reference]" in said.out and "nothing was written" in said.err
    assert main(["import", str(bad), *PROJECTS, "-o", str(tmp_path / "new")]) == 1
    assert files_of(folder) == before and not (tmp_path / "new").exists()


def test_a_preview_writes_nothing(file: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files_of(folder)
    assert main(["import", str(file), *PROJECTS, "--into", str(folder), "--preview"]) == 0
    assert files_of(folder) == before and "nothing written" in capsys.readouterr().out


def test_a_data_set_is_made_of_a_workbook_alone(tmp_path: Path, workbook: Callable[..., bytes]) -> None:
    """Sheets named after their tables refer to each other by name; the folder may be left to the name of the file."""
    file = tmp_path / "新区.xlsx"
    orgs = ("组织", [["名称", "类别", "所在地"], ["甲公司", "企业", "德州市"]])
    cities = (
        "地区",
        [["代码", "名称", "级别", "上级"], ["370000", "山东省", "省", ""], ["371400", "德州市", "市", "山东省"]],
    )
    file.write_bytes(workbook(orgs, cities))
    assert main(["import", str(file), "-o", str(tmp_path / "new")]) == 0
    made = load(tmp_path / "new")
    assert made["organizations"]["place_id"].to_list() == ["371400"] and check(tmp_path / "new").ok
    assert made["places"]["parent_id"].to_list() == [None, "370000"]


def test_what_stands_and_the_rows_go_to_another_folder(file: Path, folder: Path, tmp_path: Path) -> None:
    before = files_of(folder)
    assert main(["import", str(file), *PROJECTS, "--into", str(folder), "-o", str(tmp_path / "new")]) == 0
    assert files_of(folder) == before and load(tmp_path / "new")["projects"].height == 2
    assert main(["import", str(file), *PROJECTS, "--into", str(folder), "-o", str(tmp_path / "new")]) == 2, "it is not empty now"


def test_the_whole_data_set_must_pass_its_check(
    folder: Path, tmp_path: Path, workbook: Callable[..., bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    """A province below its own city passes cell by cell, and no data set."""
    file = tmp_path / "地区.xlsx"
    file.write_bytes(workbook(("地区", [["代码", "上级"], ["370000", "德州市"]])))
    before = files_of(folder)
    assert main(["import", str(file), "--into", str(folder), "--json"]) == 1
    found = told(capsys)
    assert found["counts"] == {"cycle": 1} and places(found) == {("地区.xlsx", "地区", 2, "上级", "cycle")}
    assert files_of(folder) == before


def test_what_a_rule_gives_is_not_written(
    folder: Path, tmp_path: Path, workbook: Callable[..., bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "落位.xlsx"
    file.write_bytes(workbook(("落位", [["组织", "环节", "角色", "状态"], ["甲公司", "硅片", "一般", "已核实"]])))
    before = files_of(folder)
    assert main(["import", str(file), "--into", str(folder), "--json"]) == 1
    assert places(told(capsys)) == {("落位.xlsx", "落位", 2, "状态", "computed_value")} and files_of(folder) == before


def test_a_data_set_with_problems_takes_nothing(file: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "links.csv").write_text((folder / "links.csv").read_text().replace("upstream", "sideways"))
    assert main(["import", str(file), *PROJECTS, "--into", str(folder)]) == 1
    assert "lianqun check" in capsys.readouterr().err


def test_a_csv_named_after_its_table_needs_no_option(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "项目.csv"
    file.write_bytes("名称,地区\n靶材一期,德州市\n".encode("gb18030"))
    assert main(["check", str(file)]) == 1, "the stage is missing"
    file.write_bytes("名称,地区,阶段\n靶材一期,德州市,在谈\n".encode("gb18030"))
    assert main(["check", str(file), "--into", str(folder)]) == 0
    assert main(["import", str(file), "--into", str(folder)]) == 0
    assert load(folder)["projects"]["name_zh"].to_list() == ["硅片二期", "靶材一期"]


@pytest.mark.parametrize("row", [["编号", "阶段"], ["Id", "Stage"]])
def test_a_few_columns_change_standing_rows(folder: Path, tmp_path: Path, workbook: Callable[..., bytes], row: list[str]) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook(("s", [row, ["pro-1", "投产"]])))
    assert main(["import", str(file), *PROJECTS, "--into", str(folder)]) == 0
    (only,) = load(folder)["projects"].iter_rows(named=True)
    assert (only["stage"], only["name_zh"], only["steward"]) == ("production", "硅片二期", "王某")


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "nothing.xlsx"],
        ["import", "nothing.xlsx"],
        ["import", "{file}", "--db", "--into", "x"],
        ["import", "{file}", "--table", "projects", "--into", "nowhere"],
        ["import", "{folder}", "--table", "projects"],
        ["check", "{folder}", "--into", "x"],
    ],
)
def test_wrong_usage(file: Path, folder: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([one.format(file=file, folder=folder) for one in arguments]) == 2
    assert capsys.readouterr().out == ""


def test_an_unknown_table_is_wrong_usage(file: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check", str(file), "--table", "nothing"])
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty_file"), (b"PK\x03\x04 broken", "broken_workbook"), (b"\x89PNG\r\n" + bytes(99), "no_table")]
)
def test_a_file_that_is_no_table(tmp_path: Path, data: bytes, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    assert main(["check", str(tmp_path / "a.xlsx"), "--json"]) == 1
    assert code in told(capsys)["counts"]


def test_a_kill_between_two_tables_leaves_whole_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is written before the first is moved, and a table before those that refer to it."""
    moved: list[str] = []
    replace = Path.replace

    def stop(self: Path, target: Path) -> Path:
        if len(moved) == 2:
            raise RuntimeError("power cut")
        moved.append(target.name)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(RuntimeError):
        save(load(folder), folder)
    monkeypatch.undo()
    assert moved == ["places.csv", "organizations.csv"] and load(folder)["projects"].height == 1


def test_no_web_is_loaded(file: Path, folder: Path) -> None:
    program = (
        "import sys; from lianqun.cli import main; code = main(sys.argv[1:]); "
        "sys.exit(3 if any(name.split('.')[0] == 'django' for name in sys.modules) else code)"
    )
    for arguments in (["check", file, *PROJECTS], ["import", file, *PROJECTS, "--into", folder]):
        assert (
            subprocess.run([sys.executable, "-c", program, *map(str, arguments)], check=False, capture_output=True).returncode
            == 0
        )


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command without `-o` writes to the folder it is called in."""
    (tmp_path / "called").mkdir()
    monkeypatch.chdir(tmp_path / "called")
    yield
