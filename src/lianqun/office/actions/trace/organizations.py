"""Who is who: two organisations judged to be the same, or not; every judgement can be taken back."""

import uuid

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role, refusal_of_row
from lianqun.office.actions.rows.tallies import recount
from lianqun.office.evidence.models import Judgement
from lianqun.office.queries.trace.identity import group_of, judged_different
from lianqun.office.queries.trace.tallying import links_of
from lianqun.office.registry.models import Organization


def _check_pair(by: User, *, left: Organization | None = None, right: Organization | None = None) -> Refused | None:
    if left is not None and right is not None:
        if left.pk == right.pk:
            return Refused("same_row", _("Choose two organisations; these are one and the same record."))
        if right.pk in group_of(left.pk):
            return Refused("already_same", _("These two are held to be the same already; take that judgement back first."))
    known = [organization for organization in (left, right) if organization is not None]
    refusals = (refusal_of_row(by, Permission.ORGANIZATION_MERGE, organization) for organization in known)
    return refusal_of_role(by, Permission.ORGANIZATION_MERGE) or next(filter(None, refusals), None)


def _check_merge(by: User, *, left: Organization | None = None, right: Organization | None = None) -> Refused | None:
    refusal = _check_pair(by, left=left, right=right)
    if refusal is None and left is not None and right is not None and judged_different(left.pk, right.pk):
        return Refused("judged_different", _("These two were judged to be different; take that judgement back first."))
    return refusal


def _check_standing(by: User, *, judgement: Judgement | None = None) -> Refused | None:
    if judgement is not None and judgement.undone_at is not None:
        return Refused("already_undone", _("This judgement has been taken back already."))
    return refusal_of_role(by, Permission.ORGANIZATION_MERGE)


def _judge(by: User, left: Organization, right: Organization, verdict: str, why: str) -> Judgement:
    judgement = Judgement.objects.create(
        id=f"j{uuid.uuid4().hex}", left_id=left.pk, right_id=right.pk, verdict=verdict, by=by.username, at=timezone.now(), why=why
    )
    log_event(
        type="organization.merge" if verdict == "same" else "organization.mark_different",
        by=by, subject=left, parent=right, after={"judgement": judgement.pk, "verdict": verdict}, reason=why,
    )  # fmt: skip
    return judgement


@action(_check_merge)
def merge(*, by: User, left: Organization, right: Organization, why: str = "") -> Judgement:
    """Hold `right` to be the same organisation as `left`, whose record stays the one shown. No claim and no row is rewritten.

    Returns the judgement; `queries.identity` answers for the group from then on, and their links are counted anew.
    """
    judgement = _judge(by, left, right, "same", why)
    recount(links_of(group_of(left.pk)))
    return judgement


@action(_check_pair)
def mark_different(*, by: User, left: Organization, right: Organization, why: str = "") -> Judgement:
    """Hold two organisations to be different, so that merging them is not suggested again. Returns the judgement."""
    return _judge(by, left, right, "different", why)


@action(_check_standing)
def unmerge(*, by: User, judgement: Judgement, why: str = "") -> Judgement:
    """Take a judgement (same or different) back. Returns it with the time at which it was undone."""
    group = group_of(judgement.left_id)
    judgement.undone_at = timezone.now()
    judgement.save(update_fields=["undone_at"])
    recount(links_of(group) if judgement.verdict == "same" else ())
    log_event(
        type="organization.unmerge", by=by, subject=f"organizations/{judgement.left_id}", parent=f"organizations/{judgement.right_id}",
        before={"judgement": judgement.pk, "verdict": judgement.verdict}, reason=why,
    )  # fmt: skip
    return judgement
