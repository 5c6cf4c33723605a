"""Numbers, ranges and long names as the pages write them, in both languages."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from lianqun.office.pages import words


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "chinese", "english"),
    [
        (Decimal("300"), "亿元", "近", "近300亿元", "nearly 300 亿元"),
        (Decimal("3000"), "人", "余", "3,000余人", "somewhat over 3,000 人"),
        (Decimal("20"), "%", "以上", "20%以上", "at least 20 %"),
        (Decimal("5"), "个", "第", "第5个", "no. 5 个"),
        (Decimal("12.50"), "", "=", "12.5", "12.5"),
        (None, "人", "余", "", ""),
    ],
)
def test_a_number_keeps_its_qualifier(value: Decimal | None, unit: str, qualifier: str, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert words.quantity(value, unit, qualifier) == chinese
    with translation.override("en"):
        assert words.quantity(value, unit, qualifier) == english


@pytest.mark.parametrize(
    ("wan_yuan", "chinese", "english"),
    [
        ("250000", "25.0", "2,500"),
        ("1234567", "123.46", "12,345.67"),
        ("22500", "2.25", "225"),
        ("300", "0.03", "3"),
        (None, "", ""),
        ("0", "0.00", "0"),
    ],
)
def test_money_is_written_in_the_readers_unit(wan_yuan: str | None, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert words.money(wan_yuan) == chinese
    with translation.override("en"):
        assert words.money(wan_yuan) == english


def test_a_range_is_written_as_a_range() -> None:
    said = SimpleNamespace(
        value_number=Decimal("40.0000"), value_upper=Decimal("50.0000"), value_text="", unit="道", qualifier=""
    )
    with translation.override("zh-hans"):
        assert words.claim_value(said) == "40–50道"


@pytest.mark.parametrize(
    ("name", "most", "expected"),
    [
        ("短名", 6, "短名"),
        ("山东有研艾斯半导体材料有限公司", 8, "山东有研…限公司"),
        ("Semiconductor materials", 8, "Semicondu…rials"),
    ],
)
def test_a_long_name_is_cut_in_the_middle(name: str, most: int, expected: str) -> None:
    assert words.cut(name, most) == expected
