"""The frame of every page: who reads it, for which place and chain, on which version of the data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import has_permission
from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.roles import not_allowed
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.pages.addresses import join_query
from lianqun.office.pages.merged import address_kept
from lianqun.office.pages.rail import Daily, Entry, Step, bar_for, offer, walk_for
from lianqun.office.pages.realms import asked_realm
from lianqun.office.pages.routes import route
from lianqun.office.pages.words import language
from lianqun.office.queries.read.review import count_proposed
from lianqun.office.queries.rows.people import people_named
from lianqun.office.queries.rows.realm import Realm, first_generated_place, speaks_of_generated
from lianqun.office.queries.rows.scope import Scope, ScopeError, default_scope, find_scope, scope_choices
from lianqun.office.queries.rows.version import data_version
from lianqun.office.registry.models import Chain, Place

THEMES = ("light", "wall")


@dataclass
class Frame:
    """What surrounds a page. `is_single` says that the page is about one thing and cannot be shown for another place."""

    request: HttpRequest
    user: User
    place: Place | None
    chain: Chain | None
    scope: dict[str, str]
    walk: tuple[Step, ...]
    version: str
    as_of: date
    is_single: bool = False
    _choices: list[tuple[Place, list[Chain]]] | None = field(default=None, repr=False)

    @property
    def path(self) -> str:
        """Path of the present page."""
        return self.request.path

    @property
    def language(self) -> str:
        """`zh` or `en`."""
        return language()

    @property
    def theme(self) -> str:
        """`light`, or `wall` for the dark screen on a wall."""
        chosen = self.request.COOKIES.get("lianqun_theme", "light")
        return chosen if chosen in THEMES else "light"

    @property
    def spot(self) -> str:
        """What marks the entry of the walk that is open: the name and arguments of the address."""
        match = self.request.resolver_match
        return "/".join((match.url_name or "", *map(str, match.kwargs.values()))) if match else ""

    @property
    def is_generated(self) -> bool:
        """Whether the page speaks of no real place, and must say so."""
        return speaks_of_generated()

    @cached_property
    def people(self) -> dict[str, str]:
        """Sign-in name → name, read once a page, where somebody is named."""
        return people_named()

    @property
    def bar(self) -> tuple[tuple[Daily, Entry], ...]:
        """The pages of the person's daily work, for the bar of a phone."""
        return bar_for(self.user)

    @property
    def choices(self) -> list[tuple[Place, list[Chain]]]:
        """Places that hold chains, with their chains, for the picker."""
        if self._choices is None:
            self._choices = scope_choices(self.user)
        return self._choices

    @property
    def waiting(self) -> int:
        """How many statements wait for review."""
        return count_proposed()

    def may(self, permission: str) -> bool:
        """Whether the person may do this anywhere at all."""
        return has_permission(self.user, Permission(permission))


class PageRequest(HttpRequest):
    """A request of somebody signed in, with the frame of its page."""

    user: User
    frame: Frame


View = Callable[..., HttpResponseBase]


def build_frame(request: HttpRequest, scope: Scope, *, single: bool) -> Frame:
    """The frame for a request whose person and scope are known."""
    user = cast(User, request.user)
    version, as_of = data_version()
    return Frame(
        request=request,
        user=user,
        place=scope.place,
        chain=scope.chain,
        scope=scope.query,
        walk=walk_for(user),
        version=version,
        as_of=as_of,
        is_single=single,
    )


def _address_with_scope(request: HttpRequest, user: User) -> str | None:
    """Where to go when no place was chosen and the person's role or what the page is about has one: the same page, with it in the address."""
    if request.method != "GET" or "HX-Request" in request.headers:
        return None
    if speaks_of_generated() != (asked_realm(request) is Realm.GENERATED):
        # what the page is about lies on the other side: the place above it goes along
        return _other_side(request)
    if "place" in request.GET:
        return None
    chosen = default_scope(user)
    return join_query(request.path, {**request.GET.dict(), **chosen}) if chosen else None


def _other_side(request: HttpRequest) -> str:
    """The same page under a generated place, or under none."""
    others = {name: values for name, values in request.GET.lists() if name not in ("place", "chain")}
    place = first_generated_place() if speaks_of_generated() else ""
    return join_query(request.path, {**others, "place": place})


def page(
    address: str, name: str, permission: Permission, *, single: bool = False, rail: Iterable[Entry] = ()
) -> Callable[[View], View]:
    """Make a view a page: for people signed in who have the permission, with `request.frame`; refusals become sentences.

    It answers at `address` (as `django.urls.path` takes it) under `name`; `rail` are its entries in the walk on the left.
    `single` says that it is about one thing and cannot be shown for another place.
    """
    for entry in rail:
        offer(entry, name, permission)

    def made(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            user = request.user
            if not has_permission(user, permission):
                raise PermissionDenied(str(not_allowed(permission)))
            address = _address_with_scope(request, user)
            if address is not None:
                return HttpResponseRedirect(address)
            try:
                scope = find_scope(user, request.GET.get("place", ""), request.GET.get("chain", ""))
            except ScopeError as error:
                raise PermissionDenied(str(error)) from error
            request.frame = build_frame(request, scope, single=single)  # type: ignore[attr-defined]
            return _answer_or_refuse(view, cast(PageRequest, request), *args, **kwargs)

        answer.permission = permission  # type: ignore[attr-defined]
        return route(address, name)(answer)

    return made


def _answer_or_refuse(view: View, request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """A refused action leads back to where one came from, with its sentence on top; the address of a merged row to the one that stands for it."""
    try:
        return view(request, *args, **kwargs)
    except Http404:
        kept = address_kept(request, request.frame.user)
        if not kept:
            raise
        return redirect(kept)
    except Refused as refusal:
        if is_partial(request):
            return render(request, "pages/_refused.html", {"sentence": refusal.sentence}, status=refusal.status)
        messages.error(request, refusal.sentence)
        return redirect(back(request))


def back(request: HttpRequest) -> str:
    """The page of this site that one came from, or the home page."""
    came_from = request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}/"
    return came_from if came_from.startswith(own) else "/"


def is_partial(request: HttpRequest) -> bool:
    """Whether only a part of a page was asked for."""
    return request.headers.get("HX-Request") == "true"


def render(request: PageRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page or a part of one, with its frame."""
    text = render_to_string(template, {"frame": request.frame, **context}, request=request)
    return HttpResponse(text, status=status)
