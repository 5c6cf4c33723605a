"""Exports: every list as Excel or CSV, the whole data set, and what was exported before."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.models import AuditEvent
from lianqun.office.accounts.permissions import has_permission
from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.tables import data_sets
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.rail import Entry
from lianqun.office.queries.lists.known import LISTS
from lianqun.office.queries.rows.visible import visible_to

MOST_SHOWN = 50


@page("exports", "exports", Permission.TABLE_EXPORT, rail=(Entry("settings", 20, gettext_lazy("Exports"), "x"),))
def show_exports(request: PageRequest) -> HttpResponse:
    """What can be exported, and the last exports that the person may see; a POST queues the whole data set."""
    user = request.frame.user
    if request.method == "POST":
        return redirect(
            "job", data_sets.queue_export(by=user, form="parquet" if request.POST.get("form") == "parquet" else "csv").pk
        )
    events = visible_to(user, AuditEvent.objects.filter(type__startswith="export."))[:MOST_SHOWN]
    context = {
        "title": _("Exports"),
        "lists": [known for known in LISTS.values() if has_permission(user, known.permission)],
        "events": list(events),
        "refusal": data_sets.queue_export.why_not(user),
    }
    return render(request, "tables/exports.html", context)
