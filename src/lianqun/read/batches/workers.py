"""Work done by a pool of processes, one task in the hands of each: what dies or takes too long costs its own task only."""

import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

MOST_TASKS = 2_000
MOST_RESIDENT_KIB = 768 * 1024
MOST_ADDRESSED = 4 * 1024**3
_MOST_FALSE_STARTS = 3
_GRACE = 2.0
_SPAWN = multiprocessing.get_context("spawn")


class WorkersBroken(Exception):
    """No process could be started that works."""


@dataclass(frozen=True, slots=True)
class Done(Generic[Task, Result]):
    """What became of a task: its result, or the code of what went wrong (`timeout`, `worker_died`, `memory`, `unexpected`)."""

    task: Task
    result: Result | None
    code: str
    detail: str
    seconds: float


class _Worker(Generic[Task, Result]):
    """One process, and the task that it has in hand."""

    def __init__(self, work: Callable[[Task], Result]) -> None:
        self.line, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs, work), daemon=True)
        self._process.start()
        theirs.close()
        self.ready = False
        self.task: Task | None = None
        self.begun = 0.0

    def hand(self, task: Task, now: float) -> None:
        """Give it a task; that the process is dead shows when its answer is awaited."""
        self.task, self.begun = task, now
        with suppress(BrokenPipeError, ConnectionResetError):
            self.line.send(task)

    def end(self, *, grace: float = 0.0) -> str:
        """Stop the process, at once or when it has not ended by itself after so many seconds. Returns how it ended."""
        self._process.join(grace)
        self._process.kill()
        self._process.join()
        self.line.close()
        code = self._process.exitcode or 0
        return signal.Signals(-code).name if code < 0 else f"exit {code}"


def _serve(line: "Connection[object, object]", work: Callable[[Task], Result]) -> None:
    """The life of a worker: it ends when its line is cut, after many tasks, or when it has grown large."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSED, MOST_ADDRESSED))
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        line.send(None)
        for count in range(1, MOST_TASKS + 1):
            answer = _try(work, line.recv())  # type: ignore[arg-type]
            last = count == MOST_TASKS or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > MOST_RESIDENT_KIB
            line.send((*answer, last))
            if last:
                return


def _try(work: Callable[[Task], Result], task: Task) -> tuple[Result | None, str, str]:
    try:
        return work(task), "", ""
    except MemoryError:
        return None, "memory", ""
    except Exception as error:
        return None, "unexpected", f"{type(error).__name__}: {error}"[:200]


def _end_with_parent() -> None:
    """A parent that was killed cannot tell its workers to end."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


class Workers(Generic[Task, Result]):
    """A pool for `work`, which must be importable by name. `clock` gives seconds that only go forward; `most_seconds` is the
    time that one task may take."""

    def __init__(self, work: Callable[[Task], Result], count: int, *, clock: Callable[[], float], most_seconds: float) -> None:
        self._work = work
        self._clock = clock
        self._most_seconds = most_seconds
        self._count = count
        self._pool: list[_Worker[Task, Result]] = []
        self._false_starts = 0

    def work_off(self, tasks: Iterator[Task]) -> Generator[Done[Task, Result], None, None]:
        """Every task's end, as they come. One task beyond those in hand is held ready, so that few are in memory.

        Raises WorkersBroken when processes die before they can work. However it is left, no process stays.
        """
        try:
            task = next(tasks, None)
            while task is not None or any(worker.task is not None for worker in self._pool):
                while task is not None and (free := self._free()) is not None:
                    free.hand(task, self._clock())
                    task = next(tasks, None)
                yield from self._hear()
        finally:
            for worker in self._pool:
                worker.end()
            self._pool.clear()

    def _free(self) -> "_Worker[Task, Result] | None":
        """A process that waits for a task; processes are started up to the number wanted."""
        while len(self._pool) < self._count:
            self._pool.append(_Worker(self._work))
        return next((worker for worker in self._pool if worker.ready and worker.task is None), None)

    def _hear(self) -> Iterator[Done[Task, Result]]:
        """Wait until a process answers, dies, or has had its time; yields the tasks that ended thereby."""
        busy = [worker for worker in self._pool if worker.task is not None]
        until = min((worker.begun for worker in busy), default=self._clock()) + self._most_seconds
        heard = wait([worker.line for worker in self._pool], max(0.0, until - self._clock()))
        for worker in list(self._pool):
            if worker.line in heard:
                yield from self._answer(worker)
            elif worker.task is not None and self._clock() - worker.begun > self._most_seconds:
                self._pool.remove(worker)
                worker.end()
                yield Done(worker.task, None, "timeout", f"{self._most_seconds:g}", self._clock() - worker.begun)

    def _answer(self, worker: "_Worker[Task, Result]") -> Iterator[Done[Task, Result]]:
        try:
            answer = worker.line.recv()
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        if not worker.ready:
            worker.ready, self._false_starts = True, 0
            return
        result, code, detail, last = answer
        assert worker.task is not None
        yield Done(worker.task, result, code, detail, self._clock() - worker.begun)
        worker.task = None
        if last:
            self._pool.remove(worker)
            worker.end()

    def _bury(self, worker: "_Worker[Task, Result]") -> Iterator[Done[Task, Result]]:
        self._pool.remove(worker)
        how = worker.end(grace=_GRACE)
        if worker.task is not None:
            yield Done(worker.task, None, "worker_died", how, self._clock() - worker.begun)
            return
        self._false_starts += not worker.ready
        if self._false_starts >= _MOST_FALSE_STARTS:
            raise WorkersBroken(how)
