"""What waits for review: proposed statements, sentence by sentence, in the order in which their document says them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from lianqun.office.accounts.models import User
from lianqun.office.evidence.models import Document, Statement
from lianqun.office.queries.read.source_text import Quoted, SourceText, lay_out_source, sentence_of
from lianqun.office.queries.rows.realm import of_realm
from lianqun.office.queries.rows.visible import visible_to
from lianqun.read.doubts import doubts_in, is_of_repair
from lianqun.read.layers.structure import Stretch

CLAIMS_AT_ONCE = 40
CLAIMS_BEFORE = 12
CLAIMS_OF_A_KIND = 200
CORRECTION = "corrects "


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


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence (or table row) with the claims that it makes."""

    stretch: Stretch
    claims: list[Statement]

    @property
    def clean(self) -> list[str]:
        """Ids of the claims that wait and carry no doubt."""
        return [claim.pk for claim in self.claims if claim.status == "proposed" and not doubts_in(claim.flags)]


@dataclass(frozen=True, slots=True)
class Queue:
    """A part of one document under review: its passages in order, and the source with their claims marked."""

    document: Document | None = None
    passages: list[Passage] = field(default_factory=list)
    source: SourceText = field(default_factory=lambda: SourceText([], True))

    @property
    def claims(self) -> list[Statement]:
        """All claims in order."""
        return [claim for passage in self.passages for claim in passage.claims]


@dataclass(frozen=True, slots=True)
class Kind:
    """Claims of one type and attribute that wait."""

    claim_type: str
    attribute: str
    waiting: int
    doubtful: int


def count_proposed() -> int:
    """How many statements wait for review."""
    return of_realm(Statement.objects.filter(status="proposed")).count()


def filter_statements(user: User, *, document_id: str = "", claim_type: str = "") -> QuerySet[Statement]:
    """Statements of documents, by document and type."""
    found = visible_to(user, Statement.objects.exclude(passage=None))
    if document_id:
        found = found.filter(passage__document_id=document_id)
    return found.filter(claim_type=claim_type) if claim_type else found


def read_queue(statements: QuerySet[Statement], at: Statement | None = None) -> Queue:
    """The next passages to review: of the first document that waits, or those around the claim `at` of its document.

    A passage is whole: of its claims those are shown as well that somebody has decided about.
    """
    waiting = statements.filter(status="proposed").order_by("passage__document_id", "passage__start", "passage__end", "id")
    waiting = waiting.select_related("passage__document__source")
    first = at if at is not None and at.passage else waiting.first()
    if first is None or first.passage is None:
        return Queue()
    document, start = first.passage.document, first.passage.start
    own = waiting.filter(passage__document=document)
    before = list(own.filter(passage__start__lt=start).order_by("-passage__start", "-id")[:CLAIMS_BEFORE]) if at else []
    after = list(own.filter(passage__start__gte=start)[:CLAIMS_AT_ONCE])
    return _gather(document, [*before, *after, *([at] if at else [])], statements)


def _gather(document: Document, wanted: list[Statement], statements: QuerySet[Statement]) -> Queue:
    stretches = {one.start: one for one in (sentence_of(document, claim) for claim in wanted)}
    ends = (min(stretches), max(one.end for one in stretches.values()))
    there = statements.filter(passage__document=document, passage__start__gte=ends[0], passage__start__lt=ends[1])
    there = there.exclude(rule__startswith=CORRECTION).select_related("passage")
    found: dict[int, list[Statement]] = defaultdict(list)
    for claim in there.order_by("passage__start", "passage__end", "id")[: 8 * CLAIMS_AT_ONCE]:
        stretch = sentence_of(document, claim)
        if stretch.start in stretches:
            claim.passage.document = document  # type: ignore[union-attr]
            found[stretch.start].append(claim)
    passages = [Passage(stretches[start], found[start]) for start in sorted(found)]
    quoted = [_quoted(claim, number) for one in passages for number, claim in enumerate(one.claims, start=1)]
    return Queue(document, passages, lay_out_source(document, quoted, [one.stretch for one in passages]))


def _quoted(claim: Statement, number: int) -> Quoted:
    assert claim.passage is not None
    return Quoted(claim.pk, number, claim.passage.start, claim.passage.end)


def measure_progress(statements: QuerySet[Statement]) -> Progress:
    """Statements by status; a correction is part of the statement it corrects and not counted again."""
    rows = statements.exclude(rule__startswith=CORRECTION).order_by().values_list("status").annotate(n=Count("id"))
    counts = dict(rows)
    return Progress(*(counts.get(status, 0) for status in ("proposed", "accepted", "rejected", "withdrawn")))


def document_choices(user: User) -> list[dict[str, Any]]:
    """Documents that have statements waiting, with their number."""
    documents = visible_to(user, Document.objects.filter(passages__statements__status="proposed"))
    rows = documents.annotate(n=Count("passages__statements")).order_by("-n", "id")[:200]
    return [{"id": document.pk, "title": document.title, "n": document.n} for document in rows]


def count_kinds(statements: QuerySet[Statement]) -> list[Kind]:
    """What waits by type and attribute, the most first; how many of each carry a flag."""
    rows = statements.filter(status="proposed").order_by().values_list("claim_type", "attribute")
    counted = rows.annotate(n=Count("id"), doubtful=Count("id", filter=~Q(flags=""))).order_by("-n", "claim_type", "attribute")
    return [Kind(*row) for row in counted[:CLAIMS_OF_A_KIND]]


def read_kind(statements: QuerySet[Statement], claim_type: str, attribute: str) -> list[Statement]:
    """The claims of one kind that wait, by document and place; `is_clean` and `is_of_repair` say what bulk may do with each."""
    rows = statements.filter(status="proposed", claim_type=claim_type, attribute=attribute).select_related("passage__document")
    found = list(rows.order_by("passage__document_id", "passage__start", "id")[:CLAIMS_OF_A_KIND])
    for claim in found:
        claim.is_clean, claim.is_of_repair = not doubts_in(claim.flags), is_of_repair(claim.flags)  # type: ignore[attr-defined]
    return found
