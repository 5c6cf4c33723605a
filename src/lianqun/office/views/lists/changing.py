"""One column of many rows of a list changed at once: proposed as an import, so that its preview, its gates and its undo hold for each row."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lianqun.office.accounts.permissions import has_permission
from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.tables import imports
from lianqun.office.actions.tables.typed_values import read_values
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.record_fields import cells_of, fields_of
from lianqun.office.pages.row_facts import title_of
from lianqun.office.queries.lists.known import LISTS, KnownList
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import models_by_table, records_of
from lianqun.office.queries.tables.records import typed_columns
from lianqun.tables import Problem, schema
from lianqun.vocab.dictionary import Column, tables

MOST = 500


def changeable(table: str) -> list[Column]:
    """The columns of a table that many rows may be given at once: those that a person fills in and that do not tell rows apart."""
    known = tables()[table]
    return [column for column in typed_columns(known) if column.name not in (*known.natural_key, *known.named_by, *known.names)]


@page("lists/<str:name>/change", "list-change", Permission.IMPORT_PROPOSE)
def change_many(request: PageRequest, name: str) -> HttpResponse:
    """Choose a column and a value for the chosen rows; leads to the preview of what each row would become."""
    known = LISTS.get(name)
    if known is None or not known.adds or not has_permission(request.frame.user, known.permission):
        raise Http404(_("There is no list of this name whose rows are changed."))
    told = request.POST if request.method == "POST" else request.GET
    rows, columns = _chosen(request, known, told.getlist("id")), changeable(known.adds)
    column = next((one for one in columns if one.name == told.get("column")), columns[0])
    problems: Sequence[Problem] = ()
    if request.method == "POST" and rows:
        read = read_values(known.adds, cells_of(request.frame.user, known.adds, _sent(request, column)))
        problems = read.problems
        if not problems:
            return redirect("job", _propose(request, known.adds, [row.pk for row in rows], column, read.values[column.name]).pk)
    context: dict[str, Any] = {
        "title": known.title,
        "known": known,
        "rows": [(row.pk, title_of(row)) for row in rows],
        "columns": columns,
        "column": column,
        "fields": fields_of(request.frame.user, [column], {column.name: request.POST.get(column.name, "")}, problems),
        "refusal": imports.propose.why_not(request.frame.user),
    }
    return render(request, "lists/change.html", context, status=422 if problems else 200)


def _chosen(request: PageRequest, known: KnownList, ids: Sequence[str]) -> list[Any]:
    """The chosen rows as far as the person sees them, in their order."""
    if len(ids) > MOST:
        words = _("At most %(n)s rows are changed at once; take fewer, or use “Excel to edit”.") % {"n": MOST}
        raise Refused("too_many", words, status=422)
    rows = models_by_table()[known.adds]._default_manager.filter(pk__in=ids)
    return list(visible_to(request.frame.user, rows).order_by("pk"))


def _sent(request: PageRequest, column: Column) -> dict[str, str]:
    return {key: value for key, value in request.POST.dict().items() if key.split(".")[0] == column.name}


def _propose(request: PageRequest, table: str, ids: Sequence[str], column: Column, value: Any) -> Any:
    """The change as a table of its own: the key, what a row must hold, and the column with its new value."""
    known = tables()[table]
    held = [one.name for one in known.columns if (one.key or one.required) and not one.is_moved]
    shape = {name: schema(table)[name] for name in dict.fromkeys([*held, column.name])}
    changed = [{**{name: row[name] for name in shape}, column.name: value} for row in records_of(table, ids).values()]
    data = pl.DataFrame(changed, schema=shape, orient="row").write_csv().encode()
    return imports.propose(by=request.frame.user, name=f"{table}.csv", data=data)
