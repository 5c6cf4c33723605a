"""Jobs: what works in the background, how far it is, what came of it."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.read import document_batches
from lianqun.office.actions.tables import imports
from lianqun.office.jobs.models import Job
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.job_words import kind_word
from lianqun.office.pages.rail import Entry
from lianqun.office.queries.rows.visible import visible_to

MOST_SHOWN = 200
STOP_POLLING = 286


def _find(request: PageRequest, job_id: int) -> Job:
    job = visible_to(request.frame.user, Job.objects.filter(pk=job_id)).first()
    if job is None:
        raise Http404(_("There is no job %(id)s that you may see.") % {"id": job_id})
    return job


def _context(request: PageRequest, job: Job) -> dict[str, object]:
    user = request.frame.user
    is_import = job.kind == imports.CHECK
    return {
        "job": job,
        "is_import": is_import,
        "is_batch": job.kind == document_batches.ADD_MANY,
        "cancel_refusal": document_batches.cancel.why_not(user, job=job),
        "apply_refusal": imports.apply.why_not(user, job=job) if is_import else None,
        "undo_refusal": imports.undo.why_not(user, job=job) if is_import else None,
    }


@page("jobs", "jobs", Permission.RECORD_VIEW, rail=(Entry("settings", 30, gettext_lazy("Jobs"), "j"),))
def list_jobs(request: PageRequest) -> HttpResponse:
    """The newest jobs first."""
    jobs = list(visible_to(request.frame.user, Job.objects.all())[:MOST_SHOWN])
    return render(request, "tables/jobs.html", {"title": _("Jobs"), "jobs": jobs})


@page("jobs/<int:job_id>", "job", Permission.RECORD_VIEW, single=True)
def show_job(request: PageRequest, job_id: int) -> HttpResponse:
    """One job, with live progress while it runs."""
    job = _find(request, job_id)
    return render(request, "tables/job.html", {"title": kind_word(job.kind), **_context(request, job)})


@page("jobs/<int:job_id>/progress", "job-progress", Permission.RECORD_VIEW, single=True)
def show_progress(request: PageRequest, job_id: int) -> HttpResponse:
    """How far a job is, asked for every second; the last answer ends the asking."""
    job = _find(request, job_id)
    return render(request, "tables/_job.html", _context(request, job), status=STOP_POLLING if job.is_over else 200)


@page("jobs/<int:job_id>/cancel", "job-cancel", Permission.DOCUMENT_ADD, single=True)
def cancel(request: PageRequest, job_id: int) -> HttpResponse:
    """Stop the reading of many documents before the next one."""
    job = _find(request, job_id)
    if request.method == "POST":
        document_batches.cancel(by=request.frame.user, job=job)
    return redirect("job", job_id)


@page("jobs/<int:job_id>/file", "job-file", Permission.RECORD_VIEW, single=True)
def send_file(request: PageRequest, job_id: int) -> FileResponse:
    """The file that a job made."""
    name = Path(str((_find(request, job_id).outcome or {}).get("file", ""))).name
    path = Path(settings.HOME) / "exports" / name
    if not name or not path.is_file():
        raise Http404(_("This job made no file, or the file was removed. Start the export again."))
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
