"""Search over everything that has a name."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.queries.search import search
from lianqun.office.views.frame import PageRequest, page, render


@page(Permission.MAP_VIEW)
def show_search(request: PageRequest) -> HttpResponse:
    """What was found, table by table."""
    wanted = request.GET.get("q", "").strip()
    found = search(request.frame.user, wanted)
    return render(request, "search.html", {"title": _("Search"), "wanted": wanted, "found": found})
