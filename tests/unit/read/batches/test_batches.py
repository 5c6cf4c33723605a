"""Batches: deaths and time limits cost one document, results do not depend on the number of workers, a run is taken up again."""

import csv
import functools
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.odd_readers import read_oddly

from lianqun.read.batches import Batch, Found, Recipe, WorkersBroken, read_batch
from lianqun.read.batches.batch import CLAIMS, OUTCOMES, ClaimLines, Task


def found(texts: dict[str, str]) -> Iterator[Found]:
    for name, text in texts.items():
        yield Found(name, functools.partial(str.encode, text))


def run(
    texts: dict[str, str],
    out: Path,
    *,
    workers: int = 2,
    most_seconds: float = 60,
    progress: Callable[[Batch], None] = lambda batch: None,
    work: Callable[[Task], ClaimLines] = read_oddly,
) -> Batch:
    return read_batch(
        found(texts), out, recipe=Recipe(), workers=workers, clock=time.monotonic, most_seconds=most_seconds, progress=progress, work=work
    )  # fmt: skip


def outcomes(out: Path) -> list[dict[str, str]]:
    """Without the seconds, which differ from run to run."""
    with (out / OUTCOMES).open(encoding="utf-8-sig", newline="") as file:
        return [{name: value for name, value in row.items() if name != "seconds"} for row in csv.DictReader(file)]


def codes(out: Path) -> dict[str, str]:
    return {row["document"]: row["code"] or row["status"] for row in outcomes(out)}


def test_what_goes_wrong_costs_its_own_document(tmp_path: Path) -> None:
    texts = {"1": "one", "2": "die", "3": "leave", "4": "raise", "5": "hunger", "6": "one", "7": "last"}
    batch = run(texts, tmp_path)
    assert codes(tmp_path) == {
        **{"1": "read", "2": "worker_died", "3": "worker_died", "4": "unexpected"},
        **{"5": "memory", "6": "duplicate", "7": "read"},
    }
    rows = {row["document"]: row for row in outcomes(tmp_path)}
    assert ("SIGSEGV" in rows["2"]["zh"], "exit 3" in rows["3"]["en"], "an odd page" in rows["4"]["zh"]) == (True, True, True)
    assert rows["6"]["zh"].count("1") == 1
    assert (batch.counts["read"], batch.bad, batch.claims) == (2, 4, 2)
    assert (tmp_path / CLAIMS).read_text() == '{"document": "1", "value": "one"}\n{"document": "7", "value": "last"}\n'


def test_a_document_over_its_time_is_given_up(tmp_path: Path) -> None:
    run({"1": "hang", "2": "two"}, tmp_path, workers=1, most_seconds=0.3)
    assert codes(tmp_path) == {"1": "timeout", "2": "read"}


def test_what_failed_is_tried_again_and_what_was_refused_is_not(tmp_path: Path) -> None:
    assert run({"1": "die", "2": "two"}, tmp_path, workers=1).before == 0
    batch = run({"1": "die", "2": "two"}, tmp_path, workers=1)
    assert (batch.before, batch.counts["failed"]) == (1, 1)


def test_results_do_not_depend_on_workers_or_on_interruptions(tmp_path: Path) -> None:
    texts = {f"{number:03}": f"slow {number % 17}" for number in range(40)}
    run(texts, tmp_path / "1", workers=1)

    def stop(batch: Batch) -> None:
        if batch.counts["read"] == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(texts, tmp_path / "3", workers=3, progress=stop)
    assert not (tmp_path / "3" / CLAIMS).exists()
    assert run(texts, tmp_path / "3", workers=3).before >= 6
    assert (tmp_path / "1" / CLAIMS).read_bytes() == (tmp_path / "3" / CLAIMS).read_bytes()
    assert outcomes(tmp_path / "1") == outcomes(tmp_path / "3")


def test_a_batch_that_is_all_done_starts_no_process(tmp_path: Path) -> None:
    run({"1": "one"}, tmp_path)
    before = (tmp_path / CLAIMS).read_bytes()
    assert run({"1": "one"}, tmp_path, workers=0).before == 1
    assert (tmp_path / CLAIMS).read_bytes() == before


def test_documents_that_moved_keep_their_reading_under_the_new_name(tmp_path: Path) -> None:
    run({"old.txt": "one"}, tmp_path)
    assert run({"new.txt": "one"}, tmp_path).before == 1
    assert '"document": "new.txt"' in (tmp_path / CLAIMS).read_text()


def test_processes_that_cannot_start_are_said(tmp_path: Path) -> None:
    """Work that cannot be brought into a new process kills each before it is ready."""
    with pytest.raises(WorkersBroken):
        run({"1": "one"}, tmp_path, work=_Unloadable())


class _Unloadable:
    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (7,)

    def __call__(self, task: Task) -> ClaimLines:
        raise NotImplementedError
