"""What a page needs to show the views that are kept of it."""

from typing import Any

from lianqun.office.actions.people import saved_views as acts
from lianqun.office.pages.frame import PageRequest
from lianqun.office.queries.lists.known import LISTS
from lianqun.office.queries.lists.saved_views import kept_views, query_of

BOARD = "board"


def known_pages() -> set[str]:
    """The pages of which views are kept: the board, and every list."""
    return {BOARD, *(f"lists/{name}" for name in LISTS)}


def views_of(request: PageRequest, page: str) -> dict[str, Any]:
    """The views of a page as its template takes them, with the present filters and why one may not share."""
    query, user = query_of(request.GET.lists()), request.frame.user
    return {
        "views": kept_views(user, page, query),
        "views_page": page,
        "views_path": request.path,
        "has_filters": not request.GET.keys() <= {"place", "chain"},
        "views_query": query,
        "share_refusal": acts.share.why_not(user, shared=True),
    }
