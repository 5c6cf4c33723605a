"""A signature taken back by whoever gave it, as long as nobody went on from there.

Where it was the last one, the project stands again where it stood: its stage, its day and the event of the move go back, each with an
event of the log. That is no correction, which says that the record was wrong: it undoes one act whole, and only before anything was
done with the project since. Afterwards the stage is corrected, by those who may.
"""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.land import stage_of
from lianqun.office.accounts.languages import in_words
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.land.reviewing_again import AGAIN
from lianqun.office.actions.land.signing import AGREED
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import delete_rows, write_rows
from lianqun.office.actions.rows.refusals import Refused, filled, refusal_of_row
from lianqun.office.queries.land.project_life import key_of_event
from lianqun.office.queries.rows.people import called
from lianqun.office.queries.rows.whole_tables import frame_of_rows, frame_of_texts, records_of
from lianqun.office.registry.models import Project, ProjectEvent, Signature, StageReview
from lianqun.vocab.codes import word

MAY = Permission.STAGE_APPROVE
SOMEBODY = _("the site")


def _check(
    by: User, *, signature: Signature | None = None, review: StageReview | None = None, project: Project | None = None
) -> Refused | None:
    if signature is None or review is None or project is None:
        return None
    return (
        refusal_of_row(by, MAY, project)
        or _refusal_of_signature(by, signature)
        or _refusal_of_later_signature(signature, review)
        or _refusal_of_state(signature, review, project)
    )


def _refusal_of_signature(by: User, signature: Signature) -> Refused | None:
    if signature.signer != by.username:
        words = {"who": called([signature.signer])}
        return Refused("not_yours", filled(_("%(who)s gave this signature; only they take it back."), words), status=403)
    if signature.verdict != AGREED:
        return Refused("returned", _("This review was returned and has ended; the stage is put up anew."))
    return None


def _refusal_of_later_signature(signature: Signature, review: StageReview) -> Refused | None:
    later = review.signatures.filter(at__gt=signature.at).order_by("at").first()
    if later is None:
        return None
    words = {"who": called([later.signer]), "at": _minute(later.at)}
    return Refused("signed_since", filled(_("%(who)s signed after you, on %(at)s; the signature stays."), words))


def _refusal_of_state(signature: Signature, review: StageReview, project: Project) -> Refused | None:
    """An undecided review waits again; an approved one goes back as long as nothing was done with the project since."""
    if review.state == "in_review":
        return None
    if review.state != "approved":
        words = {"who": called([review.decided_by]) or SOMEBODY, "state": _word("review_state", review.state)}
        return Refused("decided_since", filled(_("%(who)s decided it since: %(state)s."), words))
    later = _later_events(review, project).first()
    if later is not None:
        words = {"who": called([later.by]) or SOMEBODY, "at": _minute(later.at), "stage": _word("project_stage", review.stage)}
        sentence = _(
            "The project reached “%(stage)s” with it, and %(who)s went on from there on %(at)s; correct the stage instead."
        )
        return Refused("changed_since", filled(sentence, words))
    if review.kind != AGAIN and (_move_of(review, project) is None or project.stage != review.stage):
        return Refused("moved_meanwhile", _("The project was moved meanwhile; load the page again."))
    return None


def _family(project: Project) -> Any:
    own = f"projects/{project.pk}"
    return AuditEvent.objects.filter(Q(subject=own) | Q(parent=own), type__startswith="row.")


def _decision_of(review: StageReview, project: Project) -> AuditEvent | None:
    """The event with which a review was approved: the last of its act."""
    rows = _family(project).filter(subject=f"stage_reviews/{review.pk}", after__state="approved")
    return rows.order_by("-pk").first()  # type: ignore[no-any-return]


def _later_events(review: StageReview, project: Project) -> Any:
    """What was done with the project after a review was approved, the first first."""
    decision = _decision_of(review, project)
    return _family(project).filter(pk__gt=decision.pk).order_by("pk") if decision else AuditEvent.objects.none()


def _move_of(review: StageReview, project: Project) -> AuditEvent | None:
    """The event with which the project came to the stage of a review; it holds what stood before."""
    rows = _family(project).filter(subject=f"projects/{project.pk}", type="row.update", after__stage=review.stage)
    return rows.order_by("-pk").first() if _decision_of(review, project) else None


def _minute(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _word(code_list: str, code: str) -> Any:
    return in_words(word(code_list, code, "zh"), word(code_list, code, "en"))


@action(_check)
def take_back(*, by: User, signature: Signature, review: StageReview, project: Project, reason: str) -> StageReview:
    """Take one's own signature back: the review waits again; where it was the last one, the project stands where it stood before.

    Returns the review. Raises Refused for somebody else's signature, after a later one, for a review that was returned, and where
    anything was done with the project since it reached the stage.
    """
    told: dict[str, Any] = {"permission": MAY, "parent": project, "reason": reason}
    rows = {}
    if review.state == "approved" and review.kind != AGAIN:
        rows["projects"] = _as_before(review, project)
        made = ProjectEvent.objects.filter(pk=key_of_event(review.pk)).values_list("pk", flat=True)
        delete_rows(by=by, ids={"project_events": list(made)}, **told)
    delete_rows(by=by, ids={"signatures": [signature.pk]}, **told)
    review.state, review.decided_by, review.decided_at, review.opinion = "in_review", "", None, ""
    if not review.signatures.exists():
        review.documents = ""
    write_rows(by=by, rows={**rows, "stage_reviews": frame_of_rows([review])}, **told)
    return review


def _as_before(review: StageReview, project: Project) -> Any:
    """The project with the stage and the day that it had before a review moved it."""
    moved = _move_of(review, project)
    assert moved is not None, "the check found the move"
    column = stage_of(review.stage).date_column
    before = {"stage": review.from_stage, **({column: (moved.before or {}).get(column)} if column in (moved.after or {}) else {})}
    stands = records_of("projects", [project.pk])[project.pk]
    values = {name: None if value is None else str(value) for name, value in {**stands, **before}.items()}
    return frame_of_texts("projects", [values])
