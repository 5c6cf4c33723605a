"""Documents with how far they were reviewed, and the text of one with its passages marked."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from lianqun.office.accounts.audit import name_of
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.permissions import Permission, has_permission
from lianqun.office.evidence.models import Document, Evidence, Passage, Statement
from lianqun.office.queries.rows.texts import find_quote, text_of
from lianqun.office.queries.rows.visible import visible_to

MOST_DOCUMENTS = 500
MOST_ABOUT = 50
RANK = {"proposed": 0, "accepted": 1, "rejected": 2, "withdrawn": 3}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `start` and `end` name the passage it shows, None for text that nothing quotes.

    `status` is the status of what waits longest there; `is_at` marks the passage that the address asks for.
    """

    text: str
    start: int | None = None
    end: int | None = None
    status: str = ""
    is_at: bool = False


def list_documents(user: User, wanted: str = "") -> QuerySet[Document]:
    """Documents, newest first, with the number of statements and of those that wait."""
    found = visible_to(user, Document.objects.select_related("source"))
    found = found.filter(Q(title__icontains=wanted) | Q(source__name_zh__icontains=wanted)) if wanted else found
    counted = found.annotate(
        statements=Count("passages__statements"),
        waiting=Count("passages__statements", filter=Q(passages__statements__status="proposed")),
    )
    return counted.order_by("-published_on", "id")[:MOST_DOCUMENTS]


def readers_of(document: Document) -> list[str]:
    """The readers whose statements of a document are kept, by name."""
    found = Statement.objects.filter(passage__document=document).exclude(reader="")
    return sorted(found.order_by().values_list("reader", flat=True).distinct())


def last_reading(document: Document) -> dict[str, Any]:
    """What the audit log kept of the last reading: `second`, how far the second reader agreed or how it failed, and
    `source`, the sentence (zh, en) on the source folder; each only where there was one."""
    events = AuditEvent.objects.filter(subject=name_of(document), type__in=("document.add", "document.reread"))
    after = events.order_by("-at", "-id").values_list("after", flat=True).first()
    return after or {}


def mark_text(document: Document, at: tuple[int, int] | None = None) -> list[Piece]:
    """The text in pieces: every passage that a claim or a piece of evidence quotes is marked; overlapping ones as one."""
    text = text_of(document)
    spans = [span for span in _spans(document) if span[1] <= len(text)]
    pieces: list[Piece] = []
    done = 0
    for start, end, status in _merge(spans, at):
        if start > done:
            pieces.append(Piece(text[done:start]))
        is_at = at is not None and start < at[1] and at[0] < end
        pieces.append(Piece(text[start:end], start, end, status, is_at))
        done = end
    return [*pieces, Piece(text[done:])] if done < len(text) else pieces


def _spans(document: Document) -> list[tuple[int, int, str]]:
    rows = Passage.objects.filter(document=document).values_list("start", "end", "statements__status")
    spans = [(start, end, status or "") for start, end, status in rows]
    quotes = Evidence.objects.filter(document=document).exclude(quote="").values_list("quote", flat=True).distinct()
    found = (find_quote(document, quote) for quote in quotes)
    return spans + [(*span, "accepted") for span in found if span]


def _merge(spans: list[tuple[int, int, str]], at: tuple[int, int] | None) -> list[tuple[int, int, str]]:
    """Spans that do not overlap, in order; where several meet, the status that asks for most attention is kept."""
    merged: list[tuple[int, int, str]] = []
    for start, end, status in sorted([*spans, *([(*at, "")] if at else [])]):
        if merged and start < merged[-1][1]:
            first, last, kept = merged[-1]
            merged[-1] = (first, max(last, end), min(kept, status, key=lambda one: RANK.get(one, 9)))
        elif end > start:
            merged.append((start, end, status))
    return merged


def statements_within(user: User, document: Document, start: int, end: int) -> list[Statement]:
    """The statements whose passage overlaps a stretch of the document."""
    inside = Statement.objects.filter(passage__document=document, passage__start__lt=end, passage__end__gt=start)
    return list(visible_to(user, inside).select_related("passage").order_by("passage__start", "id")[:100])


def statements_about(user: User, **subject: str) -> list[Statement]:
    """The newest statements that stand about a place or a project, given by the column that names it; nothing for who sees no evidence."""
    if not has_permission(user, Permission.EVIDENCE_VIEW):
        return []
    found = Statement.objects.filter(**subject, status__in=("proposed", "accepted")).exclude(claim_type="place")
    rows = visible_to(user, found).select_related("passage__document__source")
    return list(rows.order_by("-passage__document__published_on", "passage__document_id", "passage__start", "id")[:MOST_ABOUT])


def evidence_within(user: User, document: Document, start: int, end: int) -> list[Evidence]:
    """The evidence of rows that quotes a sentence overlapping a stretch of the document."""
    found = visible_to(user, Evidence.objects.filter(document=document).exclude(quote=""))
    spans = ((one, find_quote(document, one.quote)) for one in found)
    return [one for one, span in spans if span and span[0] < end and start < span[1]][:100]
