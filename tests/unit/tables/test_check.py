"""Every kind of error that `check` names, with file, line and column; and that it never falls over."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqun.tables import DataSet, check, check_and_load, check_tables, load, save, schema
from lianqun.tables.problems import messages
from lianqun.vocab.dictionary import tables as dictionary

TEXT = "某县的惠丰光电有限公司总投资25亿元，2023年投产。\n"
CODE = "91350100M000100Y43"
SOUND = {
    "places": [
        {"id": "990100", "name_zh": "甲市", "level": "prefecture"},
        {"id": "990101", "name_zh": "乙县", "level": "county", "parent_id": "990100"},
        {"id": "990101-kfq", "name_zh": "乙县开发区", "level": "park", "parent_id": "990101"},
    ],
    "sources": [{"id": "s", "name_zh": "某报", "kind": "news", "grade": "B"}],
    "documents": [
        {"id": "d", "source_id": "s", "title": "简报", "file": "d.txt", "sha256": hashlib.sha256(TEXT.encode()).hexdigest()}
    ],
    "passages": [{"id": "w", "document_id": "d", "start": 0, "end": 12, "quote": TEXT[0:12]}],
    "evidence": [
        {"id": "e", "table": "projects", "row_id": "p", "document_id": "d", "quote": "总投资25亿元", "strength": "strong"},
        {"id": "f", "table": "organizations", "row_id": "a", "document_id": "d", "quote": "惠丰光电有限公司", "strength": "weak"},
    ],
    "organizations": [
        {
            "id": "a",
            "name_zh": "惠丰光电有限公司",
            "credit_code": CODE,
            "kind": "enterprise",
            "place_id": "990101",
            "industry_code": "3825",
        },
        {
            "id": "b",
            "name_zh": "大光材料有限公司",
            "kind": "enterprise",
            "place_id": "990100",
            "parent_id": "a",
            "employees": 120,
        },
    ],
    "links": [{"id": "wafer", "name_zh": "硅片", "stage": "upstream"}, {"id": "cell", "name_zh": "电池片", "stage": "midstream"}],
    "chains": [{"id": "pv", "place_id": "990100", "name_zh": "光伏"}],
    "chain_links": [{"id": "1", "chain_id": "pv", "link_id": "wafer"}, {"id": "2", "chain_id": "pv", "link_id": "cell"}],
    "placements": [{"id": "1", "organization_id": "a", "link_id": "wafer", "role": "leader", "status": "uncertain"}],
    "projects": [
        {"id": "p", "name_zh": "光伏项目", "stage": "signed", "investment_wan_yuan": 250000, "signed_on": "2024-02-29"},
        {"id": "q", "name_zh": "玻璃项目", "stage": "lead", "organization_id": "b"},
    ],
    "indicators": [
        {
            "id": "i",
            "place_id": "990100",
            "name": "产值",
            "period": "2023-01/2023-11",
            "value": 12,
            "unit": "亿元",
            "modality": "actual",
        }
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data set without a fault, as files."""
    (tmp_path / "in/files").mkdir(parents=True)
    (tmp_path / "in/files/d.txt").write_text(TEXT, encoding="utf-8")
    save(
        DataSet.of({name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in SOUND.items()}, tmp_path / "in"),
        tmp_path / "set",
    )
    return tmp_path / "set"


def put(table: str, row: int, column: str, value: str) -> Callable[[Path], None]:
    """A change of one cell; rows are counted from the first below the header, which stands on line 2."""

    def change(folder: Path) -> None:
        frame = pl.read_csv(folder / f"{table}.csv", infer_schema=False)
        cells = frame[column].to_list()
        cells[row] = value or None
        frame.with_columns(pl.Series(column, cells, dtype=pl.String)).write_csv(folder / f"{table}.csv")

    return change


