"""A made-up county with one chain in which every state occurs, and a chain of two thousand links."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from lianqun.maps import Scene, compose
from lianqun.tables import empty, schema
from lianqun.trace import tally
from lianqun.vocab.dictionary import tables as dictionary

Tables = dict[str, pl.DataFrame]
AS_OF = date(2024, 6, 1)

PLACES: list[dict[str, Any]] = [
    {"id": "CN", "name_zh": "中国", "level": "country"},
    {
        "id": "BD",
        "name_zh": "孟加拉国",
        "name_en": "Bangladesh",
        "level": "country",
        "longitude": Decimal("90.4"),
        "latitude": Decimal("23.7"),
    },
    {"id": "370000", "name_zh": "山东省", "level": "province", "parent_id": "CN"},
    {"id": "371400", "name_zh": "德州市", "name_en": "Dezhou", "level": "prefecture", "parent_id": "370000"},
    {"id": "371402", "name_zh": "德城区", "name_en": "Decheng", "level": "county", "parent_id": "371400"},
    {"id": "371481", "name_zh": "乐陵市", "level": "county", "parent_id": "371400"},
]
LINKS: list[dict[str, Any]] = [
    {"id": "sand", "name_zh": "石英砂", "name_en": "Quartz sand", "stage": "upstream"},
    {"id": "wafer", "name_zh": "硅片", "name_en": "Wafers", "stage": "upstream"},
    {"id": "chip", "name_zh": "芯片", "name_en": "Chips", "stage": "midstream"},
    {"id": "phone", "name_zh": "手机", "name_en": "Phones", "stage": "downstream"},
    {"id": "tools", "name_zh": "设备", "name_en": "Equipment", "stage": "support"},
]
FIRMS = [("f1", "甲硅片有限公司", "371402"), ("f2", "乙芯片有限公司", "371402"), ("f3", "丙手机有限公司", "371481")]


def frames(**rows: list[dict[str, Any]]) -> Tables:
    """All tables, those named filled with rows."""
    made = {name: empty(name) for name in dictionary()}
    return made | {name: pl.DataFrame(items, schema=schema(name)) for name, items in rows.items()}


def placement(firm: str, link: str, role: str, status: str) -> dict[str, str]:
    return {"id": f"{firm}-{link}", "organization_id": firm, "link_id": link, "role": role, "status": status}


def finding(link: str, state: str) -> dict[str, Any]:
    found = {"found_by": "本办", "reason": "逐家走访", "as_of": date(2024, 5, 1)}
    return {"id": f"finding-{link}", "place_id": "371400", "link_id": link, "state": state, **found}


@pytest.fixture(scope="session")
def tables() -> Tables:
    """wafer present, phone weak, chip absent, sand and tools unknown."""
    return frames(
        places=PLACES,
        organizations=[{"id": key, "name_zh": name, "kind": "enterprise", "place_id": place} for key, name, place in FIRMS],
        chains=[
            {"id": "electronics", "place_id": "371400", "name_zh": "电子产业链", "name_en": "Electronics", "chief_name": "某某"}
        ],
        links=LINKS,
        chain_links=[
            {"id": f"c-{one['id']}", "chain_id": "electronics", "link_id": one["id"], "is_key": one["id"] == "chip"}
            for one in LINKS
        ],
        flows=[
            {"id": f"{giver}-{taker}", "from_link_id": giver, "to_link_id": taker, "kind": kind}
            for giver, taker, kind in (
                ("sand", "wafer", "material"),
                ("wafer", "chip", "material"),
                ("chip", "phone", "component"),
                ("tools", "chip", "equipment"),
            )
        ],
        placements=[
            placement("f1", "wafer", "leader", "confirmed"),
            placement("f3", "phone", "member", "uncertain"),
            placement("f2", "chip", "member", "refused"),
        ],
        link_findings=[finding("chip", "absent")],
        technologies=[
            {
                "id": "t1",
                "link_id": "wafer",
                "name_zh": "8英寸",
                "name_en": "8 inch",
                "generation": 1,
                "starts_year": 1992,
                "status": "mainstream",
            },
            {
                "id": "t2",
                "link_id": "wafer",
                "name_zh": "12英寸",
                "name_en": "12 inch",
                "generation": 2,
                "starts_year": 2002,
                "status": "growing",
            },
            {"id": "t3", "link_id": "wafer", "name_zh": "18英寸", "generation": 3, "starts_year": 2030, "status": "laboratory"},
        ],
        technology_positions=[
            {"id": "p1", "technology_id": "t1", "organization_id": "f1", "level": "production", "since_year": 2015}
        ],
        applications=[
            {"id": "a1", "link_id": "chip", "field_zh": "汽车", "field_en": "Cars", "share_percent": Decimal("40")},
            {"id": "a2", "link_id": "chip", "field_zh": "手机", "field_en": "Phones", "share_percent": None},
        ],
        projects=[
            {
                "id": "x1",
                "name_zh": "硅片一期",
                "organization_id": "f1",
                "place_id": "371402",
                "chain_id": "electronics",
                "link_id": "wafer",
                "stage": "construction",
                "investment_wan_yuan": Decimal("250000"),
            },
            {
                "id": "x2",
                "name_zh": "硅片二期",
                "place_id": "371402",
                "chain_id": "electronics",
                "link_id": "wafer",
                "stage": "signed",
            },
        ],
        ties=[{"id": "s1", "from_organization_id": "f3", "to_place_id": "BD", "kind": "sells_to"}],
        sources=[{"id": "src", "name_zh": "报", "kind": "news", "grade": "C"}],
        documents=[
            {"id": "d1", "source_id": "src", "title": "德州硅片投产", "published_on": date(2024, 1, 22)},
            {"id": "d2", "source_id": "src", "title": "无关文章"},
        ],
        evidence=[
            {
                "id": "e1",
                "table": "placements",
                "row_id": "f1-wafer",
                "document_id": "d1",
                "quote": "甲公司硅片投产",
                "strength": "strong",
            }
        ],
    )


def scene_of(tables: Tables, place: str = "371400", chain: str | None = None) -> Scene:
    return compose(tables, tally(tables), place_id=place, chain_id=chain, version="v1", as_of=AS_OF)


@pytest.fixture(scope="session")
def scene(tables: Tables) -> Scene:
    return scene_of(tables)


@pytest.fixture(scope="session")
def make_scene() -> Callable[..., Scene]:
    return scene_of


@pytest.fixture(scope="session")
def bare_scene() -> Scene:
    """A place of which nothing but its name is known."""
    return scene_of(frames(places=PLACES))


@pytest.fixture(scope="session")
def large_scene() -> Scene:
    """Two thousand links under forty parents, in one chain."""
    parents = [{"id": f"p{n:02}", "name_zh": f"大类{n}", "stage": "midstream"} for n in range(40)]
    links = [
        {
            "id": f"l{n:04}",
            "name_zh": f"环节{n}",
            "stage": ("upstream", "midstream", "downstream")[n % 3],
            "parent_id": f"p{n % 40:02}",
        }
        for n in range(2000)
    ]
    members = [{"id": one["id"], "chain_id": "big", "link_id": one["id"]} for one in links]
    flows = [{"id": f"f{n}", "from_link_id": f"l{n:04}", "to_link_id": f"l{n + 1:04}"} for n in range(0, 1998, 3)]
    chain = {"id": "big", "place_id": "371400", "name_zh": "大产业链"}
    return scene_of(frames(places=PLACES, chains=[chain], links=[*parents, *links], chain_links=members, flows=flows))
