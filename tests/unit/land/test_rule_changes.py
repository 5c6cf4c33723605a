"""What changed rules mean for projects: a truth table of what is changed and who is affected; and how long twenty thousand take."""

import time
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from lianqun.land import RuleEffect, own_rules, rule_changes, rule_effects, rules_as_text, rules_in, rules_of
from lianqun.vocab.dictionary import tables

TODAY = date(2024, 6, 1)
LATER = TODAY + timedelta(days=30)
COLUMNS = [column.name for column in tables()["projects"].columns]


def rule(key: str = "office-1", **values: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": key,
        "project_kind": None,
        "stage": "signed",
        "kind": "document",
        "what": "agreement",
        "number": None,
    }
    row |= {"needs": None, "when_column": None, "when_least": None, "valid_from": date(2024, 1, 1), "valid_to": None}
    return row | {"reference_zh": "本办〔2024〕1号", "reference_en": None} | values


def project(key: str = "p", **values: Any) -> dict[str, Any]:
    known = {"stage": "assessment", "kind": "service", "builds": False, "investment_wan_yuan": Decimal(10_000)}
    return dict.fromkeys(COLUMNS) | known | {"id": key} | values


def effects(*rows: dict[str, Any], before: tuple[dict[str, Any], ...] = (), of: Any = None, proofs: Any = ()) -> list[RuleEffect]:
    changes = rule_changes(rules_of(before), rules_of(rows), TODAY)
    return rule_effects(changes, [of or project()], {"p": proofs})


AGREEMENT = rule()  # the program asks for minutes, too: an office that names only the agreement asks for less


@pytest.mark.parametrize(
    ("held", "stage", "gains", "loses"),
    [
        ((), "assessment", set(), {"assessment_minutes"}),
        (("assessment_minutes",), "assessment", set(), set()),
        ((), "signed", set(), set()),
        ((), "talks", set(), set()),
    ],
)
def test_only_projects_before_the_stage_that_lack_the_document_lose_it(
    held: Any, stage: str, gains: set[str], loses: set[str]
) -> None:
    found = effects(AGREEMENT, of=project(stage=stage), proofs=held)
    assert ({one.what for it in found for one in it.gains}, {one.what for it in found for one in it.loses}) == (gains, loses)


@pytest.mark.parametrize(
    ("values", "gains"),
    [({}, {"capacity"}), ({"capacity": 5}, set()), ({"status": "terminated"}, set()), ({"status": "dormant"}, {"capacity"})],
)
def test_a_field_more_is_lacked_by_those_that_do_not_have_it_and_go_on(values: dict[str, Any], gains: set[str]) -> None:
    more = rule(kind="field", what="capacity")
    kept = rule("office-2", kind="field", what="investment_wan_yuan")
    found = effects(more, kept, of=project(builds=None, **values))
    assert {one.what for it in found for one in it.gains} == gains
    assert all(it.loses == () or {one.what for one in it.loses} == {"builds"} for it in found)


@pytest.mark.parametrize(("kind", "affected"), [("industrial", True), ("service", False)])
def test_a_rule_of_a_kind_of_project_affects_that_kind(kind: str, affected: bool) -> None:
    assert bool(effects(rule(project_kind="industrial", what="photo"), of=project(kind=kind))) is affected


def test_a_limit_is_that_of_the_stage_where_the_project_stands() -> None:
    calendar = rule(stage="assessment", kind="days", what=None, number=10)
    (found,) = effects(calendar)
    assert found.stage == "assessment" and found.limits is not None
    assert [(one.days, one.is_working) for one in found.limits if one] == [(20, True), (10, False)]
    assert effects(calendar, of=project(stage="talks")) == []


def test_other_signers_are_told_with_their_step_and_how_many() -> None:
    two = rule(kind="sign", what="county_investment", number=1, needs="2")
    (found,) = effects(two)
    assert [(one.office, one.needs) for one in found.signs] == [("county_investment", "2")]
    assert [(one.office, one.needs) for one in found.signs_no_more] == [("county_investment", "any")]
    (large,) = effects(two, of=project(investment_wan_yuan=Decimal(60_000)))
    assert {one.office for one in large.signs_no_more} == {"county_investment", "city_investment"}


def test_what_begins_later_is_told_from_its_day_and_what_stays_the_same_once() -> None:
    # the office's rule takes the place of the program's today, though it holds from its day only
    first, then = rule_changes(rules_of(), rules_of([rule(valid_from=LATER)]), TODAY)
    assert (first.on, then.on) == (TODAY, LATER)
    found = rule_effects([first, then], [project()], {})
    assert [(it.on, {one.what for one in it.loses}) for it in found] == [
        (TODAY, {"agreement", "assessment_minutes"}),
        (LATER, {"assessment_minutes"}),
    ]
    ends = rule(valid_to=LATER)
    assert [one.on for one in rule_changes(rules_of([rule()]), rules_of([ends]), TODAY)] == [LATER + timedelta(days=1)]


def test_another_name_or_reference_of_a_rule_is_no_change() -> None:
    assert rule_changes(rules_of([rule()]), rules_of([rule("office-9", reference_zh="本办〔2025〕9号")]), TODAY) == []
    assert rule_changes(rules_of(), rules_of(), TODAY) == []


def test_rules_written_down_are_read_again_as_they_were() -> None:
    assert rules_in(rules_as_text(own_rules())) == own_rules()
    assert rules_in(rules_as_text(())) == ()


def test_twenty_thousand_projects_take_a_second_or_two() -> None:
    many = [project(f"p{n}", stage="assessment" if n % 2 else "construction") for n in range(20_000)]
    begun = time.perf_counter()
    found = rule_effects(
        rule_changes(rules_of(), rules_of([rule(), rule("2", kind="sign", what="land", needs="all")]), TODAY), many, {}
    )
    assert len(found) == 10_000 and time.perf_counter() - begun < 5
