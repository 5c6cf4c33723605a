"""Two readers side by side: agreed, different and in what, only one of them."""

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.second.fake_model import answer_as, passage_of

from lianqun.read import Reading, read_bytes
from lianqun.read.doubts import doubt_words
from lianqun.read.second import LlmExtractor, Messages, read_again
from lianqun.read.second.agreement import OUTCOMES, PARTS, compare
from lianqun.vocab.claims import Claim

TEXT = (
    "2024年一季度海宁市经济运行\n一、工业\n"
    "2024年一季度海宁市实现工业增加值95.2亿元，同比增长4.1%。海宁市新签约项目12个。嘉兴市有规上企业300家。\n"
)
CLAIM = Claim("indicator", "海宁市", "产值", "40", "海宁市产值40亿元", 10, 19, "rule", unit="亿元", period="2024", confidence=0.8)


def read_with(model: str, text: str = TEXT) -> tuple[Reading, dict[str, int]]:
    def ask(messages: Messages) -> str:
        return answer_as(model, passage_of([dict(message) for message in messages]))

    both, agreement = read_again(read_bytes(text.encode(), published=date(2024, 4, 20)), LlmExtractor(ask, model))
    return both, agreement.counts


def test_same_and_different_subjects_are_flagged() -> None:
    plain, counts = read_with("plain")
    assert {c.value: c.flags[-1] for c in plain.claims if c.unit} == dict.fromkeys(("95.2", "12", "300"), "second_agrees")
    assert counts["agreed"] == 3 and counts["second_only"] == 0
    wrong, counts = read_with("wrong_subject", TEXT.replace("2024年一季度海宁市经济", "嘉兴市经济"))
    flags = {c.value: c.flags for c in wrong.claims if c.unit}
    assert "second_differs_subject" in flags["95.2"] and "second_agrees" in flags["300"]
    claim = next(c for c in wrong.claims if c.value == "95.2")
    assert claim.subject == "海宁市" and claim.confidence <= 0.4 and "subject=嘉兴市" in claim.rule


def test_two_runs_are_alike() -> None:
    assert read_with("plain") == read_with("plain") and read_with("wordy")[1] == read_with("plain")[1]


def test_rows_of_tables_are_not_asked_about() -> None:
    asked: list[str] = []

    def ask(messages: Messages) -> str:
        passage = passage_of([dict(message) for message in messages])
        asked.append(str(passage))
        return answer_as("plain", passage)

    table = "行业,产值（亿元）,说明\n纺织业,120,新增企业3家，停产企业1家，其余企业生产正常。\n造纸业,80,\n"
    reading = read_bytes(table.encode(), name="表.csv")
    both, _ = read_again(reading, LlmExtractor(ask, "plain"))
    assert any("新增企业3家" in passage for passage in asked)
    assert not any("造纸业" in passage for passage in asked)
    assert {c for c in both.claims if c.rule.startswith("grid/")} == {c for c in reading.claims if c.rule.startswith("grid/")}


@pytest.mark.parametrize(
    ("changed", "flags"),
    [
        ({}, ("second_agrees",)),
        ({"subject": "海宁"}, ("second_agrees",)),
        ({"subject": "嘉兴市"}, ("second_differs_subject",)),
        ({"attribute": "工业产值"}, ("second_agrees",)),
        ({"attribute": "值"}, ("second_differs_attribute",)),
        ({"attribute": "产值增速"}, ("second_differs_attribute",)),
        ({"type": "project", "attribute": "amount"}, ("second_differs_attribute",)),
        ({"period": "2023"}, ("second_differs_period",)),
        ({"qualifier": "近"}, ("second_differs_qualifier",)),
        ({"change": "+3%"}, ("second_differs_change",)),
        ({"modality": "goal"}, ("second_differs_modality",)),
        ({"subject": "嘉兴市", "period": "2023"}, ("second_differs_subject", "second_differs_period")),
    ],
)
def test_each_part_is_compared(changed: dict[str, str], flags: tuple[str, ...]) -> None:
    (claim,), counts = compare([CLAIM], [replace(CLAIM, rule="second:m", confidence=0.3, **changed)])
    assert claim.flags == flags
    assert counts["agreed" if flags == ("second_agrees",) else "differs"] == 1
    assert (claim.subject, claim.value, claim.period) == (CLAIM.subject, CLAIM.value, CLAIM.period), "the rules' own words stay"
    assert claim.confidence == (0.8 if flags == ("second_agrees",) else 0.4), "agreement never makes surer"


@pytest.mark.parametrize("changed", [{"value": "41"}, {"unit": "万元"}, {"start": 100, "end": 109}])
def test_another_number_or_place_is_no_agreement(changed: dict[str, object]) -> None:
    claims, counts = compare([CLAIM], [replace(CLAIM, **changed)])  # type: ignore[arg-type]
    assert sorted(claim.flags for claim in claims) == [(), ("second_only",)]
    assert dict(counts) == {"rules_only": 1, "second_only": 1}


def test_a_claim_is_matched_once_and_with_the_one_it_differs_from_least() -> None:
    other = replace(CLAIM, subject="嘉兴市")
    claims, counts = compare([CLAIM], [other, CLAIM])
    assert {claim.subject: claim.flags for claim in claims} == {"海宁市": ("second_agrees",), "嘉兴市": ("second_only",)}
    assert counts["agreed"] == counts["second_only"] == 1


def test_names_agree_wherever_they_stand_and_differ_only_in_one_place() -> None:
    tie = Claim("relation", "甲公司", "located_in", "海宁市", "甲公司位于海宁市", 10, 18, "rule")
    far = replace(tie, start=200, end=208)
    assert compare([tie], [far])[0][0].flags == ("second_agrees",)
    assert compare([tie], [replace(far, subject="乙公司")])[1]["second_only"] == 1
    assert compare([tie], [replace(tie, subject="乙公司")])[0][0].flags == ("second_differs_subject",)


def test_types_that_the_second_reader_is_not_asked_for_are_not_counted() -> None:
    assert compare([replace(CLAIM, type="place", unit="", value="海宁市")], [])[1]["rules_only"] == 0


def test_every_flag_and_count_has_words() -> None:
    from lianqun.read.second import reason_words

    flags = ("second_agrees", "second_only", *(f"second_differs_{part}" for part in PARTS))
    assert all(doubt_words(flag) != (flag, flag) for flag in flags)
    assert all(reason_words(word) != (word, word) for word in (*OUTCOMES, "dropped"))
