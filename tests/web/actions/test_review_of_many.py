"""Many statements by one action, all or none, taken back as one; reasons and working seconds are kept."""

from decimal import Decimal

import pytest
from tests.factories import make_user

from lianqun.office.accounts.models import AuditEvent
from lianqun.office.actions.read import statements
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.evidence.models import Statement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]
BOTH = ["sta-1", "sta-2"]


def states() -> dict[str, str]:
    return dict(Statement.objects.filter(pk__in=BOTH).values_list("pk", "status"))


def test_many_are_accepted_by_one_event_that_names_them_and_taken_back_as_one() -> None:
    chief = make_user(role="chief")
    event = statements.accept_many(by=chief, statement_ids=BOTH, seconds=9)
    assert set(states().values()) == {"accepted"}
    assert AuditEvent.objects.filter(type__startswith="statement.").count() == 1
    assert event.after["ids"] == BOTH
    assert statements.undo_many(by=chief, event=event) == 2
    assert set(states().values()) == {"proposed"}
    with pytest.raises(Refused):
        statements.undo_many(by=chief, event=event)


def test_a_number_on_repaired_text_is_never_accepted_in_bulk() -> None:
    Statement.objects.filter(pk="sta-1").update(flags="period_inherited touches_repair")
    with pytest.raises(Refused) as refused:
        statements.accept_many(by=make_user(role="chief"), statement_ids=BOTH)
    assert refused.value.code == "touches_repair"
    assert set(states().values()) == {"proposed"} and not AuditEvent.objects.filter(type__startswith="statement.").exists()
    assert statements.accept(by=make_user(role="chief"), statement=Statement.objects.get(pk="sta-1")).status == "accepted"


@pytest.mark.parametrize(
    ("ids", "code"),
    [([], "nothing_chosen"), (["sta-1", "none"], "already_reviewed"), (["x"] * 1 + [f"s{n}" for n in range(501)], "too_many")],
)
def test_what_cannot_be_done_for_all_is_done_for_none(ids: list[str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        statements.accept_many(by=make_user(role="chief"), statement_ids=ids)
    assert refused.value.code == code and set(states().values()) == {"proposed"}


def test_who_may_not_review_accepts_nothing_in_bulk() -> None:
    with pytest.raises(Refused) as refused:
        statements.accept_many(by=make_user(role="steward"), statement_ids=BOTH)
    assert refused.value.status == 403


def test_taking_back_leaves_alone_what_somebody_decided_since() -> None:
    chief, other = make_user(role="chief"), make_user(role="statistician")
    event = statements.accept_many(by=chief, statement_ids=BOTH)
    first = Statement.objects.get(pk="sta-1")
    statements.undo(by=other, statement=first)
    statements.refuse(by=other, statement=first, reason="duplicate")
    assert statements.undo_many(by=chief, event=event) == 1
    assert states() == {"sta-1": "rejected", "sta-2": "proposed"}


def test_a_refusal_keeps_its_reason_and_a_strange_one_is_refused() -> None:
    chief, statement = make_user(role="chief"), Statement.objects.get(pk="sta-1")
    with pytest.raises(Refused):
        statements.refuse(by=chief, statement=statement, reason="because")
    assert statements.refuse(by=chief, statement=statement, reason="wrong_number").review_reason == "wrong_number"
    assert statements.undo(by=chief, statement=statement).review_reason == ""


def test_seconds_add_up_over_decisions_and_impossible_ones_do_not_count() -> None:
    chief, statement = make_user(role="chief"), Statement.objects.get(pk="sta-1")
    statements.accept(by=chief, statement=statement, seconds=3.25)
    statements.undo(by=chief, statement=statement)
    statements.refuse(by=chief, statement=statement, seconds=2)
    assert statement.review_seconds == Decimal("5.2")
    for impossible in (-1.0, float("nan"), 86_400.0):
        assert statements.add_seconds(Decimal(5), impossible) == Decimal(5)
    statements.accept_many(by=chief, statement_ids=["sta-2"], seconds=4)
    assert Statement.objects.get(pk="sta-2").review_seconds == Decimal(4)
