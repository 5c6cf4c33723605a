"""Projects in volume: the model region with 100,000 of them on the command line and on the site; an upload of 20,000 project rows checked."""

import csv
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pages import lianqun, looks

PROJECTS, FIRMS, ROWS, RUNS = 100_000, 20_000, 20_000, 3
PLACE = "990100"
UPLOAD = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "lianqun.office.settings"
import django
django.setup()
from lianqun.office.accounts.models import User
from lianqun.office.actions.tables import imports
from lianqun.office.queries.rows.realm import Realm, turn_to
turn_to(Realm.GENERATED)
user = User.objects.get(username="administrator")
job = imports.propose(by=user, name="projects.csv", data=open(sys.argv[1], "rb").read())
begun = time.perf_counter()
outcome = imports.preview(job)
assert outcome["state"] == "ready" and outcome["changes_total"] >= int(sys.argv[2]), (outcome["counts"], outcome["problems"][:2])
print(time.perf_counter() - begun)
"""


def run() -> list[dict[str, object]]:
    """Rows for the table of `python -m benchmarks`."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        region = Path(folder) / "region"
        made = _timed("generate", "-o", str(region), "--projects", str(PROJECTS), "--firms", str(FIRMS), "--as-of", "2026-06-30")
        stood = [_timed("land", str(region), "--as-of", "2026-06-30", "--json") for _ in range(RUNS)]
        lianqun(home, "import", str(region))
        pages = looks(home, f"{PROJECTS:,} projects", _paths(region), target="≤ 150")
        checked = _check_upload(home, Path(folder) / "projects.csv")
    return [
        _row(f"generate a model region of {PROJECTS:,} projects", made, ""),
        _row(f"lianqun land over {PROJECTS:,} projects, reading them included", statistics.median(stood), "≤ 5"),
        *pages,
        _row(f"an upload of {ROWS:,} project rows checked", checked, "≤ 10"),
    ]


def _paths(region: Path) -> list[str]:
    with (region / "projects.csv").open(encoding="utf-8-sig") as file:
        first = next(csv.DictReader(file))["id"]
    scope = f"place={PLACE}"
    return [f"/board?{scope}", f"/lists/projects?{scope}", f"/projects/{first}?{scope}", f"/approvals?{scope}"]


def _check_upload(home: str, file: Path) -> float:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["名称", "地区", "阶段", "总投资（亿元）", "签约日期"])
    rows.writerows([f"示范上传项目{n}", PLACE, "签约", f"{n % 90 + 1}.5", "2026-03-01"] for n in range(ROWS))
    file.write_text(text.getvalue(), encoding="utf-8")
    command = [sys.executable, "-c", UPLOAD, str(file), str(ROWS)]
    answer = subprocess.run(command, check=True, capture_output=True, env={**os.environ, "LIANQUN_HOME": home})
    return float(json.loads(answer.stdout))


def _timed(*arguments: str) -> float:
    command = [str(Path(sys.executable).parent / "lianqun"), *arguments]
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def _row(name: str, value: float, target: str) -> dict[str, object]:
    return {"name": name, "value": round(value, 1), "unit": "s", "target": target}
