"""The documents of an upload, added one after another: each alone may fail, those that are known already are passed over."""

import csv
import hashlib
import io
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db import DatabaseError
from django.utils import translation

from lianqun.office.accounts.models import User
from lianqun.office.actions.read import documents
from lianqun.office.actions.read.document_batches import UPLOAD_SUFFIX
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.evidence.models import Document, Statement
from lianqun.office.jobs import queue
from lianqun.office.jobs.models import Job
from lianqun.office.outside import files
from lianqun.read import ReadingRefused
from lianqun.read.batches import COLUMNS, Found, Limits, Outcome, documents_of, outcome_of_refusal

MOST_SHOWN = 300
_WORST_FIRST = ("failed", "refused", "read", "skipped")

log = logging.getLogger("lianqun.worker")


def add_documents(job: Job, by: User, report: Callable[[int, int | None, str], None]) -> dict[str, Any]:
    """Add every document of the job's uploads and say what became of each; a job that is run again goes on where it stopped."""
    total = sum(1 for _ in _find(job))
    rows: list[tuple[Outcome, str]] = []
    for found in _find(job):
        if queue.is_cancelled(job):
            break
        report(len(rows), total, found.document)
        rows.append(_add(job, by, found))
    return _tell(job, rows, cancelled=queue.is_cancelled(job))


def _find(job: Job) -> Iterator[Found]:
    for name, fingerprint in job.arguments["uploads"]:
        yield from documents_of(files.upload_path(fingerprint, UPLOAD_SUFFIX), name, Limits(), named=True)


def _add(job: Job, by: User, found: Found) -> tuple[Outcome, str]:
    """The outcome of one document, and the document's id where it is on the site now."""
    name = found.document
    try:
        data = found.load()
        sha256 = hashlib.sha256(data).hexdigest()
        if (known := Document.objects.filter(sha256=sha256).first()) is not None:
            again = outcome_of_refusal(name, ReadingRefused("duplicate", name=name, detail=known.title), sha256)
            return again, known.pk
        document = documents.add(by=by, name=name, data=data, **_about(job))
    except ReadingRefused as refusal:
        return outcome_of_refusal(name, refusal), ""
    except Refused as refused:
        return Outcome(name, "refused", "", refused.code, *_in_both(refused)), ""
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("job %s: %s could not be read", job.pk, name)
        return outcome_of_refusal(name, ReadingRefused("unexpected", name=name, detail=type(error).__name__)), ""
    claims = Statement.objects.filter(passage__document=document).count()
    return Outcome(name, "read", sha256, claims=claims), document.pk


def _about(job: Job) -> dict[str, Any]:
    """What the person said of all documents of the upload."""
    on = job.arguments["published_on"]
    return {
        "source_id": job.arguments["source_id"],
        "published_on": date.fromisoformat(on) if on else None,
        "read_as": job.arguments.get("read_as", ""),
    }


def _in_both(refused: Refused) -> tuple[str, str]:
    with translation.override("zh-hans"):
        zh = refused.sentence
    with translation.override("en"):
        return zh, refused.sentence


def _tell(job: Job, rows: list[tuple[Outcome, str]], *, cancelled: bool) -> dict[str, Any]:
    files.write_file(files.export_path(job.pk, ".csv"), _table(rows))
    shown = sorted(rows, key=lambda row: _WORST_FIRST.index(row[0].status))[:MOST_SHOWN]
    wanted = ("document", "status", "code", "zh", "en", "claims")
    return {
        "state": "cancelled" if cancelled else "added",
        "counts": Counter(outcome.status for outcome, _id in rows),
        "claims": sum(outcome.claims for outcome, _id in rows),
        "file": f"{job.pk}.csv",
        "outcomes": [{**{name: getattr(it, name) for name in wanted}, "document_id": document_id} for it, document_id in shown],
    }


def _table(rows: list[tuple[Outcome, str]]) -> bytes:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(outcome.as_cells() for outcome, _id in rows)
    return text.getvalue().encode("utf-8-sig")
