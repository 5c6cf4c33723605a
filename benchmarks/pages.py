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
client = Client()
user, _ = User.objects.get_or_create(username="administrator")
user.memberships.get_or_create(role="administrator")
client.force_login(user)

def median(path, before):
    times = []
    for _ in range(int(sys.argv[2])):
        before()
        begun = time.perf_counter()
        answer = client.get(path)
        times.append(time.perf_counter() - begun)
        assert answer.status_code == 200, (path, answer.status_code)
    return 1000 * statistics.median(times)

paths = json.loads(sys.argv[1])
client.get(paths[0])
print(json.dumps({path: [median(path, lambda: None), median(path, cache.clear)] for path in paths}))
"""


def run() -> list[dict[str, object]]:
    """Rows for the table of `python -m benchmarks`."""
    return [*demonstration(), *region(), bundle()]


def demonstration() -> list[dict[str, object]]:
    """Every page of the demonstration data, in milliseconds."""
    with tempfile.TemporaryDirectory() as home:
        _lianqun(home, "demo", "--prepare-only")
        medians = _medians(home, DEMONSTRATION)
    return _both("demonstration", medians, "≤ 100")


def region() -> list[dict[str, object]]:
    """The generated region: seconds to import it, milliseconds for its pages (home among them)."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        place = next(line.split(",")[1] for line in (Path(folder) / "chains.csv").read_text(encoding="utf-8").splitlines()[1:])
        begun = time.perf_counter()
        _lianqun(home, "import", folder)
        imported = time.perf_counter() - begun
        medians = _medians(home, [path.format(place=place) for path in REGION])
    rows = _both("1M organisations, 2,000 links", medians, "≤ 300")
    return [_row("1M organisations, 2M placements: import into the site", imported, "s", ""), *rows]


def _both(name: str, medians: dict[str, list[float]], target: str) -> list[dict[str, object]]:
    """A row for a page while the data do not change, and one for the first look after a change (nothing kept)."""
    said = ("", " · after a change")
    return [
        _row(f"{name} {path}{when}", value, "ms", target)
        for path, pair in medians.items()
        for when, value in zip(said, pair, strict=True)
    ]


def bundle() -> dict[str, object]:
    """Compressed size of everything that the first page with a drawing loads, without the shape of its map."""
    files = [asset(name) for name in ("site", "site.css", "draw")]
    return _row(
        "first page that draws, scripts and styles", sum(len(gzip.compress(f.read_bytes())) for f in files) / 1024, "KiB", "≤ 600"
    )


def _lianqun(home: str, *arguments: str) -> None:
    command = [str(Path(sys.executable).parent / "lianqun"), *arguments]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "LIANQUN_HOME": home})


def _medians(home: str, paths: list[str]) -> dict[str, list[float]]:
    command = [sys.executable, "-c", PAGES, json.dumps(paths), str(RUNS)]
    answer = subprocess.run(command, check=True, capture_output=True, env={**os.environ, "LIANQUN_HOME": home})
    return dict(json.loads(answer.stdout))


def _row(name: str, value: float, unit: str, target: str) -> dict[str, object]:
    return {"name": name, "value": round(value, 1), "unit": unit, "target": target}
