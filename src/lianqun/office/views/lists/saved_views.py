"""Views of the board and of lists: kept under a name, renamed, shared, deleted."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lianqun.office.accounts.models import SavedView
from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.people import saved_views as acts
from lianqun.office.pages.frame import PageRequest, back, page
from lianqun.office.pages.kept_views import known_pages
from lianqun.office.queries.lists.saved_views import query_of


@page("views", "views", Permission.MAP_VIEW)
def keep_view(request: PageRequest) -> HttpResponse:
    """Keep the filters of a page under a name."""
    if request.method != "POST":
        return redirect("home")
    about, query = request.POST.get("page", ""), QueryDict(request.POST.get("query", ""))
    if about not in known_pages():
        raise Http404(_("Views of this page are not kept."))
    view = acts.keep(by=request.frame.user, page=about, name=request.POST.get("name", ""), query=query_of(query.lists()))
    messages.success(request, _("The view is kept as “%(name)s”.") % {"name": view.name})
    return redirect(back(request))


@page("views/<int:view_id>/<str:act>", "view-act", Permission.MAP_VIEW)
def act_on_view(request: PageRequest, view_id: int, act: str) -> HttpResponse:
    """Rename a view, share it or keep it to oneself, delete it."""
    view, by = SavedView.objects.filter(pk=view_id).first(), request.frame.user
    if view is None:
        raise Http404(_("There is no such view."))
    if request.method == "POST" and act == "rename":
        acts.rename(by=by, view=view, name=request.POST.get("name", ""))
    elif request.method == "POST" and act in ("share", "unshare"):
        acts.share(by=by, view=view, shared=act == "share")
    elif request.method == "POST" and act == "delete":
        acts.remove(by=by, view=view)
        messages.success(request, _("The view is deleted."))
    return redirect(back(request))
