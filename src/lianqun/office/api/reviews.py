"""Review of statements over the interface: the same actions as on the review page."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import StringConstraints

from lianqun.office.actions.read import statements
from lianqun.office.api.problems import PROBLEMS
from lianqun.office.api.schemas import Key, Plain, as_row, row_schema
from lianqun.office.api.signing_in import person
from lianqun.office.evidence.models import Statement
from lianqun.office.queries.rows.visible import visible_to
from lianqun.vocab.dictionary import tables

router = Router(tags=["review"])
TABLE = tables()["statements"]
StatementRow = row_schema(TABLE)
ANSWERS: dict[Any, Any] = {200: StatementRow, **PROBLEMS}
Note = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]


class Review(Schema):
    """A review, with a note if there is something to say."""

    note: Note = ""


class Refusal(Review):
    """A review that refuses: `reason` is a word of the code list `review_reason`, or empty."""

    reason: Note = ""


class Correction(Schema):
    """What the statement should say; only what is given is changed."""

    value: Plain | None = None
    subject: Plain | None = None
    attribute: Plain | None = None
    unit: Plain | None = None
    change: Plain | None = None
    period: Plain | None = None
    region: Plain | None = None
    chain: Plain | None = None
    note: Note = ""


def _statement(request: HttpRequest, statement_id: str) -> Statement:
    found = visible_to(person(request), Statement.objects.filter(pk=statement_id)).first()
    if found is None:
        raise Http404
    return found


def _row(statement: Statement) -> dict[str, Any]:
    return as_row({column.name: getattr(statement, column.name) for column in TABLE.columns})


@router.post("/statements/{statement_id}/accept", response=ANSWERS, operation_id="accept_statement")
def accept(request: HttpRequest, statement_id: Key, review: Review) -> Any:
    """Accept a proposed statement."""
    return _row(statements.accept(by=person(request), statement=_statement(request, statement_id), note=review.note))


@router.post("/statements/{statement_id}/refuse", response=ANSWERS, operation_id="refuse_statement")
def refuse(request: HttpRequest, statement_id: Key, review: Refusal) -> Any:
    """Refuse a proposed statement."""
    statement = _statement(request, statement_id)
    return _row(statements.refuse(by=person(request), statement=statement, note=review.note, reason=review.reason))


@router.post("/statements/{statement_id}/correct", response=ANSWERS, operation_id="correct_statement")
def correct(request: HttpRequest, statement_id: Key, correction: Correction) -> Any:
    """Say it right: answers with the new statement; the old one is withdrawn."""
    statement = _statement(request, statement_id)
    return _row(statements.correct(by=person(request), statement=statement, **correction.model_dump()))


@router.post("/statements/{statement_id}/undo", response=ANSWERS, operation_id="undo_review")
def undo(request: HttpRequest, statement_id: Key) -> Any:
    """Take a review back."""
    return _row(statements.undo(by=person(request), statement=_statement(request, statement_id)))
