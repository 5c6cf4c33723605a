"""Relations that a sentence states: moves, founders, groups of cities."""

import pytest

from lianqun.read import read_bytes


def relations(text: str) -> set[tuple[str, str, str]]:
    claims = read_bytes(f"海宁市发布消息\n{text}\n".encode()).claims
    return {(claim.subject, claim.attribute, claim.value) for claim in claims if claim.type == "relation"}


def test_a_move_names_both_places() -> None:
    assert ("浙江晨星光电有限公司", "relocated", "苏州→海宁市") in relations("浙江晨星光电有限公司总部从苏州迁至海宁市。")


def test_a_place_compared_with_is_no_move() -> None:
    assert not relations("浙江晨星光电有限公司的产品走向苏州，工厂搬到园区东侧。")


def test_a_founder() -> None:
    found = relations("浙江晨星光电有限公司总经理李明说，市场很大。李明创办浙江恒远材料有限公司。")
    assert ("李明", "founded", "浙江恒远材料有限公司") in found


@pytest.mark.parametrize("group", ["杭州都市圈", "长三角城市群"])
def test_a_city_is_a_member_of_each_group_listed(group: str) -> None:
    assert ("海宁市", "member_of", group) in relations("海宁市是杭州都市圈和长三角城市群重要成员。")
