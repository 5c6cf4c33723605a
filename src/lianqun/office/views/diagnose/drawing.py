"""A chain as its office draws it: links in columns, key links, flows; as a table, beside its graph."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.diagnose import drawing as acts
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.words import named
from lianqun.office.queries.rows.visible import may_see, visible_to
from lianqun.office.registry.models import Chain, ChainLink, Flow, Link, Placement
from lianqun.office.views.maps.maps import drawing_for
from lianqun.vocab.codes import code_lists

MOST_PLACED = 500


@page("chains/<str:chain_id>/draw", "chain-draw", Permission.RECORD_EDIT, single=True)
def draw_chain(request: PageRequest, chain_id: str) -> HttpResponse:
    """The table of a chain's links and flows, each to be changed, with the graph that comes of it."""
    user = request.frame.user
    chain = visible_to(user, Chain.objects.select_related("place").filter(pk=chain_id)).first()
    if chain is None:
        raise Http404(_("There is no chain “%(id)s” that your role covers.") % {"id": chain_id})
    if request.method == "POST" and request.POST.get("act", "") in ACTS:
        messages.success(request, ACTS[request.POST["act"]](request, chain))
        return redirect("chain-draw", chain.pk)
    members = list(ChainLink.objects.filter(chain=chain).select_related("link").order_by("column", "pk"))
    links = [member.link_id for member in members]
    context: dict[str, Any] = {
        "title": named(chain),
        "chain": chain,
        "members": members,
        "flows": list(
            Flow.objects.filter(from_link__in=links, to_link__in=links).select_related("from_link", "to_link").order_by("pk")
        ),
        "stages": code_lists()["link_stage"],
        "flow_kinds": code_lists()["flow_kind"],
        "drawing": drawing_for(request, "chain", place=chain.place, chain=chain) if members else None,
        "refusal": acts.arrange.why_not(user, chain=chain),
    }
    return render(request, "diagnose/draw.html", context)


def _arrange(request: PageRequest, chain: Chain) -> str:
    told = request.POST
    keys = set(told.getlist("key"))
    places = {one: (_column(told.get(f"column.{one}", "")), one in keys) for one in told.getlist("member")}
    done = acts.arrange(by=request.frame.user, chain=chain, places=places)
    return _("%(n)s links were changed.") % {"n": done}


def _column(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None


def _add(request: PageRequest, chain: Chain) -> str:
    told = request.POST
    link = Link.objects.filter(pk=told.get("link", "")).first()
    member = acts.add_link(
        by=request.frame.user, chain=chain, name_zh=told.get("name", ""), stage=told.get("stage", ""), link=link
    )
    return _("“%(link)s” stands on the chain now.") % {"link": member.link.name_zh}


def _take_out(request: PageRequest, chain: Chain) -> str:
    member = ChainLink.objects.filter(chain=chain, pk=request.POST.get("member", "")).first()
    if member is None:
        raise Http404(_("There is no such thing, or your role does not see it."))
    acts.take_link_out(by=request.frame.user, chain=chain, member=member)
    return _("The link is no longer on this chain; whoever stands on it stays.")


def _draw_flow(request: PageRequest, chain: Chain) -> str:
    told = request.POST
    giver, taker = _link(told.get("giver", "")), _link(told.get("taker", ""))
    acts.draw_flow(by=request.frame.user, chain=chain, giver=giver, taker=taker, kind=told.get("kind", ""))
    return _("The flow is drawn.")


def _take_flow_out(request: PageRequest, chain: Chain) -> str:
    flow = Flow.objects.filter(pk=request.POST.get("flow", "")).first()
    if flow is None:
        raise Http404(_("There is no such thing, or your role does not see it."))
    acts.take_flow_out(by=request.frame.user, chain=chain, flow=flow)
    return _("The flow is taken out.")


def _link(link_id: str) -> Link:
    found = Link.objects.filter(pk=link_id).first()
    if found is None:
        raise Http404(_("There is no link “%(id)s”.") % {"id": link_id})
    return found


ACTS: dict[str, Callable[[PageRequest, Chain], str]] = {
    "arrange": _arrange,
    "add": _add,
    "take-out": _take_out,
    "flow": _draw_flow,
    "take-flow": _take_flow_out,
}


@page("links/<str:link_id>/part", "link-part", Permission.RECORD_EDIT, single=True)
def part_link(request: PageRequest, link_id: str) -> HttpResponse:
    """Part a link in two: the name of the second, and who goes over to it."""
    user, link = request.frame.user, _link(link_id)
    if not may_see(user, link):
        raise Http404(_("There is no link “%(id)s”.") % {"id": link_id})
    if request.method == "POST":
        told = request.POST
        new = acts.part_link(by=user, link=link, name_zh=told.get("name", ""), placements=told.getlist("placement"))
        messages.success(request, _("“%(link)s” stands beside it now. Merging the two takes it back.") % {"link": new.name_zh})
        chain = next((one.chain for one in acts.own_chains(user, link)), None)
        return redirect("chain-draw", chain.pk) if chain is not None else redirect("link", link.pk)
    placements = visible_to(user, Placement.objects.filter(link=link)).select_related(
        "organization", "place", "organization__place"
    )
    context = {
        "title": named(link),
        "link": link,
        "chains": [one.chain for one in acts.own_chains(user, link)],
        "placements": list(placements.order_by("organization__name_zh", "pk")[: MOST_PLACED + 1]),
        "most": MOST_PLACED,
        "refusal": acts.part_link.why_not(user, link=link),
    }
    return render(request, "diagnose/part.html", context)
