"""A small data set, and workbooks as offices write them."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from lianqun.tables import DataSet, save

TABLES = {
    "places": [
        {"id": "370000", "name_zh": "山东省", "level": "province"},
        {"id": "371400", "name_zh": "德州市", "level": "prefecture", "parent_id": "370000"},
    ],
    "organizations": [
        {"id": "org-a", "name_zh": "甲材料（德州）有限公司", "kind": "enterprise", "place_id": "371400"},
        {"id": "org-b", "name_zh": "乙靶材有限公司", "kind": "enterprise", "place_id": "371400"},
    ],
    "aliases": [{"id": "alias-a", "organization_id": "org-a", "alias": "甲公司", "kind": "short"}],
    "links": [{"id": "wafer", "name_zh": "硅片", "stage": "upstream"}],
    "projects": [
        {
            "id": "pro-1",
            "name_zh": "硅片二期",
            "organization_id": "org-a",
            "place_id": "371400",
            "stage": "construction",
            "steward": "王某",
        }
    ],
}


@pytest.fixture
def tables() -> dict[str, pl.DataFrame]:
    return {name: pl.DataFrame(rows) for name, rows in TABLES.items()}


@pytest.fixture
def folder(tmp_path: Path, tables: dict[str, pl.DataFrame]) -> Path:
    save(DataSet.of(tables), tmp_path / "set")
    return tmp_path / "set"


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    def make(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            for name, rows in sheets:
                page = book.add_worksheet(name)
                for at, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        if isinstance(cell, date):
                            page.write_datetime(at, column, cell, day)
                        elif cell != "":
                            page.write(at, column, cell)
        return file.getvalue()

    return make


@pytest.fixture
def ledger(workbook: Callable[..., bytes]) -> bytes:
    """Two rows of projects below a title, with a unit in the head that is not the table's, and a row of totals."""
    rows = [
        ["2024 年项目台账"],
        ["填报单位：招商办"],
        ["名称", "投资方", "地区", "总投资（亿元）", "阶段", "签约日期"],
        ["硅片二期", "甲公司", "德州市", 36.5, "投产", date(2023, 3, 8)],
        ["靶材一期", "乙靶材有限公司", "371400", "0.8亿元", "在谈", "2024年1月5日"],
        ["合计", "", "", 37.3, "", ""],
    ]
    return workbook(("台账", rows))
