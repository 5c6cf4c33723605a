"""The kinds of queued work: name → what is done, and what people call it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.models import User
from lianqun.office.actions.read import document_batches, documents
from lianqun.office.actions.rows import tallies
from lianqun.office.actions.tables import data_sets, imports
from lianqun.office.evidence.models import Document
from lianqun.office.jobs.models import Job
from lianqun.office.worker.document_batches import add_documents

Report = Callable[[int, int | None, str], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: `run(job, report)` does the work and returns its outcome, JSON-ready; it may be run again after a death."""

    title: str | Promise
    run: Callable[[Job, Report], Any]


def _person(job: Job) -> User:
    return User.objects.get(username=job.by)


def _check_import(job: Job, report: Report) -> Any:
    report(0, None, str(_("reading the table")))
    return imports.preview(job)


def _apply_import(job: Job, report: Report) -> Any:
    checked = Job.objects.get(pk=job.arguments["job"])
    if (checked.outcome or {}).get("state") != "applied":
        report(0, None, str(_("writing")))
        checked = imports.apply(by=_person(job), job=checked)
    return {"job": checked.pk, "tables": checked.outcome["tables"] if checked.outcome else []}


def _reread_documents(job: Job, report: Report) -> Any:
    wanted = list(Document.objects.filter(pk__in=job.arguments["documents"]))
    new = 0
    for number, document in enumerate(wanted):
        report(number, len(wanted), document.title)
        new += documents.reread(by=_person(job), document=document)
    return {"documents": len(wanted), "statements": new}


def _add_documents(job: Job, report: Report) -> Any:
    return add_documents(job, _person(job), report)


def _import_data_set(job: Job, report: Report) -> Any:
    return data_sets.import_folder(by=_person(job), folder=Path(job.arguments["folder"]), progress=report)


def _export_data_set(job: Job, report: Report) -> Any:
    report(0, None, str(_("writing the data set")))
    return data_sets.write_export(by=_person(job), job=job)


def _rebuild_tallies(job: Job, report: Report) -> Any:
    return {"rows": tallies.rebuild(by=_person(job))}


KINDS: dict[str, Kind] = {
    imports.CHECK: Kind(_("Check a table"), _check_import),
    imports.APPLY: Kind(_("Import a table"), _apply_import),
    document_batches.ADD_MANY: Kind(_("Read many documents"), _add_documents),
    "documents.reread": Kind(_("Read documents again"), _reread_documents),
    "data_sets.import": Kind(_("Load a data set"), _import_data_set),
    data_sets.EXPORT: Kind(_("Export the data set"), _export_data_set),
    "tallies.rebuild": Kind(_("Count anew"), _rebuild_tallies),
}
