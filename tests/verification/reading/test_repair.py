"""Damage of the family, done to clean text and undone again. A repair may fail, but never in silence.

`tests/damage.py` writes the text and does the damage; the known mirror is one member of the family among many.
"""

from functools import partial
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypinyin import Style
from tests.damage import FAMILY, Mirror, change_script, compare, damage, narrow_marks, write_text

from lianqun.read import Reading, read_bytes
from lianqun.read.repair import repair

# Of these, bytes are gone without a trace or are no GBK: words may stay wrong unmarked, numbers may not.
UNDETECTABLE = {"lost without a sign", "Big5 bytes"}
IRREVERSIBLE = {"UTF-8 read as GBK", "UTF-8 read as GBK, U+FFFD"}
WHOLE = {
    "cut only, simplified",
    "script only",
    "widened",
    "UTF-8 read as Latin-1",
    "UTF-8 read as Windows-1252",
    "entities",
    "invisible signs",
}
MARKS = "，。；：、“”（）！？《》"
mirrors = st.builds(
    Mirror,
    characters=st.sampled_from((0, 20, 80, 200)),
    style=st.sampled_from((Style.TONE, Style.TONE3, Style.NORMAL)),
    brackets=st.sampled_from(("()", "（）")),
    marks=st.sets(st.sampled_from(MARKS), max_size=6).map(sorted).map("".join),
    cuts_first=st.booleans(),
    lost=st.sampled_from("?\ufffd\ue5e5\uff77"),
    eats_both=st.booleans(),
    seed=st.integers(1, 99),
)
scripts = st.sampled_from(("s2t", "s2tw", "s2hk", "")).map(lambda name: partial(change_script, name=name) if name else str)
widths = st.sampled_from((narrow_marks, str))


def read(text: str) -> Reading:
    return read_bytes(text.encode())


def wrong_and_accepted(clean: str, reading: Reading) -> list[str]:
    """Numbers without a doubt of repair that do not stand so, behind the same character, in the clean text."""
    want, wrong = "".join(clean.split()), []
    for claim in reading.claims:
        shown = "".join(reading.text[max(0, claim.start - 1) : claim.end].split())
        if claim.unit and "touches_repair" not in claim.flags and shown not in want:
            wrong.append(shown)
    return wrong


@pytest.mark.parametrize("name", FAMILY)
@pytest.mark.parametrize("seed", [1, 2])
def test_what_stays_wrong_is_marked(name: str, seed: int) -> None:
    clean = write_text(seed, 3000)
    remains = compare(clean, repair(damage(clean, FAMILY[name])))
    assert not remains.digits_unmarked
    assert name in UNDETECTABLE | IRREVERSIBLE or not remains.silent
    assert name not in WHOLE or not remains.errors


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(100, 999), mirrors, scripts, widths)
def test_any_mirror(seed: int, mirror: Mirror, script: partial[str], width: partial[str]) -> None:
    clean = write_text(seed, 1500)
    remains = compare(clean, repair(damage(clean, (script, mirror, width))))
    assert not remains.digits_unmarked


@pytest.mark.parametrize("name", FAMILY)
def test_no_wrong_number_is_accepted_without_a_person(name: str) -> None:
    clean = write_text(7, 4000)
    reading = read(damage(clean, FAMILY[name]))
    assert sum(bool(claim.unit) for claim in reading.claims) > 50
    assert wrong_and_accepted(clean, reading) == []


@pytest.mark.parametrize("seed", range(3))
def test_clean_text_is_left_alone(seed: int) -> None:
    clean = write_text(seed, 4000)
    repaired = repair(clean)
    assert (repaired.text, repaired.operations, repaired.touched) == (clean, (), ())


@pytest.mark.parametrize("name", sorted(set(FAMILY) - UNDETECTABLE))
def test_a_second_repair_changes_nothing(name: str) -> None:
    once = repair(damage(write_text(3, 2500), FAMILY[name])).text
    assert repair(once).text == once


