"""The queue: in order, once each, kept alive, claimed again after a death, given up after three; the worker's way through it."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import make_user

from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.jobs import queue
from lianqun.office.jobs.models import Job
from lianqun.office.worker import loop
from lianqun.office.worker.kinds import KINDS, Kind

pytestmark = pytest.mark.django_db


def silence(job: Job, seconds: float = 31) -> None:
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(seconds=seconds))


def test_oldest_first_and_once_each() -> None:
    first, second = (queue.add(kind="k", by="a") for _ in range(2))
    assert [getattr(queue.claim(worker="w"), "pk", None) for _ in range(3)] == [first.pk, second.pk, None]


def test_a_dead_workers_job_is_claimed_again_and_the_dead_cannot_write() -> None:
    queue.add(kind="k", by="a")
    dead = queue.claim(worker="dead")
    assert dead is not None
    queue.report(dead, 3, 9, "half way")
    silence(dead, 29)
    assert queue.claim(worker="alive") is None
    silence(dead)
    alive = queue.claim(worker="alive")
    assert alive is not None and (alive.pk, alive.attempts, alive.done, alive.total) == (dead.pk, 2, 0, None)
    with pytest.raises(queue.LeaseLost):
        queue.beat(dead)
    assert not queue.finish(dead, {"from": "the dead"})
    assert queue.finish(alive, {"from": "alive"})
    alive.refresh_from_db()
    assert (alive.status, alive.outcome) == ("done", {"from": "alive"})


def test_a_job_that_kills_its_worker_is_given_up_after_three() -> None:
    queue.add(kind="k", by="a")
    for _ in range(3):
        job = queue.claim(worker="w")
        assert job is not None
        silence(job)
    assert queue.claim(worker="w") is None
    job.refresh_from_db()
    assert job.status == "failed" and job.outcome is not None and job.outcome["code"] == "worker_died"


def test_progress_shows() -> None:
    queue.add(kind="k", by="a")
    job = queue.claim(worker="w")
    assert job is not None
    queue.report(job, 30, 120, "placements")
    shown = Job.objects.get(pk=job.pk)
    assert (shown.percent, shown.doing, shown.is_over) == (25, "placements", False)


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Any:
    def named(run: Any) -> None:
        monkeypatch.setitem(KINDS, "test", Kind("Test", run))

    return named


def test_the_worker_finishes_and_fails_and_refuses(kind: Any) -> None:
    kind(lambda job, report: {"said": job.arguments["say"]})
    queue.add(kind="test", by="a", arguments={"say": "早"})
    done = loop.run_one(worker="w")
    assert done is not None and (done.status, done.outcome) == ("done", {"said": "早"})

    def refuse(job: Job, report: Any) -> None:
        raise Refused("no", "不行")

    kind(refuse)
    queue.add(kind="test", by="a")
    refused = loop.run_one(worker="w")
    assert refused is not None and (refused.status, refused.outcome) == ("failed", {"code": "no", "sentence": "不行"})
    queue.add(kind="nothing", by="a")
    unknown = loop.run_one(worker="w")
    assert unknown is not None and unknown.outcome is not None and unknown.outcome["code"] == "unknown_kind"


def test_an_unexpected_failure_is_told_without_its_inside(kind: Any, caplog: pytest.LogCaptureFixture) -> None:
    def fail(job: Job, report: Any) -> None:
        raise ValueError("inside")

    kind(fail)
    queue.add(kind="test", by="a")
    job = loop.run_one(worker="w")
    assert job is not None and job.outcome is not None and job.outcome["code"] == "failed"
    assert "inside" not in job.outcome["sentence"] and "inside" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_progress_is_written_while_the_work_goes_on(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "BEAT_SECONDS", 0.05)
    seen = []

    def work(job: Job, report: Any) -> None:
        report(5, 10, "half")
        for _ in range(200):
            shown = Job.objects.get(pk=job.pk)
            if shown.done == 5:
                seen.append((shown.done, shown.total, shown.doing))
                return
            threading.Event().wait(0.02)

    kind(work)
    queue.add(kind="test", by="a")
    loop.run_one(worker="w")
    assert seen == [(5, 10, "half")]


@pytest.mark.django_db(transaction=True)
def test_the_loop_stops_between_two_jobs(kind: Any) -> None:
    stop = threading.Event()
    kind(lambda job, report: stop.set())
    first, second = (queue.add(kind="test", by="a") for _ in range(2))
    loop.run_until(stop, worker="w")
    assert [Job.objects.get(pk=job.pk).status for job in (first, second)] == ["done", "waiting"]


def test_kinds_have_titles() -> None:
    assert all(str(kind.title) for kind in KINDS.values())


def test_the_kinds_of_the_office_run(tiny: None, own_home: Any) -> None:
    admin = make_user(role="administrator")
    queue.add(kind="tallies.rebuild", by=admin.username)
    rebuilt = loop.run_one(worker="w")
    assert rebuilt is not None and rebuilt.outcome is not None and rebuilt.outcome["rows"] > 0
    queue.add(kind="data_sets.export", by=admin.username, arguments={"form": "csv"})
    exported = loop.run_one(worker="w")
    assert exported is not None and exported.outcome is not None and exported.outcome["rows"]["projects"] == 2
    assert (own_home / "exports" / exported.outcome["file"]).stat().st_size > 0
