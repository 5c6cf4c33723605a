"""Figures agree as far as they were printed: rounding and qualifiers are no contradiction, thresholds no amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqun.trace.agreement import Figure, compare

QUALIFIERS = ("", "=", "近", "余", "超", "以上", "约", "级", "以下")


def figure(text: str) -> Figure:
    """`近 300 亿元` or `40-50 道`: a qualifier or nothing, a number or a range, a unit."""
    *qualifier, number, unit = text.split()
    low, _dash, high = number.partition("-")
    return Figure(Decimal(low), unit, qualifier[0] if qualifier else "", Decimal(high) if high else None)


@pytest.mark.parametrize(
    ("left", "right", "stands"),
    [
        ("近 300 亿元", "297 亿元", "finer"),
        ("297 亿元", "近 300 亿元", "coarser"),
        ("300 亿元", "297 亿元", "differs"),
        ("近 300 亿元", "240 亿元", "differs"),
        ("近 300 亿元", "312 亿元", "differs"),
        ("31 亿元", "30.98 亿元", "finer"),
        ("30.9 亿元", "30.98 亿元", "differs"),
        ("余 3000 份", "3400 份", "finer"),
        ("余 3000 份", "4200 份", "differs"),
        ("超 60 亿元", "97 亿元", "finer"),
        ("超 60 亿元", "41 亿元", "differs"),
        ("以下 5 %", "7 %", "differs"),
        ("25 亿元", "250000 万元", "same"),
        ("40-50 道", "45 道", "finer"),
        ("40-50 道", "60 道", "differs"),
        ("10 亿元", "10 亩", "incomparable"),
        ("第 5 个", "5 个", "incomparable"),
        ("约 40 道", "44 道", "finer"),
    ],
)
def test_how_the_right_figure_stands_to_the_left(left: str, right: str, stands: str) -> None:
    assert compare(figure(left), figure(right)) == stands


@given(
    st.decimals("0.01", "99999", places=2),
    st.decimals("0.01", "99999", places=2),
    st.sampled_from(QUALIFIERS),
    st.sampled_from(QUALIFIERS),
)
def test_it_reads_the_same_from_both_sides(one: Decimal, other: Decimal, mark: str, sign: str) -> None:
    left, right = Figure(one, "亿元", mark), Figure(other, "亿元", sign)
    mirror = {"finer": "coarser", "coarser": "finer"}
    there, back = compare(left, right), compare(right, left)
    assert back == mirror.get(there, there)
    assert compare(left, left) == "same"
