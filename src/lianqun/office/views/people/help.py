"""Help: the walk, the states, the roles, the keys."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.roles import ROLES
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.rail import Entry


@page("help", "help", Permission.MAP_VIEW, rail=(Entry("settings", 60, gettext_lazy("Help"), "q"),))
def show_guide(request: PageRequest) -> HttpResponse:
    """How to work with the site."""
    return render(request, "people/help.html", {"title": _("Help"), "roles": list(ROLES.values())})
