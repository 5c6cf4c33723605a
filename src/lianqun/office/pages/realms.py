"""Which realm a request speaks of: that of the row at its address, else of the place or chain that it asks for; and the mark on its answer."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from lianqun.office.queries.rows.realm import Realm, realm_of_place, realm_of_row, speaking_of, speaks_of_generated, turn_to
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.registry.models import Chain

HEADER = "Lianqun-Generated"
# Parts of addresses that are not called after their model.
OTHERWISE = {"left_id": "organizations", "right_id": "organizations", "review_id": "stage_reviews"}


class RealmMiddleware:
    """Lets a request read rows of one realm only, and says of an answer about generated places that it is of no real one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with speaking_of(asked_realm(request)):
            response = self.get_response(request)
            if speaks_of_generated():
                response[HEADER] = "true"
            return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Mapping[str, Any]) -> None:
        """The row at the address decides before what was chosen above the page."""
        found = [realm_of_row(model, str(row_id)) for _name, model, row_id in rows_at(kwargs)]
        if found:
            turn_to(Realm.GENERATED if Realm.GENERATED in found else Realm.REAL)


def asked_realm(request: HttpRequest) -> Realm:
    """The realm of the place, or of the chain where no place is named."""
    place, chain = request.GET.get("place", ""), request.GET.get("chain", "")
    return realm_of_row(Chain, chain) if chain and not place else realm_of_place(place)


def rows_at(kwargs: Mapping[str, Any]) -> list[tuple[str, type[Model], str]]:
    """The rows that the parts of an address name: the name of the part, the table's model, the key."""
    if {"table", "row_id"} <= set(kwargs):
        model = models_by_table().get(kwargs["table"])
        return [("row_id", model, kwargs["row_id"])] if model else []
    return [(name, _models()[name], value) for name, value in kwargs.items() if name in _models()]


@cache
def _models() -> dict[str, type[Model]]:
    """The name of a part of an address → the rows that it names: `organization_id`, `project_id` …"""
    named: dict[str, type[Model]] = {f"{model.__name__.lower()}_id": model for model in models_by_table().values()}
    return named | {name: models_by_table()[table] for name, table in OTHERWISE.items()}
