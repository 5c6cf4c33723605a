"""The desk of leads: by what is due; reporting one; one lead with its clock, its steps and what may be done with it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.land import city_clock, conditions, lead_acts, unmet
from lianqun.land.lead_clocks import clocks
from lianqun.office.accounts.models import User
from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.land import attachments, conversion
from lianqun.office.actions.land import leads as acts
from lianqun.office.actions.rows.door import NotRight
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.lead_form import FIRST, LATER, TypedLead, columns, read_lead, texts_of, told_at_fields
from lianqun.office.pages.lead_offers import acts_offered, handles, offer_of_dispute
from lianqun.office.pages.rail import Entry
from lianqun.office.pages.row_facts import facts_of
from lianqun.office.pages.typed import day_typed, file_sent
from lianqun.office.pages.words import column_word
from lianqun.office.queries.land import leads as desk
from lianqun.office.queries.land.clock_picture import clock_picture
from lianqun.office.queries.land.disputes import count_open, disputes_seen
from lianqun.office.queries.land.investors import first_events, leads_met, own_open
from lianqun.office.queries.rows.scope import Scope
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.registry.models import Alias, Chain, Lead, Link, Organization
from lianqun.vocab.codes import code_lists
from lianqun.vocab.masking import mask

MOST_SUGGESTED = 8
SAID_ABOVE = (
    *(
        "investor_name",
        "organization_id",
        "content",
        "investment_wan_yuan",
        "contact_name",
        "contact_phone",
        "chain_id",
        "link_id",
        "owner",
    ),
    *("reported_at", "reported_by", "state", "place_id", "project_id", "refused_reason", "returns_on"),
)


@page("leads", "leads", Permission.RECORD_VIEW, rail=(Entry("land", 2, gettext_lazy("Leads"), "1"),))
def show_desk(request: PageRequest) -> HttpResponse:
    """The leads of the place and chain by what is due."""
    frame, told = request.frame, request.GET
    part = told.get("part", "") if told.get("part", "") in (*desk.PARTS, "city") else ""
    state = told.get("state", "") if told.get("state", "") in code_lists()["lead_state"] else ""
    mine = told.get("mine") == "1"
    scope = Scope(frame.place, frame.chain)
    found = desk.read_desk(frame.user, scope, timezone.localdate(), part=part, state=state, mine=mine)
    context: dict[str, Any] = {
        "title": _("Leads"),
        "desk": found,
        "parts": desk.PARTS,
        "waiting": sum(found.counts[one] for one in desk.WAITING),
        "state": state,
        "mine": mine,
        "disputes": count_open(frame.user),
        "clocks": clocks(timezone.localdate()),
        "refusal": acts.report.why_not(frame.user),
    }
    return render(request, "land/leads.html", context)


@page(
    "leads/new",
    "lead-new",
    Permission.RECORD_VIEW,
    rail=(Entry("land", 3, gettext_lazy("Report a lead"), "2", permission=Permission.LEAD_REPORT),),
)
def report_lead(request: PageRequest) -> HttpResponse:
    """Report a lead: who, what, how much, whom to call; the rest may follow."""
    if request.method != "POST":
        return _form(request, TypedLead({"place": _place(request)}), uuid.uuid4().hex)
    typed, token = read_lead(request.POST.dict()), request.POST.get("token", "")
    if typed.problems:
        return _form(request, typed, token, status=422)
    place, again = typed.text("place"), request.POST.get("again", "")
    try:
        lead = acts.report(by=request.frame.user, place_id=place, values=typed.values, token=token, again=again)
    except NotRight as wrong:
        return _form(request, told_at_fields(typed, wrong), token, status=422)
    except Refused as refusal:
        if refusal.code != acts.OWN_LEAD_OPEN:
            raise
        own = own_open(typed.values["investor_name"], typed.values.get("organization_id") or "", place)
        return _form(request, typed, token, status=409, own=own, why=refusal.sentence)
    if lead.state == "disputed":
        messages.warning(
            request, _("Reported. Another place has reported this investor too: say your side below; a person decides.")
        )
    else:
        messages.success(request, _("Reported; the clock runs. Fill in what is missing when you know it."))
    return redirect("lead", lead.pk)


def _place(request: PageRequest) -> str:
    """The person's own place, else the one that they are looking at."""
    place = desk.own_place(request.frame.user) or request.frame.place
    return place.pk if place else ""


