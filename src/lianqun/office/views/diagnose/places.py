"""One place: what is in it, its chains, its figures."""

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.words import named
from lianqun.office.queries.diagnose.states import chains_for, stand_chains
from lianqun.office.queries.read.documents import statements_about
from lianqun.office.queries.rows.visible import places_above, places_within, visible_to
from lianqun.office.registry.models import Indicator, Meeting, Organization, Place, Policy, Project

MOST = 50


@page("places/<str:place_id>", "place", Permission.MAP_VIEW, single=True)
def show_place(request: PageRequest, place_id: str) -> HttpResponse:
    """The page of a place."""
    user = request.frame.user
    place = visible_to(user, Place.objects.select_related("parent").filter(pk=place_id)).first()
    if place is None:
        raise Http404(_("There is no place “%(id)s”.") % {"id": place_id})
    within = places_within([place.pk])
    above = Place.objects.in_bulk(places_above(place.pk))
    context = {
        "title": named(place),
        "place": place,
        "above": [above[one] for one in reversed(places_above(place.pk)) if one in above],
        "below": list(place.children.annotate(firms=Count("organizations")).order_by("id")),
        "chains": stand_chains(user, list(chains_for(user, place)), place),
        "statements": statements_about(user, subject_place_id=place.pk),
        "organizations": Organization.objects.filter(place_id__in=within).count(),
        "projects": list(visible_to(user, Project.objects.filter(place_id__in=within)).select_related("organization")[:MOST]),
        "figures": list(visible_to(user, Indicator.objects.filter(place=place)).select_related("chain", "organization")[:MOST]),
        "policies": list(visible_to(user, Policy.objects.filter(place=place))[:MOST]),
        "meetings": list(visible_to(user, Meeting.objects.filter(place=place))[:MOST]),
    }
    return render(request, "diagnose/place.html", context)
