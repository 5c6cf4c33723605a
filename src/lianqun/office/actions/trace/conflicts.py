"""Conflicts between sources: a person says which statement holds, with the reason, and may take that back."""

import uuid

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role
from lianqun.office.evidence.models import Judgement, Statement
from lianqun.office.queries.trace.conflicts import HOLDS, find_rivals


def _check_preferring(by: User, *, statement: Statement | None = None, why: str | None = None) -> Refused | None:
    refusal = refusal_of_role(by, Permission.STATEMENT_REVIEW)
    if refusal is not None or statement is None:
        return refusal
    if statement.status not in ("accepted", "proposed"):
        return Refused("not_standing", _("This statement was refused or corrected; choose one that stands."))
    if why is not None and not why.strip():
        return Refused("no_reason", _("Say in a few words why this one holds; the next reader will ask."), status=422)
    if not find_rivals(by, statement):
        return Refused("no_conflict", _("Nothing contradicts this statement any more; load the page again."))
    return None


def _check_opening(by: User, *, statement: Statement | None = None) -> Refused | None:
    if statement is not None and not _standing(statement).exists():
        return Refused("not_decided", _("Nobody decided this conflict, so there is nothing to take back."))
    return refusal_of_role(by, Permission.STATEMENT_REVIEW)


@action(_check_preferring)
def prefer(*, by: User, statement: Statement, why: str) -> list[Judgement]:
    """Say that a statement holds over all that contradict it now; one that was only proposed is accepted with it.

    Returns a judgement for each that gives way. What a later source says differently is a conflict again. Raises Refused
    without a reason, and where nothing contradicts.
    """
    now, before = timezone.now(), statement.status
    if before == "proposed":
        statement.status, statement.reviewed_by, statement.reviewed_at, statement.review_note = (
            "accepted",
            by.username,
            now,
            why[:300],
        )
        statement.save(update_fields=["status", "reviewed_by", "reviewed_at", "review_note"])
    rivals = find_rivals(by, statement)
    made = [
        Judgement(
            id=f"j{uuid.uuid4().hex}", left_id=statement.pk, right_id=rival.pk, verdict=HOLDS, by=by.username, at=now, why=why
        )
        for rival in rivals
    ]
    Judgement.objects.filter(verdict=HOLDS, undone_at=None, left_id__in=[rival.pk for rival in rivals]).update(undone_at=now)
    Judgement.objects.bulk_create(made)
    log_event(
        type="statement.prefer", by=by, subject=statement, before={"status": before},
        after={"status": "accepted", "verdict": HOLDS, "ids": [rival.pk for rival in rivals]}, reason=why,
    )  # fmt: skip
    return made


@action(_check_opening)
def open_again(*, by: User, statement: Statement) -> int:
    """Take back that a statement holds; it stays accepted, and its conflict waits again. Returns how many judgements ended."""
    before = list(_standing(statement).values_list("right_id", flat=True))
    ended = _standing(statement).update(undone_at=timezone.now())
    log_event(type="statement.unprefer", by=by, subject=statement, before={"verdict": HOLDS, "ids": before})
    return ended


def _standing(statement: Statement) -> QuerySet[Judgement]:
    return Judgement.objects.filter(verdict=HOLDS, undone_at=None, left_id=statement.pk)
