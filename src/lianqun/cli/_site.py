"""What the commands of the site share: opening its database, progress on standard error, and serving it."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

QUIET_SECONDS = 2.0
STEP_SECONDS = 0.5


class Ticker:
    """Progress on standard error, silent for work that takes less than two seconds."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._told = self._begun + QUIET_SECONDS - STEP_SECONDS

    def __call__(self, done: int, total: int | None, doing: str) -> None:
        """Say how far the work is, at most twice a second."""
        now = time.monotonic()
        if now - self._told < STEP_SECONDS:
            return
        share = f"{done:,} / {total:,}" if total else ""
        print(f"{now - self._begun:6.1f} s  {doing}  {share}".rstrip(), file=sys.stderr, flush=True)
        self._told = now


def say(line: str) -> None:
    """One line of progress on standard error."""
    print(line, file=sys.stderr, flush=True)


def open_site() -> None:
    """Set Django up and bring the database to the present shape; the folder is LIANQUN_HOME, `./var` if that is not set."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqun.office.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say("preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
    if ("registry", "0004_naming") in {(step.app_label, step.name) for step, _backwards in plan}:
        _make_name_keys()


def _make_name_keys() -> None:
    """A site that had organisations before it had keys for their names gets them once."""
    from lianqun.office.actions.rows import name_keys
    from lianqun.office.registry.models import Organization

    if Organization.objects.exists():
        name_keys.rebuild(by=None)


def home() -> Path:
    """The site's own folder."""
    from django.conf import settings

    folder: Path = settings.HOME
    return folder


@contextmanager
def site_lock(*, alone: bool) -> Iterator[bool]:
    """Hold the site's folder, together with others that serve it or alone; yields False when it cannot be had."""
    home().mkdir(parents=True, exist_ok=True)
    with (home() / "in_use").open("w") as file:
        yield _locked(file, alone)


def _locked(file: IO[str], alone: bool) -> bool:
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def port_is_free(host: str, port: int) -> bool:
    """Whether the site could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def address_of(host: str, port: int) -> str:
    """The address to open in a browser."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"


def refuse_taken_port(host: str, port: int) -> int:
    """Say that the port is taken, and how to go on. Returns the exit code."""
    say(f"端口 {port} 已被占用：请换一个，例如 make demo PORT={port + 1} 或 --port {port + 1}。")
    say(f"Port {port} on {host} is taken: choose another, for example make demo PORT={port + 1} or --port {port + 1}.")
    return 2


def serve(host: str, port: int) -> int:
    """Serve the site until it is stopped, with one worker process for the queue beside it."""
    import multiprocessing

    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    allow_host(host)
    os.environ["LIANQUN_ENDS_WITH_PARENT"] = "1"
    # The loading before may have used polars, whose threads do not live on in a forked process.
    multiprocessing.set_start_method("spawn", force=True)
    worker = subprocess.Popen([sys.executable, "-m", "lianqun.office.worker"])
    server = Granian(
        "lianqun.office.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    )
    try:
        with site_lock(alone=False):
            server.serve()
    finally:
        stop_process(worker)
    return 0


def allow_host(host: str) -> None:
    """A site told to listen on a certain address may be asked for by it; others are named in LIANQUN_HOSTS."""
    if host not in ("0.0.0.0", "::") and "LIANQUN_HOSTS" not in os.environ:
        os.environ["LIANQUN_HOSTS"] = f"localhost,127.0.0.1,[::1],{host}"


def stop_process(process: "subprocess.Popen[bytes]") -> None:
    """Ask a process to end; end it when it does not within ten seconds."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
