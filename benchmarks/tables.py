"""Check, load and trace a generated region of 1,000,000 organisations and 2,000,000 placements, each in a fresh process."""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.regions import generate

RUNS = 3
CHECK_AND_LOAD = """
import json, resource, sys, time
from pathlib import Path
begun = time.perf_counter()
from lianqun.tables import check, load
report, data_set = check(Path(sys.argv[1])), load(Path(sys.argv[1]))
assert report.ok and data_set["organizations"].height
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps([time.perf_counter() - begun, peak]))
"""
TRACE = """
import json, sys, time
from pathlib import Path
from lianqun.tables import load
from lianqun.trace import chain_graph, identify, tally
tables = load(Path(sys.argv[1])).tables
times = []
for work in (lambda: tally(tables), lambda: identify(tables), lambda: chain_graph(tables, "generated-chain")):
    begun = time.perf_counter()
    work()
    times.append(time.perf_counter() - begun)
print(json.dumps(times))
"""


def run() -> list[dict[str, object]]:
    """Rows for the table of `python -m benchmarks`: medians of three fresh processes."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        checked, traced = _medians(CHECK_AND_LOAD, folder), _medians(TRACE, folder)
    names = ("1M organisations, 2M placements, CSV: ", "2,000 links: ")
    return [
        _row(names[0] + "check + load", checked[0], "s", "≤ 20"),
        _row(names[0] + "check + load, peak memory", checked[1], "GiB", "≤ 4"),
        _row(names[0] + "tally", traced[0], "s", "≤ 5"),
        _row(names[0] + "identify", traced[1], "s", "≤ 60"),
        _row(names[1] + "chain graph", traced[2], "s", "≤ 0.1"),
    ]


def _medians(program: str, folder: str) -> list[float]:
    runs = [
        json.loads(subprocess.run([sys.executable, "-c", program, folder], check=True, capture_output=True).stdout)
        for _ in range(RUNS)
    ]
    return [statistics.median(values) for values in zip(*runs, strict=True)]


def _row(name: str, value: float, unit: str, target: str) -> dict[str, object]:
    return {"name": name, "value": round(value, 2), "unit": unit, "target": target}
