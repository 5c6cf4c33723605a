"""The grammar of numbers: value, unit, qualifier, and what is no number at all."""

import pytest

from lianqun.read.layers.numerals import parse_numeral
from lianqun.read.layers.quantities import find_quantities
from lianqun.vocab.units import parse_unit, units


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        *(("四五十", "40-50"), ("七八", "7-8"), ("二三百", "200-300")),
        *(("三百二十", "320"), ("两百", "200"), ("十", "10"), ("十五", "15"), ("百", "100"), ("一千零五", "1005")),
        *(("１２０", "120"), ("1,234.50", "1234.5"), ("3.140", "3.14"), ("2×34", "2×34"), ("10-20", "10-20")),
        *(("数百", "数百"), ("几", "几"), ("上百", "100"), ("三点五", "3.5"), ("姓", None)),
    ],
)
def test_numerals(printed: str, value: str | None) -> None:
    assert parse_numeral(printed) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入近280亿元。", ("280", "亿元", "近")),
        ("出口70多亿元。", ("70", "亿元", "余")),
        ("合作院所12余所。", ("12", "所", "余")),
        ("产值突破亿元。", ("1", "亿元", "超")),
        ("产值超百亿元。", ("100", "亿元", "超")),
        ("打造千亿级集群", ("1000", "亿元", "级")),
        ("占全国市场30%以上，", ("30", "%", "以上")),
        ("约５００亩土地", ("500", "亩", "约")),
        ("有两百多家配套厂", ("200", "家", "余")),
        ("经过六七十道工序", ("60-70", "道", "约")),
        ("年产90万片/年的能力", ("90", "万片/年", "=")),
        ("投资40个亿元，", ("40", "亿元", "=")),
        ("检修3.5万台（套）机械", ("3.5", "万台（套）", "=")),
        ("提高3.2个百分点。", ("3.2", "个百分点", "=")),
        ("完成百分之三十", ("30", "%", "=")),
        ("联系着数百家企业", ("数百", "家", "数百")),
        ("新签约项目25个，", ("25", "个", "=")),
        ("装机2×35万千瓦机组", ("2×35", "万千瓦", "=")),
        ("就业岗位近3万个岗位", ("3", "万个", "近")),
    ],
)
def test_quantity(text: str, expected: tuple[str, str, str]) -> None:
    (found,) = find_quantities(text)
    assert (found.value, found.unit, found.qualifier) == expected
    assert text[found.start : found.end] == found.printed


@pytest.mark.parametrize(
    "text", ["5G和3D打印", "核心零部件", "百姓与千家万户", "合同签约仪式", "上下游企业", "一大批人才", "型号A12的设备"]
)
def test_no_quantity(text: str) -> None:
    assert [q for q in find_quantities(text) if not q.printed.startswith("一")] == []


def test_qualifier_is_not_taken_from_a_longer_word() -> None:
    (found,) = find_quantities("新签约亿元以上项目")
    assert (found.printed, found.qualifier) == ("亿元以上", "以上")


def test_units_know_their_dimension_and_factor() -> None:
    unit, factor = parse_unit("亿元") or pytest.fail("亿元 is a unit")
    assert (unit.dimension, factor) == ("money", 10**8)
    unit, factor = parse_unit("万平方米") or pytest.fail("万平方米 is a unit")
    assert (unit.dimension, factor) == ("area", 10**4)
    assert parse_unit("万片/年") is not None
    assert parse_unit("魔方") is None
    assert units()["㎡"].name == "平方米"
