"""New organisations of the register from what documents say: one at a time, with the statement as evidence, taken out again at will."""

import uuid
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event, name_of
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import delete_rows, write_rows
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role, refusal_of_row
from lianqun.office.actions.rows.storing import check_references
from lianqun.office.actions.trace.linking import link_names
from lianqun.office.evidence.models import Document, Evidence, Judgement, Statement
from lianqun.office.queries.rows.whole_tables import frame_of_texts
from lianqun.office.registry.models import Alias, NameQuestion, Organization
from lianqun.vocab.codes import code_lists

ADD, TAKE_OUT = "organization.add", "organization.take_out"


def _check_adding(by: User, *, statement: Statement | None = None) -> Refused | None:
    if statement is not None:
        if statement.claim_type != "organization":
            return Refused("no_organization", _("This statement names no organisation."))
        if statement.status != "accepted":
            return Refused("not_accepted", _("Accept the statement first; then the organisation can be added."))
        if statement.subject_id:
            return Refused("already_tied", _("The name is tied to an organisation on record already."))
        if Organization.objects.filter(name_zh=_name(statement)).exists():
            return Refused("already_on_record", _("An organisation of this name is on record; look the names up again."))
    return refusal_of_role(by, Permission.IMPORT_APPLY)


def _check_taking_out(by: User, *, organization: Organization | None = None) -> Refused | None:
    if organization is not None and not is_from_statement(organization):
        return Refused("not_from_statement", _("This record did not come from a statement; change it by an import."))
    if organization is not None:
        return refusal_of_row(by, Permission.IMPORT_APPLY, organization)
    return refusal_of_role(by, Permission.IMPORT_APPLY)


def is_from_statement(organization: Organization) -> bool:
    """Whether a record was added from a statement and can be taken out again."""
    return AuditEvent.objects.filter(type=ADD, subject=name_of(organization)).exists()


@action(_check_adding)
def add_organization(*, by: User, statement: Statement) -> Organization:
    """Add the organisation that an accepted statement names to the register, its short name as an alias; the statement is the evidence.

    The names of the document are then looked up again. Returns the new record.
    """
    kind = statement.attribute if statement.attribute in code_lists()["organization_kind"] else "other"
    own = f"n{uuid.uuid4().hex}"
    _write(by, "organizations", statement, {"id": own, "name_zh": _name(statement), "kind": kind})
    if statement.subject != _name(statement) and not Alias.objects.filter(alias=statement.subject).exists():
        _write(by, "aliases", statement, {"id": f"a{own}", "organization_id": own, "alias": statement.subject, "kind": "short"})
    organization = Organization.objects.get(pk=own)
    done = link_names(Document.objects.get(passages=statement.passage_id)) if statement.passage_id else {}
    log_event(type=ADD, by=by, subject=organization, parent=statement, after={"name": organization.name_zh, **done})
    return organization


@action(_check_taking_out)
def take_out(*, by: User, organization: Organization) -> None:
    """Take a record out that was added from a statement, with its aliases; statements tied to it are tied to nobody.

    Raises Refused when anything else refers to it by now.
    """
    if Judgement.objects.filter(left_id=organization.pk).exists() or Judgement.objects.filter(right_id=organization.pk).exists():
        raise Refused("judged", _("It was judged to be, or not to be, another record, so it stays."))
    log_event(type=TAKE_OUT, by=by, subject=organization, before={"name": organization.name_zh})
    try:
        with transaction.atomic():
            aliases = list(Alias.objects.filter(organization=organization).values_list("pk", flat=True))
            told = Evidence.objects.filter(row_id__in=[organization.pk, *aliases], table__in=("organizations", "aliases"))
            evidence = list(told.values_list("pk", flat=True))
            Statement.objects.filter(subject_id=organization.pk).update(subject_id="")
            NameQuestion.objects.filter(organization_id=organization.pk).delete()
            delete_rows(by=by, ids={"evidence": evidence, "aliases": aliases, "organizations": [organization.pk]})
            check_references({}, {"organizations": [organization.pk], "aliases": aliases})
    except DatabaseError as error:
        raise Refused("used_since", _("Other records refer to this organisation by now, so it stays.")) from error


def _name(statement: Statement) -> str:
    """The full name that the document has for it."""
    return statement.value_text or statement.subject


def _write(by: User, table: str, statement: Statement, row: dict[str, Any]) -> None:
    """A row with the statement as its evidence."""
    told = {"id": f"e{uuid.uuid4().hex}", "table": table, "row_id": row["id"], "statement_id": statement.pk, "strength": "strong"}
    rows = {table: frame_of_texts(table, [row]), "evidence": frame_of_texts("evidence", [dict(told)])}
    write_rows(by=by, rows=rows, parent=statement)
