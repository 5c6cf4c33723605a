"""Accepted statements in the register: each becomes evidence of the row it speaks of, which is added where it is not there yet."""

import uuid

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import delete_rows, write_rows
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role
from lianqun.office.actions.rows.storing import check_references
from lianqun.office.evidence.models import Evidence, Statement
from lianqun.office.queries.rows.whole_tables import frame_of_texts
from lianqun.office.queries.trace.typed_rows import evidence_of, row_for

ADD, TAKE_BACK = "row.add", "row.take_back"
MORE_COLUMNS = {"placements": {"role": "member", "status": "uncertain"}, "ties": {}}


def _check_adding(by: User, *, statement: Statement | None = None) -> Refused | None:
    if statement is not None:
        if statement.status != "accepted":
            return Refused("not_accepted", _("Accept the statement first; then it can go into the register."))
        if evidence_of(statement) is not None:
            return Refused("already_added", _("This statement stands in the register already."))
        if row_for(statement) is None:
            return Refused("no_row", _("What this statement names is not on record under that name; tie the names first."))
    return refusal_of_role(by, Permission.IMPORT_APPLY)


def _check_taking_back(by: User, *, statement: Statement | None = None) -> Refused | None:
    if statement is not None and evidence_of(statement) is None:
        return Refused("not_added", _("This statement does not stand in the register, so there is nothing to take back."))
    return refusal_of_role(by, Permission.IMPORT_APPLY)


@action(_check_adding)
def add_row(*, by: User, statement: Statement) -> Evidence:
    """Make an accepted statement weak evidence of the placement or tie it speaks of; the row is added where it is not there yet.

    A new placement is uncertain, its role `member`: more sources and a person decide. Its link is counted anew.
    Returns the evidence.
    """
    row = row_for(statement)
    assert row is not None
    own = row.row_id or f"n{uuid.uuid4().hex}"
    if not row.row_id:
        new = frame_of_texts(row.table, [{"id": own, **row.columns, **MORE_COLUMNS[row.table]}])
        write_rows(by=by, rows={row.table: new}, parent=statement)
    evidence = Evidence(id=f"e{uuid.uuid4().hex}", table=row.table, row_id=own, statement=statement, strength="weak")
    evidence.save(force_insert=True)
    after = {"row": own, "is_new": not row.row_id, **row.columns}
    log_event(type=ADD, by=by, subject=f"{row.table}/{own}", parent=statement, after=after)
    return evidence


@action(_check_taking_back)
def take_back(*, by: User, statement: Statement) -> None:
    """Take a statement out of the register; the row goes with it where it was added for it and nothing else speaks for it.

    Raises Refused when other records refer to that row by now.
    """
    evidence = evidence_of(statement)
    assert evidence is not None
    table, own = evidence.table, evidence.row_id
    alone = not Evidence.objects.filter(table=table, row_id=own).exclude(pk=evidence.pk).exists()
    goes = alone and AuditEvent.objects.filter(type=ADD, subject=f"{table}/{own}", after__is_new=True).exists()
    try:
        with transaction.atomic():
            delete_rows(by=by, ids={"evidence": [evidence.pk], table: [own] if goes else []}, parent=statement)
            check_references({}, {table: [own] if goes else []})
    except DatabaseError as error:
        raise Refused("used_since", _("Other records refer to this row by now, so it stays.")) from error
    log_event(type=TAKE_BACK, by=by, subject=f"{table}/{own}", parent=statement, before={"row": own, "goes": goes})
