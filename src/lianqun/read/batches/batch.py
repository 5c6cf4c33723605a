"""A batch: every document found is read once by a pool of processes, and the results are written in the order of the documents.

In the folder of results: `claims.jsonl` (a claim a line, with its document), `outcomes.csv` (a row for every document found),
and `journal.jsonl`, with which a run that was broken off is taken up again. The first two are written whole at the end.
"""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from lianqun.read.batches.found import Found, suffix_of
from lianqun.read.batches.journal import Journal
from lianqun.read.batches.outcomes import COLUMNS, STATUSES, Outcome, outcome_of_refusal
from lianqun.read.batches.workers import Done, Workers
from lianqun.read.reading import READER, KnownOrganization, read_bytes
from lianqun.read.refusals import ReadingRefused
from lianqun.read.sources.source import SourceFolder

JOURNAL, CLAIMS, OUTCOMES = "journal.jsonl", "claims.jsonl", "outcomes.csv"

Progress = Callable[["Batch"], None]


class Task(NamedTuple):
    """A document's bytes on their way to a process."""

    key: str
    document: str
    sha256: str
    data: bytes


class ClaimLines(NamedTuple):
    """What comes back of it: claims as JSON objects, and how long the text is; or the code and the words of a refusal."""

    claims: tuple[str, ...]
    characters: int
    refusal: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a reading depends on besides the bytes: publication date where a page gives none, the office's register, the name
    model, and the sources among which a document is recognised, or the one that a person chose."""

    published: date | None = None
    known: tuple[KnownOrganization, ...] = ()
    names: bool = False
    sources: tuple[SourceFolder, ...] = ()
    source: SourceFolder | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """The recipe as arguments of `read_bytes`."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @property
    def fingerprint(self) -> str:
        """Names the recipe with the reader; documents read by another are read again."""
        marks = [source.digest for source in (*self.sources, *([self.source] if self.source else []))]
        given = repr((READER, self.published, self.known, self.names, marks, self.source is None))
        return f"{READER} {hashlib.sha256(given.encode()).hexdigest()[:16]}"


@dataclass(slots=True)
class Batch:
    """How far a batch is: documents by status, those of them that a former run had finished, and what comes from where."""

    counts: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    before: int = 0
    claims: int = 0
    characters: int = 0
    document: str = ""

    @property
    def done(self) -> int:
        """Documents with an outcome."""
        return self.counts.total()

    @property
    def bad(self) -> int:
        """Documents that were refused or failed."""
        return self.counts["refused"] + self.counts["failed"]

    def count(self, outcome: Outcome) -> None:
        """Take one more outcome into account."""
        self.counts[outcome.status] += 1
        if outcome.code:
            self.codes[outcome.code] += 1
        self.claims += outcome.claims
        self.characters += outcome.characters
        self.document = outcome.document

    def as_row(self) -> dict[str, object]:
        """The batch as one JSON-ready dictionary."""
        return {
            "documents": self.done,
            **{status: self.counts[status] for status in STATUSES},
            "finished_before": self.before,
            "claims": self.claims,
            "characters": self.characters,
            "codes": dict(sorted(self.codes.items())),
        }


def read_task(task: Task, *, recipe: Recipe) -> ClaimLines:
    """Read one document in a process of its own; what is refused is an ordinary answer."""
    try:
        reading = read_bytes(task.data, name=task.document, **recipe.arguments)
    except ReadingRefused as refusal:
        return ClaimLines((), 0, (refusal.code, refusal.zh, refusal.en))
    return ClaimLines(tuple(json.dumps(claim.as_row(), ensure_ascii=False) for claim in reading.claims), len(reading.text))


