"""Lists: sorted, filtered, with chosen columns; and the export of exactly what is seen."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqun.office.accounts.permissions import has_permission
from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.tables import exports, records
from lianqun.office.pages.addresses import join_query
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.kept_views import views_of
from lianqun.office.pages.list_files import write_csv, write_xlsx
from lianqun.office.pages.rail import Entry
from lianqun.office.pages.record_fields import GIVEN
from lianqun.office.queries.lists.choices import FILTER, Choice, read_choice
from lianqun.office.queries.lists.columns import NOT_KNOWN, ListColumn
from lianqun.office.queries.lists.known import LISTS, KnownList
from lianqun.office.queries.lists.selecting import Listing
from lianqun.office.queries.rows.realm import SAID, file_name
from lianqun.office.queries.rows.scope import Scope
from lianqun.tables.workbooks.writing import TextTooLong
from lianqun.vocab.dictionary import tables

WRITERS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
LIST_ENTRIES = tuple(
    Entry(step, rank, known.title, key, (name,), known.permission)
    for name, known in LISTS.items() if known.rail
    for step, rank, key in [known.rail]
)  # fmt: skip


@page("lists/<str:name>", "list", Permission.MAP_VIEW, rail=LIST_ENTRIES)
def show_list(request: PageRequest, name: str) -> HttpResponse:
    """One list under the choice that the address holds; `?file=csv` or `xlsx` sends it as a file."""
    known = LISTS.get(name)
    if known is None:
        raise Http404(_("There is no list of this name; there are: %(names)s.") % {"names": ", ".join(LISTS)})
    if not has_permission(request.frame.user, known.permission):
        raise PermissionDenied(_("Your role does not open this page."))
    choice = read_choice(request.GET.dict(), known.columns, request.GET.getlist("columns"))
    if request.GET.get("file") in WRITERS:
        return _send(request, known, choice, request.GET["file"])
    listing = _select(request, known, choice)
    context: dict[str, Any] = {
        "title": known.title,
        "known": known,
        "choice": choice,
        "columns": choice.shown(known.columns),
        "listing": listing,
        "refusal": exports.record.why_not(request.frame.user),
        "kept": _kept(request, choice),
        "adds": _adding(request, known, choice),
        "changes": _may_change(request, known, listing),
        **views_of(request, f"lists/{name}"),
    }
    return render(request, "lists/list.html", context)


def _select(request: PageRequest, known: KnownList, choice: Choice, *, everything: bool = False) -> Listing:
    frame = request.frame
    source = known.source(frame.user, Scope(frame.place, frame.chain), timezone.localdate())
    return source.select(known.columns, choice, everything=everything)


def _may_change(request: PageRequest, known: KnownList, listing: Listing) -> bool:
    """Whether rows may be ticked to be changed: rows of a table, not worked out of others, for those who may propose an import."""
    is_kept = bool(known.adds) and bool(listing.rows) and "pk" in listing.rows[0]
    return is_kept and has_permission(request.frame.user, Permission.IMPORT_PROPOSE)


def _adding(request: PageRequest, known: KnownList, choice: Choice) -> tuple[str, str | None] | None:
    """The form of a new row of the list, begun as its filters say, and why it may not be added; None for whom it is not meant."""
    if not (known.adds and has_permission(request.frame.user, records.EDIT)):
        return None
    columns = {column.name: column for column in tables()[known.adds].columns}
    exact = {it.source: choice.filters[it.name] for it in known.columns if it.codes and it.name in choice.filters}
    begins = {name: value for name, value in (*known.begins, *exact.items()) if name in columns and value != NOT_KNOWN}
    query = {**request.frame.scope, **{f"{GIVEN}{name}": value for name, value in begins.items()}}
    refusal = records.create.why_not(request.frame.user, table=known.adds)
    return join_query(reverse("record-new", args=[known.adds]), query), refusal


def _kept(request: PageRequest, choice: Choice) -> list[tuple[str, str]]:
    """What the filter form carries along: the scope, the order, the columns."""
    kept = list(request.frame.scope.items())
    kept += [("sort", choice.sort)] if choice.sort else []
    return kept + [("columns", name) for name in choice.columns]


def _send(request: PageRequest, known: KnownList, choice: Choice, form: str) -> HttpResponse:
    """The rows and columns that are seen, all pages, as a file; written down in the log first."""
    columns: list[ListColumn] = choice.shown(known.columns)
    listing = _select(request, known, choice, everything=True)
    filters = {**request.frame.scope, **{FILTER + key: value for key, value in choice.filters.items()}, "sort": choice.sort}
    exports.record(by=request.frame.user, list_name=known.name, filters=filters, rows=len(listing.rows), format=form)
    write, media_type = WRITERS[form]
    frame = request.frame
    mark = f"{SAID} · " if frame.is_generated else ""
    said = f"{mark}{known.title} · {frame.version} · {frame.as_of.isoformat()}"
    try:
        response = HttpResponse(write(columns, listing, said), content_type=media_type)
    except TextTooLong as error:
        raise Refused("text_too_long", exports.TEXT_TOO_LONG, status=422) from error
    response["Content-Disposition"] = f'attachment; filename="{file_name(known.name)}-{frame.as_of.isoformat()}.{form}"'
    return response
