"""Each map on a tiny data set: what is drawn, what the table says, what a node opens."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from lianqun.maps import KINDS, Drawing, Scene, draw
from lianqun.maps.details import describe
from lianqun.maps.folding import AT_MOST

REF_KINDS = {"link", "organization", "place", "chain", "project", "technology", "fold"}


def payload(drawing: Drawing) -> dict[str, Any]:
    return drawing.option["series"][0]["itemPayload"]


def nodes(drawing: Drawing, kind: str) -> list[dict[str, Any]]:
    return [node for node in payload(drawing)["nodes"] if node["kind"] == kind]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_map_is_pure_json_and_says_everything(scene: Scene, kind: str, language: str) -> None:
    drawing = draw(kind, scene, language=language)
    again = json.loads(json.dumps(drawing.as_dict()))
    assert again == drawing.as_dict()
    for words in ("title", "finding", "how_to_read", "does_not_decide", "as_of", "version"):
        assert again[words]
    assert again["rows"] and all(row["ref"]["kind"] in REF_KINDS for row in again["rows"])
    assert all(set(row) >= {column["key"] for column in again["columns"]} for row in again["rows"])


@pytest.mark.parametrize("kind", KINDS)
def test_data_items_match_nodes_and_carry_refs(scene: Scene, kind: str) -> None:
    drawing = draw(kind, scene)
    items = drawing.option["series"][0]["data"]
    assert len(items) == len(payload(drawing)["nodes"])
    assert [item["value"] for item in items] == list(range(len(items)))
    clickable = [
        item for item, node in zip(items, payload(drawing)["nodes"], strict=True) if node["kind"] not in ("backdrop", "field")
    ]
    assert clickable and all(item["ref"]["kind"] in REF_KINDS and item["ref"]["id"] for item in clickable)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_scene_gives_the_same_drawing(tables: Any, make_scene: Callable[..., Scene], kind: str) -> None:
    assert draw(kind, make_scene(tables)) == draw(kind, make_scene(tables))


@pytest.mark.parametrize("kind", ["panorama", "chain", "roadmap", "applications"])
def test_empty_maps_say_why_and_what_next(bare_scene: Scene, kind: str) -> None:
    drawing = draw(kind, bare_scene)
    assert "下一步" in drawing.finding
    assert payload(drawing)["text"] == drawing.finding
    assert drawing.rows == []


def test_panorama_tells_the_states_apart(scene: Scene) -> None:
    drawing = draw("panorama", scene)
    assert {node["name"]: node["state"] for node in nodes(drawing, "link")} == {
        "石英砂": "unknown",
        "硅片": "present",
        "芯片": "absent",
        "手机": "weak",
        "设备": "unknown",
    }
    assert "有 1、弱 1、缺 1、不明 2" in drawing.finding
    assert "项目2个（1个有投资额，合计25.0亿元）" in drawing.finding
    wafer = next(node for node in nodes(drawing, "link") if node["name"] == "硅片")
    assert wafer["leaders"] == ["甲硅片"] and wafer["m"] == [1, 25.0, 2]


def test_chain_names_gaps_and_firms(scene: Scene) -> None:
    drawing = draw("chain", scene)
    assert "缺口：芯片" in drawing.finding
    lane = payload(drawing)["lanes"][0]
    assert [column["stage"] for column in lane["columns"]] == ["upstream", "upstream", "midstream", "downstream"]
    assert lane["support"]["stage"] == "support" and len(lane["flows"]) == 4
    assert [node["name"] for node in nodes(drawing, "chip")] == ["甲硅片", "丙手机"]
    assert nodes(drawing, "chip")[1]["doubt"] and "doubt" not in nodes(drawing, "chip")[0]
    assert "Missing: Chips" in draw("chain", scene, language="en").finding


def test_refused_placements_are_never_named(scene: Scene) -> None:
    assert all("乙芯片" not in json.dumps(draw(kind, scene).as_dict(), ensure_ascii=False) for kind in KINDS)


def test_roadmap_knows_frontier_and_future(scene: Scene) -> None:
    bars = {node["name"]: node for node in nodes(draw("roadmap", scene), "technology")}
    assert bars["12英寸"]["frontier"] and "frontier" not in bars["18英寸"]
    assert bars["18英寸"]["future"] and "future" not in bars["8英寸"]
    assert "落后于前沿" in draw("roadmap", scene).finding


def test_applications_keep_unknown_shares_unknown(scene: Scene) -> None:
    drawing = draw("applications", scene)
    assert [row["share"] for row in drawing.rows] == ["40%", "占比不明"]
    shares = {node["name"]: node.get("share") for node in nodes(drawing, "ribbon")}
    assert shares == {"芯片 → 汽车": 40.0, "芯片 → 手机": None}
    assert "1条占比不明" in drawing.finding


def test_regions_count_by_the_tally_and_show_trade_abroad(scene: Scene) -> None:
    drawing = draw("regions", scene)
    counts = {node["name"]: node.get("count") for node in nodes(drawing, "region")}
    assert counts == {"德城区": 1, "乐陵市": 1}
    assert payload(drawing)["abroad"] and nodes(drawing, "trade")[0]["name"] == "孟加拉国"
    assert drawing.shape == "371400" and drawing.shapes == ["371400", "china", "world"]
    assert drawing.approval


@pytest.mark.parametrize(("place", "shape"), [("370000", "370000"), ("371402", "371400"), ("CN", "china")])
def test_regions_choose_the_shape_of_their_level(tables: Any, make_scene: Callable[..., Scene], place: str, shape: str) -> None:
    assert draw("regions", make_scene(tables, place)).shape == shape


def test_sources_are_those_of_the_rows_shown(scene: Scene) -> None:
    assert [source["title"] for source in draw("panorama", scene).sources] == ["德州硅片投产"]


def test_details_lead_from_link_to_organisation_to_sentence(scene: Scene) -> None:
    details = describe(scene)
    firms = next(one for one in details["link:wafer"]["lists"] if one["title"] == "企业")
    opened = firms["items"][0]["ref"]
    assert details[f"{opened['kind']}:{opened['id']}"]["evidence"][0]["quote"] == "甲公司硅片投产"


@pytest.mark.parametrize("kind", ["panorama", "chain"])
def test_two_thousand_links_fold(large_scene: Scene, kind: str) -> None:
    drawing = draw(kind, large_scene)
    assert len(drawing.rows) == 2000
    if kind == "chain":
        columns = payload(drawing)["lanes"][0]["columns"]
        assert all(len(column["entries"]) <= AT_MOST for column in columns)
        folds = nodes(drawing, "fold")
        assert all(len(node["entries"]) <= 2 * AT_MOST for node in folds)
        assert len(nodes(drawing, "link")) == 2000


def test_an_unknown_place_or_chain_is_refused(tables: Any, make_scene: Callable[..., Scene]) -> None:
    with pytest.raises(KeyError):
        make_scene(tables, "999999")
    with pytest.raises(KeyError):
        make_scene(tables, "371400", "no-such-chain")
