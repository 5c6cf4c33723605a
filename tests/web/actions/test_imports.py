"""Excel and CSV: heads found, units converted exactly, doubts told with their place; all or nothing; undone; nothing twice."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from tests.factories import TINY, make_user

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.tables import exports, imports
from lianqun.office.jobs.models import Job
from lianqun.office.queries.rows.whole_tables import models_by_table, whole_tables
from lianqun.office.queries.tables.workbooks import workbook_of
from lianqun.office.registry.models import LinkTally, Organization, Project
from lianqun.office.worker.loop import run_one
from lianqun.vocab.dictionary import tables

pytestmark = pytest.mark.django_db


def workbook(rows: list[list[Any]], *, name: str = "项目", merged: list[tuple[int, int, int, int, str]] = ()) -> bytes:  # type: ignore[assignment]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet(name)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(at, column, cell, day)
                elif cell != "":
                    page.write(at, column, cell)
        for area in merged:
            page.merge_range(*area)
    return file.getvalue()


def checked(by: User, data: bytes, name: str = "表.xlsx") -> Job:
    """Propose, and let the worker check."""
    job = imports.propose(by=by, name=name, data=data)
    run_one(worker="test")
    job.refresh_from_db()
    assert job.status == "done", job.outcome
    return job


def codes(job: Job) -> dict[str, int]:
    assert job.outcome is not None
    return dict(job.outcome["counts"])


@pytest.fixture
def clerk(tiny: None) -> User:
    user: User = make_user(role="statistician")
    return user


def test_a_workbook_as_offices_write_them(clerk: User) -> None:
    """A merged title, a unit in the head that is not the table's, full-width digits, words for codes, names for keys, a totals row."""
    data = workbook(
        [
            ["", "", "", "", "", "", ""],
            ["填报单位：本办", "", "", "", "", "", ""],
            ["项目名称", "名称", "投资方", "地区", "总投资（亿元）", "阶段", "签约日期"],
            ["", "硅片二期", "甲公司", "德城区", "３６．５", "投产", date(2023, 3, 8)],
            ["", "靶材一期", "乙靶材有限公司", "德州市", "0.8亿元", "在谈", "2024年1月5日"],
            ["合计", "", "", "", 37.3, "", ""],
        ],
        merged=[(0, 0, 0, 6, "2024 年项目表")],
    )
    job = checked(clerk, data)
    assert job.outcome is not None and job.outcome["state"] == "ready", job.outcome
    assert codes(job) == {"column_ignored": 1, "total_row": 1, "moved_value": 1}
    told = {(change["column"], change["before"], change["after"]) for change in job.outcome["changes"]}
    assert told == {("", "", "靶材一期"), ("investment_wan_yuan", "350000", "365000")}
    imports.apply(by=clerk, job=job)
    changed, new = Project.objects.get(pk="pro-1"), Project.objects.get(name_zh="靶材一期")
    assert (changed.investment_wan_yuan, changed.stage, changed.steward) == (Decimal(365000), "construction", "")
    assert changed.investment_qualifier == "超", "a column that the sheet does not have keeps what it holds"
    assert (new.organization_id, new.place_id, new.investment_wan_yuan) == ("org-b", "371400", Decimal(8000))
    assert new.signed_on == date(2024, 1, 5)


def test_the_same_file_twice_changes_nothing(clerk: User) -> None:
    data = workbook([["名称", "类别", "所在地"], ["戊公司", "企业", "德州市"], ["甲公司", "企业", "德城区"]], name="组织")
    first = checked(clerk, data)
    assert first.outcome is not None and first.outcome["tables"][0]["new"] == 1
    imports.apply(by=clerk, job=first)
    assert Organization.objects.get(pk="org-a").name_zh == "甲公司", "an alias finds its organisation"
    second = checked(clerk, data)
    assert second.outcome is not None
    assert {name: second.outcome["tables"][0][name] for name in ("new", "changed", "same")} == {"new": 0, "changed": 0, "same": 2}


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("签约日期", "201601", "date_without_day"),
        ("签约日期", 201601, "date_without_day"),
        ("签约日期", "201613", "no_such_day"),
        ("签约日期", "2024-02-30", "no_such_day"),
        ("签约日期", "去年", "not_a_date"),
        ("总投资（亿元）", "很多", "not_a_number"),
        ("总投资（万元）", "1.00001", "too_exact"),
        ("总投资（亩）", 3, "unit_of_other_dimension"),
        ("阶段", "开会", "unknown_code"),
        ("投资方", "没有这家公司", "unknown_reference"),
        ("下一节点期限", "-", ""),
    ],
)
def test_doubts_are_told_with_their_place(clerk: User, column: str, cell: Any, code: str) -> None:
    heads = ["名称", "地区", "阶段"]
    row: list[Any] = ["硅片二期", "德城区", "开工"]
    if column in heads:
        row[heads.index(column)] = cell
    else:
        heads, row = [*heads, column], [*row, cell]
    job = checked(clerk, workbook([heads, row]))
    assert job.outcome is not None
    problems = job.outcome["problems"]
    assert [one["code"] for one in problems] == ([code] if code else [])
    if code:
        spot = problems[0]
        assert spot["sheet"] == "项目" and spot["column"] == column and spot["row"] == (1 if "unit" in code else 2)
        assert spot["zh"] and spot["en"] and spot["mend_zh"] and spot["mend_en"] and "{" not in spot["zh"]
        assert job.outcome["state"] == "refused"
        with pytest.raises(Refused) as refused:
            imports.apply(by=clerk, job=job)
        assert refused.value.code == "has_problems"


