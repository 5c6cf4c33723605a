"""Records kept on the site: the form of a new row and of one that stands, for every table that people keep."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.rows import Row
from lianqun.office.actions.rows.door import NotRight
from lianqun.office.actions.tables import records as acts
from lianqun.office.actions.tables.record_proofs import Proof
from lianqun.office.pages.addresses import join_query, pages
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.record_fields import GIVEN, SAID, cells_of, fields_of, means, sentence_of, texts_of
from lianqun.office.pages.record_words import names_in, value_word
from lianqun.office.pages.row_facts import title_of
from lianqun.office.pages.words import column_word, is_chinese, table_word
from lianqun.office.queries.rows.merged import stands_for
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import models_by_table, plain_record, records_of
from lianqun.office.queries.tables.finding import find_rows
from lianqun.office.queries.tables.record_changes import Difference, version_of
from lianqun.office.queries.tables.records import first_words, typed_columns
from lianqun.tables import Problem
from lianqun.vocab.dictionary import Table, tables

EDIT = Permission.RECORD_EDIT
THEIRS = "theirs"
PROOF = ("document_id", "quote", "said_by", "said_why")


def find_table(name: str) -> Table:
    """A table of the dictionary by the name in an address; 404 for none."""
    if name not in tables():
        raise Http404(_("There is no table “%(name)s”.") % {"name": name})
    return tables()[name]


def find_row(request: PageRequest, table: str, row_id: str) -> Row | None:
    """A row that the person sees, with the rows it refers to."""
    find_table(table)
    return visible_to(request.frame.user, models_by_table()[table]._default_manager.filter(pk=row_id)).first()


@page("records/<str:table>/new", "record-new", EDIT)
def create(request: PageRequest, table: str) -> HttpResponse:
    """The form of a new row, filled in as far as the scope and the address say; a POST adds it."""
    known = find_table(table)
    if request.method != "POST":
        return _show(request, known, None, _begun(request, known))
    try:
        row_id = acts.create(by=request.frame.user, table=table, seen=_seen(request), **_sent(request, table))
    except acts.Affects as asked:
        return _show(request, known, None, request.POST.dict(), asked=asked)
    except NotRight as refused:
        return _show(request, known, None, request.POST.dict(), problems=refused.problems)
    messages.success(request, _("The row was added."), extra_tags="saved")
    return redirect(address_of(request, table, row_id))


@page("records/<str:table>/<str:row_id>/edit", "record-edit", EDIT, single=True)
def edit(request: PageRequest, table: str, row_id: str) -> HttpResponse:
    """The form of a row that stands; a POST writes what was changed, beside what others changed meanwhile."""
    row = find_row(request, table, row_id)
    known = find_table(table)
    if row is None:
        return _lead_on(request, known, row_id) or _show_gone(request, known, row_id)
    stands = records_of(table, [row_id])[row_id]
    if request.method != "POST":
        return _show(request, known, row, texts_of(stands), version=version_of(stands))
    texts = _with_choices(request, texts_of(stands))
    version = request.POST.get("edit.version", "")
    try:
        done = acts.edit(by=request.frame.user, row=row, version=version, seen=_seen(request), **_sent(request, table, texts))
    except acts.Changed as changed:
        return _show_changed(request, known, row, texts, changed)
    except acts.Affects as asked:
        return _show(request, known, row, texts, version=version, asked=asked)
    except NotRight as refused:
        return _show(request, known, row, texts, problems=refused.problems, version=version)
    _tell(request, known, done)
    return redirect(address_of(request, table, row_id))


def address_of(request: PageRequest, table: str, row_id: str) -> str:
    """The page of a row: its own, or that of any row."""
    name = pages().get(table)
    path = reverse(name, args=[row_id]) if name else reverse("record", args=[table, row_id])
    return join_query(path, request.frame.scope)


def _begun(request: PageRequest, known: Table) -> dict[str, str]:
    """What a new row begins with: the place and chain of the page one came from, and what its filters say (`?v.kind=factor`)."""
    names = {column.name for column in typed_columns(known, new=True)}
    scope = {"place_id": request.frame.scope.get("place", ""), "chain_id": request.frame.scope.get("chain", "")}
    given = {key.removeprefix(GIVEN): value for key, value in request.GET.dict().items() if key.startswith(GIVEN)}
    return {name: value for name, value in {**scope, **given}.items() if name in names and value}


def _sent(request: PageRequest, table: str, texts: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a form says, as the actions take it."""
    sent = request.POST
    proof = {name: sent.get(f"proof.{name}", "").strip() for name in PROOF}
    proof["document_id"] = _document_of(request)
    cells = cells_of(request.frame.user, table, texts if texts is not None else sent.dict())
    moved = {column.name for column in tables()[table].columns if column.is_moved}
    return {
        "cells": {name: cell for name, cell in cells.items() if name not in moved},
        "proof": Proof(**proof),
        "reason": sent.get("edit.reason", "").strip(),
    }


