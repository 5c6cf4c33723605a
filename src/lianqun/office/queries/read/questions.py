"""What is open about names in documents: whom they may mean, whom they are tied to, and which the register does not have."""

import re
from collections import Counter
from dataclasses import dataclass

from lianqun.office.accounts.models import User
from lianqun.office.evidence.models import Document, Statement
from lianqun.office.queries.rows.texts import text_of
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.registry.models import NameQuestion, Organization

MOST = 200
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what a person needs to answer it: organisation, document, a statement of the name and its sentence."""

    question: NameQuestion
    organization: Organization
    document: Document
    statement: Statement | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Tied:
    """A name of a document, the organisation it is tied to, and how many statements are."""

    name: str
    organization: Organization
    statements: int


def read_names(user: User, document: Document | None = None) -> list[Asked]:
    """The questions that wait, of one document or of all, in the order of documents and names; at most two hundred."""
    waiting = NameQuestion.objects.filter(verdict="").order_by("document_id", "name", "organization_id")
    chosen = list((waiting.filter(document_id=document.pk) if document else waiting)[:MOST])
    return _with_rows(user, _undecided(chosen))


def read_answers(user: User, document: Document) -> list[Asked]:
    """The questions of a document that a person answered, the latest first."""
    answered = NameQuestion.objects.filter(document_id=document.pk).exclude(verdict="").order_by("-at", "id")[:MOST]
    return _with_rows(user, list(answered))


def ask_one(user: User, question: NameQuestion) -> Asked | None:
    """One question with its rows; None where the person may not see its document."""
    found = _with_rows(user, [question])
    return found[0] if found else None


def _undecided(questions: list[NameQuestion]) -> list[NameQuestion]:
    """Without those about a name that was tied to another organisation meanwhile."""
    same = NameQuestion.objects.filter(verdict="same", document_id__in={one.document_id for one in questions})
    tied = set(same.values_list("document_id", "name"))
    return [one for one in questions if (one.document_id, one.name) not in tied]


def _with_rows(user: User, questions: list[NameQuestion]) -> list[Asked]:
    documents = visible_to(user, Document.objects.all()).in_bulk({one.document_id for one in questions})
    rows = visible_to(user, Organization.objects.select_related("place", "parent"))
    organizations = rows.in_bulk({one.organization_id for one in questions})
    named = Statement.objects.filter(passage__document__in=documents, subject__in={one.name for one in questions})
    first: dict[tuple[str, str], Statement] = {}
    for statement in named.select_related("passage").order_by("passage__start", "id"):
        if statement.passage is not None:
            first.setdefault((statement.passage.document_id, statement.subject), statement)
    seen = (one for one in questions if one.document_id in documents and one.organization_id in organizations)
    return [
        _asked(one, organizations[one.organization_id], documents[one.document_id], first.get((one.document_id, one.name)))
        for one in seen
    ]


def _asked(question: NameQuestion, organization: Organization, document: Document, statement: Statement | None) -> Asked:
    passage = statement.passage if statement else None
    sentence = _sentence(text_of(document), passage.start, passage.end) if passage else ""
    return Asked(question, organization, document, statement, sentence)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a stretch of the text, at most `LONGEST` characters on either side of it."""
    before, behind = text[max(0, start - LONGEST) : start], text[end : end + LONGEST]
    return re.split(r"[。！？\n]", before)[-1] + text[start:end] + re.split(r"(?<=[。！？])|\n", behind)[0]


def tied_names(document: Document) -> list[Tied]:
    """Whom the names of a document are tied to, the most often named first."""
    rows = Statement.objects.filter(passage__document=document).exclude(subject_id="").values_list("subject", "subject_id")
    counted = Counter(rows)
    organizations = Organization.objects.in_bulk({own for _name, own in counted})
    most = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    return [Tied(name, organizations[own], n) for (name, own), n in most if own in organizations]


def unknown_names(document: Document) -> list[Statement]:
    """A statement for each organisation that the document names, nobody on record is tied to and nothing is asked about.

    Of several, that short names have with their full one, an accepted one comes before those that wait.
    """
    asked = set(NameQuestion.objects.filter(document_id=document.pk, verdict="").values_list("name", flat=True))
    named = Statement.objects.filter(passage__document=document, claim_type="organization", subject_id="")
    standing = named.exclude(status__in=("rejected", "withdrawn")).exclude(subject__in=asked)
    found: dict[str, Statement] = {}
    for one in standing.order_by("status", "passage__start", "id")[:MOST]:
        found.setdefault(one.value_text or one.subject, one)
    return list(found.values())
