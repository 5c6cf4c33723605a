"""Chains and their links."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.rights import Permission
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.rail import Entry
from lianqun.office.pages.words import named
from lianqun.office.queries.diagnose.chain import read_chain
from lianqun.office.queries.diagnose.link import read_link
from lianqun.office.queries.diagnose.states import chains_for, stand_chains
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.registry.models import Chain, Link
from lianqun.office.views.maps.maps import drawing_for

# Beyond it the page shows the links as a table only; the map has a page of its own, where links fold.
MOST_LINKS_DRAWN = 400


@page("chains", "chains", Permission.MAP_VIEW, rail=(Entry("diagnose", 10, gettext_lazy("Chains"), "n"),))
def list_chains(request: PageRequest) -> HttpResponse:
    """All chains of the place, each as a band of its links."""
    frame = request.frame
    chains = stand_chains(frame.user, list(chains_for(frame.user, frame.place)), frame.place)
    return render(request, "diagnose/chains.html", {"title": _("Chains"), "chains": chains})


@page("chains/<str:chain_id>", "chain", Permission.MAP_VIEW, single=True)
def show_chain(request: PageRequest, chain_id: str) -> HttpResponse:
    """One chain: its links by state with who stands there, its projects and needs, and its graph."""
    frame = request.frame
    chain = visible_to(frame.user, Chain.objects.select_related("place").filter(pk=chain_id)).first()
    if chain is None:
        raise Http404(_("There is no chain “%(id)s” that your role covers.") % {"id": chain_id})
    view = read_chain(frame.user, chain, frame.place, state=request.GET.get("state", ""), page=request.GET.get("page", "1"))
    is_small = len(view.standing.links) <= MOST_LINKS_DRAWN
    drawing = drawing_for(request, "chain", place=view.place, chain=chain) if is_small else None
    return render(request, "diagnose/chain.html", {"title": named(chain), "chain": chain, "view": view, "drawing": drawing})


@page("links/<str:link_id>", "link", Permission.MAP_VIEW, single=True)
def show_link(request: PageRequest, link_id: str) -> HttpResponse:
    """One link in a place: its state with the reason, who stands on it, its neighbours, technologies, projects and needs."""
    link = Link.objects.select_related("parent").filter(pk=link_id).first()
    if link is None:
        raise Http404(_("There is no link “%(id)s”.") % {"id": link_id})
    view = read_link(request.frame.user, link, request.frame.place, request.frame.chain)
    return render(request, "diagnose/link.html", {"title": named(link), "link": link, "view": view})
