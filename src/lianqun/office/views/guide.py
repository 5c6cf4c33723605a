"""Help: the walk, the states, the roles, the keys."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.roles import ROLES
from lianqun.office.views.frame import PageRequest, page, render


@page(Permission.MAP_VIEW)
def show_guide(request: PageRequest) -> HttpResponse:
    """How to work with the site."""
    return render(request, "guide.html", {"title": _("Help"), "roles": list(ROLES.values())})
