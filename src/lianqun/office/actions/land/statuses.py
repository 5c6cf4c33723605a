"""The status of a project beside its stage: running, delayed, dormant, lost, terminated; each with a reason and a day."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.land import status_of, statuses
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import write_rows
from lianqun.office.actions.rows.refusals import Refused, refusal_of_row
from lianqun.office.queries.rows.whole_tables import frame_of_rows
from lianqun.office.registry.models import Place, Project


def _check(
    by: User,
    *,
    project: Project | None = None,
    status: str = "",
    on: date | None = None,
    reason: str | None = None,
    lost_to: Place | None = None,
) -> Refused | None:
    if project is None:
        return None
    refusal = refusal_of_row(by, Permission.PROJECT_MOVE, project)
    return refusal or (_refusal_of_words(project, status, on, reason, lost_to) if status else None)


def _refusal_of_words(
    project: Project, status: str, on: date | None, reason: str | None, lost_to: Place | None
) -> Refused | None:
    if status not in statuses():
        return Refused("unknown_status", _("There is no such status; choose one of those offered."), status=422)
    if status == status_of(project.status).code:
        return Refused("same", _("The project has this status already."))
    if on is not None and on > timezone.localdate():
        return Refused("ahead", _("The day lies ahead; a status holds from a day that has come."), status=422)
    if reason is not None and not reason.strip():
        return Refused("no_reason", _("Say why; the next reader will ask."), status=422)
    if reason is not None and statuses()[status].asks_place and lost_to is None:
        return Refused("no_place", _("Say where the project went; “elsewhere abroad” is a country."), status=422)
    return None


@action(_check)
def set_status(*, by: User, project: Project, status: str, on: date, reason: str, lost_to: Place | None = None) -> Project:
    """Give a project a status from a day on, with the reason, and where it was lost, to which place. Returns the project."""
    project.status, project.status_on, project.status_reason = status, on, reason.strip()
    project.lost_to_place = lost_to if statuses()[status].asks_place else None
    rows = {"projects": frame_of_rows([project])}
    write_rows(by=by, rows=rows, permission=Permission.PROJECT_MOVE, parent=project, reason=reason)
    return project
