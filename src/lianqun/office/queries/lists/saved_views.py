"""The views of a page that a person keeps, and those that others share with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from django.db.models import Q

from lianqun.office.accounts.models import SavedView, User
from lianqun.office.queries.rows.scope import ScopeError, find_scope

PASSING = ("page", "file")


@dataclass(frozen=True, slots=True)
class KeptView:
    """A view as its page shows it: whether it is what one looks at, and whether one keeps it oneself."""

    view: SavedView
    is_here: bool
    is_own: bool


def query_of(told: Iterable[tuple[str, list[str]]]) -> str:
    """What an address says, as a view keeps it: in one order, without the page of the rows; an empty place means all places and stays."""
    kept = [(name, [value for value in values if value or name == "place"]) for name, values in told if name not in PASSING]
    return urlencode(sorted((name, values) for name, values in kept if values), doseq=True)


def kept_views(user: User, page: str, query: str) -> list[KeptView]:
    """A person's own views of a page, then those that are shared with the office, as far as their place and chain are the person's."""
    rows = SavedView.objects.filter(Q(user=user) | Q(is_shared=True), page=page).select_related("user")
    found = [KeptView(one, one.query == query, one.user_id == user.pk) for one in rows]
    seen = [one for one in found if one.is_own or _covers(user, one.view)]
    return sorted(seen, key=lambda one: not one.is_own)


def _covers(user: User, view: SavedView) -> bool:
    told = parse_qs(view.query)
    try:
        find_scope(user, *(told.get(name, [""])[0] for name in ("place", "chain")))
    except ScopeError:
        return False
    return True
