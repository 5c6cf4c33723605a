"""Background jobs over the interface."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from lianqun.office.api.problems import PROBLEMS
from lianqun.office.api.signing_in import person
from lianqun.office.jobs.models import Job
from lianqun.office.queries.rows.visible import visible_to

router = Router(tags=["jobs"])
MOST_ID = 2**63 - 1


class JobRow(Schema):
    """A piece of background work: how far it is, and what came of it."""

    id: int
    kind: str
    status: str
    by: str
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    attempts: int
    done: int
    total: int | None = None
    doing: str
    outcome: Any = None


class JobPage(Schema):
    """A page of jobs, the newest first."""

    total: int
    offset: int
    rows: list[JobRow]


class JobQuery(Schema):
    """Which page of the jobs."""

    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=10_000_000)


def told_job(job: Job) -> dict[str, Any]:
    """A job as the interface tells it."""
    return {name: getattr(job, name) for name in JobRow.model_fields}


@router.get("/jobs", response={200: JobPage, **PROBLEMS}, operation_id="list_jobs")
def list_jobs(request: HttpRequest, asked: Query[JobQuery]) -> Any:
    """One's own jobs; all jobs for those who may see them."""
    jobs = visible_to(person(request), Job.objects.defer("before"))
    page = jobs.order_by("-id")[asked.offset : asked.offset + asked.limit]
    return {"total": jobs.count(), "offset": asked.offset, "rows": [told_job(job) for job in page]}


@router.get("/jobs/{int:job_id}", response={200: JobRow, **PROBLEMS}, operation_id="show_job")
def show_job(request: HttpRequest, job_id: int) -> Any:
    """One job with its progress."""
    job = visible_to(person(request), Job.objects.filter(pk=min(job_id, MOST_ID))).first()
    if job is None:
        raise Http404
    return told_job(job)