@pytest.mark.parametrize("name", FAMILY)
def test_places_lead_back(name: str) -> None:
    """Every digit that is not touched came from a digit of the raw text, or from what stood for it."""
    raw = damage(write_text(4, 2500), FAMILY[name])
    repaired = repair(raw)
    assert len(repaired.offsets.starts) == len(repaired.offsets.ends) == len(repaired.text)
    spans = [repaired.offsets.raw_span(at, at + 1) for at in range(len(repaired.text))]
    assert all(0 <= start < end <= len(raw) for start, end in spans)
    assert all(before[0] <= after[0] and before[1] <= after[1] for before, after in pairwise(spans))
    kept = [(at, raw[start]) for at, (start, end) in enumerate(spans) if end - start == 1 and raw[start].isascii()]
    assert all(repaired.text[at] == sign for at, sign in kept if sign.isalnum() and name != "UTF-8 read as GBK")


@pytest.mark.parametrize(
    "text",
    [
        "龛(kān)是供奉的小阁。",
        "“长(chang)”字有两个读音，cháng与zhǎng；龃龉(jǔ yǔ)是不合的意思。",
        "公司的环境、社会和治理(ESG)报告称，能耗下降12%(ok)，精度为3(mm)。",
        "你问为什么?我们也问：投资12亿元够不够?够!",
        "咨询网址是http://a.example.cn/?id=14&page=2；AT&T公司参会。",
        "项 目 名 称：硅片生产线\n建 设 单 位：晨星公司\n投资12亿元",
        "序号 名称 投资\n1 硅片 12亿元\n2 纤维 3亿元",
        "全角的１２０台设备与半角的14台设备并用。",
        "吡唑醚菌酯、嘧菌酯和噻呋酰胺的产量为120吨。",
        "Le marché de Bâle a été très animé à Noël; 12 000 € payés.",
    ],
)
def test_what_a_writer_meant_is_kept(text: str) -> None:
    around = "这家企业发展很快，产业链上的伙伴都来了。\n" * 12
    assert repair(around + text).text == around + text
    assert not repair(around + text).operations


@pytest.mark.parametrize("name", ["s2t", "s2tw", "s2hk"])
def test_numbers_of_traditional_text_are_kept(name: str) -> None:
    clean = write_text(5, 2000)
    repaired = repair(change_script(clean, name=name, by_character=False))
    assert [c for c in repaired.text if c.isdigit()] == [c for c in clean if c.isdigit()]
    assert not repaired.touched


def test_a_lone_gloss_is_kept_in_a_damaged_text() -> None:
    damaged = damage(write_text(6, 3000), FAMILY["the known mirror"])
    assert "龛（kān）" in repair(damaged + "\n神龕(kān)是供奉的小閣。").text


def test_a_lost_digit_is_marked() -> None:
    """The shift after 当 eats the byte before it: a digit behind 地 may be gone."""
    clean = "产业发展区域经济。\n海宁市当地14万人就业，产业规模优质。"
    reading = read(damage(clean, (change_script, Mirror(), narrow_marks)))
    assert "14万" not in reading.text
    (claim,) = [claim for claim in reading.claims if claim.unit.startswith("万")]
    assert "touches_repair" in claim.flags
    assert reading.warnings


@pytest.mark.parametrize("cut", ["1\u200b4亿元", "1\n4亿元"])
def test_digits_that_a_repair_joins_are_marked(cut: str) -> None:
    reading = read(f"海宁市经济开发区的硅片生产线项目完成投资{cut}，同比增长3%。")
    claims = [claim for claim in reading.claims if claim.unit == "亿元"]
    assert claims
    assert all("touches_repair" in claim.flags for claim in claims)


@pytest.mark.parametrize("word", ["着力", "著名", "显著", "沿着"])
def test_zhe_and_zhu(word: str) -> None:
    traditional = change_script(f"经济发展领域产业创新，{word}，结构调整与环境质量。")
    assert word in repair(traditional).text
