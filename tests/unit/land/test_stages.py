"""The stages of a project and the moves between them."""

from datetime import date

import pytest

from lianqun.land import check_move, next_stages, open_states, over_stages, over_statuses, stages, status_of, statuses
from lianqun.land.words import read_rows
from lianqun.vocab.codes import code_lists
from lianqun.vocab.dictionary import tables

CODES = tuple(stage.code for stage in stages())


def test_stages_are_the_words_of_the_code_list_in_its_order() -> None:
    words = code_lists()["project_stage"]
    assert tuple(words) == CODES
    assert [(s.zh, s.en) for s in stages()] == [(w.zh, w.en) for w in words.values()]


def test_every_stage_asks_for_something_and_names_its_rule() -> None:
    assert all(s.asks_for_zh and s.asks_for_en and s.reference_zh and s.reference_en and s.next for s in stages())


def test_next_stages_are_stages_and_never_the_same_one() -> None:
    for stage in stages():
        assert set(stage.next) <= set(CODES) - {stage.code}


def test_every_stage_can_be_reached_from_a_lead() -> None:
    reached, waiting = set(), ["lead"]
    while waiting:
        code = waiting.pop()
        if code not in reached:
            reached.add(code)
            waiting += [after.code for after in next_stages(code)]
    assert reached == set(CODES)


def test_a_date_column_is_a_date_of_a_project_and_belongs_to_one_stage() -> None:
    days = {column.name for column in tables()["projects"].columns if column.type == "date"}
    named = [stage.date_column for stage in stages() if stage.date_column]
    assert set(named) <= days
    assert len(set(named)) == len(named)


def test_a_stage_is_over_where_the_loop_is_closed() -> None:
    assert over_stages() == ("full_output",)
    assert {stage.over for stage in stages()} == {"", "reached"}


def test_every_status_says_whether_time_counts_and_what_must_be_said_with_it() -> None:
    assert tuple(statuses()) == tuple(code_lists()["project_status"])
    assert [one.code for one in statuses().values() if one.runs] == ["running", "delayed"]
    assert over_statuses() == ("lost", "terminated")
    assert [one.code for one in statuses().values() if one.asks_place] == ["lost"]
    assert status_of(None) == status_of("running")


def test_every_state_of_a_need_is_open_or_not() -> None:
    rows = read_rows("need_states.csv")
    assert {row["code"] for row in rows} == set(code_lists()["need_status"])
    assert {row["open"] for row in rows} == {"yes", "no"}
    assert set(open_states()) == {"open", "in_hand", "answered", "returned"}


def test_before_the_first_date_there_are_no_stages() -> None:
    assert stages(date(2023, 12, 31)) == ()
    assert stages(date(2024, 1, 1)) == stages()


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("lead", "talks", "usual"),
        ("construction", "line_through", "usual"),
        ("construction", "production", "usual"),
        ("full_output", "expansion", "usual"),
        ("talks", "assessment", "usual"),
        ("talks", "signed", "out_of_order"),
        ("lead", "production", "out_of_order"),
        ("production", "signed", "out_of_order"),
        ("signed", "signed", "same"),
    ],
)
def test_a_move_is_usual_or_needs_a_reason(left: str, right: str, kind: str) -> None:
    move = check_move(left, right)
    assert move.kind == kind
    assert move.needs_reason == (kind == "out_of_order")


def test_a_refused_move_says_what_usually_follows() -> None:
    move = check_move("lead", "production")
    assert "在谈" in move.zh
    assert "in talks" in move.en


def test_an_unknown_stage_is_named_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="'opening' is no stage"):
        check_move("lead", "opening")
