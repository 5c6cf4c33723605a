"""Folders and archives of thousands → one file of claims and one of outcomes, in parallel, resumable."""

from lianqun.read.batches.archives import opens_as_archive
from lianqun.read.batches.batch import Batch, Recipe, read_batch
from lianqun.read.batches.folders import documents_of, find_documents, is_collection
from lianqun.read.batches.found import Found
from lianqun.read.batches.journal import JournalInUse
from lianqun.read.batches.members import Limits
from lianqun.read.batches.outcomes import COLUMNS, STATUSES, Outcome, outcome_of_refusal, status_of
from lianqun.read.batches.workers import WorkersBroken

__all__ = [
    "COLUMNS",
    "STATUSES",
    "Batch",
    "Found",
    "JournalInUse",
    "Limits",
    "Outcome",
    "Recipe",
    "WorkersBroken",
    "documents_of",
    "find_documents",
    "is_collection",
    "opens_as_archive",
    "outcome_of_refusal",
    "read_batch",
    "status_of",
]
