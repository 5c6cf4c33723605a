"""Who is who: two organisations judged to be different, and judgements taken back, those included by which a data set holds two to be the same.

That two are one and the same is done by `actions/tables/merging.py`, as for every other table.
"""

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
from lianqun.office.queries.trace.identity import group_of
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


def _check_standing(by: User, *, judgement: Judgement | None = None) -> Refused | None:
    if judgement is not None and judgement.undone_at is not None:
        return Refused("already_undone", _("This judgement has been taken back already."))
    return refusal_of_role(by, Permission.ORGANIZATION_MERGE)


@action(_check_pair)
def mark_different(*, by: User, left: Organization, right: Organization, why: str = "") -> Judgement:
    """Hold two organisations to be different, so that merging them is not suggested again. Returns the judgement."""
    judgement = Judgement.objects.create(
        id=f"j{uuid.uuid4().hex}",
        left_id=left.pk,
        right_id=right.pk,
        verdict="different",
        by=by.username,
        at=timezone.now(),
        why=why,
    )
    log_event(
        type="organization.mark_different", by=by, subject=left, parent=right, reason=why,
        after={"judgement": judgement.pk, "verdict": "different"},
    )  # fmt: skip
    return judgement


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
