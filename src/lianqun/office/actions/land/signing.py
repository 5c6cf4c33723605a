"""Offices sign a review: agreed by all who must, the project stands at its new stage; returned by one, the review has ended."""

import uuid

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.land import awaited, documents_seen, stage_of
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.land.moves import refusal_of_lack
from lianqun.office.actions.land.reviewing_again import AGAIN
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import write_rows
from lianqun.office.actions.rows.refusals import Refused, filled, refusal_of_row
from lianqun.office.queries.land.project_life import key_of_event
from lianqun.office.queries.land.rules import book_of, documents_of, record_of
from lianqun.office.queries.land.signing import part_for, principals_of, signings_of
from lianqun.office.queries.rows.people import called
from lianqun.office.queries.rows.whole_tables import frame_of_rows
from lianqun.office.registry.models import Project, ProjectEvent, Signature, StageReview
from lianqun.vocab.codes import code_lists

AGREED, RETURNED = "agreed", "returned"


def _check(
    by: User,
    *,
    review: StageReview | None = None,
    project: Project | None = None,
    verdict: str = "",
    opinion: str | None = None,
    for_signer: str = "",
) -> Refused | None:
    if review is None or project is None:
        return None
    refusal = refusal_of_row(by, Permission.STAGE_APPROVE, project) or _refusal_of_state(review, project)
    refusal = refusal or _refusal_of_signer(by, review, for_signer or by.username) or _refusal_of_words(verdict, opinion)
    if refusal is None and verdict == AGREED:  # what was there when it was handed in may have gone since
        return refusal_of_lack(project, review.stage, book_of(review))
    return refusal


def _refusal_of_state(review: StageReview, project: Project) -> Refused | None:
    if review.state != "in_review":
        return Refused("decided", _("This review is decided already; load the page again."))
    if review.from_stage != project.stage:
        return Refused("moved_meanwhile", _("The project was moved meanwhile; load the page again."))
    return None


def _refusal_of_signer(by: User, review: StageReview, name: str) -> Refused | None:
    if review.submitted_by in (by.username, name):
        return Refused("own_entry", _("Nobody signs their own entry, not even as a deputy; ask a colleague."), status=403)
    if name not in principals_of(by):
        words = {"who": called([name])}
        return Refused("no_deputy", filled(_("%(who)s has not named you deputy."), words), status=403)
    if part_for(review, name) is None:
        waits = called(one for part in awaited(signings_of(review)) for one in part.may_sign)
        return Refused("not_awaited", filled(_("This review waits for others now: %(who)s."), {"who": waits or "—"}))
    return None


def _refusal_of_words(verdict: str, opinion: str | None) -> Refused | None:
    if verdict and verdict not in code_lists()["signature_verdict"]:
        return Refused("unknown_verdict", _("Agree, or return it."), status=422)
    if verdict == RETURNED and opinion is not None and not opinion.strip():
        return Refused("no_opinion", _("Say what is to be mended before it can be signed."), status=422)
    return None


@action(_check)
def sign(*, by: User, review: StageReview, project: Project, verdict: str, opinion: str, for_signer: str = "") -> StageReview:
    """Sign a review, or return it with an opinion; `for_signer` is whom a deputy signs for. Returns the review.

    With the last signature the project stands at its new stage on the day that was entered, and an event says so; a stage that was
    reviewed again is approved anew and moves nothing. Raises Refused for
    one's own entry, for somebody who is not awaited, and where the project was moved meanwhile.
    """
    part = part_for(review, for_signer or by.username)
    assert part is not None, "the check found a part to sign"
    signature = Signature(
        id=f"sig-{uuid.uuid4().hex[:16]}",
        review=review,
        step=part.step,
        office=part.office,
        signer=by.username,
        for_signer="" if for_signer in ("", by.username) else for_signer,
        verdict=verdict,
        opinion=opinion.strip(),
        at=timezone.now(),
    )
    rows = {"signatures": frame_of_rows([signature])}
    if verdict == AGREED:
        review.documents = documents_seen(
            book_of(review), review.stage, record_of(project), documents_of(project), review_id=review.pk, before=review.documents
        )
        rows["stage_reviews"] = frame_of_rows([review])
    write_rows(by=by, rows=rows, permission=Permission.STAGE_APPROVE, parent=project)
    if verdict == RETURNED or all(part.is_done for part in signings_of(review)):
        _decide(by, review, project, "refused" if verdict == RETURNED else "approved", opinion.strip())
    return review


def _decide(by: User, review: StageReview, project: Project, state: str, opinion: str) -> None:
    review.state, review.decided_by, review.decided_at, review.opinion = state, by.username, timezone.now(), opinion
    rows = {"stage_reviews": frame_of_rows([review])}
    if state == "approved" and review.kind != AGAIN:
        rows |= _moved(review, project)
    write_rows(by=by, rows=rows, permission=Permission.STAGE_APPROVE, parent=project)


def _moved(review: StageReview, project: Project) -> dict[str, pl.DataFrame]:
    """The project at its new stage, and the event."""
    stage = stage_of(review.stage)
    project.stage = review.stage
    if stage.date_column:
        setattr(project, stage.date_column, review.on)
    event = ProjectEvent(
        id=key_of_event(review.pk), project=project, kind="stage", on=review.on, note=review.stage, by=review.submitted_by
    )
    return {"projects": frame_of_rows([project]), "project_events": frame_of_rows([event])}
