"""The home page: what we have, what is missing, what is stuck."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.rights import Permission
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.rail import Entry
from lianqun.office.pages.words import named
from lianqun.office.queries.home import read_home
from lianqun.office.queries.rows.scope import Scope


@page("", "home", Permission.MAP_VIEW, rail=(Entry("look", 10, gettext_lazy("Home"), "h"),))
def show_home(request: PageRequest) -> HttpResponse:
    """The home page for the chosen place and chain, as of today."""
    frame = request.frame
    today = timezone.localdate()
    home = read_home(frame.user, Scope(frame.place, frame.chain), today)
    title = named(frame.chain) or named(frame.place) or _("All places")
    return render(request, "home.html", {"title": title, "home": home, "today": today})
