"""One organisation: attributes, placements, claims, ties, and who it is held to be."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.trace import organizations as acts
from lianqun.office.actions.trace import register
from lianqun.office.evidence.models import Judgement
from lianqun.office.pages.frame import PageRequest, back, page, render
from lianqun.office.pages.words import named
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.trace.organization import read_organization
from lianqun.office.registry.models import Organization


@page("organizations/<str:organization_id>", "organization", Permission.MAP_VIEW, single=True)
def show_organization(request: PageRequest, organization_id: str) -> HttpResponse:
    """The page of an organisation; records merged with it are shown together."""
    user = request.frame.user
    rows = Organization.objects.select_related("place", "parent").filter(pk=organization_id)
    organization = visible_to(user, rows).first()
    if organization is None:
        raise Http404(_("There is no organisation “%(id)s”.") % {"id": organization_id})
    context = {
        "title": named(organization),
        "organization": organization,
        "view": read_organization(user, organization),
        "judge_refusal": acts.mark_different.why_not(user, left=organization),
        "from_statement": register.is_from_statement(organization),
        "take_out_refusal": register.take_out.why_not(user, organization=organization),
        "undo_refusal": acts.unmerge.why_not(user),
    }
    return render(request, "trace/organization.html", context)


@page("organizations/<str:organization_id>/judge", "judge", Permission.RECORD_VIEW)
def judge(request: PageRequest, organization_id: str) -> HttpResponse:
    """Hold another record to be a different organisation."""
    if request.method != "POST":
        return redirect("organization", organization_id)
    left = get_object_or_404(Organization, pk=organization_id)
    wanted = request.POST.get("other", "").strip() or request.POST.get("other.said", "").strip()
    right = Organization.objects.filter(pk=wanted).first() or Organization.objects.filter(name_zh=wanted).first()
    if right is None:
        messages.error(
            request, _("There is no organisation “%(id)s”. Give its number or its whole Chinese name.") % {"id": wanted}
        )
        return redirect(back(request))
    acts.mark_different(by=request.frame.user, left=left, right=right, why=request.POST.get("why", ""))
    messages.success(request, _("The judgement was kept; it can be taken back below."))
    return redirect(back(request))


@page("judgements/<str:judgement_id>/undo", "judgement-undo", Permission.RECORD_VIEW)
def undo_judgement(request: PageRequest, judgement_id: str) -> HttpResponse:
    """Take a judgement back."""
    if request.method == "POST":
        acts.unmerge(by=request.frame.user, judgement=get_object_or_404(Judgement, pk=judgement_id))
        messages.success(request, _("The judgement was taken back."))
    return redirect(back(request))
