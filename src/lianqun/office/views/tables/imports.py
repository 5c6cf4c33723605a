"""Imports: upload a table, see what it would change, apply it, undo it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.tables import imports as acts
from lianqun.office.jobs.models import Job
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.rail import Entry
from lianqun.office.queries.rows.visible import visible_to

MOST_BYTES = 100_000_000
MOST_SHOWN = 100
KIND = "imports."
MOST_AT_ONCE = 2_000


@page("imports", "imports", Permission.IMPORT_PROPOSE, rail=(Entry("settings", 10, gettext_lazy("Imports"), "i"),))
def show_imports(request: PageRequest) -> HttpResponse:
    """Former imports, and the upload; a POST proposes one."""
    user = request.frame.user
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            messages.error(request, _("Choose a file first."))
            return redirect("imports")
        if file.size is not None and file.size > MOST_BYTES:
            raise Refused(
                "too_large", _("The file is larger than 100 MB. Divide it, or ask the administrator to load a whole data set.")
            )
        job = acts.propose(by=user, name=file.name or "", data=file.read())
        return redirect("job", job.pk)
    jobs = visible_to(user, Job.objects.filter(kind__startswith=KIND))[:MOST_SHOWN]
    return render(
        request, "tables/imports.html", {"title": _("Imports"), "jobs": list(jobs), "refusal": acts.propose.why_not(user)}
    )


@page("imports/<int:job_id>/<str:step>", "import-act", Permission.IMPORT_APPLY)
def act_on_import(request: PageRequest, job_id: int, step: str) -> HttpResponse:
    """Apply or undo an import."""
    user = request.frame.user
    job = get_object_or_404(visible_to(user, Job.objects.all()), pk=job_id)
    if request.method != "POST":
        return redirect("job", job_id)
    if step == "undo":
        acts.undo(by=user, job=job)
        messages.success(request, _("The import was undone."))
        return redirect("job", job_id)
    return _apply(request, job)


def _apply(request: PageRequest, job: Job) -> HttpResponse:
    """A small table at once; a large one in the background, so that nobody waits before a blank page."""
    rows = sum(table["rows"] for table in (job.outcome or {}).get("tables", []))
    if rows > MOST_AT_ONCE:
        return redirect("job", acts.queue_apply(by=request.frame.user, job=job).pk)
    acts.apply(by=request.frame.user, job=job)
    messages.success(request, _("The import was applied."))
    return redirect("job", job.pk)
