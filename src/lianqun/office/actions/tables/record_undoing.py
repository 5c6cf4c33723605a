"""Any change of a row taken back, by itself an event: as long as nobody changed the same columns since."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.rows import Row
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import write_rows
from lianqun.office.actions.rows.refusals import Refused, filled, refusal_of_role, refusal_of_row
from lianqun.office.actions.tables.records import EDIT, delete_row, refusal_of_ending, refusal_of_table
from lianqun.office.queries.rows.whole_tables import frame_of_texts, models_by_table, records_of
from lianqun.office.queries.tables.record_changes import WRITTEN, changed_after, is_moved
from lianqun.vocab.dictionary import tables as dictionary

STALE = _("%(by)s changed the same again on %(at)s; take that back first, or edit the row.")


def _check_undoing(by: User | None, *, event: AuditEvent | None = None) -> Refused | None:
    if event is None:
        return refusal_of_role(by, EDIT)
    table, _slash, row_id = event.subject.partition("/")
    if event.type not in WRITTEN or table not in dictionary():
        return Refused("not_a_change", _("This is no change of a row, so there is nothing to take back here."))
    if event.parent.startswith("merges/"):
        return Refused("merged", _("A merge or its split wrote this; take the two rows apart, or merge them again, as a whole."))
    return refusal_of_table(by, table) or _refusal_of_later(event, table, row_id) or _refusal_of_row(by, event, table, row_id)


def _refusal_of_later(event: AuditEvent, table: str, row_id: str) -> Refused | None:
    if event.type == "row.update" and is_moved(table, event.after or {}):
        return Refused("moved_value", _("A move changed this; take the move back where it was made."))
    stands = records_of(table, [row_id]).get(row_id)
    later = changed_after(event, stands)
    if later is not None:
        words = {"by": later.by or _("the site"), "at": f"{timezone.localtime(later.at):%Y-%m-%d %H:%M}"}
        return Refused("changed_since", filled(STALE, words))
    if (stands is None) != (event.type == "row.delete"):
        return Refused("changed_since", _("The row does not stand as this change left it; nothing can be taken back."))
    return None


def _refusal_of_row(by: User | None, event: AuditEvent, table: str, row_id: str) -> Refused | None:
    """Where the row stands now; of a row that is gone the door asks where it would stand."""
    row = models_by_table()[table]._default_manager.filter(pk=row_id).first()
    if event.type == "row.delete" or row is None:
        return None
    return refusal_of_ending(by, row) if event.type == "row.create" else refusal_of_row(by, EDIT, row)


@action(_check_undoing)
def undo(*, by: User | None, event: AuditEvent) -> Row | None:
    """Take one change of a row back. Returns the row as it stands then; None where it is gone, since the change had added it.

    Raises Refused where the same columns were changed since, and says by whom.
    """
    table, _slash, row_id = event.subject.partition("/")
    when = f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}"
    reason = gettext("undo of the change of %(at)s by %(by)s") % {"at": when, "by": event.by or gettext("the site")}
    if event.type == "row.create":
        delete_row(by=by, table=table, row_id=row_id, reason=reason, parent=event)
        return None
    stands = records_of(table, [row_id]).get(row_id, {})
    rows = {
        table: frame_of_texts(table, [_texts(table, {**stands, "id": row_id, **(event.before or {})})]),
        **_evidence_of(event),
    }
    write_rows(by=by, rows=rows, parent=event, reason=reason, permission=EDIT)
    return models_by_table()[table]._default_manager.get(pk=row_id)


def _texts(table: str, values: dict[str, Any]) -> dict[str, str | None]:
    """Every value as text: what an event holds as JSON beside what stands as it is typed."""
    named = {column.name: values.get(column.name) for column in dictionary()[table].columns}
    return {name: None if value is None else str(value) for name, value in named.items()}


def _evidence_of(event: AuditEvent) -> dict[str, Any]:
    """The evidence that went with a row that is brought back."""
    gone = AuditEvent.objects.filter(
        type="row.delete", parent=f"{event._meta.db_table}/{event.pk}", subject__startswith="evidence/"
    )
    rows = [_texts("evidence", {**(one.before or {}), "id": one.subject.partition("/")[2]}) for one in gone]
    return {"evidence": frame_of_texts("evidence", rows)} if rows and event.type == "row.delete" else {}
