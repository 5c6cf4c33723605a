"""Views of the board and of lists that a person keeps under a name, and may share with the office."""

from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import SavedView, User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role

MOST = 50
LONGEST = 40
LONGEST_QUERY = 4_000


def _check_keeping(by: User, *, page: str = "", name: str | None = None, query: str = "") -> Refused | None:
    if name is not None and (refusal := _refusal_of_name(name)) is not None:
        return refusal
    if len(query) > LONGEST_QUERY:
        return Refused("too_long", _("These filters are too long to be kept."), status=422)
    is_new = name is not None and not SavedView.objects.filter(user=by, page=page, name=name.strip()).exists()
    if is_new and SavedView.objects.filter(user=by, page=page).count() >= MOST:
        return Refused("too_many", _("You keep 50 views of this page already; delete one first."))
    return None


def _refusal_of_name(name: str) -> Refused | None:
    if not 0 < len(name.strip()) <= LONGEST:
        return Refused("no_name", _("Give the view a name of at most 40 characters."), status=422)
    return None


def _check_own(by: User, *, view: SavedView | None = None) -> Refused | None:
    if view is not None and view.user_id != by.pk:
        return Refused("not_yours", _("Somebody else keeps this view; save it under a name of your own."), status=403)
    return None


def _check_renaming(by: User, *, view: SavedView | None = None, name: str | None = None) -> Refused | None:
    refusal = _check_own(by, view=view) or (None if name is None else _refusal_of_name(name))
    if refusal is not None or view is None or name is None:
        return refusal
    if SavedView.objects.filter(user=by, page=view.page, name=name.strip()).exclude(pk=view.pk).exists():
        return Refused("name_taken", _("You keep another view under this name; choose another."))
    return None


def _check_sharing(by: User, *, view: SavedView | None = None, shared: bool = True) -> Refused | None:
    """Whoever may no longer share takes a view back all the same."""
    refusal = _check_own(by, view=view)
    return refusal or (refusal_of_role(by, Permission.VIEW_SHARE) if shared else None)


@action(_check_keeping)
def keep(*, by: User, page: str, name: str, query: str) -> SavedView:
    """Keep the filters of a page under a name; under a name that is there they take the place of the former. Returns the view."""
    view, _is_new = SavedView.objects.update_or_create(user=by, page=page, name=name.strip(), defaults={"query": query})
    log_event(type="view.keep", by=by, subject=_subject(view), after={"page": page, "name": view.name})
    return view


@action(_check_renaming)
def rename(*, by: User, view: SavedView, name: str) -> SavedView:
    """Give one's own view another name. Returns it."""
    before, view.name = view.name, name.strip()
    view.save(update_fields=["name"])
    log_event(type="view.rename", by=by, subject=_subject(view), before={"name": before}, after={"name": view.name})
    return view


@action(_check_sharing)
def share(*, by: User, view: SavedView, shared: bool) -> SavedView:
    """Let everybody of the office see one's own view, or nobody any more. Returns it; everybody sees by it what their role covers."""
    view.is_shared = shared
    view.save(update_fields=["is_shared"])
    log_event(type="view.share", by=by, subject=_subject(view), after={"name": view.name, "shared": shared})
    return view


@action(_check_own)
def remove(*, by: User, view: SavedView) -> None:
    """Delete one's own view."""
    log_event(
        type="view.remove", by=by, subject=_subject(view), before={"page": view.page, "name": view.name, "query": view.query}
    )
    view.delete()


def _subject(view: SavedView) -> str:
    return f"saved_views/{view.pk}"