def test_bounds_of_the_dictionary_are_checked_too(clerk: User) -> None:
    job = checked(clerk, workbook([["名称", "地区", "阶段", "总投资（亿元）"], ["硅片二期", "德城区", "开工", 99999]]))
    assert job.outcome is not None and job.outcome["state"] == "refused"
    assert job.outcome["problems"][0]["row"] == 2 and job.outcome["problems"][0]["sheet"] == "项目"


def test_a_million_errors_are_counted_and_few_are_listed(clerk: User) -> None:
    rows = "名称,地区,阶段\n" + "某项目,无此地,无此阶段\n" * 3000
    job = checked(clerk, rows.encode("gb18030"), "项目.csv")
    assert job.outcome is not None
    assert codes(job)["unknown_reference"] == 3000 and len(job.outcome["problems"]) <= 20 * len(codes(job))


def test_all_or_nothing(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook([["名称", "类别"], ["戊公司", "企业"]], name="组织")
    job = checked(clerk, data)

    def fail(_pairs: object) -> int:
        raise RuntimeError("power cut")

    monkeypatch.setattr("lianqun.office.actions.rows.door.recount_after", fail)
    with pytest.raises(RuntimeError):
        imports.apply(by=clerk, job=job)
    job.refresh_from_db()
    assert not Organization.objects.filter(name_zh="戊公司").exists()
    assert job.outcome is not None and job.outcome["state"] == "ready" and job.before is None


def test_apply_counts_anew_and_undo_restores(clerk: User) -> None:
    before = {name: frame.to_dicts() for name, frame in whole_tables().items()}
    rows = [
        ["组织", "环节", "角色", "状态"],
        ["丙玻璃有限公司", "硅片", "一般", "待核实"],
        ["乙靶材有限公司", "靶材", "骨干", "已否定"],
    ]
    job = checked(clerk, workbook(rows, name="落位"))
    imports.apply(by=clerk, job=job)
    assert LinkTally.objects.get(place_id="341100", link_id="wafer").uncertain == 1
    assert LinkTally.objects.get(place_id="371400", link_id="target").refused == 1
    imports.undo(by=clerk, job=job)
    assert {name: frame.to_dicts() for name, frame in whole_tables().items()} == before
    assert not LinkTally.objects.filter(place_id="341100", link_id="wafer").exists()
    assert job.outcome is not None and job.outcome["state"] == "undone"
    assert AuditEvent.objects.filter(type__in=("import.apply", "import.undo")).count() == 2


def test_undo_is_refused_when_a_row_was_changed_or_used_since(clerk: User) -> None:
    job = checked(clerk, workbook([["名称", "类别", "所在地"], ["戊公司", "企业", "德州市"]], name="组织"))
    imports.apply(by=clerk, job=job)
    new = Organization.objects.get(name_zh="戊公司")
    used = checked(clerk, workbook([["名称", "地区", "阶段", "投资方"], ["新项目", "德州市", "在谈", "戊公司"]]))
    imports.apply(by=clerk, job=used)
    with pytest.raises(Refused) as refused:
        imports.undo(by=clerk, job=job)
    assert refused.value.code == "used_since" and Organization.objects.filter(pk=new.pk).exists()
    assert "项目 1 条，如“戊公司”的" in refused.value.sentence, "it is said what uses which row"
    imports.undo(by=clerk, job=used)
    Organization.objects.filter(pk=new.pk).update(kind="other")
    with pytest.raises(Refused) as refused:
        imports.undo(by=clerk, job=job)
    assert refused.value.code == "changed_since"


def test_rows_outside_the_role_are_refused(tiny: None) -> None:
    steward = make_user(role="steward", place_id="341100")
    mine = checked(steward, workbook([["编号", "帮办"], ["pro-2", "某丙"]]))
    imports.apply(by=steward, job=mine)
    theirs = checked(steward, workbook([["编号", "帮办"], ["pro-1", "某丙"]]))
    with pytest.raises(Refused) as refused:
        imports.apply(by=steward, job=theirs)
    # The preview asked the door, so that nobody presses a button only to be refused.
    assert (refused.value.code, codes(theirs)) == ("has_problems", {"outside_your_places": 1})
    assert Project.objects.get(pk="pro-1").steward == ""
    moved = checked(steward, workbook([["编号", "地区"], ["pro-2", "德州市"]]))
    with pytest.raises(Refused):
        imports.apply(by=steward, job=moved)
    assert Project.objects.get(pk="pro-2").place_id == "341100"


def test_roles_and_owners(tiny: None, clerk: User) -> None:
    data = workbook([["名称", "类别"], ["戊公司", "企业"]], name="组织")
    told = imports.propose.why_not(make_user(role="chief"))
    assert told and imports.propose.why_not(clerk) is None
    job = checked(clerk, data)
    other = make_user(role="steward")
    assert imports.apply.why_not(other, job=job) and imports.apply.why_not(clerk, job=job) is None


def bomb() -> bytes:
    """A workbook of a few kilobytes that says it unfolds to a gigabyte."""
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


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "no_table"),
        (b"PK\x03\x04 broken", "broken_workbook"),
        (b"<html><script>alert(1)</script></html>", "no_table"),
        (b"a" * (imports.MOST_BYTES + 1), "too_large"),
    ],
)
def test_files_that_are_no_tables_are_refused_at_the_door(clerk: User, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        imports.propose(by=clerk, name="a.xlsx", data=data)
    assert refused.value.code == code and refused.value.sentence and not Job.objects.exists()


def test_a_bomb_is_refused(clerk: User) -> None:
    with pytest.raises(Refused) as refused:
        imports.propose(by=clerk, name="a.xlsx", data=bomb())
    assert refused.value.code == "unfolds_too_far"


def test_a_cell_in_the_last_corner_is_not_laid_out(clerk: User) -> None:
    job = checked(clerk, far_cell())
    assert codes(job) == {"too_many_cells": 1}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("table", [name for name in TINY if tables()[name].is_kept])
def test_an_exported_workbook_comes_back_without_a_change(clerk: User, table: str, language: str) -> None:
    rows = models_by_table()[table]._default_manager.order_by("pk")
    data, count = workbook_of(rows, by=make_user(role="administrator"), filters={"place": "371400"}, language=language)
    job = checked(clerk, data)
    assert job.outcome is not None and codes(job) == {}, job.outcome["problems"]
    told = job.outcome["tables"][0]
    assert (told["table"], told["new"], told["changed"], told["same"]) == (table, 0, 0, count)


def test_exports_are_logged(clerk: User) -> None:
    exports.record(by=clerk, list_name="projects", filters={"place": "371400"}, rows=2)
    event = AuditEvent.objects.get(type="export.record")
    assert event.after == {"filters": {"place": "371400"}, "rows": 2, "format": "xlsx"}
    with pytest.raises(Refused):
        exports.record(by=make_user(role="enterprise"), list_name="projects", filters={}, rows=2)


def test_bytes_are_read_once_and_compared_again(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    job = checked(clerk, workbook([["名称", "类别"], ["戊公司", "企业"]], name="组织"))
    monkeypatch.setattr(imports, "read_upload", lambda *_given: pytest.fail("the bytes were read twice"))
    imports.apply(by=clerk, job=job)
    assert Organization.objects.filter(name_zh="戊公司").exists()
    Organization.objects.filter(name_zh="戊公司").update(kind="bank")
    with pytest.raises(Refused) as refused:
        imports.undo(by=clerk, job=job)
    assert refused.value.code == "changed_since"
    Organization.objects.filter(name_zh="戊公司").update(kind="enterprise")
    imports.undo(by=clerk, job=job)
    assert not Organization.objects.filter(name_zh="戊公司").exists()
