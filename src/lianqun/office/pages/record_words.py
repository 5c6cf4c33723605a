"""What the log holds of a row, in words: columns, code words, names of what is referred to, units; and what may be done with a row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.permissions import Permission, has_permission
from lianqun.office.actions.tables import record_undoing, records
from lianqun.office.pages.words import NO_BREAK, code_word, is_chinese, noted, number
from lianqun.office.queries.rows.people import people_named
from lianqun.office.queries.tables.record_changes import MERGING
from lianqun.office.queries.tables.records import names_seen
from lianqun.vocab.dictionary import Column, tables
from lianqun.vocab.masking import seen_by_all
from lianqun.vocab.people import is_person
from lianqun.vocab.units import unit_in_english

Names = Mapping[tuple[str, str], str]
PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Change:
    """One column of an event: its word, what it held before and after, as people say it; empty for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event of a row with its changes in words, and why it cannot be taken back (None: it can; empty: the role does not)."""

    event: AuditEvent
    changes: list[Change]
    refusal: str | None

    @property
    def is_merging(self) -> bool:
        """Whether another row was merged into this one, or split off again."""
        return self.event.type in MERGING


def told_history(user: User, table: str, events: list[AuditEvent]) -> list[HistoryLine]:
    """The events of a row in words, and whether each can be taken back."""
    names = names_in(user, table, [part for event in events for part in (event.before or {}, event.after or {})])
    may = has_permission(user, Permission.RECORD_EDIT) and tables()[table].is_edited
    undo = record_undoing.undo
    return [HistoryLine(one, _changes(table, one, names), undo.why_not(user, event=one) if may else "") for one in events]


def _changes(table: str, event: AuditEvent, names: Names) -> list[Change]:
    before, after = event.before or {}, event.after or {}
    told = (column for column in tables()[table].columns if column.name in before or column.name in after)
    return [
        Change(
            column.zh if is_chinese() else column.en,
            value_word(column, before.get(column.name), names),
            value_word(column, after.get(column.name), names),
        )
        for column in told
    ]


def names_in(user: User, table: str, records: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """(table, key) → name of every row that some values of a table refer to, as far as the person sees it, and of people."""
    ids: dict[str, set[str]] = {}
    for record in records:
        for column in tables()[table].columns:
            if column.references and record.get(column.name):
                ids.setdefault(column.references, set()).add(str(record[column.name]))
    people = people_named() if any(is_person(table, column.name) for column in tables()[table].columns) else {}
    return {(PEOPLE, name): own for name, own in people.items()} | {
        (target, key): name
        for target, keys in ids.items()
        for key, name in names_seen(user, target, keys, english=not is_chinese()).items()
    }


def value_word(column: Column, value: Any, names: Names) -> str:
    """A value of the log as a reader expects it, exactly; empty for nothing."""
    if value in (None, ""):
        return ""
    value = seen_by_all(column.table, column.name, value)
    if column.references:
        name = names.get((column.references, str(value)), "")
        return f"{name} ({value})" if name else str(value)
    if column.codes:
        return code_word(column.codes, str(value))
    if is_person(column.table, column.name):
        return names.get((PEOPLE, str(value)), str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _measured(column, value) if column.type in ("integer", "decimal") else noted(column.table, column.name, str(value))


def _measured(column: Column, value: Any) -> str:
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if column.unit == "万元" and not is_chinese():
        return f"{number(exact / 100)}{NO_BREAK}million yuan"
    unit = column.unit if is_chinese() else unit_in_english(column.unit)
    return f"{number(exact)}{NO_BREAK}{unit}" if unit else number(exact)


@dataclass(frozen=True, slots=True)
class Offer:
    """Whether the buttons for a row are there at all, and the sentence of the one that may not be pressed."""

    table: str
    row_id: str
    refusal: str | None


@pass_context
def record_offer(context: Context, row: Model) -> Offer | None:
    """The offer to edit a row; None for somebody whose role edits nothing, and for tables that nobody edits by hand."""
    user, table = context["frame"].user, row._meta.db_table
    if not (has_permission(user, Permission.RECORD_EDIT) and tables()[table].is_edited):
        return None
    return Offer(table, str(row.pk), records.edit.why_not(user, row=row))  # type: ignore[arg-type]
