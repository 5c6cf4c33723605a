"""An approval that no longer rests on what it saw is reviewed again: the same offices sign, nothing moves and nothing is counted."""

import uuid

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.land import review_state, values_seen
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.land.moves import refusal_of_lack, refusal_of_waiting
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import write_rows
from lianqun.office.actions.rows.refusals import Refused, refusal_of_row
from lianqun.office.queries.land.rules import documents_of, record_of, rule_book
from lianqun.office.queries.rows.whole_tables import frame_of_rows
from lianqun.office.registry.models import Project, StageReview

AGAIN = "again"


def _check(by: User, *, project: Project | None = None, stage: str = "", reason: str | None = None) -> Refused | None:
    if project is None:
        return None
    refusal = refusal_of_row(by, Permission.PROJECT_MOVE, project) or refusal_of_waiting(project)
    if refusal is not None or not stage:
        return refusal
    approval = approval_of(project, stage)
    if approval is None or _state(approval, project) != "reopened":
        return Refused("stands", _("The approval of this stage stands as it is; there is nothing to review again."))
    if reason is not None and not reason.strip():
        return Refused("no_reason", _("Say why the values or documents changed; those who sign read it."), status=422)
    return refusal_of_lack(project, stage)


@action(_check)
def review_again(*, by: User, project: Project, stage: str, reason: str) -> StageReview:
    """Put a stage whose approval reopened before its offices again, with the values and documents of now. Returns the review.

    The project stays where it stands and the day of the stage stays. Raises Refused where the approval stands, where the stage lacks
    something now, and while a review is undecided.
    """
    approval = approval_of(project, stage)
    assert approval is not None, "the check found the approval"
    today = timezone.localdate()
    review = StageReview(
        id=f"rev-{uuid.uuid4().hex[:16]}",
        project=project,
        stage=stage,
        from_stage=project.stage,
        kind=AGAIN,
        state="in_review",
        on=approval.on,
        reason=reason.strip(),
        rules_on=today,
        submitted_by=by.username,
        submitted_at=timezone.now(),
        seen=values_seen(rule_book(today), stage, record_of(project)),
    )
    write_rows(by=by, rows={"stage_reviews": frame_of_rows([review])}, permission=Permission.PROJECT_MOVE, parent=project)
    return review


def approval_of(project: Project, stage: str) -> StageReview | None:
    """The latest approval of a stage, or None."""
    found: StageReview | None = project.stage_reviews.filter(stage=stage, state="approved").order_by("submitted_at", "pk").last()
    return found


def _state(approval: StageReview, project: Project) -> str:
    told = {"state": approval.state, "seen": approval.seen, "documents": approval.documents}
    return review_state(told, record_of(project), documents_of(project))
