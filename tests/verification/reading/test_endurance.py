"""Odd and huge input neither breaks the reader nor makes it slow beyond its length."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqun.read import ReadingRefused, read_bytes

PIECES = (
    "海宁市",
    "投资",
    "12亿元",
    "（",
    "）",
    "“",
    "”说",
    "同比增长3%",
    "、",
    "，",
    "。\n",
    "一",
    "分别",
    "项目",
    "有限公司",
    "?",
    "業(yè)",
    "总经理王明",
    "其中",
    "2023年",
)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=120).map("".join))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_text_is_read_and_quoted_exactly(text: str) -> None:
    try:
        reading = read_bytes(text.encode())
    except ReadingRefused:
        return
    assert all(reading.text[claim.start : claim.end] == claim.quote for claim in reading.claims)


@pytest.mark.parametrize("piece", ["一", "9", "项目、", "（12亿元", "“公司投资12亿元”说", "业(yè)?", "有限公司", "山东", " "])
def test_time_grows_with_length_only(piece: str) -> None:
    """Eight times the text may take at most some thirty times the time; a quadratic step would take sixty-four times."""
    times = []
    for length in (1_500, 12_000):
        data = ("题目\n" + piece * (length // len(piece))).encode()
        start = time.process_time()
        read_bytes(data)
        times.append(time.process_time() - start)
    assert times[1] < 30 * max(times[0], 0.02)
