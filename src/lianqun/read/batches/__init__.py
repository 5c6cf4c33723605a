"""Folders and archives of thousands → one file of claims and one of outcomes, in parallel, resumable."""

from lianqun.read.batches.batch import Batch, Recipe, read_batch
from lianqun.read.batches.folders import find_documents, is_collection
from lianqun.read.batches.found import Found
from lianqun.read.batches.journal import JournalInUse
from lianqun.read.batches.outcomes import Outcome, status_of
from lianqun.read.batches.workers import WorkersBroken

__all__ = [
    "Batch",
    "Found",
    "JournalInUse",
    "Outcome",
    "Recipe",
    "WorkersBroken",
    "find_documents",
    "is_collection",
    "read_batch",
    "status_of",
]
