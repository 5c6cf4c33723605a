"""Review: accept, refuse, correct, undo; claims never change; every action leaves one event and says beforehand why not."""

from decimal import Decimal

import pytest
from tests.factories import make_user

from lianqun.office.accounts.models import AuditEvent
from lianqun.office.actions.read import statements
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.evidence.models import Statement
from lianqun.vocab.claims import Claim
from lianqun.vocab.numbers import number_of

pytestmark = pytest.mark.django_db


def claim(statement: Statement) -> list[object]:
    return [getattr(statement, name) for name in statements.CLAIM_COLUMNS]


@pytest.fixture
def statement(tiny: None) -> Statement:
    return Statement.objects.get(pk="sta-1")


def test_accept_keeps_the_claim_and_says_who(statement: Statement) -> None:
    chief, before = make_user(role="chief"), claim(statement)
    accepted = statements.accept(by=chief, statement=statement)
    assert (accepted.status, accepted.reviewed_by, claim(accepted)) == ("accepted", chief.username, before)
    assert AuditEvent.objects.filter(type="statement.accept", subject="statements/sta-1", by=chief.username).count() == 1


@pytest.mark.parametrize(("act", "status"), [(statements.accept, "accepted"), (statements.refuse, "rejected")])
def test_undo_brings_it_back(statement: Statement, act: object, status: str) -> None:
    chief = make_user(role="chief")
    assert act(by=chief, statement=statement).status == status  # type: ignore[operator]
    undone = statements.undo(by=chief, statement=statement)
    assert (undone.status, undone.reviewed_by, undone.reviewed_at) == ("proposed", "", None)


def test_correct_makes_a_new_statement_and_withdraws_the_old(statement: Statement) -> None:
    chief, before = make_user(role="chief"), claim(statement)
    new = statements.correct(by=chief, statement=statement, value="120", unit="万片")
    statement.refresh_from_db()
    assert (statement.status, claim(statement)) == ("withdrawn", before)
    assert (new.status, new.value_number, new.passage_id, new.rule) == ("accepted", Decimal(120), "pas-1", "corrects sta-1")
    statements.undo(by=chief, statement=statement)
    new.refresh_from_db()
    assert (statement.status, new.status) == ("proposed", "withdrawn")
    again = statements.correct(by=chief, statement=statement, value="120", unit="万片")
    assert (again.pk, again.status) == (new.pk, "accepted")


def test_a_correction_that_changes_nothing_is_refused(statement: Statement) -> None:
    with pytest.raises(Refused, match=r"."):
        statements.correct(by=make_user(role="chief"), statement=statement, value="20")


def test_the_refusal_is_the_tooltip(statement: Statement) -> None:
    steward = make_user(role="steward")
    told = statements.accept.why_not(steward, statement=statement)
    with pytest.raises(Refused) as refused:
        statements.accept(by=steward, statement=statement)
    assert told == refused.value.sentence and refused.value.status == 403
    assert Statement.objects.get(pk="sta-1").status == "proposed"
    assert not AuditEvent.objects.filter(type__startswith="statement.").exists()


def test_a_stale_row_is_not_accepted_twice(statement: Statement) -> None:
    chief, stale = make_user(role="chief"), Statement.objects.get(pk="sta-1")
    statements.refuse(by=chief, statement=statement)
    with pytest.raises(Refused) as refused:
        statements.accept(by=chief, statement=stale)
    assert refused.value.code == "already_reviewed"


@pytest.mark.parametrize(
    ("value", "split"),
    [
        ("20", ("", Decimal(20), None)),
        ("40-50", ("", Decimal(40), Decimal(50))),
        ("-3.5", ("", Decimal("-3.5"), None)),
        ("有", ("有", None, None)),
        ("1e30", ("1e30", None, None)),
        ("0.00001", ("0.00001", None, None)),
        ("1-2-3", ("1-2-3", None, None)),
        ("", ("", None, None)),
    ],
)
def test_split_value(value: str, split: tuple[str, Decimal | None, Decimal | None]) -> None:
    assert statements.split_value(value) == split
    number = number_of(value)
    said = Claim("indicator", "海宁市", "产值", value, value, 0, 1, "rule", number=number.exact, upper=number.upper)
    assert statements.value_of_claim(said) == split
