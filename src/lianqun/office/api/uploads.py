"""Documents and tables sent over the interface."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from lianqun.office.actions.read import documents
from lianqun.office.actions.tables import imports
from lianqun.office.api.problems import PROBLEMS
from lianqun.office.api.schemas import Key, Plain, as_row, row_schema
from lianqun.office.api.signing_in import person
from lianqun.office.api.tables import router as table_rows
from lianqun.office.api.work import JobRow, told_job
from lianqun.office.jobs.models import Job
from lianqun.office.queries.rows.visible import visible_to
from lianqun.vocab.dictionary import tables

# One address answers to one router: documents are listed and sent at the same one.
router = Router()
TABLE = tables()["documents"]


class About(Schema):
    """Where a document comes from, its title and date where it does not say them itself, and as which source folder to read it."""

    source: Key
    title: Plain = ""
    published_on: date | None = None
    read_as: Plain = ""


def _bytes(file: UploadedFile, most: int) -> bytes:
    """What was sent, up to one byte more than is allowed: the action itself refuses what is too large."""
    data = file.read(most + 1)
    return data if isinstance(data, bytes) else data.encode()


def _name(file: UploadedFile) -> str:
    return (file.name or "file").replace("\0", "")[:200]


@table_rows.post("/documents", response={201: row_schema(TABLE), **PROBLEMS}, operation_id="add_document", tags=["documents"])
def add_document(request: HttpRequest, about: Form[About], file: File[UploadedFile]) -> Any:
    """Send a document: it is kept, read, and what it says is proposed for review. The same bytes twice add nothing."""
    document = documents.add(
        by=person(request),
        name=_name(file),
        data=_bytes(file, documents.MOST_BYTES),
        source_id=about.source,
        title=about.title,
        published_on=about.published_on,
        read_as=about.read_as,
    )
    return Status(201, as_row({column.name: getattr(document, column.name) for column in TABLE.columns}))


@router.post("/imports", response={202: JobRow, **PROBLEMS}, operation_id="propose_import", tags=["imports"])
def propose(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Send an Excel workbook or CSV table: it is checked by a job, whose outcome is the preview."""
    return Status(202, told_job(imports.propose(by=person(request), name=_name(file), data=_bytes(file, imports.MOST_BYTES))))


def _import(request: HttpRequest, job_id: int) -> Job:
    job = visible_to(person(request), Job.objects.filter(pk=job_id, kind=imports.CHECK)).first()
    if job is None:
        raise Http404
    return job


@router.post("/imports/{int:job_id}/apply", response={200: JobRow, **PROBLEMS}, operation_id="apply_import", tags=["imports"])
def apply(request: HttpRequest, job_id: int) -> Any:
    """Write what the preview shows, all of it or nothing."""
    return told_job(imports.apply(by=person(request), job=_import(request, job_id)))


@router.post("/imports/{int:job_id}/undo", response={200: JobRow, **PROBLEMS}, operation_id="undo_import", tags=["imports"])
def undo(request: HttpRequest, job_id: int) -> Any:
    """Restore what stood before an import."""
    return told_job(imports.undo(by=person(request), job=_import(request, job_id)))
