"""Amounts of a stage: what was reported, recognised, and taken back. Rows are only added: what was published stays as it was."""

import uuid
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.land import amounts_of
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import write_rows
from lianqun.office.actions.rows.refusals import Refused, filled, refusal_of_row
from lianqun.office.queries.rows.whole_tables import frame_of_rows
from lianqun.office.registry.models import Project, StageAmount
from lianqun.vocab.codes import code_lists

WHO = {"reported": Permission.PROJECT_MOVE, "recognised": Permission.STAGE_APPROVE, "reversed": Permission.STAGE_APPROVE}


def _check(
    by: User,
    *,
    project: Project | None = None,
    stage: str = "",
    kind: str = "reported",
    amount_wan_yuan: Decimal | None = None,
    on: date | None = None,
    note: str | None = None,
) -> Refused | None:
    if project is None:
        return None
    if kind not in WHO or (stage and stage not in code_lists()["project_stage"]):
        return Refused("unknown_kind", _("There is no such stage or kind of amount."), status=422)
    refusal = refusal_of_row(by, WHO[kind], project)
    if refusal is not None or amount_wan_yuan is None or on is None:
        return refusal
    return _refusal_of_sum(project, stage, kind, amount_wan_yuan, on) or _refusal_of_note(kind, note)


def _refusal_of_sum(project: Project, stage: str, kind: str, amount: Decimal, on: date) -> Refused | None:
    if amount <= 0 or on > timezone.localdate():
        return Refused("not_an_amount", _("Give an amount above zero and a day that has come."), status=422)
    approved = project.stage_reviews.filter(stage=stage, state="approved").exists()
    if kind == "recognised" and not approved:
        return Refused("not_approved", _("Only an approved stage is recognised; have the stage approved first."))
    so_far = amounts_of(project.stage_amounts.values("stage", "kind", "amount_wan_yuan", "on"), stage=stage, as_of=date.max)
    if kind == "reversed" and amount > (so_far.left or Decimal(0)):
        words = {"left": f"{(so_far.left or Decimal(0)).normalize():f}"}
        return Refused(
            "more_than_left", filled(_("Only %(left)s (10,000 yuan) are recognised and not yet taken back."), words), 422
        )
    return None


def _refusal_of_note(kind: str, note: str | None) -> Refused | None:
    if kind == "reversed" and note is not None and not note.strip():
        return Refused("no_reason", _("Say why the amount is taken back."), status=422)
    return None


@action(_check)
def record_amount(
    *, by: User, project: Project, stage: str, kind: str, amount_wan_yuan: Decimal, on: date, note: str
) -> StageAmount:
    """Add an amount in 万元 to a stage: `reported`, `recognised`, or `reversed`. Returns its row.

    Raises Refused where more is taken back than was recognised, or a stage is recognised that nobody approved.
    """
    row = StageAmount(
        id=f"amt-{uuid.uuid4().hex[:16]}",
        project=project,
        stage=stage,
        kind=kind,
        amount_wan_yuan=amount_wan_yuan,
        on=on,
        by=by.username,
        note=note.strip(),
    )
    write_rows(by=by, rows={"stage_amounts": frame_of_rows([row])}, permission=WHO[kind], parent=project, reason=note)
    return row
