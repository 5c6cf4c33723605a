"""The same on a real PostgreSQL: migrations, import and export, actions, visibility, and the queue with several workers at once."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SAME_TESTS = (
    "tests/web/actions/test_data_sets.py",
    "tests/web/actions/test_door.py",
    "tests/web/actions/test_imports.py",
    "tests/web/actions/test_leads.py",
    "tests/web/actions/test_life_of_a_project.py",
    "tests/web/actions/test_linking.py",
    "tests/web/actions/test_moves.py",
    "tests/web/jobs",
    "tests/unit/permissions/test_visible.py",
)
WORKERS, JOBS = 3, 60
pytestmark = pytest.mark.postgres


@pytest.fixture
def environment(url: str, tmp_path: Path) -> dict[str, str]:
    """What a process of the site on this server sees."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "LIANQUN_HOME": str(tmp_path / "home"),
        "DJANGO_SETTINGS_MODULE": "lianqun.office.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }


def run(code: str, environment: dict[str, str]) -> str:
    """What a Python process prints."""
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_the_tests_of_the_office_pass_on_postgresql(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "pytest", *SAME_TESTS, "-p", "no:cacheprovider", "-k", "not kill_during_import", "-x"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


SETUP = "import django; django.setup()\n"
MIGRATE = SETUP + "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
LOAD = MIGRATE + "from tests.factories import load_tiny_data_set; load_tiny_data_set()\n"


def test_out_and_in_again(environment: dict[str, str], tmp_path: Path) -> None:
    """Export from PostgreSQL, import on SQLite, export again: the same folder, byte for byte."""
    run(LOAD, environment)
    command = [shutil.which("lianqun", path=str(Path(sys.executable).parent)) or "lianqun"]
    subprocess.run([*command, "export", "-o", tmp_path / "first"], env=environment, check=True, capture_output=True)
    sqlite = {**environment, "DATABASE_URL": ""}
    subprocess.run([*command, "import", tmp_path / "first"], env=sqlite, check=True, capture_output=True)
    subprocess.run([*command, "export", "-o", tmp_path / "second"], env=sqlite, check=True, capture_output=True)
    written = {path.name: path.read_bytes() for path in (tmp_path / "first").iterdir() if path.is_file()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "second").iterdir() if path.is_file()} == written
    assert len(written) > 5


WORK = (
    SETUP
    + """
import sys
from lianqun.office.jobs import queue
while (job := queue.claim(worker=sys.argv[0] + str(__import__("os").getpid()))) is not None:
    print(job.pk)
    assert queue.finish(job, None)
"""
)


def test_several_workers_take_each_job_once(environment: dict[str, str]) -> None:
    run(MIGRATE + f"from lianqun.office.jobs import queue\nfor _ in range({JOBS}): queue.add(kind='k', by='a')", environment)
    begun = time.monotonic()
    workers = [
        subprocess.Popen([sys.executable, "-c", WORK], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(WORKERS)
    ]
    taken = [line for worker in workers for line in worker.communicate(timeout=120)[0].split()]
    assert all(worker.returncode == 0 for worker in workers)
    assert len(taken) == len(set(taken)) == JOBS, f"after {time.monotonic() - begun:.1f} s"