CELLS = [
    ("organizations", 1, "employees", "约120人", "unit_written", "120"),
    ("organizations", 1, "employees", "30亩", "unit_of_other_dimension", "面积"),
    ("organizations", 1, "employees", "１２０", "full_width", "120"),
    ("organizations", 1, "employees", "1,200", "thousands_mark", "1200"),
    ("organizations", 1, "employees", " 120", "stray_space", "120"),
    ("organizations", 1, "employees", "1.2E+3", "scientific", ""),
    ("organizations", 1, "employees", "多", "wrong_type", ""),
    ("organizations", 1, "employees", "-3", "out_of_bounds", ""),
    ("organizations", 1, "above_scale", "是", "wrong_type", "true"),
    ("organizations", 1, "founded_year", "201613", "impossible_date", ""),
    ("organizations", 1, "founded_year", "2016年", "date_form", "2016"),
    ("organizations", 1, "founded_year", "1066", "out_of_years", "1800"),
    ("organizations", 1, "kind", "enterprize", "unknown_code", "enterprise"),
    ("organizations", 1, "kind", "企业", "unknown_code", "enterprise"),
    ("organizations", 1, "kind", "", "merged_cell", "enterprise"),
    ("organizations", 0, "name_zh", "", "required_empty", "名称"),
    ("organizations", 1, "id", "", "required_empty", ""),
    ("organizations", 1, "id", "a", "duplicate_key", "2"),
    ("organizations", 1, "id", "x" * 81, "code_too_long", "81"),
    ("organizations", 1, "place_id", "990109", "dangling_reference", "places"),
    ("organizations", 1, "place_id", "９９０１００", "full_width", "990100"),
    ("organizations", 1, "name_zh", "大光\u0007材料", "control_character", ""),
    ("organizations", 1, "credit_code", "91350100M000100Y44", "credit_code_check", "3"),
    ("organizations", 1, "credit_code", "9135010", "credit_code_form", "18"),
    ("organizations", 1, "industry_code", "C3825", "unknown_industry", "3825"),
    ("organizations", 1, "parent_id", "b", "cycle", "b → b"),
    ("organizations", 1, "revenue_wan_yuan", "1.23456", "too_precise", "1.2346"),
    ("organizations", 1, "revenue_wan_yuan", "123456789012", "too_large", "11"),
    ("projects", 1, "investment_wan_yuan", "25亿元", "unit_written", "250000"),
    ("projects", 1, "investment_wan_yuan", "25亿", "unit_written", "250000"),
    ("projects", 1, "investment_wan_yuan", "近300亿元", "unit_written", "3000000"),
    ("projects", 1, "investment_wan_yuan", "30亩", "unit_of_other_dimension", "面积"),
    ("projects", 1, "investment_wan_yuan", "2500000000", "factor_of_unit", "250000"),
    ("projects", 0, "investment_wan_yuan", "2500000000", "factor_of_quote", "250000"),
    ("projects", 1, "investment_wan_yuan", "25", "factor_of_unit", "250000"),
    ("projects", 1, "capacity", "5吉瓦", "unit_beside", "吉瓦"),
    ("projects", 1, "signed_on", "2024-02-30", "impossible_date", ""),
    ("projects", 1, "signed_on", "201613", "impossible_date", ""),
    ("projects", 1, "signed_on", "2024/1/5", "date_form", "2024-01-05"),
    ("projects", 1, "signed_on", "45296", "date_form", "2024-01-05"),
    ("projects", 1, "signed_on", "2024年1月", "date_without_day", "2024-01"),
    ("projects", 1, "signed_on", "明年", "wrong_type", "2024-01-22"),
    ("indicators", 0, "period", "201613", "impossible_period", ""),
    ("indicators", 0, "period", "2023-13", "impossible_period", ""),
    ("indicators", 0, "period", "2023年1-11月", "period_form", "2023-01/2023-11"),
    ("indicators", 0, "period", "2023年三季度", "period_form", "2023-Q3"),
    ("indicators", 0, "period", "2023-11/2023-01", "period_backwards", "2023-01/2023-11"),
    ("places", 1, "id", "99010", "place_code", ""),
    ("places", 2, "id", "990100-kfq", "place_code", ""),
    ("chain_links", 1, "link_id", "wafer", "duplicate_row", "2"),
    ("documents", 0, "sha256", "0" * 64, "sha256_mismatch", hashlib.sha256(TEXT.encode()).hexdigest()),
    ("documents", 0, "sha256", "abc", "sha256_form", ""),
    ("documents", 0, "file", "e.txt", "document_missing", "e.txt"),
    ("documents", 0, "file", "../places.csv", "document_outside", ""),
    ("evidence", 1, "quote", "惠豐光电有限公司", "quote_not_found", "d"),
    ("evidence", 1, "table", "organisations", "evidence_unknown_table", "organizations"),
    ("evidence", 1, "column", "revenue", "evidence_unknown_column", "revenue_wan_yuan"),
    ("evidence", 1, "row_id", "c", "dangling_reference", "organizations"),
    ("passages", 0, "end", "-1", "out_of_bounds", ""),
    ("passages", 0, "start", "1", "quote_elsewhere", "0–12"),
]