def read_batch(
    found: Iterator[Found],
    out: Path,
    *,
    recipe: Recipe,
    workers: int,
    clock: Callable[[], float],
    most_seconds: float = 600.0,
    progress: Progress = lambda batch: None,
    work: Callable[[Task], ClaimLines] | None = None,
) -> Batch:
    """Read all that was found into the folder `out`, and take up what a former run with the same recipe left there.

    A document fails alone: it has its outcome, and the others go on. The results are the same whatever the number of workers.
    Raises JournalInUse when another run writes there, WorkersBroken when no process starts, OSError when writing fails.
    """
    pool = Workers(work or partial(read_task, recipe=recipe), workers, clock=clock, most_seconds=most_seconds)
    with Journal(out / JOURNAL, recipe.fingerprint) as journal:
        run = _Run(journal, progress)
        with closing(pool.work_off(run.tasks(found))) as ended:
            for done in ended:
                run.finish(done)
        run.write_results(out)
    return run.batch


class _Run:
    """One run over a batch: `order` holds every document in its order, with its key in the journal or its own outcome."""

    def __init__(self, journal: Journal, progress: Progress) -> None:
        self.batch = Batch()
        self._journal = journal
        self._progress = progress
        self._order: list[tuple[str, str | Outcome]] = []
        self._first: dict[str, str] = {}

    def tasks(self, found: Iterator[Found]) -> Iterator[Task]:
        """Those documents that must be read now; what needs no reading gets its outcome on the way."""
        for it in found:
            try:
                data = it.load()
            except ReadingRefused as refusal:
                self._settle(it.document, outcome_of_refusal(it.document, refusal))
                continue
            sha256 = hashlib.sha256(data).hexdigest()
            key = sha256 + suffix_of(it.document)
            if key in self._first:
                again = ReadingRefused("duplicate", name=it.document, detail=self._first[key])
                self._settle(it.document, outcome_of_refusal(it.document, again, sha256))
                continue
            self._first[key] = it.document
            self._order.append((it.document, key))
            if key in self._journal:
                self.batch.before += 1
                self._tell(self._journal.outcome(key).named(it.document))
            else:
                yield Task(key, it.document, sha256, data)

    def finish(self, done: Done[Task, ClaimLines]) -> None:
        """Write down what became of a document."""
        outcome = _outcome(done)
        self._journal.add(done.task.key, outcome, done.result.claims if done.result else ())
        self._tell(outcome)

    def write_results(self, out: Path) -> None:
        """Write claims and outcomes, each whole or not at all."""
        parts = {name: out / f"{name}.part" for name in (CLAIMS, OUTCOMES)}
        try:
            self._write(parts[CLAIMS], parts[OUTCOMES])
            for name, part in parts.items():
                part.replace(out / name)
        finally:
            for part in parts.values():
                part.unlink(missing_ok=True)

    def _write(self, claims_path: Path, outcomes_path: Path) -> None:
        """The table has the mark with which spreadsheet programs show its Chinese right."""
        with claims_path.open("wb") as claims, outcomes_path.open("w", encoding="utf-8-sig", newline="") as outcomes:
            rows = csv.writer(outcomes, lineterminator="\n")
            rows.writerow(COLUMNS)
            for document, kept in self._order:
                if isinstance(kept, Outcome):
                    rows.writerow(kept.as_cells())
                    continue
                rows.writerow(self._journal.outcome(kept).named(document).as_cells())
                start = b'{"document": ' + json.dumps(document, ensure_ascii=False).encode() + b", "
                claims.writelines(start + claim[1:] + b"\n" for claim in self._journal.claims(kept))

    def _settle(self, document: str, outcome: Outcome) -> None:
        self._order.append((document, outcome))
        self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        self.batch.count(outcome)
        self._progress(self.batch)


def _outcome(done: Done[Task, ClaimLines]) -> Outcome:
    task, seconds = done.task, round(done.seconds, 3)
    if done.result is None:
        refusal = ReadingRefused(done.code, name=task.document, detail=done.detail)
        return Outcome(task.document, "failed", task.sha256, refusal.code, refusal.zh, refusal.en, seconds=seconds)
    if done.result.refusal is not None:
        return Outcome(task.document, "refused", task.sha256, *done.result.refusal, seconds=seconds)
    read = done.result
    return Outcome(task.document, "read", task.sha256, claims=len(read.claims), characters=read.characters, seconds=seconds)
