"""What each stage asks for: every rule with a project that meets it and one that does not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lianqun.land import RuleBook, StageRule, own_rules, rules_of
from lianqun.vocab.codes import code_lists
from lianqun.vocab.dictionary import tables

ON = date(2024, 6, 1)
BOOK = RuleBook(own_rules(), ON)
GATES = [rule for rule in own_rules() if rule.kind in ("field", "document")]
COLUMNS = {column.name: column for column in tables()["projects"].columns}


def project(rule: StageRule, **values: Any) -> dict[str, Any]:
    """A project of which the rule speaks, without anything else."""
    held: dict[str, Any] = dict.fromkeys(COLUMNS)
    held["kind"] = rule.project_kind or "industrial"
    if rule.when_column:
        held[rule.when_column] = True if rule.when_least is None else rule.when_least
    return held | values


def named(found: list[Any]) -> set[tuple[str, str]]:
    return {(one.kind, one.what) for one in found}


def test_rules_speak_of_what_there_is() -> None:
    tags, kinds = code_lists()["attachment_tag"], code_lists()["rule_kind"]
    assert len({rule.id for rule in own_rules()}) == len(own_rules())
    for rule in own_rules():
        assert rule.stage in code_lists()["project_stage"] and rule.kind in kinds and rule.reference_zh and rule.reference_en
        assert rule.kind != "field" or rule.what in COLUMNS
        assert rule.kind != "document" or rule.what in tags
        assert not rule.when_column or rule.when_column in COLUMNS
        assert not rule.project_kind or rule.project_kind in code_lists()["project_kind"]


@pytest.mark.parametrize("rule", GATES, ids=lambda rule: rule.id)
def test_a_project_without_it_lacks_it_and_one_with_it_does_not(rule: StageRule) -> None:
    without = project(rule) if rule.kind == "document" else project(rule) | {rule.what: None}
    if rule.what != rule.when_column:
        assert (rule.kind, rule.what) in named(BOOK.missing(rule.stage, without, ()))
    if rule.kind == "document":
        assert (rule.kind, rule.what) not in named(BOOK.missing(rule.stage, without, {rule.what}))
    else:
        assert (rule.kind, rule.what) not in named(BOOK.missing(rule.stage, project(rule, **{rule.what: "x"}), ()))


@pytest.mark.parametrize("rule", [rule for rule in GATES if rule.when_column], ids=lambda rule: rule.id)
def test_a_condition_that_does_not_hold_asks_for_nothing_and_one_that_is_not_known_for_what_decides_it(rule: StageRule) -> None:
    below: Any = False if rule.when_least is None else rule.when_least - 1
    assert (rule.kind, rule.what) not in named(BOOK.missing(rule.stage, project(rule, **{rule.when_column: below}), ()))
    unknown = named(BOOK.missing(rule.stage, project(rule, **{rule.when_column: None}), ()))
    assert (rule.kind, rule.what) not in unknown and ("field", rule.when_column) in unknown


@pytest.mark.parametrize("rule", [rule for rule in GATES if rule.project_kind], ids=lambda rule: rule.id)
def test_a_rule_of_another_kind_of_project_asks_for_nothing_and_an_unknown_kind_for_the_kind(rule: StageRule) -> None:
    assert (rule.kind, rule.what) not in named(BOOK.missing(rule.stage, project(rule, kind="service"), ()))
    assert ("field", "kind") in named(BOOK.missing(rule.stage, project(rule, kind=None), ()))


def test_what_is_missing_says_how_to_mend_it_in_both_languages() -> None:
    found = BOOK.missing("signed", dict.fromkeys(COLUMNS), ())
    assert {(one.what, one.zh, one.en) for one in found} >= {
        ("agreement", "上传“投资协议”", "add the document “investment agreement”"),
        ("investment_wan_yuan", "填写“总投资”", "fill in “investment”"),
    }


def office_rule(**values: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"id": "office-1", "project_kind": None, "stage": "signed", "kind": "days", "what": None, "number": 30}
    row |= {"needs": None, "when_column": None, "when_least": None, "valid_from": ON, "valid_to": None}
    return row | {"reference_zh": "本办〔2024〕1号", "reference_en": None} | values


def test_rules_of_an_office_stand_in_the_place_of_the_programs() -> None:
    plain = dict.fromkeys(COLUMNS)
    assert BOOK.limit("signed", plain).number == 90
    assert RuleBook(rules_of([office_rule()]), ON).limit("signed", plain).number == 30
    assert RuleBook(rules_of([office_rule()]), date(2024, 5, 31)).limit("signed", plain) is None
    documents = rules_of([office_rule(kind="document", what="agreement", number=None)])
    assert named(RuleBook(documents, ON).missing("signed", plain, ())) == {
        ("document", "agreement"),
        ("field", "investment_wan_yuan"),
        ("field", "builds"),
    }


def test_the_rule_of_a_kind_of_project_goes_before_that_of_all_kinds() -> None:
    book = RuleBook(rules_of([office_rule(project_kind="service", number=20)]), ON)
    assert book.limit("signed", dict.fromkeys(COLUMNS) | {"kind": "service"}).number == 20
    assert book.limit("signed", dict.fromkeys(COLUMNS) | {"kind": "industrial"}).number == 90


def test_the_green_channel_shortens_the_limit() -> None:
    assert BOOK.limit("signed", dict.fromkeys(COLUMNS) | {"green_channel": True}).number == 45


def test_from_five_hundred_million_yuan_the_city_signs_as_well() -> None:
    small, large = ({**dict.fromkeys(COLUMNS), "investment_wan_yuan": Decimal(n)} for n in (49_999, 50_000))
    assert [rule.what for rule in BOOK.signers("signed", small)] == ["county_investment"]
    assert [rule.what for rule in BOOK.signers("signed", large)] == ["county_investment", "city_investment"]


def test_an_approval_rests_on_what_is_asked_and_on_what_decides_it() -> None:
    assert set(BOOK.fields("signed", dict.fromkeys(COLUMNS))) == {"investment_wan_yuan", "builds"}
