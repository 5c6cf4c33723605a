"""Moves of a project: put a stage up for review, take that back, urge it, correct a stage.

A project stands at the stage that was approved last. Every move is a row of `stage_reviews`; the stage itself changes where the last
office signs (`signing.py`). A correction is no event: it says that the record was wrong.
"""

import uuid
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.land import RuleBook, check_move, documents_seen, stage_of, stages, status_of, values_seen
from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.languages import in_words
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission, has_permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import delete_rows, write_rows
from lianqun.office.actions.rows.refusals import Refused, filled, refusal_of_row
from lianqun.office.queries.land.project_life import UNDECIDED, key_of_event
from lianqun.office.queries.land.rules import book_of, documents_of, missing_for, record_of, rule_book
from lianqun.office.queries.rows.people import called
from lianqun.office.queries.rows.whole_tables import frame_of_rows
from lianqun.office.registry.models import Project, ProjectEvent, StageReview
from lianqun.vocab.codes import code_lists, word


def _check_proposing(
    by: User, *, project: Project | None = None, to: str = "", on: date | None = None, reason: str | None = None
) -> Refused | None:
    if project is None:
        return None
    return (
        refusal_of_row(by, Permission.PROJECT_MOVE, project)
        or _refusal_of_state(project)
        or _refusal_of_order(by, project, to, reason)
        or refusal_of_lack(project, to)
        or (refusal_of_day(project, to, on) if on else None)
    )


def _refusal_of_state(project: Project) -> Refused | None:
    status = status_of(project.status)
    if not status.runs:
        words = {"status": _word("project_status", status.code)}
        sentence = _("The project is %(status)s, so it does not move; set its status to running first, with the reason.")
        return Refused("not_running", filled(sentence, words))
    return refusal_of_waiting(project)


def refusal_of_waiting(project: Project) -> Refused | None:
    """The refusal for a project of which a review is undecided, or None."""
    waiting = project.stage_reviews.filter(state__in=UNDECIDED).order_by("pk").first()
    if waiting is None:
        return None
    words = {"stage": _word("project_stage", waiting.stage), "state": _word("review_state", waiting.state)}
    sentence = _("“%(stage)s” of this project is %(state)s already; decide it or take it back first.")
    return Refused("in_review_already", filled(sentence, words))


def _refusal_of_order(by: User, project: Project, to: str, reason: str | None) -> Refused | None:
    if to not in code_lists()["project_stage"]:
        return Refused("unknown_stage", _("There is no such stage; choose one of those offered."), status=422)
    move = check_move(project.stage, to)
    if move.kind == "same" or (move.needs_reason and not has_permission(by, Permission.PROJECT_MOVE_OUT_OF_ORDER)):
        return Refused("out_of_order", in_words(move.zh, move.en))
    if move.needs_reason and reason is not None and not reason.strip():
        return Refused("no_reason", _("This move is out of order: say why, it stays on the project."), status=422)
    return None


def refusal_of_lack(project: Project, to: str, book: RuleBook | None = None) -> Refused | None:
    """The refusal for a project that lacks what a stage asks for, by the rules of today or those that a review began under."""
    lacking = missing_for(project, to, book)
    if not lacking:
        return None
    zh, en = "、".join(one.zh for one in lacking), ", ".join(one.en for one in lacking)
    stage = stage_of(to)
    return Refused("lacks", in_words(f"“{stage.zh}”还缺：{zh}。", f"“{stage.en}” still lacks: {en}."), status=422)


def refusal_of_day(project: Project, to: str, on: date) -> Refused | None:
    """The refusal for a day of a stage that lies ahead, or before the day on which the project came to its present stage."""
    if on > timezone.localdate():
        return Refused("ahead", _("The day lies ahead; a stage is reported once it is reached."), status=422)
    column = stage_of(project.stage).date_column
    before = getattr(project, column) if column else None
    if before is not None and on < before and check_move(project.stage, to).kind == "usual":
        words = {"day": before.isoformat(), "stage": _word("project_stage", project.stage)}
        sentence = _("The project came to “%(stage)s” on %(day)s only; the next stage cannot be earlier.")
        return Refused("before", filled(sentence, words), status=422)
    return None


def _word(code_list: str, code: str) -> Any:
    return in_words(word(code_list, code, "zh"), word(code_list, code, "en"))


@action(_check_proposing)
def propose(*, by: User, project: Project, to: str, on: date, reason: str, submit: bool = True) -> StageReview:
    """Put a stage up for review, or only save it as a draft. Returns the review.

    Raises Refused for a move that the person, the order of the stages, the rules of the stage or the day do not allow, and while another
    stage of the project is undecided.
    """
    review = StageReview(
        id=f"rev-{uuid.uuid4().hex[:16]}",
        project=project,
        stage=to,
        from_stage=project.stage,
        kind="move",
        state="saved",
        on=on,
        reason=reason.strip(),
        rules_on=timezone.localdate(),
        submitted_by=by.username,
    )
    if submit:
        _hand_in(review, project)
    write_rows(by=by, rows={"stage_reviews": frame_of_rows([review])}, permission=Permission.PROJECT_MOVE, parent=project)
    return review


def _hand_in(review: StageReview, project: Project) -> None:
    review.state, review.submitted_at = "in_review", timezone.now()
    review.seen = values_seen(rule_book(review.rules_on), review.stage, record_of(project))


