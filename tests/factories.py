"""Factories for tests: people with a role, and a tiny data set of two places, two chains and a handful of rows."""

from itertools import count
from typing import Any

import polars as pl

from lianqun.tables import schema

PASSWORD = "a-long-password"
_numbers = count(1)

TINY: dict[str, list[dict[str, Any]]] = {
    "places": [
        {"id": "370000", "name_zh": "山东省", "level": "province"},
        {"id": "371400", "name_zh": "德州市", "level": "prefecture", "parent_id": "370000", "longitude": "116.3575", "latitude": "37.4341"},
        {"id": "371402", "name_zh": "德城区", "level": "county", "parent_id": "371400"},
        {"id": "340000", "name_zh": "安徽省", "level": "province"},
        {"id": "341100", "name_zh": "滁州市", "level": "prefecture", "parent_id": "340000"},
    ],
    "sources": [{"id": "office", "name_zh": "本办", "kind": "office", "grade": "B"}],
    "documents": [{"id": "doc-1", "source_id": "office", "title": "一季度专报", "published_on": "2024-01-22"}],
    "evidence": [
        # Two independent sources, one of them strong, for each placement that is confirmed.
        {"id": f"ev-{placement}-{by}", "table": "placements", "row_id": placement, "strength": strength, "said_by": by, "said_why": "现场核实"}
        for placement in ("pl-1", "pl-3") for by, strength in (("某甲", "strong"), ("某乙", "weak"))
    ],
    "passages": [{"id": "pas-1", "document_id": "doc-1", "start": 0, "end": 11, "quote": "甲公司投产后产能20万片"}],
    "statements": [
        {
            "id": "sta-1", "claim_type": "product", "subject": "甲公司", "subject_id": "org-a", "attribute": "产能", "value_number": "20",
            "unit": "万片", "modality": "plan", "as_printed": "甲公司投产后产能20万片", "passage_id": "pas-1", "confidence": "0.8",
            "rule": "capacity", "reader": "test/1", "status": "proposed", "first_seen_at": "2024-01-22T01:02:03.000004Z",
        },
        {"id": "sta-2", "claim_type": "product", "subject": "乙公司", "attribute": "产品", "value_text": "靶材", "passage_id": "pas-1", "status": "proposed"},
    ],
    "organizations": [
        {"id": "org-a", "name_zh": "甲硅片有限公司", "kind": "enterprise", "place_id": "371402", "above_scale": True, "employees": 80, "revenue_wan_yuan": "12000.5"},
        {"id": "org-b", "name_zh": "乙靶材有限公司", "kind": "enterprise", "place_id": "371400", "parent_id": "org-a"},
        {"id": "org-c", "name_zh": "丙玻璃有限公司", "kind": "enterprise", "place_id": "341100"},
        {"id": "org-d", "name_zh": "丁银行", "kind": "bank"},
    ],
    "aliases": [{"id": "ali-1", "organization_id": "org-a", "alias": "甲公司", "kind": "short"}],
    "chains": [
        {"id": "dz-ic", "place_id": "371400", "name_zh": "集成电路", "kind": "emerging", "chief_name": "某甲", "defined_on": "2023-05-01"},
        {"id": "cz-pv", "place_id": "341100", "name_zh": "光伏", "kind": "lead"},
    ],
    "links": [
        {"id": "wafer", "name_zh": "硅片", "stage": "upstream"},
        {"id": "target", "name_zh": "靶材", "stage": "upstream"},
        {"id": "glass", "name_zh": "光伏玻璃", "stage": "midstream"},
    ],
    "chain_links": [
        {"id": "cl-1", "chain_id": "dz-ic", "link_id": "wafer", "column": 0, "is_key": True},
        {"id": "cl-2", "chain_id": "dz-ic", "link_id": "target", "column": 0},
        {"id": "cl-3", "chain_id": "cz-pv", "link_id": "glass", "column": 1},
    ],
    "flows": [{"id": "f-1", "from_link_id": "wafer", "to_link_id": "glass", "kind": "material"}],
    "placements": [
        {"id": "pl-1", "organization_id": "org-a", "link_id": "wafer", "role": "leader", "status": "confirmed"},
        {"id": "pl-2", "organization_id": "org-b", "link_id": "target", "role": "member", "status": "uncertain"},
        {"id": "pl-3", "organization_id": "org-c", "link_id": "glass", "role": "backbone", "status": "confirmed"},
    ],
    "projects": [
        {"id": "pro-1", "name_zh": "硅片二期", "organization_id": "org-a", "place_id": "371402", "chain_id": "dz-ic", "link_id": "wafer", "stage": "construction",
         "investment_wan_yuan": "350000", "investment_qualifier": "超", "signed_on": "2023-03-08"},
        {"id": "pro-2", "name_zh": "玻璃一期", "organization_id": "org-c", "place_id": "341100", "chain_id": "cz-pv", "stage": "signed"},
    ],
    "needs": [
        {"id": "need-1", "kind": "factor", "organization_id": "org-a", "project_id": "pro-1", "place_id": "371402", "chain_id": "dz-ic", "title": "双回路供电", "status": "open",
         "raised_on": "2024-01-05", "blocks_project": True},
        {"id": "need-2", "kind": "talent", "organization_id": "org-c", "place_id": "341100", "chain_id": "cz-pv", "title": "工艺工程师", "status": "in_hand"},
    ],
    "offers": [{"id": "off-1", "kind": "talent", "organization_id": "org-d", "place_id": "371400", "title": "联合班", "quantity": "53"}],
    "indicators": [
        {"id": "ind-1", "place_id": "371400", "name": "产值", "period": "2023", "value": "297.5", "unit": "亿元", "modality": "actual", "qualifier": "近"},
    ],
}  # fmt: skip


def frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows given with plain texts and numbers as a table in the dictionary's shape."""
    from lianqun.office.queries.rows.whole_tables import frame_of_texts

    return frame_of_texts(
        table, [{name: None if row.get(name) is None else str(row[name]) for name in schema(table)} for row in rows]
    )


def tiny_tables() -> dict[str, pl.DataFrame]:
    """The tiny data set as frames."""
    return {table: frame(table, rows) for table, rows in TINY.items()}


def load_tiny_data_set() -> None:
    """The tiny data set in the database, counted."""
    from django.db import transaction

    from lianqun.office.actions.rows.storing import store
    from lianqun.office.actions.rows.tallies import write_tally
    from lianqun.office.queries.rows.whole_tables import models_by_table

    tables = tiny_tables()
    with transaction.atomic():
        for table in models_by_table():
            if table in tables:
                store(table, tables[table])
        write_tally()


def make_user(*, role: str = "", place_id: str = "", chain_id: str = "", username: str = "", organization_id: str = "") -> Any:
    """A person, with one role if one is named, whose password is PASSWORD."""
    from lianqun.office.accounts.models import Membership, User

    user = User(username=username or f"{role or 'nobody'}-{next(_numbers)}", organization_id=organization_id)
    user.password = _password()
    user.save()
    if role:
        Membership.objects.create(user=user, role=role, place_id=place_id, chain_id=chain_id)
    return user


def _password() -> str:
    """PASSWORD hashed once: hashing is slow on purpose."""
    from django.contrib.auth.hashers import make_password

    global _hashed
    _hashed = _hashed or make_password(PASSWORD)
    return _hashed


_hashed = ""