def _form(
    request: PageRequest, typed: TypedLead, token: str, *, status: int = 200, own: Lead | None = None, why: str = ""
) -> HttpResponse:
    """The form; `own` is the lead of this investor that the office has under way, `why` the sentence that says so."""
    user = request.frame.user
    context = {
        "title": _("Report a lead"),
        "typed": typed,
        "token": token,
        "first": columns(FIRST),
        "later": columns(LATER),
        "places": list(desk.reporting_places(user)),
        "refusal": acts.report.why_not(user),
        "own": own,
        "why": why,
        **_choices(user),
        **_said(typed),
    }
    return render(request, "land/lead_new.html", context, status=status)


def _choices(user: User) -> dict[str, Any]:
    """What the fields that refer to another table offer."""
    chains = visible_to(user, Chain.objects.select_related("place")).order_by("place_id", "pk")
    return {
        "offered": {
            "chains": list(chains),
            "links": list(Link.objects.filter(chain_links__chain__in=chains).distinct().order_by("name_zh")),
        }
    }


def _said(typed: TypedLead, *, but: str = "") -> dict[str, Any]:
    """What is to be said of a lead as it is typed: what it lacks, and who reported the investor before."""
    name = str(typed.values.get("investor_name") or "")
    found = unmet(typed.values)
    return {
        "refusing": [one for one in found if one.kind == "refuses"],
        "lacking": [one for one in found if one.kind != "refuses"] if name else [],
        "met": leads_met(name, "", typed.text("place"), but=but) if name else [],
        "amount": typed.values.get("investment_wan_yuan"),
        "joins": city_clock({**typed.values, "city_id": desk.city_of(typed.text("place"))}),
    }


@page("leads/check", "lead-check", Permission.LEAD_REPORT)
def check_lead(request: PageRequest) -> HttpResponse:
    """The same as one types: sent as a form, so that no phone stands in an address."""
    if request.method != "POST":
        return redirect("lead-new")
    typed = read_lead(request.POST.dict())
    return render(request, "land/_lead_said.html", {"typed": typed, **_said(typed)})


@page("leads/investors", "lead-investors", Permission.LEAD_REPORT)
def suggest_investors(request: PageRequest) -> HttpResponse:
    """Organisations on record whose name, or other name, begins like what was typed, or holds it."""
    wanted = request.GET.get("investor_name", "").strip()
    rows = visible_to(request.frame.user, Organization.objects.select_related("place"))
    begins, holds = (Q(**{f"name_zh__{how}": wanted}) for how in ("startswith", "contains"))
    aliases = Alias.objects.filter(alias__startswith=wanted).values("organization_id")[:MOST_SUGGESTED]
    found: dict[str, Organization] = {}
    for condition in (
        (begins, Q(pk__in=list(aliases.values_list("organization_id", flat=True))), holds) if len(wanted) > 1 else ()
    ):
        if len(found) < MOST_SUGGESTED:
            found |= {it.pk: it for it in rows.filter(condition).order_by("name_zh")[:MOST_SUGGESTED]}
    return render(request, "land/_investors.html", {"found": list(found.values())[:MOST_SUGGESTED]})


def _find(request: PageRequest, lead_id: str) -> Lead:
    rows = visible_to(request.frame.user, Lead.objects.filter(pk=lead_id))
    lead = rows.select_related("place", "chain", "link", "organization", "project", "introduced_by_organization").first()
    if lead is None:
        raise Http404(_("There is no lead “%(id)s” that your role covers.") % {"id": lead_id})
    return lead


@page("leads/<str:lead_id>", "lead", Permission.RECORD_VIEW, single=True)
def show_lead(request: PageRequest, lead_id: str) -> HttpResponse:
    """The page of a lead."""
    user, lead = request.frame.user, _find(request, lead_id)
    (standing,) = desk.stand([lead], timezone.localdate())
    steps = desk.steps_of(lead)
    disputes = disputes_seen(user, lead=lead)
    met = leads_met(lead.investor_name, lead.organization_id or "", lead.place_id, but=lead.pk)
    context: dict[str, Any] = {
        "title": _title(lead),
        "lead": lead,
        "standing": standing,
        "picture": clock_picture(standing),
        "city": city_clock({**desk.values_of(lead), "city_id": standing.city_id}),
        "steps": steps[::-1],
        "pause_note": next((step.note for step in reversed(steps) if step.kind == "pause"), ""),
        "handed": desk.HANDED,
        "disputes": disputes,
        "offers": {one.dispute.pk: offer_of_dispute(user, one) for one in disputes},
        "facts": [fact for fact in facts_of("leads", lead) if fact[0] not in _said_above()],
        "met": [one for one in met if not one.is_rival],
        "event": first_events([lead.pk]).get(lead.pk, 0),
        "again": desk.reported_again(lead),
        "phone": mask(lead.contact_phone),
        "is_whole": False,
        "files": list(visible_to(user, lead.attachments.order_by("added_at", "pk"))),
        "attach_refusal": attachments.attach_to_lead.why_not(user, lead=lead),
        "token": uuid.uuid4().hex,
        **_work(request, lead, texts_of(lead)),
    }
    return render(request, "land/lead.html", context)