def _seen(request: PageRequest) -> str:
    """What was shown of the effects of changed rules, before the form was sent again."""
    return request.POST.get("edit.seen", "")


def _document_of(request: PageRequest) -> str:
    """The document that is attached: what was chosen, else the only one that is called as was typed."""
    chosen, said = (request.POST.get(f"proof.document_id{part}", "").strip() for part in ("", SAID))
    if means(request.frame.user, "documents", chosen, said):
        return chosen
    found = [one.id for one in find_rows(request.frame.user, "documents", said) if said in (one.id, one.name)] if said else []
    return found[0] if len(found) == 1 else said


def _with_choices(request: PageRequest, stands: Mapping[str, str]) -> dict[str, str]:
    """The texts of a form, where somebody chose to keep what another wrote with that instead (`edit.keep.<column>`)."""
    sent = request.POST.dict()
    kept = [name for name in stands if sent.get(f"edit.keep.{name}") == THEIRS]
    for name in kept:
        sent[name] = stands[name]
        sent.pop(name + SAID, None)
    return sent


def _tell(request: PageRequest, known: Table, done: acts.Edited) -> None:
    said = _("The change was kept.") if done.columns else _("Nothing was changed: the row says this already.")
    messages.success(request, said, extra_tags="saved")
    for one in told_differences(request, known, done.beside):
        messages.info(request, _("Meanwhile %(by)s changed “%(column)s”: %(before)s → %(after)s. Both changes stand.") % one)


def told_differences(request: PageRequest, known: Table, differences: Sequence[Difference]) -> list[dict[str, Any]]:
    """What others changed, in words."""
    names = names_in(
        request.frame.user, known.name, [{one.column: value} for one in differences for value in (one.before, one.after)]
    )
    nothing, somebody = _("nothing"), _("somebody")
    return [
        {
            "name": one.column,
            "column": column.zh if request.frame.language == "zh" else column.en,
            "before": value_word(column, one.before, names) or nothing,
            "after": value_word(column, one.after, names) or nothing,
            "by": one.by or somebody,
            "at": one.at,
        }
        for one in differences
        for column in [known.column(one.column)]
    ]


def _show_changed(request: PageRequest, known: Table, row: Row, texts: dict[str, str], changed: acts.Changed) -> HttpResponse:
    """The form again: what others changed alone is taken over, what both changed stands side by side to be chosen."""
    stands = records_of(known.name, [str(row.pk)])[str(row.pk)]
    now = texts_of(stands)
    for name in changed.since.differences.keys() - set(changed.collisions):
        texts[name] = now[name]
        texts.pop(name + SAID, None)
    differences = [one for one in changed.since.differences.values() if changed.since.is_told or one.column in changed.collisions]
    told = told_differences(request, known, differences)
    return _show(
        request,
        known,
        row,
        texts,
        problems=changed.problems,
        version=version_of(stands),
        told=told,
        collisions=changed.collisions,
    )


