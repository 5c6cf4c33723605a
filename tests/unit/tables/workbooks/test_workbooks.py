"""Workbooks without the web: hostile files are refused, names are found in the spellings of people, what is written is read back."""

import csv
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqun.tables import DataSet, schema
from lianqun.tables.archives import Unreadable
from lianqun.tables.workbooks.cells import is_nothing
from lianqun.tables.workbooks.import_problems import messages
from lianqun.tables.workbooks.proposals import Proposal, propose
from lianqun.tables.workbooks.sheets import MOST_BYTES, read_sheets, sniff
from lianqun.tables.workbooks.standing import NothingKnown, StandingFrames
from lianqun.tables.workbooks.writing import Heading, OutSheet, TextTooLong, table_sheet, write_csv, write_workbook


def bomb() -> bytes:
    """A workbook of a few kilobytes that says it unfolds to half a gigabyte."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(5):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b" " * (100 * 2**20))
    return file.getvalue()


def far_cell() -> bytes:
    """A workbook with one cell in the last corner of a sheet."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet("项目")
        page.write(0, 0, "名称")
        page.write(1_048_575, 16_383, "x")
    return file.getvalue()


def declared_entities(workbook: Callable[..., bytes]) -> bytes:
    """A workbook whose list of sheets declares an entity."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("a", [["名称"]])))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, b'<!DOCTYPE x [<!ENTITY a "b">]>' + data if name == "xl/workbook.xml" else data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "no_table"),
        (b"PK\x03\x04 broken", "broken_workbook"),
        (b"<html><script>alert(1)</script></html>", "no_table"),
        (b"a" * (MOST_BYTES + 1), "too_large"),
        (b"a," * 20_000 + b"\n", "too_many_cells"),
        (b'a,b\n"' + b"x" * (2 << 20), "too_many_cells"),
    ],
)
def test_files_that_are_no_tables_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_sheets(data)
    assert refused.value.code == code and refused.value.code in messages()


def test_hostile_workbooks_are_refused(workbook: Callable[..., bytes]) -> None:
    with pytest.raises(Unreadable) as refused:
        sniff(bomb())
    assert refused.value.code == "unfolds_too_far"
    for data, code in ((far_cell(), "too_many_cells"), (declared_entities(workbook), "entities")):
        proposal = propose(data, NothingKnown())
        assert code in proposal.problems.counts and proposal.problems.stands_in_the_way


@pytest.fixture
def standing(tables: dict[str, pl.DataFrame]) -> StandingFrames:
    return StandingFrames(DataSet.of(tables).tables)


def projects_of(rows: list[list[Any]], workbook: Callable[..., bytes], standing: Any) -> Proposal:
    return propose(workbook(("s", [["名称", "投资方", "地区", "阶段"], *rows])), standing, "projects")


@pytest.mark.parametrize(
    "name", ["甲材料（德州）有限公司", "甲材料(德州)有限公司", " 甲材料（德州）有限公司 ", "甲公司", "org-a", "ｏｒｇ-ａ"]
)
def test_a_firm_is_found_in_the_spellings_of_people(name: str, workbook: Callable[..., bytes], standing: StandingFrames) -> None:
    proposal = projects_of([["新项目", name, "德州市", "在谈"]], workbook, standing)
    assert not proposal.problems.counts
    assert proposal.changes["projects"].new[0]["organization_id"] == "org-a"


def test_a_name_of_two_rows_means_neither(workbook: Callable[..., bytes], tables: dict[str, pl.DataFrame]) -> None:
    twin = tables["organizations"].with_columns(id=pl.col("id") + "-2").filter(pl.col("name_zh") == "乙靶材有限公司")
    standing = StandingFrames(DataSet.of({**tables, "organizations": pl.concat([tables["organizations"], twin])}).tables)
    proposal = projects_of([["新项目", "乙靶材有限公司", "德州市", "在谈"]], workbook, standing)
    assert proposal.problems.counts == {"ambiguous_reference": 1}


def test_where_nothing_is_known_references_are_taken_to_be_there(workbook: Callable[..., bytes]) -> None:
    proposal = projects_of([["一", "无人知道", "某地", "在谈"], ["一", "无人知道", "某地", "在谈"]], workbook, NothingKnown())
    assert proposal.problems.counts == {"row_twice": 1}, "the same row is known again"


def test_a_sheet_named_after_a_table_is_that_table(workbook: Callable[..., bytes], standing: StandingFrames) -> None:
    data = workbook(
        ("组织", [["名称", "类别"], ["丙公司", "企业"]]), ("s", [["名称", "地区", "阶段"], ["新项目", "德州市", "在谈"]])
    )
    proposal = propose(data, standing, "projects")
    assert not proposal.problems.counts and sorted(proposal.writes) == ["organizations", "projects"]


TEXT = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)


@settings(max_examples=100, deadline=None)
@given(name=TEXT.filter(lambda text: not is_nothing(text)), steward=TEXT, wan=st.decimals(0, 10**7, places=4))
def test_a_table_that_was_written_is_read_back(name: str, steward: str, wan: Decimal) -> None:
    row = {"id": "p-1", "name_zh": name, "steward": steward, "investment_wan_yuan": wan, "stage": "talks"}
    frame = pl.DataFrame([{column: row.get(column) for column in schema("projects")}], schema=schema("projects"))
    standing = StandingFrames(DataSet.of({"projects": frame}).tables)
    proposal = propose(write_workbook([table_sheet("projects", frame, {})], [("Rows", "1")]), standing)
    change = proposal.changes["projects"]
    assert (proposal.problems.counts, change.new, change.changed, change.same) == ({}, [], [], 1)


def test_csv_quotes_what_a_spreadsheet_would_run_and_writes_numbers_in_full() -> None:
    headings = [Heading("名称"), Heading("金额", "number", 14)]
    data = write_csv(OutSheet("s", headings, [["=HYPERLINK(1)", Decimal("-1E+3")], ["-", None], ["平常", 5]]))
    assert data.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == [["名称", "金额"], ["'=HYPERLINK(1)", "-1000"], ["'-", ""], ["平常", "5"]]


def test_a_line_stands_below_the_rows_and_no_sheet_of_notes_beside_them() -> None:
    (sheet,) = read_sheets(write_workbook([OutSheet("s", [Heading("a"), Heading("b")], [["=1+1", 2]], "foot")]))
    assert sheet.rows[:2] == [["a", "b"], ["=1+1", 2]] and sheet.rows[3][0] == "foot"


def test_a_text_that_no_cell_holds_is_refused() -> None:
    with pytest.raises(TextTooLong):
        write_workbook([OutSheet("s", [Heading("a")], [["x" * 32_768]])])
