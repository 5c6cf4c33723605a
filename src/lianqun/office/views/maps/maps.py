"""The five maps: a page with the picture and its table, the sheet for print, and the drawing as JSON."""

from dataclasses import replace
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from lianqun.maps import KINDS, Drawing, draw
from lianqun.maps.assets import shape
from lianqun.maps.words import name_of
from lianqun.office.accounts.languages import in_words
from lianqun.office.accounts.rights import Permission
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.rail import Entry
from lianqun.office.pages.routes import route
from lianqun.office.queries.maps.scene import READS, read_scene, root_place
from lianqun.office.queries.rows.caching import cached
from lianqun.office.queries.rows.version import data_version
from lianqun.office.registry.models import Chain, Place

MAP_ENTRIES = tuple(Entry("look", 20 + it.rank, in_words(*name_of(kind)), it.key, (kind,)) for kind, it in KINDS.items())
MOST_ROWS = 100


def drawing_for(request: PageRequest, kind: str, *, place: Place | None, chain: Chain | None) -> Drawing | None:
    """The drawing for a place and chain, kept as long as its tables do not change; None where there is no place at all.

    It carries the version and day of the data as they are now: what has changed since is not drawn.
    """
    frame = request.frame
    place = place or root_place(chain)
    if place is None:
        return None
    scope = (place, chain)
    parts = ("map", kind, frame.language, *(row.pk if row else "" for row in scope))
    drawing = cached(
        frame.user, *parts, make=lambda: draw(kind, read_scene(frame.user, kind, *scope), language=frame.language), reads=READS
    )
    version, as_of = data_version()
    return replace(drawing, version=version, as_of=as_of.isoformat())


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise Http404(_("There is no map of this kind; there are: %(kinds)s.") % {"kinds": ", ".join(KINDS)})
    return kind


@page("maps/<str:kind>", "map", Permission.MAP_VIEW, rail=MAP_ENTRIES)
def show_map(request: PageRequest, kind: str) -> HttpResponse:
    """The page of a map: finding, picture, table, how to read it, what it does not decide, sources."""
    return _render_map(request, _known(kind), "maps/map.html")


@page("maps/<str:kind>/print", "map-print", Permission.MAP_VIEW)
def print_map(request: PageRequest, kind: str) -> HttpResponse:
    """The sheet for A3: the picture with title, place, date, version and sources."""
    return _render_map(request, _known(kind), "maps/map_sheet.html")


def _render_map(request: PageRequest, kind: str, template: str) -> HttpResponse:
    drawing = drawing_for(request, kind, place=request.frame.place, chain=request.frame.chain)
    everything = drawing is not None and request.GET.get("rows") == "all"
    context: dict[str, Any] = {
        "rows_shown": len(drawing.rows) if everything and drawing else MOST_ROWS,
        "title": name_of(kind)[0 if request.frame.language == "zh" else 1],
        "kind": kind,
        "kinds": MAP_ENTRIES,
        "drawing": drawing,
        "with_states": KINDS[kind].shows_states,
    }
    return render(request, template, context)


@page("maps/<str:kind>.json", "map-json", Permission.MAP_VIEW)
def send_drawing(request: PageRequest, kind: str) -> HttpResponse:
    """The drawing as JSON, for the wall and for other programs."""
    drawing = drawing_for(request, _known(kind), place=request.frame.place, chain=request.frame.chain)
    if drawing is None:
        return JsonResponse({"title": _("There are no chains yet.")}, status=404)
    return JsonResponse(drawing.as_dict())


@route("maps/shapes/<str:name>.json", "shape")
def send_shape(request: HttpRequest, name: str) -> FileResponse:
    """A map shape: the office's own where it keeps one, the schematic one otherwise."""
    path = shape(name) if request.user.is_authenticated and name.isalnum() else None
    if path is None:
        raise Http404(_("There is no map shape of this name."))
    response = FileResponse(path.open("rb"), content_type="application/json")
    response["Cache-Control"] = "private, max-age=86400"
    return response
