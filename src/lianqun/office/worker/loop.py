"""The worker: claims one job after another, shows signs of life while it works, and can be stopped between two jobs."""

import logging
import os
import socket
import threading
from contextlib import suppress
from typing import Any

from django.db import OperationalError, close_old_connections, connection
from django.utils.translation import gettext_lazy as _

from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.jobs import queue
from lianqun.office.jobs.models import Job
from lianqun.office.worker.kinds import KINDS

BEAT_SECONDS = 1.0
IDLE_SECONDS = 0.5

log = logging.getLogger("lianqun.worker")


class Pulse(threading.Thread):
    """Writes the newest progress of a job every second on a connection of its own, so that it shows during a transaction.

    SQLite lets one writer in at a time: while the job itself writes, a beat that finds the database locked is left out.
    """

    def __init__(self, job: Job) -> None:
        super().__init__(daemon=True)
        self._job = job
        self.newest: tuple[int, int | None, str] = (0, None, "")
        self._over = threading.Event()

    def report(self, done: int, total: int | None, doing: str) -> None:
        """Take note of the progress; it is written with the next beat."""
        self.newest = done, total, doing

    def run(self) -> None:
        """Beat until the job is over."""
        try:
            while not self._over.wait(BEAT_SECONDS):
                with suppress(OperationalError, queue.LeaseLost):
                    queue.report(self._job, *self.newest)
        finally:
            connection.close()

    def stop(self) -> None:
        """No beat follows this."""
        self._over.set()
        self.join()


def worker_name() -> str:
    """This process, as the queue names it."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def run_one(*, worker: str) -> Job | None:
    """Claim one job and do it. Returns the job as it then stands, or None when there was nothing to do."""
    job = queue.claim(worker=worker)
    if job is None:
        return None
    pulse = Pulse(job)
    pulse.start()
    try:
        outcome = _do(job, pulse)
    except Refused as refused:
        pulse.stop()
        queue.fail(job, code=refused.code, sentence=refused.sentence)
    except Exception:
        pulse.stop()
        log.exception("job %s (%s) failed", job.pk, job.kind)
        queue.fail(job, code="failed", sentence=str(_("The work failed unexpectedly; the server's log says where.")))
    else:
        pulse.stop()
        queue.finish(job, outcome)
    job.refresh_from_db()
    return job


def _do(job: Job, pulse: Pulse) -> Any:
    kind = KINDS.get(job.kind)
    if kind is None:
        raise Refused("unknown_kind", _("This site does not know this kind of work."))
    return kind.run(job, pulse.report)


def run_until(stop: threading.Event, *, worker: str = "") -> None:
    """Work until told to stop; the job in hand is finished first."""
    worker = worker or worker_name()
    while not stop.is_set():
        close_old_connections()
        try:
            idle = run_one(worker=worker) is None
        except OperationalError as error:
            log.warning("the queue cannot be reached: %s", error)
            idle = True
        if idle:
            stop.wait(IDLE_SECONDS)
