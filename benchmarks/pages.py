"""What the server needs for a page: the demonstration data, and a generated region of 1,000,000 organisations and 2,000 links."""

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.regions import generate
from lianqun.maps.assets import asset

RUNS = 5
WHEN = ("", " · nothing kept")
DEMONSTRATION = [
    "/",
    *(
        f"/maps/{kind}?place={place}"
        for kind in ("panorama", "chain", "roadmap", "applications", "regions")
        for place in ("371400", "120114", "341100")
    ),
    *(
        "/chains/dz-electronics",
        "/links/large-wafer?place=371400",
        "/organizations/youyan-aisi",
        "/projects/youyan-12-inch",
        "/places/371400",
    ),
    *("/documents", "/review", "/lists/organizations", "/lists/projects", "/search?q=硅片", "/imports", "/audit"),
]
REGION = [
    "/?place={place}",
    "/chains/generated-chain",
    "/maps/chain?place={place}&chain=generated-chain",
    "/maps/panorama?place={place}",
    "/lists/organizations?place={place}",
]
PAGES = """
import json, os, statistics, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "lianqun.office.settings"
import django
django.setup()
from django.core.cache import cache
from django.test import Client
from lianqun.office.accounts.models import User
from lianqun.office.actions.tables import imports
from lianqun.office.pages.warming import warm
from lianqun.office.registry.models import Placement
client = Client()
user, _ = User.objects.get_or_create(username="administrator")
user.memberships.get_or_create(role="administrator")
client.force_login(user)

def timed(act):
    begun = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begun)

def look(path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)

def median(path, before):
    times = []
    for _ in range(int(sys.argv[2])):
        before()
        times.append(timed(lambda: look(path)))
    return statistics.median(times)

left = list(Placement.objects.filter(status="uncertain")[:200])

def import_a_row():
    # an uncertain placement is refused by a sheet of one row, previewed and applied
    row = left.pop()
    sheet = f"id,organization_id,link_id,role,status\\n{row.pk},{row.organization_id},{row.link_id},{row.role},refused"
    job = imports.propose(by=user, name="placements.csv", data=sheet.encode())
    job.outcome, job.status = imports.preview(job), "done"
    job.save()
    imports.apply(by=user, job=job)

warm()
befores = {"": lambda: None, " · nothing kept": cache.clear, " · after an imported row": import_a_row}
found = {}
for path in json.loads(sys.argv[1]):
    look(path)
    found |= {path + when: median(path, befores[when]) for when in json.loads(sys.argv[3])}
if " · after an imported row" in json.loads(sys.argv[3]):
    found["one row imported, with its preview"] = statistics.median(timed(import_a_row) for _ in range(int(sys.argv[2])))
print(json.dumps(found))
"""


def run() -> list[dict[str, object]]:
    """Rows for the table of `python -m benchmarks`."""
    return [*demonstration(), *region(), bundle()]


def demonstration() -> list[dict[str, object]]:
    """Every page of the demonstration data, in milliseconds."""
    with tempfile.TemporaryDirectory() as home:
        lianqun(home, "demo", "--prepare-only")
        return looks(home, "demonstration", DEMONSTRATION, target="≤ 100")


def region() -> list[dict[str, object]]:
    """The generated region: seconds to import it, milliseconds for its pages (home among them)."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        place = next(line.split(",")[1] for line in (Path(folder) / "chains.csv").read_text(encoding="utf-8").splitlines()[1:])
        begun = time.perf_counter()
        lianqun(home, "import", folder)
        imported = time.perf_counter() - begun
        paths = [path.format(place=place) for path in REGION]
        rows = looks(home, "1M organisations, 2,000 links", paths, target="≤ 300", when=(*WHEN, " · after an imported row"))
    return [_row("1M organisations, 2M placements: import into the site", imported, "s", ""), *rows]


def bundle() -> dict[str, object]:
    """Compressed size of everything that the first page with a drawing loads, without the shape of its map."""
    files = [asset(name) for name in ("site", "site.css", "draw")]
    return _row(
        "first page that draws, scripts and styles", sum(len(gzip.compress(f.read_bytes())) for f in files) / 1024, "KiB", "≤ 600"
    )


def lianqun(home: str, *arguments: str) -> None:
    command = [str(Path(sys.executable).parent / "lianqun"), *arguments]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "LIANQUN_HOME": home})


def looks(home: str, name: str, paths: list[str], *, target: str, when: tuple[str, ...] = WHEN) -> list[dict[str, object]]:
    """A row for each page and what went before the look at it, in milliseconds, the median of some looks."""
    command = [sys.executable, "-c", PAGES, json.dumps(paths), str(RUNS), json.dumps(when)]
    answer = subprocess.run(command, check=True, capture_output=True, env={**os.environ, "LIANQUN_HOME": home})
    return [_row(f"{name} {what}", value, "ms", target) for what, value in json.loads(answer.stdout).items()]


def _row(name: str, value: float, unit: str, target: str) -> dict[str, object]:
    return {"name": name, "value": round(value, 1), "unit": unit, "target": target}