def _title(lead: Lead) -> str:
    """The name of a lead; one that nobody has named is told in the reader's language."""
    is_named = lead.name_zh != desk.name_of_lead(lead.investor_name)
    return lead.name_zh if is_named else _("Lead of %(investor)s") % {"investor": lead.investor_name}


def _said_above() -> set[str]:
    """The words of the columns that the page tells in its own way."""
    return {column_word("leads", name) for name in SAID_ABOVE}


def _work(request: PageRequest, lead: Lead, typed: TypedLead) -> dict[str, Any]:
    """What those who handle the lead may do, and why not; nothing for the others."""
    user = request.frame.user
    offered, does_handle = acts_offered(user, lead), handles(user, lead)
    return {
        "handles": does_handle,
        "legal": [act for act, why in offered if why is None],
        "not_now": [(act, why) for act, why in offered if why is not None],
        "amend_refusal": acts.amend.why_not(user, lead=lead),
        "typed": typed,
        "fields": columns((*FIRST, *LATER)),
        "rules": conditions() if does_handle else (),
        "handlers": desk.handlers(lead) if does_handle else (),
        "today": timezone.localdate(),
        "starts": conversion.starts()[::-1],
        **(_choices(user) if does_handle else {}),
    }


@page("leads/<str:lead_id>/<str:act>", "lead-act", Permission.RECORD_VIEW, single=True)
def act_on_lead(request: PageRequest, lead_id: str, act: str) -> HttpResponse:
    """Do something with a lead; leads back to its page. `contact` answers with the whole phone."""
    lead, told = _find(request, lead_id), request.POST
    if request.method != "POST" or act not in (*acts.SIMPLE, *ACTS, "contact"):
        return redirect("lead", lead_id)
    if act == "contact":
        phone = acts.show_contact(by=request.frame.user, lead=lead)
        return render(request, "land/_phone.html", {"lead": lead, "phone": phone, "is_whole": True, "handles": True})
    if act in acts.SIMPLE:
        acts.take_step(by=request.frame.user, lead=lead, act=act, note=told.get("note", ""), token=told.get("token", ""))
    else:
        refusal = ACTS[act](request, lead)
        if refusal is not None:
            messages.error(request, refusal)
            return redirect("lead", lead_id)
    messages.success(request, _done(request, act))
    return redirect("lead", lead_id)


def _done(request: PageRequest, act: str) -> str:
    if act not in lead_acts():
        return _("The document is added.")
    done = lead_acts()[act]
    return f"{done.done_zh}。" if request.frame.language == "zh" else f"Done: {done.done_en}."


def _refuse(request: PageRequest, lead: Lead) -> None:
    told = request.POST
    back = day_typed(told["returns_on"], "leads", "returns_on") if told.get("returns_on") else None
    by, token = request.frame.user, told.get("token", "")
    acts.refuse(by=by, lead=lead, reason=told.get("note", ""), rule=told.get("rule", ""), returns_on=back, token=token)


def _come_back(request: PageRequest, lead: Lead) -> None:
    acts.come_back(by=request.frame.user, lead=lead, reason=request.POST.get("note", ""), token=request.POST.get("token", ""))


def _convert(request: PageRequest, lead: Lead) -> None:
    told = request.POST
    conversion.convert(
        by=request.frame.user, lead=lead, stage=told.get("stage", ""), note=told.get("note", ""), token=told.get("token", "")
    )


def _hand_over(request: PageRequest, lead: Lead) -> str | None:
    told = request.POST
    to = User.objects.filter(username=told.get("to", "")).first()
    if to is None:
        return _("Choose who takes it over.")
    acts.hand_over(by=request.frame.user, lead=lead, to=to, note=told.get("note", ""), token=told.get("token", ""))
    return None


def _attach(request: PageRequest, lead: Lead) -> None:
    attachments.attach_to_lead(by=request.frame.user, lead=lead, **file_sent(request))


def _amend(request: PageRequest, lead: Lead) -> str | None:
    typed = read_lead(request.POST.dict())
    if typed.problems:
        return " ".join(typed.problems.values())
    if not typed.texts.get("contact_phone"):
        typed.values.pop("contact_phone", None)
    acts.amend(by=request.frame.user, lead=lead, values=typed.values)
    return None


ACTS: dict[str, Callable[[PageRequest, Lead], str | None]] = {
    "refuse": _refuse,
    "come_back": _come_back,
    "convert": _convert,
    "hand_over": _hand_over,
    "amend": _amend,
    "attach": _attach,
}
