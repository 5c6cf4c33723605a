"""The queue: work is added, claimed under a lease, kept alive by a heartbeat, and claimed again when its worker died.

Only this module changes rows of the queue's own columns; the outcome belongs to the kind of work.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.office.jobs.models import Job

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 3

Progress = Callable[[int, int | None, str], None]


class LeaseLost(Exception):
    """Another worker has taken this job over, because this one did not show signs of life in time."""


def add(*, kind: str, by: str, arguments: Mapping[str, Any] | None = None) -> Job:
    """Put a piece of work at the end of the queue. Returns its job."""
    return Job.objects.create(kind=kind, by=by, arguments=dict(arguments or {}), created_at=timezone.now())


def add_done(*, kind: str, by: str, arguments: Mapping[str, Any], outcome: Any) -> Job:
    """Put down a piece of work that was done at once, so that no worker takes it. Returns its job."""
    now = timezone.now()
    return Job.objects.create(
        kind=kind,
        by=by,
        arguments=dict(arguments),
        outcome=outcome,
        status="done",
        created_at=now,
        started_at=now,
        finished_at=now,
    )


def _free() -> Q:
    """Jobs that wait, and running ones whose worker has been silent for longer than a lease."""
    return Q(status="waiting") | Q(status="running", heartbeat_at__lt=timezone.now() - LEASE)


def claim(*, worker: str) -> Job | None:
    """Take the oldest free job for a worker, or None when there is nothing to do.

    On PostgreSQL rows that others are claiming are skipped; SQLite lets one writer in at a time.
    """
    with transaction.atomic():
        fail_exhausted()
        free = Job.objects.filter(_free()).order_by("id")
        if connection.features.has_select_for_update_skip_locked:
            free = free.select_for_update(skip_locked=True)
        job = free.first()
        if job is None:
            return None
        now = timezone.now()
        job.status, job.worker, job.attempts = "running", worker, job.attempts + 1
        job.started_at, job.heartbeat_at, job.done, job.total, job.doing = now, now, 0, None, ""
        job.save(update_fields=["status", "worker", "attempts", "started_at", "heartbeat_at", "done", "total", "doing"])
        return job


def fail_exhausted() -> int:
    """Give up jobs whose workers died time after time, so that one bad job does not stop the queue. Returns how many."""
    dead = Job.objects.filter(_free(), status="running", attempts__gte=MOST_ATTEMPTS)
    outcome = {
        "code": "worker_died",
        "sentence": str(_("The process that did this work died three times; the server's log says why.")),
    }
    return dead.update(status="failed", finished_at=timezone.now(), outcome=outcome)


def _held(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, status="running", worker=job.worker, attempts=job.attempts)


def beat(job: Job) -> None:
    """Show a sign of life. Raises LeaseLost when the job was taken over."""
    if not _held(job).update(heartbeat_at=timezone.now()):
        raise LeaseLost(job.pk)


def report(job: Job, done: int, total: int | None, doing: str) -> None:
    """Write down how far the work is; this is a sign of life as well."""
    now = timezone.now()
    if not _held(job).update(heartbeat_at=now, done=done, total=total, doing=doing[:300]):
        raise LeaseLost(job.pk)


def cancel(job: Job) -> None:
    """Ask for a job to stop. Its work looks at this between two steps; a job that nobody has claimed stops at its first."""
    Job.objects.filter(pk=job.pk).update(arguments={**job.arguments, "cancelled": True})


def is_cancelled(job: Job) -> bool:
    """Whether somebody has asked for the job to stop."""
    return Job.objects.filter(pk=job.pk, arguments__cancelled=True).exists()


def finish(job: Job, outcome: Any) -> bool:
    """Close a job that succeeded. Returns False when it was taken over meanwhile, and nothing is written."""
    changes = {"status": "done", "finished_at": timezone.now(), "outcome": outcome, "doing": ""}
    return bool(_held(job).update(**changes))


def fail(job: Job, *, code: str, sentence: str) -> bool:
    """Close a job that cannot succeed, with a sentence for people. Returns as `finish` does."""
    changes = {"status": "failed", "finished_at": timezone.now(), "outcome": {"code": code, "sentence": sentence}}
    return bool(_held(job).update(**changes))
