"""Search over everything that has a name."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.queries.lists.search import search


@page("search", "search", Permission.MAP_VIEW)
def show_search(request: PageRequest) -> HttpResponse:
    """What was found, table by table."""
    wanted = request.GET.get("q", "").strip()
    found = search(request.frame.user, wanted)
    return render(request, "lists/search.html", {"title": _("Search"), "wanted": wanted, "found": found})
