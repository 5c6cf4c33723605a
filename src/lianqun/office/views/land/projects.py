"""One project: stages, dates, money, problems, promises."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqun.land import late_projects, stages, status_of
from lianqun.office.accounts.rights import Permission
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.words import named
from lianqun.office.queries.read.documents import statements_about
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import frame_of
from lianqun.office.registry.models import Commitment, Need, Project, Promise


@page("projects/<str:project_id>", "project", Permission.MAP_VIEW, single=True)
def show_project(request: PageRequest, project_id: str) -> HttpResponse:
    """The page of a project."""
    user = request.frame.user
    rows = visible_to(user, Project.objects.filter(pk=project_id))
    project = rows.select_related("organization", "place", "chain", "link").first()
    if project is None:
        raise Http404(_("There is no project “%(id)s” that your role covers.") % {"id": project_id})
    context = {
        "title": named(project),
        "project": project,
        "statements": statements_about(user, subject_project_id=project.pk),
        "stages": [(stage, getattr(project, stage.date_column, None)) for stage in stages()],
        "reached": next((number for number, stage in enumerate(stages()) if stage.code == project.stage), -1),
        "status": status_of(project.status),
        "lateness": late_projects(frame_of(rows), as_of=timezone.localdate()).row(0, named=True),
        "events": list(project.project_events.order_by("-on", "-period", "-id")),
        "needs": list(visible_to(user, Need.objects.filter(project=project)).select_related("organization", "project")),
        "promises": list(visible_to(user, Promise.objects.filter(project=project)).select_related("policy")),
        "commitments": list(visible_to(user, Commitment.objects.filter(project=project)).select_related("fund")),
    }
    return render(request, "land/project.html", context)
