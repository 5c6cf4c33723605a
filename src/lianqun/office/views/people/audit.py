"""The audit trail: what was done, when, by whom, and what changed."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.models import AuditEvent
from lianqun.office.accounts.rights import Permission
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.rail import Entry
from lianqun.office.queries.rows.visible import visible_to

EVENTS_A_PAGE = 100


@page("audit", "audit", Permission.AUDIT_VIEW, rail=(Entry("settings", 40, gettext_lazy("Audit trail"), "u"),))
def show_audit(request: PageRequest) -> HttpResponse:
    """The newest events first, by person, kind and subject."""
    events = visible_to(request.frame.user, AuditEvent.objects.all())
    filters = {"by": "by", "type": "type__startswith", "subject": "subject__icontains"}
    for name, path in filters.items():
        if request.GET.get(name):
            events = events.filter(**{path: request.GET[name]})
    number = request.GET.get("page", "1")
    at = max(1, int(number)) if number.isdecimal() and len(number) < 8 else 1
    shown = list(events[(at - 1) * EVENTS_A_PAGE : at * EVENTS_A_PAGE + 1])
    context = {"title": _("Audit trail"), "events": shown[:EVENTS_A_PAGE], "at": at, "has_more": len(shown) > EVENTS_A_PAGE}
    return render(request, "people/audit.html", {**context, "chosen": {name: request.GET.get(name, "") for name in filters}})