def test_a_sound_data_set_has_no_fault(folder):
    report, data_set = check_and_load(folder)
    assert report.ok and not report.problems, report.problems
    assert data_set == load(folder)


@pytest.mark.parametrize(("table", "row", "column", "value", "code", "hint"), CELLS, ids=[f"{c[4]}-{c[3]}" for c in CELLS])
def test_a_wrong_cell_is_named(folder, table, row, column, value, code, hint):
    put(table, row, column, value)(folder)
    report, data_set = check_and_load(folder)
    found = [
        p for p in report.problems if p.code.startswith(code) and (p.file, p.row, p.column) == (f"{table}.csv", row + 2, column)
    ]
    assert found, report.problems
    assert hint in found[0].zh + found[0].mend_zh
    assert found[0].en and found[0].mend_en and "{" not in found[0].en + found[0].mend_en
    assert data_set is None and not report.ok


def test_evidence_must_come_from_somewhere(folder):
    put("evidence", 1, "document_id", "")(folder)
    codes = check(folder).counts
    assert codes == {"evidence_of_nothing": 1, "quote_without_document": 1}


def test_revenue_too_small_for_a_firm_above_scale(folder):
    put("organizations", 1, "above_scale", "true")(folder)
    put("organizations", 1, "revenue_wan_yuan", "30")(folder)
    (problem,) = check(folder).problems
    assert problem.code == "factor_of_scale" and "300000" in problem.mend_zh


def test_a_passage_that_ends_before_it_starts(folder):
    put("passages", 0, "start", "13")(folder)
    found = {problem.code: problem for problem in check(folder).problems}
    assert (found["passage_backwards"].row, found["passage_backwards"].column) == (2, "end")


def test_circles_of_several_are_told_once(folder):
    put("organizations", 0, "parent_id", "b")(folder)
    (problem,) = check(folder).problems
    assert (problem.code, problem.row) == ("cycle", 2) and "a → b → a" in problem.zh


