"""The five maps over the interface: the drawing with its table, its finding and its sources."""

from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router, Schema

from lianqun.maps import KINDS, draw
from lianqun.office.api.problems import PROBLEMS
from lianqun.office.api.schemas import Key
from lianqun.office.api.signing_in import person
from lianqun.office.queries.maps.scene import read_scene, root_place
from lianqun.office.queries.rows.scope import ScopeError, find_scope

router = Router(tags=["maps"])
Kind: Any = Literal[tuple(KINDS)]


class MapQuery(Schema):
    """Whose map: a place (all, if none is named), a chain (all), and the language of its words."""

    place: Key = ""
    chain: Key = ""
    language: Literal["", "zh", "en"] = ""


@router.get("/maps/{kind}", response={200: dict[str, Any], **PROBLEMS}, operation_id="map")
def show_map(request: HttpRequest, kind: Kind, asked: Query[MapQuery]) -> Any:
    """One map as an ECharts option with the same data as a table."""
    try:
        scope = find_scope(person(request), asked.place, asked.chain)
    except ScopeError as error:
        raise Http404 from error
    place = scope.place or root_place(scope.chain)
    if place is None:
        raise Http404
    language = asked.language or ("en" if get_language() == "en" else "zh")
    return draw(kind, read_scene(person(request), kind, place, scope.chain), language=language).as_dict()
