"""Conflicts between sources: the sides, which of them holds and why, and the decision of a person."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.trace import conflicts as acts
from lianqun.office.evidence.models import Statement
from lianqun.office.pages.frame import PageRequest, back, page, render
from lianqun.office.pages.rail import Entry
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.trace.conflicts import MOST_GROUPS, read_conflicts


@page("conflicts", "conflicts", Permission.EVIDENCE_VIEW, rail=(Entry("read", 40, gettext_lazy("Conflicts"), "s"),))
def show_conflicts(request: PageRequest) -> HttpResponse:
    """The conflicts that wait, or (`?decided=1`) those that a person has decided."""
    user, decided = request.frame.user, request.GET.get("decided") == "1"
    context = {
        "title": _("Conflicts"),
        "conflicts": read_conflicts(user, timezone.localdate(), decided=decided),
        "decided": decided,
        "most": MOST_GROUPS,
        "refusal": acts.prefer.why_not(user),
    }
    return render(request, "trace/conflicts.html", context)


@page("conflicts/<str:statement_id>", "conflict-decide", Permission.EVIDENCE_VIEW)
def decide_conflict(request: PageRequest, statement_id: str) -> HttpResponse:
    """Say that a statement holds, or take that back."""
    if request.method != "POST":
        return redirect("conflicts")
    user = request.frame.user
    statement = visible_to(user, Statement.objects.filter(pk=statement_id)).first()
    if statement is None:
        raise Http404(_("There is no such statement."))
    if request.POST.get("act") == "open":
        acts.open_again(by=user, statement=statement)
        messages.success(request, _("The conflict waits again."))
    else:
        acts.prefer(by=user, statement=statement, why=request.POST.get("why", ""))
        messages.success(request, _("Decided: %(subject)s.") % {"subject": statement.subject})
    return redirect(back(request))
