"""The home page: what we have, what is missing, what is stuck."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.queries.home import read_home
from lianqun.office.queries.scope import Scope
from lianqun.office.views.frame import PageRequest, page, render
from lianqun.office.views.words import named


@page(Permission.MAP_VIEW)
def show_home(request: PageRequest) -> HttpResponse:
    """The home page for the chosen place and chain, as of today."""
    frame = request.frame
    today = timezone.localdate()
    home = read_home(frame.user, Scope(frame.place, frame.chain), today)
    title = named(frame.chain) or named(frame.place) or _("All places")
    return render(request, "home.html", {"title": title, "home": home, "today": today})
