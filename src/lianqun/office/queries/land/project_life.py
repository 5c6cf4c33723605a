"""The life of one project as its page shows it: stages with their reviews, what follows and what is missing, amounts, parts, progress."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from lianqun.land import (
    Amounts,
    Difference,
    DocumentDifference,
    Missing,
    Signing,
    Stage,
    amounts_of,
    awaited,
    differences,
    document_differences,
    next_stages,
    review_state,
    stages,
)
from lianqun.land import standing as stand
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.queries.land.rules import calendar, documents_of, proofs, record_of, rule_book
from lianqun.office.queries.land.signing import principals_of, signings_of
from lianqun.office.queries.rows.merged import keys_leading_to
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.registry.models import Attachment, Project, ProjectEvent, ProjectPart, ProjectSeries, StageReview

UNDECIDED = ("saved", "in_review")


@dataclass(frozen=True, slots=True)
class Passed:
    """A stage on the way: `mark` is done, now, waiting or ahead; `on` its day where one is known; `review` the latest that counts."""

    stage: Stage
    mark: str
    on: date | None
    review: StageReview | None
    state: str
    changed: tuple[Difference, ...]
    documents: tuple[DocumentDifference, ...]
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class OpenReview:
    """The review that is undecided: who must sign, in which names this person may, when somebody last urged it."""

    review: StageReview
    parts: tuple[Signing, ...]
    waits_for: tuple[str, ...]
    names: tuple[str, ...]
    urged: tuple[AuditEvent, ...]


def way_of(project: Project) -> list[Passed]:
    """Every stage in order, as far as the project came. A stage that it passed without a day or review is done, its day not known."""
    at = [stage.code for stage in stages()].index(project.stage)
    latest = {one.stage: one for one in project.stage_reviews.exclude(state="withdrawn").order_by("submitted_at", "pk")}
    found, today = _Found(project), timezone.localdate()
    return [
        _passed(stage, _mark(number, at, latest.get(stage.code)), latest.get(stage.code), found, today)
        for number, stage in enumerate(stages())
    ]


class _Found:
    """What is known of a project, read once for all its stages."""

    def __init__(self, project: Project) -> None:
        self.record = record_of(project)
        self.documents = documents_of(project)
        self.amounts = list(project.stage_amounts.values("stage", "kind", "amount_wan_yuan", "on"))


def _mark(number: int, at: int, review: StageReview | None) -> str:
    if number == at:
        return "now"
    return "done" if number < at else "waiting" if review is not None and review.state in UNDECIDED else "ahead"


def _passed(stage: Stage, mark: str, review: StageReview | None, found: _Found, today: date) -> Passed:
    told = None if review is None else {"state": review.state, "seen": review.seen, "documents": review.documents}
    on = found.record[stage.date_column] if stage.date_column else None
    approved = review if review is not None and review.state == "approved" else None
    return Passed(
        stage=stage,
        mark=mark,
        on=on or (review.on if review else None),
        review=review,
        state=review_state(told, found.record, found.documents) if told else "",
        changed=differences(approved.seen, found.record) if approved else (),
        documents=document_differences(approved.documents, found.documents) if approved else (),
        amounts=amounts_of(found.amounts, stage=stage.code, as_of=today),
    )


def standing_of(project: Project, as_of: date) -> dict[str, Any]:
    """Where the project stands on a day, as `lianqun land` says it."""
    reviewed = project.stage_reviews.filter(stage=project.stage, state="approved").exclude(on=None).order_by("-on", "-pk").first()
    on = reviewed.on if reviewed else None
    return stand(record_of(project), rule_book(as_of), calendar(), as_of, reviewed_on=on, proofs=proofs(project))


def following(project: Project) -> list[tuple[Stage, tuple[Missing, ...]]]:
    """The usual next stages with what each of them still lacks."""
    book, record, held = rule_book(), record_of(project), proofs(project)
    return [(stage, book.missing(stage.code, record, held)) for stage in next_stages(project.stage)]


def open_review(user: User, project: Project) -> OpenReview | None:
    """The review of the project that is undecided, or None."""
    review = project.stage_reviews.filter(state__in=UNDECIDED).order_by("pk").first()
    if review is None:
        return None
    parts = signings_of(review)
    waiting = awaited(parts) if review.state == "in_review" else ()
    waits_for = tuple(dict.fromkeys(name for part in waiting for name in part.may_sign))
    mine = tuple(name for name in principals_of(user) if name in waits_for and user.username != review.submitted_by)
    urged = AuditEvent.objects.filter(type="review.urge", subject=f"stage_reviews/{review.pk}").order_by("-at")
    return OpenReview(review, parts, waits_for, mine, tuple(urged))


def reviews_of(project: Project) -> list[StageReview]:
    """Every review of the project with its signatures, the latest first."""
    return list(project.stage_reviews.prefetch_related("signatures").order_by("-submitted_at", "-pk"))


def attachments_of(user: User, project: Project) -> list[Attachment]:
    """The documents of a project, the latest first."""
    reviews = project.stage_reviews.order_by().values("pk")
    rows = visible_to(user, Attachment.objects.filter(Q(project=project) | Q(review__in=reviews)))
    return list(rows.select_related("review").order_by("-added_at", "-pk"))


def parts_of(user: User, project: Project) -> list[tuple[ProjectPart, Project, bool]]:
    """Relations to other projects: the row, the other project, and whether the relation is said of this one."""
    rows = visible_to(user, ProjectPart.objects.filter(Q(project=project) | Q(other_project=project)))
    found = rows.select_related("project", "other_project").order_by("on", "pk")
    return [
        (row, row.other_project if row.project_id == project.pk else row.project, row.project_id == project.pk) for row in found
    ]


def series_of(user: User, project: Project) -> dict[str, list[ProjectSeries]]:
    """Progress by measure, each in the order of its periods."""
    found: dict[str, list[ProjectSeries]] = defaultdict(list)
    for row in visible_to(user, ProjectSeries.objects.filter(project=project)).order_by("kind", "unit", "period"):
        found[row.kind].append(row)
    return dict(found)


def key_of_event(review_id: str) -> str:
    """Key of the event that an approved move leaves behind."""
    return f"ev-{review_id}"


def events_of(project: Project) -> list[ProjectEvent]:
    """What happened to the project, the latest first; stages reached on one day in the order in which they were decided."""
    decided = {key_of_event(key): str(at) for key, at in project.stage_reviews.values_list("pk", "decided_at")}
    told = project.project_events.all()
    return sorted(told, key=lambda it: (it.on or date.min, it.period, decided.get(it.pk, ""), it.pk), reverse=True)


def log_of(project: Project, most: int = 200) -> list[AuditEvent]:
    """What was done to the project and its rows, and to projects merged into it, the latest first."""
    own = [f"projects/{one}" for one in (project.pk, *keys_leading_to("projects", project.pk))]
    return list(AuditEvent.objects.filter(Q(subject__in=own) | Q(parent__in=own)).order_by("-at", "-pk")[:most])
