"""Damage of the known family, done to clean text and undone again.

The damage here is written from its description: a table to Traditional, readings put in on bytes, a cut on the bytes of
a mark, a decoder that loses pairs, narrowed marks. A repair may fail, but never in silence.
"""

import re
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from lianqun.read import read_bytes
from lianqun.read.repair import repair
from lianqun.read.repair.readings import usual_annotations

SUBJECTS = (
    "当地产业链",
    "海宁市经济开发区",
    "这家医药企业",
    "全区规模以上工业",
    "新能源网络",
    "重点领域的龙头企业",
    "乡镇卫生院",
    "优质数据中心",
)
VERBS = (
    "正在调整结构",
    "持续发展壮大",
    "着力推动创新",
    "加快转型升级",
    "建设协同机制",
    "实现规模化生产",
    "统筹环境保护",
    "引领技术进步",
)
TAILS = (
    "，完成投资12亿元",
    "，比去年增长3.5%",
    "，经济效益明显",
    "，规上企业共有46家",
    "，关键环节不断续写新篇",
    "，术业有专攻",
    "",
)
NARROW = str.maketrans("，：？！（）", ",:?!()")


@cache
def table() -> OpenCC:
    return OpenCC("s2t")


@cache
def to_traditional(character: str) -> str:
    return str(table().convert(character))


def decode_pairs(data: bytes) -> str:
    """Decode two bytes at a time; a pair that is no character is lost as a whole."""
    text, at = "", 0
    while at < len(data):
        if data[at] < 0x80:
            text, at = text + chr(data[at]), at + 1
            continue
        try:
            text += data[at : at + 2].decode("gb18030") if at + 1 < len(data) and data[at + 1] >= 0x40 else "?"
        except UnicodeDecodeError:
            text += "?"
        at += 2
    return text


def damage(clean: str, mark: bytes) -> str:
    lines = []
    for line in clean.split("\n"):
        data = "".join(map(to_traditional, line)).encode("gb18030")
        for character, reading in usual_annotations().items():
            key = character.encode("gbk")
            data = data.replace(key, key + f"({reading})".encode("gb18030"))
        lines.append("".join(decode_pairs(piece) for piece in re.split(b"(" + re.escape(mark) + b")", data)))
    return "\n".join(lines).translate(NARROW)


sentences = st.builds(lambda s, v, t: f"{s}{v}{t}。", st.sampled_from(SUBJECTS), st.sampled_from(VERBS), st.sampled_from(TAILS))
texts = st.lists(st.lists(sentences, min_size=1, max_size=4).map("".join), min_size=3, max_size=8).map("\n".join)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_damage_is_undone(clean: str) -> None:
    damaged = damage(clean, "；".encode("gbk"))
    repaired = repair(damaged)
    wrong = [(got, want) for got, want in zip(repaired.text.split("\n"), clean.split("\n"), strict=True) if got != want]
    assert all(any(operation.doubtful for operation in repaired.operations) for _ in wrong)
    if not any(operation.doubtful for operation in repaired.operations):
        assert repaired.text == clean


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_every_number_is_right_or_marked(clean: str) -> None:
    """No number beside a repair passes for sure."""
    reading = read_bytes(damage(clean, "；".encode("gbk")).encode())
    for claim in reading.claims:
        if claim.unit and claim.quote not in clean:
            assert "touches_repair" in claim.flags


@given(texts)
@settings(max_examples=30, deadline=None, derandomize=True)
def test_clean_text_is_left_alone(clean: str) -> None:
    repaired = repair(clean)
    assert (repaired.text, repaired.operations) == (clean, ())


def test_a_lone_gloss_is_kept() -> None:
    text = "龛(kān)是供奉的小阁。" + "这家企业发展很快。" * 20
    assert repair(text).text == text


def test_a_lost_digit_is_marked() -> None:
    """The shift after 当 eats the byte before it: a digit behind 地 may be gone."""
    clean = "产业发展区域经济。\n海宁市当地14万人就业，产业规模优质。"
    reading = read_bytes(damage(clean, "；".encode("gbk")).encode())
    assert "14万" not in reading.text
    (claim,) = [claim for claim in reading.claims if claim.unit.startswith("万")]
    assert "touches_repair" in claim.flags
    assert reading.warnings


@pytest.mark.parametrize("word", ["着力", "著名", "显著", "沿着"])
def test_zhe_and_zhu(word: str) -> None:
    traditional = "".join(map(to_traditional, f"经济发展领域产业创新，{word}，结构调整与环境质量。"))
    assert word in repair(traditional).text
