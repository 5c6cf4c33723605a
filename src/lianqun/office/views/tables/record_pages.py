"""The page of any row: what it says, who refers to it, what stands behind it, and its history, of which every change can be taken back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lianqun.office.accounts.permissions import has_permission
from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.tables import merging, record_undoing
from lianqun.office.actions.tables import records as acts
from lianqun.office.pages.addresses import join_query, pages
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.merged import set_aside_with
from lianqun.office.pages.record_words import names_in, told_history, value_word
from lianqun.office.pages.row_facts import title_of
from lianqun.office.pages.words import column_word, table_word
from lianqun.office.queries.land.rule_changes import foresee_rules
from lianqun.office.queries.rows.merged import keys_leading_to, merges_of, stands_for
from lianqun.office.queries.rows.whole_tables import records_of
from lianqun.office.queries.tables.record_changes import events_of, find_ending, read_history
from lianqun.office.queries.tables.records import referrers_of
from lianqun.office.queries.trace.why import read_reasons
from lianqun.office.views.tables.records import address_of, find_row, find_table
from lianqun.vocab.dictionary import Table


def _missing(table: str, row_id: str) -> Http404:
    return Http404(_("There is no row “%(id)s” in %(table)s that your role covers.") % {"id": row_id, "table": table_word(table)})


@page("records/<str:table>/<str:row_id>", "record", Permission.RECORD_VIEW, single=True)
def show_record(request: PageRequest, table: str, row_id: str) -> HttpResponse:
    """One row of any table; of a row that is ended what it said, for those who may bring it back."""
    known, row, user = find_table(table), find_row(request, table, row_id), request.frame.user
    if row is None:
        return _show_ended(request, known, row_id)
    may, merges = has_permission(user, acts.EDIT) and known.is_edited, merges_of(table, row_id) if known.merged_by else []
    context = {
        "title": title_of(row),
        "known": known,
        "row": row,
        "row_id": row_id,
        "facts": _facts(request, known, records_of(table, [row_id])[row_id]),
        "own_page": address_of(request, table, row_id) if pages().get(table) else "",
        "referrers": [(one, [(it.pk, title_of(it)) for it in one.rows]) for one in referrers_of(user, table, row_id)],
        "reasons": read_reasons(user, table, row) if has_permission(user, Permission.EVIDENCE_VIEW) else None,
        "merges": merges,
        "history": told_history(user, table, read_history(user, table, row_id, keys_leading_to(table, row_id) if merges else ())),
        "end_refusal": acts.end.why_not(user, row=row) if may else None,
        "may_end": may,
        "rules": foresee_rules(user, removed=[row_id]) if may and table == acts.RULES else None,
        "ended": None,
        "splits": {one.pk: merging.split.why_not(user, merge=one) for one in merges},
        "aside": set_aside_with(user, merges),
    }
    return render(request, "tables/record.html", context)


def _show_ended(request: PageRequest, known: Table, row_id: str) -> HttpResponse:
    """What a row said that was ended, and its history, for those who see the log of it."""
    user = request.frame.user
    ending = None if stands_for(known.name, row_id) else find_ending(user, known.name, row_id)
    if ending is None:
        raise _missing(known.name, row_id)
    said = {"id": row_id, **(ending.before or {})}
    title = next((str(said[name]) for name in known.named_by if said.get(name) and not known.column(name).references), row_id)
    context: dict[str, Any] = {
        "title": title, "known": known, "row": None, "row_id": row_id, "facts": _facts(request, known, said), "own_page": "",
        "referrers": [], "reasons": None, "rules": None, "end_refusal": None, "may_end": False, "ended": ending,
        "history": told_history(user, known.name, read_history(user, known.name, row_id)), "splits": {}, "aside": {},
    }  # fmt: skip
    return render(request, "tables/record.html", context)


def _facts(request: PageRequest, known: Table, record: dict[str, Any]) -> list[tuple[str, str, str, str, str]]:
    """Every column as (name, word, value, and table and key of the row that it refers to); what is not known is empty."""
    names = names_in(request.frame.user, known.name, [record])
    told = []
    for column in known.columns:
        value, refers = record.get(column.name), column.references
        word = names.get((refers, str(value)), str(value)) if refers and value else value_word(column, value, names)
        told.append((column.name, column_word(known.name, column.name), word, refers, str(value or "") if refers else ""))
    return told


@page("records/<str:table>/<str:row_id>/end", "record-end", acts.EDIT, single=True)
def end(request: PageRequest, table: str, row_id: str) -> HttpResponse:
    """Take a row out, with a reason; its page says how to bring it back."""
    row = find_row(request, table, row_id)
    if row is None:
        raise _missing(table, row_id)
    if request.method == "POST":
        acts.end(by=request.frame.user, row=row, reason=request.POST.get("reason", ""))
        messages.success(request, _("The row was ended. It can be taken back below, or from its history."))
    return redirect(_record(request, table, row_id))


@page("records/<str:table>/<str:row_id>/undo/<int:event_id>", "record-undo", acts.EDIT, single=True)
def undo(request: PageRequest, table: str, row_id: str, event_id: int) -> HttpResponse:
    """Take one change of a row back."""
    find_table(table)
    is_seen = find_row(request, table, row_id) is not None or find_ending(request.frame.user, table, row_id) is not None
    event = events_of(table, row_id).filter(pk=event_id).first() if is_seen else None
    if event is None:
        raise _missing(table, row_id)
    if request.method == "POST":
        record_undoing.undo(by=request.frame.user, event=event)
        messages.success(request, _("The change was taken back; that stands in the history, too."))
    return redirect(_record(request, table, row_id))


def _record(request: PageRequest, table: str, row_id: str) -> str:
    return join_query(reverse("record", args=[table, row_id]), request.frame.scope)
