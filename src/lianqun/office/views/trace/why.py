"""Why: the claims, sentences, sources and reviewers behind one row, as a part of a page or a page of its own."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.pages.frame import PageRequest, is_partial, page, render
from lianqun.office.pages.row_facts import facts_of, title_of
from lianqun.office.pages.words import table_word
from lianqun.office.queries.diagnose.link import read_link
from lianqun.office.queries.trace.why import find_row, read_reasons
from lianqun.office.registry.models import Link


@page("why/<str:table>/<str:row_id>", "why", Permission.EVIDENCE_VIEW, single=True)
def show_why(request: PageRequest, table: str, row_id: str) -> HttpResponse:
    """What stands behind a row, or behind one of its columns (`?column=`)."""
    frame = request.frame
    row = find_row(frame.user, table, row_id)
    if row is None:
        raise Http404(_("There is no such row in %(table)s.") % {"table": table_word(table)})
    column = request.GET.get("column", "")
    context = {
        "title": title_of(row),
        "table": table,
        "row": row,
        "column": column,
        "facts": facts_of(table, row, column),
        "reasons": read_reasons(frame.user, table, row, column),
        "link_view": read_link(frame.user, row, frame.place, frame.chain) if isinstance(row, Link) else None,
    }
    return render(request, "trace/_why.html" if is_partial(request) else "trace/why.html", context)
