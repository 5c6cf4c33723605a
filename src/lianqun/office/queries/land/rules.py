"""The rules that hold for a project: those of the program and of the office, valid on a day; and the office's calendar."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from lianqun.land import Calendar, Missing, RuleBook, proofs_of, rules_in, rules_of
from lianqun.office.queries.rows.whole_tables import frame_of
from lianqun.office.registry.models import Attachment, CalendarDay, Project, StageReview, StageRule
from lianqun.tables import schema


def rule_book(on: date | None = None) -> RuleBook:
    """The rules valid on a day, today's without one."""
    return RuleBook(rules_of(frame_of(StageRule.objects.all()).iter_rows(named=True)), on or timezone.localdate())


def calendar() -> Calendar:
    """Working days with the office's own; beyond the announced years weekends alone, provisionally."""
    return Calendar(dict(CalendarDay.objects.values_list("on", "is_working")), provisional=True)


def record_of(project: Project) -> dict[str, Any]:
    """A project in memory as the library wants it: column → value, nothing is None."""
    values = ((name, getattr(project, name)) for name in schema("projects"))
    return {name: None if value == "" else value for name, value in values}


def proofs(project: Project) -> frozenset[str]:
    """The tags of the documents that a project has."""
    return proofs_by_project([project.pk]).get(project.pk, frozenset())


def proofs_by_project(ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Project → the tags of its documents."""
    return proofs_of(frame_of(Attachment.objects.filter(project_id__in=list(ids)), ("project_id", "proves")))


def missing_for(project: Project, to: str, book: RuleBook | None = None) -> tuple[Missing, ...]:
    """What a stage asks for and the project lacks, by the rules of today or of a book."""
    return (book or rule_book()).missing(to, record_of(project), proofs(project))


def book_of(review: StageReview) -> RuleBook:
    """The rules that a review began under: those it keeps since rules were changed, else those of its day."""
    if review.rules:
        return RuleBook(rules_in(review.rules), review.rules_on or timezone.localdate())
    return rule_book(review.rules_on)


def documents_of(project: Project) -> list[dict[str, Any]]:
    """The documents of a project as the library compares them."""
    names = ("id", "proves", "title", "sha256", "review_id")
    rows = project.attachments.order_by("added_at", "pk").values_list(*names)
    return [dict(zip(names, values, strict=True)) for values in rows]
