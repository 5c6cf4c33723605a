"""Why a row says what it says: its evidence, the sentences, the documents, and who answered for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from lianqun.office.accounts.models import User
from lianqun.office.evidence.models import Document, Evidence, Statement
from lianqun.office.queries.rows.texts import find_quote
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import models_by_table

MOST = 60


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: a sentence of a document, a reviewed statement, or a person's word."""

    strength: str
    column: str
    quote: str
    document: Document | None
    start: int | None
    end: int | None
    statement: Statement | None
    said_by: str
    said_why: str

    @property
    def at(self) -> str | None:
        """Where the sentence stands in the document, as the address of its page takes it."""
        return None if self.start is None else f"{self.start}-{self.end}"


def find_row(user: User, table: str, row_id: str) -> Model | None:
    """A row of a table by its id, as far as the person may see it."""
    model = models_by_table().get(table)
    return None if model is None else visible_to(user, model._default_manager.filter(pk=row_id)).first()


def read_reasons(user: User, table: str, row: Model, column: str = "") -> list[Reason]:
    """The evidence of a row; of one column first that of the column, then that of the whole row."""
    found = Evidence.objects.filter(table=table, row_id=row.pk)
    found = found.filter(Q(column=column) | Q(column="")) if column else found
    rows = visible_to(user, found.select_related("document__source", "statement__passage__document__source"))
    reasons = [_of_evidence(one) for one in rows.order_by("-column", "-strength", "id")[:MOST]]
    if table == "statements":
        return [*_of_statements(visible_to(user, _statements().filter(pk=row.pk))), *reasons]
    if table == "organizations" and not column:
        seen = {reason.statement.pk for reason in reasons if reason.statement}
        more = visible_to(user, _statements().filter(subject_id=row.pk).exclude(pk__in=seen))
        return [*reasons, *_of_statements(more.order_by("passage__document_id", "passage__start")[:MOST])]
    return reasons


def _statements() -> QuerySet[Statement]:
    return Statement.objects.select_related("passage__document__source")


def _of_statements(statements: Iterable[Statement]) -> list[Reason]:
    return [_reason("", "", statement, said_by=statement.said_by, said_why=statement.said_why) for statement in statements]


def _of_evidence(evidence: Evidence) -> Reason:
    if evidence.statement is not None:
        return _reason(
            evidence.strength, evidence.column, evidence.statement, said_by=evidence.said_by, said_why=evidence.said_why
        )
    span = find_quote(evidence.document, evidence.quote) if evidence.document and evidence.quote else None
    start, end = span or (None, None)
    said = {"said_by": evidence.said_by, "said_why": evidence.said_why}
    return Reason(evidence.strength, evidence.column, evidence.quote, evidence.document, start, end, None, **said)


def _reason(strength: str, column: str, statement: Statement, **said: Any) -> Reason:
    passage = statement.passage
    if passage is None:
        return Reason(strength, column, statement.as_printed, None, None, None, statement, **said)
    return Reason(strength, column, passage.quote, passage.document, passage.start, passage.end, statement, **said)
