"""The interface as a whole: `/api/`, described at `/api/openapi.json` and, readable, at `/api/docs`."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router, Schema
from ninja.throttling import AuthRateThrottle

import lianqun
from lianqun.office.accounts.permissions import memberships_of
from lianqun.office.accounts.roles import ROLES
from lianqun.office.api import drawings, leads, moves, records, reviews, tables, uploads, work, workbooks
from lianqun.office.api.problems import Problem, add_handlers, problem, told_as_problems
from lianqun.office.api.signing_in import AUTH, person

EVERY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class Membership(Schema):
    """A role, the place and the chain that it is held for (empty: all), and what it allows."""

    role: str
    place_id: str
    chain_id: str
    permissions: list[str]


class Me(Schema):
    """The person who asks."""

    username: str
    name: str
    memberships: list[Membership]


class Interface(NinjaAPI):
    """The interface, whose description tells errors as what they are."""

    described: ClassVar[dict[str | None, Any]] = {}

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> Any:
        """The description as an OpenAPI document, made once (a second of work) for each address the interface lies under."""
        if path_prefix not in self.described:
            made = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
            self.described[path_prefix] = told_as_problems(made)
        return self.described[path_prefix]


api = Interface(
    title="链群 Lianqun",
    version="1",
    description=lianqun.__doc__ or "",
    auth=AUTH,
    throttle=[AuthRateThrottle("1200/m")],
    urls_namespace="api",
)
add_handlers(api)


@api.get("/me", response={200: Me, 401: Problem, 429: Problem}, operation_id="me", tags=["people"])
def show_me(request: HttpRequest) -> Any:
    """Who asks, and what they may do."""
    held = [
        {"role": m.role, "place_id": m.place_id, "chain_id": m.chain_id, "permissions": sorted(ROLES[m.role].permissions)}
        for m in memberships_of(person(request))
    ]
    return {"username": person(request).username, "name": person(request).name, "memberships": held}


unknown = Router()


@unknown.api_operation(EVERY_METHOD, "/{path:rest}", auth=None, include_in_schema=False)
def tell_unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Whatever else is asked for is told as a problem as well, not as a page."""
    return problem(request, 404)


for router in (
    leads.router,
    drawings.router,
    work.router,
    uploads.router,
    reviews.router,
    moves.router,
    workbooks.router,
    records.router,
    tables.router,
    unknown,
):
    api.add_router("", router)
