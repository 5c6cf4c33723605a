"""Many documents at once: uploads are kept and queued, and the work on them can be cancelled.

A finished job of kind `documents.add_many` has this outcome:
`{"state": "added" | "cancelled", "counts": {status: n}, "claims": n, "file": the table of all outcomes,
  "outcomes": [{"document", "status", "code", "zh", "en", "claims", "document_id"}] (at most 300, what went wrong first)}`.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.read.documents import check_reading_as
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role
from lianqun.office.evidence.models import Source
from lianqun.office.jobs import queue
from lianqun.office.jobs.models import Job
from lianqun.office.outside import files
from lianqun.office.queries.rows.visible import visible_to

ADD_MANY = "documents.add_many"
UPLOAD_SUFFIX = ".document"


def _check_queueing(by: User, *, source_id: str | None = None, read_as: str = "") -> Refused | None:
    if source_id is not None and not Source.objects.filter(pk=source_id).exists():
        return Refused("unknown_source", _("Say first where the document comes from: this source is not known."), status=422)
    return check_reading_as(read_as) or refusal_of_role(by, Permission.DOCUMENT_ADD)


def _check_cancelling(by: User, *, job: Job | None = None) -> Refused | None:
    if job is not None and not visible_to(by, Job.objects.filter(pk=job.pk)).exists():
        return Refused("not_yours", _("Somebody else started this work; ask them or the administrator."), status=403)
    if job is not None and (job.kind != ADD_MANY or job.is_over):
        return Refused("not_running", _("This work is over or cannot be cancelled."))
    return refusal_of_role(by, Permission.DOCUMENT_ADD)


@action(_check_queueing)
def queue_documents(
    *, by: User, uploads: Sequence[tuple[str, bytes]], source_id: str, published_on: date | None = None, read_as: str = ""
) -> Job:
    """Keep uploaded documents and archives of documents, and queue the reading of each, all as one source where it is chosen.

    Returns the job.
    """
    kept = []
    for name, data in uploads:
        fingerprint = hashlib.sha256(data).hexdigest()
        files.write_file(files.upload_path(fingerprint, UPLOAD_SUFFIX), data)
        kept.append([PurePath(name).name[:200], fingerprint])
    arguments = {
        "name": kept[0][0] if len(kept) == 1 else f"{kept[0][0]} + {len(kept) - 1}",
        "uploads": kept,
        "source_id": source_id,
        "published_on": published_on.isoformat() if published_on else None,
        "read_as": read_as,
    }
    job = queue.add(kind=ADD_MANY, by=by.username, arguments=arguments)
    log_event(type="document.queue", by=by, subject=f"jobs/{job.pk}", after=arguments)
    return job


@action(_check_cancelling)
def cancel(*, by: User, job: Job) -> Job:
    """Stop before the next document; those that were added stay. Returns the job."""
    queue.cancel(job)
    log_event(type="document.cancel", by=by, subject=f"jobs/{job.pk}")
    return job