def _lead_on(request: PageRequest, known: Table, row_id: str) -> HttpResponse | None:
    """A row that was merged while somebody edited it: they are led to the one that stands for it."""
    kept = stands_for(known.name, row_id)
    if not kept or request.method != "POST":
        return None
    messages.error(request, _("This row was merged into another meanwhile; nothing was written. This is the one that stayed."))
    return redirect(address_of(request, known.name, kept))


def _show_gone(request: PageRequest, known: Table, row_id: str) -> HttpResponse:
    """A row that was ended while somebody edited it: what they typed becomes a new row, if they want it."""
    if request.method != "POST":
        raise Http404(
            _("There is no row “%(id)s” in %(table)s that your role covers.") % {"id": row_id, "table": table_word(known.name)}
        )
    messages.error(request, _("Somebody ended this row meanwhile. What you typed stands below: save it as a new row, or leave."))
    return _show(request, known, None, request.POST.dict())


def _show(
    request: PageRequest, known: Table, row: Row | None, texts: Mapping[str, str], *, problems: Sequence[Problem] = (),
    version: str = "", told: Sequence[Mapping[str, Any]] = (), collisions: Sequence[str] = (), asked: acts.Affects | None = None,
) -> HttpResponse:  # fmt: skip
    """The form. Its status says whether something is wrong (422), or is to be looked at first (409)."""
    user = request.frame.user
    refusal = acts.create.why_not(user, table=known.name) if row is None else acts.edit.why_not(user, row=row)
    own = {column.name for column in known.columns}
    kind = table_word(known.name)
    context = {
        "title": _("New: %(table)s") % {"table": kind} if row is None else title_of(row),
        "known": known,
        "row": row,
        "fields": fields_of(user, typed_columns(known, new=row is None), texts, problems),
        "moved": _moved(user, known, row),
        "problems": [(one.column if one.column in own else "", sentence_of(one)) for one in problems],
        "asides": {one.column: sentence_of(one) for one in problems if one.column not in own and one.column},
        "texts": texts,
        "version": version,
        "told": told,
        "collisions": {one["name"]: one for one in told if one["name"] in collisions},
        "refusal": refusal,
        "rules": asked.effects if asked else None,
        "seen": asked.mark if asked else "",
        "goes_to": join_query(_address(known.name, row), request.frame.scope),
        "leave": address_of(request, known.name, str(row.pk)) if row is not None else _list_of(request, known),
    }
    return render(request, "tables/record_form.html", context, status=409 if told or asked else 422 if problems else 200)


def _address(table: str, row: Row | None) -> str:
    return reverse("record-new", args=[table]) if row is None else reverse("record-edit", args=[table, row.pk])


def _list_of(request: PageRequest, known: Table) -> str:
    """Where one goes who gives up a new row: back to where one came from on this site, else home."""
    own = f"{request.scheme}://{request.get_host()}/"
    came_from = request.POST.get("edit.from", "") or request.headers.get("Referer", "")
    return came_from if came_from.startswith(own) else f"/?{urlencode(request.frame.scope)}"


def _moved(user: Any, known: Table, row: Row | None) -> list[tuple[str, str]]:
    """What only moves change and holds something, as it stands; of a new row as it begins."""
    begins = first_words(known)
    columns = [column for column in known.columns if column.is_moved]
    values = {column.name: getattr(row, column.name) if row is not None else begins.get(column.name) for column in columns}
    names = names_in(user, known.name, [values])
    told = (
        (column_word(known.name, one.name), value_word(one, plain_record({"": values[one.name]})[""], names)) for one in columns
    )
    return [(word, value) for word, value in told if value]


@page("records/<str:table>/find", "record-find", EDIT)
def find(request: PageRequest, table: str) -> JsonResponse:
    """Rows that may be meant by what is typed (`?q=`), for the search within a field: the best dozen that the person sees."""
    find_table(table)
    found = find_rows(request.frame.user, table, request.GET.get("q", ""))
    return JsonResponse(
        {"rows": [{**asdict(one), "said": one.name if is_chinese() else one.name_en or one.name} for one in found]}
    )
