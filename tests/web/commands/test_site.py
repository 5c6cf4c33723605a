"""The commands of the site as a person runs them: import, export, backup, restore, and serving with its worker."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests.factories import frame, tiny_tables

from lianqun.tables import DataSet, load, save

COMMAND = [sys.executable, "-c", "import sys; from lianqun.cli import main; sys.exit(main())"]


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "LIANQUN_HOME": str(home), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "lianqun.office.settings"}


def run(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *map(str, arguments)], env=environment(home), capture_output=True, text=True, check=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(DataSet.of(tiny_tables()), tmp_path / "in")
    return tmp_path / "in"


def test_import_backup_restore_export(folder: Path, tmp_path: Path) -> None:
    """What was imported, backed up and restored elsewhere is exported as it came."""
    first, second = tmp_path / "first", tmp_path / "second"
    done = run(first, "import", folder, "--db")
    assert done.returncode == 0 and "projects" in done.stdout, done.stderr
    assert run(first, "backup", tmp_path / "copy.zip").returncode == 0
    assert run(first, "backup", tmp_path / "copy.zip").returncode == 2, "an older backup is not overwritten"
    (tmp_path / "broken.zip").write_bytes((tmp_path / "copy.zip").read_bytes()[:-200])
    assert run(second, "restore", tmp_path / "broken.zip").returncode == 1 and not (second / "lianqun.sqlite3").exists()
    assert run(second, "restore", tmp_path / "copy.zip").returncode == 0
    assert run(second, "restore", tmp_path / "copy.zip").returncode == 2, "data is not replaced unasked"
    assert run(second, "restore", tmp_path / "copy.zip", "--replace").returncode == 0
    assert run(second, "export", "--db", "-o", tmp_path / "out").returncode == 0
    assert run(second, "export", "--db", "-o", tmp_path / "out").returncode == 2
    came, went = load(folder), load(tmp_path / "out")
    assert all(came[table].sort("id").equals(went[table].sort("id")) for table in came.tables)


def test_exit_codes_of_import(folder: Path, tmp_path: Path) -> None:
    assert run(tmp_path / "home", "import", tmp_path / "nothing").returncode == 2
    save(
        DataSet.of({"flows": frame("flows", [{"id": "f", "from_link_id": "a", "to_link_id": "b", "kind": "material"}])}),
        tmp_path / "bad",
    )
    refused = run(tmp_path / "home", "import", tmp_path / "bad")
    assert refused.returncode == 1 and "flows" in refused.stderr and "lianqun check" in refused.stderr


def test_a_workbook_through_the_door_of_the_site(folder: Path, tmp_path: Path) -> None:
    """Counts are told first, the site keeps the import so that it can be undone, and the same file twice changes nothing."""
    home, file = tmp_path / "home", tmp_path / "ledger.csv"
    assert run(home, "import", folder).returncode == 0
    file.write_text("名称,投资方,地区,总投资（亿元）,阶段\n靶材一期,乙靶材有限公司,德州市,0.8,在谈\n", encoding="utf-8")
    before = run(home, "import", file, "--table", "projects", "--db", "--preview", "--json")
    assert before.returncode == 0 and json.loads(before.stdout)["tables"][0]["new"] == 1, before.stderr
    done = run(home, "import", file, "--table", "projects", "--db", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["written"] == "jobs/2"
    again = json.loads(run(home, "import", file, "--table", "projects", "--db", "--json").stdout)
    assert (again["tables"][0]["same"], again["written"]) == (1, "")
    file.write_text("名称,地区,阶段\n靶材一期,无此地,在谈\n", encoding="utf-8")
    refused = run(home, "import", file, "--table", "projects", "--db")
    assert refused.returncode == 1 and "ledger.csv:2:地区" in refused.stdout
    assert run(home, "export", "-o", tmp_path / "out").returncode == 0
    assert "靶材一期" in load(tmp_path / "out")["projects"]["name_zh"].to_list()


def workers_of(parent: int) -> list[int]:
    """Processes whose parent is this one, and that run the worker."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            status = (entry / "stat").read_text().rsplit(")", 1)[1].split() if entry.name.isdigit() else []
            if status and int(status[1]) == parent and b"lianqun.office.worker" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except (OSError, IndexError):
            continue
    return found


def is_alive(process: int) -> bool:
    try:
        return (Path("/proc") / str(process) / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for(what: object, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:  # type: ignore[operator]
        time.sleep(0.1)
    assert what()  # type: ignore[operator]


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/nothing", timeout=60) as response:
            return bool(response.status)
    except urllib.error.HTTPError as error:
        return error.code == 404
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_worker_lives_and_ends_with_the_site(tmp_path: Path, number: signal.Signals) -> None:
    port, home = free_port(), tmp_path / "home"
    site = subprocess.Popen([*COMMAND, "web", "--port", str(port)], env=environment(home), stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers(port))
        workers = workers_of(site.pid)
        assert len(workers) == 1
        taken = run(home, "web", "--port", port)
        assert taken.returncode == 2 and str(port) in taken.stderr
        assert run(home, "restore", home / "lianqun.sqlite3", "--replace").returncode == 2, "a running site is not replaced"
    finally:
        site.send_signal(number)
        site.wait(60)
    wait_for(lambda: not is_alive(workers[0]))
    wait_for(lambda: not answers(port))