def rewrite(file: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda folder: (folder / file).write_bytes(change((folder / file).read_bytes())) and None


def gb(data: bytes) -> bytes:
    return data.decode().encode("gb18030")


def _mix(data: bytes) -> bytes:
    first, second, *rest = data.splitlines(keepends=True)
    return b"".join([first, second, *(gb(line) for line in rest)])


FILES = [
    ("zero bytes", "links.csv", lambda data: b"", "empty_file", 0),
    ("a picture", "links.csv", lambda data: b"\x89PNG\r\n\x1a\n" + bytes(50), "not_csv", 0),
    ("a workbook", "links.csv", lambda data: b"PK\x03\x04" + bytes(50), "not_csv", 0),
    ("a page", "links.csv", lambda data: b"<!DOCTYPE html><html></html>", "not_csv", 0),
    ("other bytes", "links.csv", lambda data: b"id,name_zh\n\x00\x01", "not_csv", 0),
    ("semicolons", "links.csv", lambda data: data.replace(b",", b";"), "wrong_delimiter", 1),
    ("two encodings", "organizations.csv", _mix, "mixed_encodings", 2),
    (
        "neither encoding",
        "links.csv",
        lambda data: data.replace("硅片".encode(), b"\xff").replace("电池片".encode(), b"x"),
        "undecodable",
        2,
    ),
    ("column missing", "links.csv", lambda data: data.replace(b"stage", b"stages"), "missing_column", 1),
    ("column unknown", "links.csv", lambda data: data.replace(b"stage", b"stages"), "unknown_column", 1),
    ("column twice", "links.csv", lambda data: data.replace(b"name_en", b"name_zh"), "duplicate_column", 1),
    ("column without a name", "links.csv", lambda data: data.replace(b"name_en", b""), "unnamed_column", 1),
    ("cell too many", "links.csv", lambda data: data.replace(b"upstream,", b"upstream,,"), "ragged_row", 2),
    ("cell too few", "links.csv", lambda data: data.replace(b"midstream,", b"midstream"), "ragged_row", 3),
    ("open quote", "links.csv", lambda data: data.replace("硅片".encode(), '"硅片'.encode()), "unclosed_quote", 2),
]


@pytest.mark.parametrize(("file", "change", "code", "line"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_a_file_that_is_no_sound_table_is_named(folder, file, change, code, line):
    rewrite(file, change)(folder)
    found = [problem for problem in check(folder).problems if problem.code == code]
    assert found and (found[0].file, found[0].row) == (file, line)


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (lambda data: b"\xef\xbb\xbf" + data, "read_bom"),
        (gb, "read_gb18030"),
        (lambda data: data.decode().encode("utf-16"), "read_utf16"),
        (lambda data: data.replace(b"\n", b"\r\n"), ""),
        (lambda data: data + b",,,,,,,,,,,,\n", "empty_rows"),
    ],
)
def test_other_ways_of_writing_are_read(folder, change, note):
    before = load(folder)
    rewrite("organizations.csv", change)(folder)
    report, data_set = check_and_load(folder)
    assert report.ok and data_set == before
    assert [found.code for found in report.notes] == ([note] if note else [])


def test_the_nearest_column_is_suggested(folder):
    rewrite("projects.csv", lambda data: data.replace(b"investment_wan_yuan", "总投资".encode()))(folder)
    unknown = [problem for problem in check(folder).problems if problem.code == "unknown_column"]
    assert "investment_wan_yuan" in unknown[0].mend_zh


def test_lines_are_those_of_the_file_where_cells_span_lines(folder):
    put("organizations", 0, "name_zh", "惠丰光电\n有限公司")(folder)
    put("organizations", 1, "kind", "enterprize")(folder)
    (problem,) = check(folder).problems
    assert problem.row == 4


def test_strange_files_in_the_folder(folder):
    (folder / "organisations.csv").write_text("id\n1\n")
    (folder / "links.parquet").write_bytes(b"PAR1")
    codes = {problem.code: problem for problem in check(folder).problems}
    assert set(codes) == {"unknown_table", "two_forms"}
    assert "organizations" in codes["unknown_table"].mend_zh


def test_a_broken_parquet_file_is_named(folder):
    (folder / "links.csv").unlink()
    (folder / "links.parquet").write_bytes(b"PAR1 and nothing else")
    assert check(folder).counts["not_parquet"] == 1


def test_parquet_is_checked_like_csv(folder):
    save(load(folder), folder, "parquet")
    assert check(folder).ok
    frame = pl.read_parquet(folder / "organizations.parquet").with_columns(employees=pl.Series(["x", "30亩"]))
    frame.write_parquet(folder / "organizations.parquet")
    assert check(folder).counts == {"unit_of_other_dimension": 1, "wrong_type": 1}


def test_no_folder_and_no_tables(tmp_path):
    assert check(tmp_path / "nowhere").counts == {"no_folder": 1}
    assert check(tmp_path).counts == {"no_tables": 1}


def test_twenty_of_a_kind_are_shown_and_all_are_counted(folder):
    rows = "".join(f"{n},环节{n},sideways,,\n" for n in range(5000))
    (folder / "links.csv").write_text(
        "id,name_zh,stage,name_en,parent_id,description_zh,description_en\n".replace(",description_zh,description_en", "") + rows
    )
    report = check(folder)
    assert report.counts["unknown_code"] == 5000
    assert sum(problem.code == "unknown_code" for problem in report.problems) == 20


def test_a_table_of_a_hundred_thousand_different_errors(folder):
    head = (folder / "organizations.csv").read_text().splitlines()[0]
    width = head.count(",")
    rows = "".join(f"{n},{',' * (width - 1)}\n" for n in range(3)) + "".join(
        f"x{n},名{n}" + f",错{n}" * (width - 1) + "\n" for n in range(100_000)
    )
    (folder / "organizations.csv").write_text(f"{head}\n{rows}")
    report = check(folder)
    assert report.counts["wrong_type"] >= 400_000
    assert len(report.problems) < 20 * len(report.counts)


def test_quotes_in_a_page_are_compared_by_the_callers_text(folder):
    (folder / "files/d.html").write_text("<p>惠丰光电</p>")
    put("documents", 0, "file", "d.html")(folder)
    put("documents", 0, "sha256", "")(folder)
    assert [note.code for note in check(folder).notes] == ["quote_not_checked"]
    assert check(folder, lambda data, name: TEXT).ok
    assert check(folder, lambda data, name: "别的").counts["quote_not_found"] == 3
    assert check(folder, lambda data, name: None).ok


def test_tables_in_memory():
    frame = pl.DataFrame({"id": ["a"], "name_zh": ["甲"], "kind": ["企业"], "place_id": ["990100"]})
    report = check_tables({"organizations": frame}, files={"organizations": "名单.xlsx"}, first_line=5)
    assert [(p.file, p.row, p.column, p.code) for p in report.problems] == [("名单.xlsx", 5, "kind", "unknown_code")]
    known = {"places": pl.Series(["990101"])}
    assert check_tables({"organizations": frame}, known=known).counts == {"dangling_reference": 1, "unknown_code": 1}
    assert check_tables({"organisations": frame}).counts == {"unknown_table": 1}


def test_numbers_of_a_workbook_are_read():
    frame = pl.DataFrame({"id": ["p"], "name_zh": ["项目"], "stage": ["lead"], "investment_wan_yuan": [250000.0]})
    assert check_tables({"projects": frame}).ok


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400) | st.text(alphabet='id,name_zh\n"\r;\t硅片１0-', max_size=200).map(str.encode))
def test_any_bytes_are_answered(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("any")
    (folder / "links.csv").write_bytes(data)
    assert not check(folder).ok


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_a_file_without_text_is_empty(tmp_path, data):
    (tmp_path / "links.csv").write_bytes(data)
    assert check(tmp_path).counts == {"empty_file": 1}


def test_messages_are_whole():
    for code, message in messages().items():
        assert message["level"] in ("error", "note"), code
        assert all(message[name] for name in ("zh", "en", "mend_zh", "mend_en")), code


CELL = (
    st.none()
    | st.text(max_size=8)
    | st.sampled_from(["2024-02-30", "30亩", "25亿元", "201613", "１２", "1e9", "-", "91350100M000100Y43", "第3季度"])
)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_cells_are_answered(data):
    tables = data.draw(st.lists(st.sampled_from(sorted(dictionary())), min_size=1, max_size=3, unique=True))
    frames = {}
    for table in tables:
        rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(schema(table), CELL)), min_size=1, max_size=3))
        frames[table] = pl.DataFrame(rows, schema=dict.fromkeys(schema(table), pl.String))
    report = check_tables(frames)
    assert set(report.rows) == set(tables)
    if not report.counts:  # of a table with few columns, rows that are right are drawn as well: those are a data set
        assert DataSet.of(frames)[tables[0]].height == frames[tables[0]].height
