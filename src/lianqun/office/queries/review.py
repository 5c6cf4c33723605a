"""What waits for review: proposed statements in the order in which their document says them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from lianqun.office.accounts.models import User
from lianqun.office.evidence.models import Document, Statement
from lianqun.office.queries.visible import visible_to

CLAIMS_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is: statements by status under the same filter."""

    proposed: int
    accepted: int
    rejected: int
    withdrawn: int

    @property
    def total(self) -> int:
        """All statements that were ever proposed under this filter, corrections left out."""
        return self.proposed + self.done

    @property
    def done(self) -> int:
        """Those that a person has decided about."""
        return self.accepted + self.rejected + self.withdrawn


def count_proposed() -> int:
    """How many statements wait for review."""
    return Statement.objects.filter(status="proposed").count()


def filter_statements(user: User, *, document_id: str = "", claim_type: str = "") -> QuerySet[Statement]:
    """Statements of documents, by document and type."""
    found = visible_to(user, Statement.objects.exclude(passage=None))
    if document_id:
        found = found.filter(passage__document_id=document_id)
    return found.filter(claim_type=claim_type) if claim_type else found


def read_queue(statements: QuerySet[Statement]) -> list[Statement]:
    """The next statements to review: those of one document, in the order in which it says them."""
    waiting = statements.filter(status="proposed").order_by("passage__document_id", "passage__start", "passage__end", "id")
    first = waiting.values_list("passage__document_id", flat=True).first()
    rows = waiting.filter(passage__document_id=first).select_related("passage__document__source")
    return list(rows[:CLAIMS_AT_ONCE])


def measure_progress(statements: QuerySet[Statement]) -> Progress:
    """Statements by status; a correction is part of the statement it corrects and not counted again."""
    rows = statements.exclude(rule__startswith="corrects ").values_list("status").annotate(n=Count("id"))
    counts = dict(rows)
    return Progress(*(counts.get(status, 0) for status in ("proposed", "accepted", "rejected", "withdrawn")))


def document_choices(user: User) -> list[dict[str, Any]]:
    """Documents that have statements waiting, with their number."""
    documents = visible_to(user, Document.objects.filter(passages__statements__status="proposed"))
    rows = documents.annotate(n=Count("passages__statements")).order_by("-n", "id")[:200]
    return [{"id": document.pk, "title": document.title, "n": document.n} for document in rows]