def _check_own(by: User, *, review: StageReview | None = None, project: Project | None = None) -> Refused | None:
    if review is None or project is None:
        return None
    if review.state not in UNDECIDED:
        return Refused("decided", _("This review is decided already; load the page again."))
    if review.submitted_by != by.username and not has_permission(by, Permission.PROJECT_CORRECT):
        words = {"who": called([review.submitted_by])}
        return Refused("not_yours", filled(_("%(who)s entered this review; ask them to change it."), words), status=403)
    return refusal_of_row(by, Permission.PROJECT_MOVE, project)


def _check_submitting(by: User, *, review: StageReview | None = None, project: Project | None = None) -> Refused | None:
    refusal = _check_own(by, review=review, project=project)
    if refusal is not None or review is None or project is None:
        return refusal
    if review.state != "saved" or review.from_stage != project.stage:
        return Refused("moved_meanwhile", _("The project was moved meanwhile; load the page again."))
    return refusal_of_lack(project, review.stage, book_of(review))


@action(_check_submitting)
def submit(*, by: User, review: StageReview, project: Project) -> StageReview:
    """Hand a saved review in. Returns it. Raises Refused where the stage lacks something now or the project was moved."""
    _hand_in(review, project)
    write_rows(by=by, rows={"stage_reviews": frame_of_rows([review])}, permission=Permission.PROJECT_MOVE, parent=project)
    return review


@action(_check_own)
def withdraw(*, by: User, review: StageReview, project: Project, reason: str = "") -> StageReview:
    """Take a review back that is not decided yet; it stays on the project as withdrawn. Returns it."""
    review.state, review.decided_by, review.decided_at = "withdrawn", by.username, timezone.now()
    rows = {"stage_reviews": frame_of_rows([review])}
    write_rows(by=by, rows=rows, permission=Permission.PROJECT_MOVE, parent=project, reason=reason)
    return review


def _check_urging(by: User, *, review: StageReview | None = None, project: Project | None = None) -> Refused | None:
    if review is not None and review.state != "in_review":
        return Refused("decided", _("This review is decided already; load the page again."))
    return None if project is None else refusal_of_row(by, Permission.PROJECT_MOVE, project)


@action(_check_urging)
def urge(*, by: User, review: StageReview, project: Project) -> None:
    """Remind those who must sign; it shows on their page with the day and who asked."""
    log_event(type="review.urge", by=by, subject=review, parent=project)


def _check_correcting(
    by: User, *, project: Project | None = None, to: str = "", on: date | None = None, reason: str | None = None
) -> Refused | None:
    if project is None:
        return None
    refusal = refusal_of_row(by, Permission.PROJECT_CORRECT, project)
    if refusal is not None:
        return refusal
    if to and to not in code_lists()["project_stage"]:
        return Refused("unknown_stage", _("There is no such stage; choose one of those offered."), status=422)
    if to == project.stage and on is None:
        return Refused("same", _("The project stands at this stage already; give the right day to correct that."))
    if reason is not None and not reason.strip():
        return Refused("no_reason", _("Say what was recorded wrongly; it stays on the project."), status=422)
    waiting = project.stage_reviews.filter(state__in=UNDECIDED).exists()
    if waiting:
        return Refused("in_review_already", _("A stage of this project is under review; decide it or take it back first."))
    return None if on is None or on <= timezone.localdate() else refusal_of_day(project, project.stage, on)


@action(_check_correcting)
def correct(*, by: User, project: Project, to: str, reason: str, on: date | None = None) -> StageReview:
    """Correct a stage that was recorded wrongly, in either direction, or only its day. Returns the row of the correction.

    It is a correction and never counts as an event. Stages beyond the right one were never reached: their days, approvals and events go.
    """
    review = _corrected(by, project, to, on=on, reason=reason.strip())
    project.stage = to
    beyond = stages()[[stage.code for stage in stages()].index(to) + 1 :]
    for stage in beyond:
        setattr(project, stage.date_column, None)
    if on is not None:
        setattr(project, stage_of(to).date_column, on)
    undone = list(project.stage_reviews.filter(stage__in=[stage.code for stage in beyond], state="approved"))
    for one in undone:
        one.state = "withdrawn"
    told: dict[str, Any] = {"permission": Permission.PROJECT_CORRECT, "parent": project, "reason": reason}
    delete_rows(by=by, ids={"project_events": _events_of(undone)}, **told)
    rows = {"projects": frame_of_rows([project]), "stage_reviews": frame_of_rows([*undone, review])}
    write_rows(by=by, rows=rows, **told)
    return review


def _events_of(reviews: list[StageReview]) -> list[str]:
    """The events that approvals left behind, as far as they are there."""
    made = [key_of_event(review.pk) for review in reviews]
    return list(ProjectEvent.objects.filter(pk__in=made).values_list("pk", flat=True))


def _corrected(by: User, project: Project, stage: str, *, on: date | None, reason: str) -> StageReview:
    """The review of a correction, approved as it is entered."""
    now, today = timezone.now(), timezone.localdate()
    key, book, record = f"rev-{uuid.uuid4().hex[:16]}", rule_book(today), record_of(project)
    who = {"submitted_by": by.username, "submitted_at": now, "decided_by": by.username, "decided_at": now}
    known = {"project": project, "stage": stage, "from_stage": project.stage, "kind": "correction", "state": "approved", "on": on}
    seen = {
        "seen": values_seen(book, stage, record),
        "documents": documents_seen(book, stage, record, documents_of(project), review_id=key),
    }
    return StageReview(id=key, **known, reason=reason, rules_on=today, **seen, **who)
