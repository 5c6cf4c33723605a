"""Disputes over who reported an investor first: both sides with their instant and their words, and the decision."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.land import disputes as acts
from lianqun.office.pages.frame import PageRequest, back, page, render
from lianqun.office.pages.lead_offers import offer_of_dispute
from lianqun.office.pages.rail import Entry
from lianqun.office.queries.land.disputes import disputes_seen
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.registry.models import LeadDispute


@page("leads/disputes", "lead-disputes", Permission.RECORD_VIEW, rail=(Entry("land", 4, gettext_lazy("First reports")),))
def show_disputes(request: PageRequest) -> HttpResponse:
    """The disputes that wait, or (`?decided=1`) those that were decided."""
    user, decided = request.frame.user, request.GET.get("decided") == "1"
    found = disputes_seen(user, decided=decided)
    context: dict[str, Any] = {
        "title": _("First reports"),
        "disputes": [(one, offer_of_dispute(user, one)) for one in found],
        "decided": decided,
    }
    return render(request, "land/lead_disputes.html", context)


@page("leads/disputes/<str:dispute_id>/<str:act>", "lead-dispute-act", Permission.RECORD_VIEW)
def act_on_dispute(request: PageRequest, dispute_id: str, act: str) -> HttpResponse:
    """Say one's side, decide, or take the decision back."""
    user, told = request.frame.user, request.POST
    rows = visible_to(user, LeadDispute.objects.filter(pk=dispute_id)).select_related("lead", "other_lead")
    dispute = rows.first()
    if dispute is None:
        raise Http404(_("There is no dispute “%(id)s” that your role covers.") % {"id": dispute_id})
    if request.method != "POST":
        return redirect("lead-disputes")
    sides = {lead.pk: lead for lead in (dispute.lead, dispute.other_lead)}
    lead = sides.get(told.get("lead", ""))
    if act == "say" and lead is not None:
        acts.say(by=user, dispute=dispute, lead=lead, words=told.get("words", ""))
        messages.success(request, _("Your words stand beside the dispute."))
    elif act == "decide" and (lead is not None or told.get("lead") == "both"):
        acts.decide(by=user, dispute=dispute, winner=lead, reason=told.get("reason", ""))
        messages.success(request, _("Decided; the reason stands with the lead that was refused."))
    elif act == "take-back":
        acts.take_back(by=user, dispute=dispute, why=told.get("why", ""))
        messages.success(request, _("The decision was taken back; both leads wait again."))
    else:
        messages.error(request, _("Choose whose lead it is."))
    return redirect(back(request))
