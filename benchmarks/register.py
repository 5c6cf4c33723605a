"""A document read with a register of 100,000 organisations: looking its names up, and adding it whole."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.duplicates import TUNED, sheets

REGISTERED = 100_000
MEASURE = """
import json, os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "lianqun.office.settings"
import django
django.setup()
import polars as pl
from django.core.management import call_command
from django.db import connection, transaction
call_command("migrate", interactive=False, verbosity=0)
from lianqun.office.accounts.models import User
from lianqun.office.actions.read import documents
from lianqun.office.actions.rows import name_keys
from lianqun.office.actions.rows.storing import store
from lianqun.office.evidence.models import Source, Statement
from lianqun.office.queries.trace.naming import known_in, resolve_names
folder = sys.argv[1]
begun = time.perf_counter()
with transaction.atomic():
    for table in ("places", "organizations"):
        store(table, pl.read_parquet(f"{folder}/{table}.parquet"))
stored = time.perf_counter() - begun
begun = time.perf_counter()
keys = name_keys.rebuild(by=None)
rebuilt = time.perf_counter() - begun
user = User.objects.create(username="officer")
user.memberships.create(role="administrator")
Source.objects.create(id="office", name_zh="本办", kind="office", grade="B")
text = open(f"{folder}/document.txt", encoding="utf-8").read()
documents.add(by=user, name="warm.txt", data=text[:200].encode(), source_id="office")
times = []
for n in range(5):
    begun = time.perf_counter()
    document = documents.add(by=user, name="a.txt", data=(text + f"\\n第{n}稿。").encode(), source_id="office")
    times.append(time.perf_counter() - begun)
begun = time.perf_counter()
known = known_in(text)
looked = time.perf_counter() - begun
names = list(Statement.objects.filter(passage__document=document).values_list("subject", flat=True).distinct())
begun = time.perf_counter()
resolve_names(names, {})
resolved = time.perf_counter() - begun
tied = Statement.objects.filter(passage__document=document).exclude(subject_id="").count()
print(json.dumps({"stored": stored, "rebuilt": rebuilt, "add": sorted(times)[2], "looked": looked, "known": len(known),
                  "resolved": resolved, "names": len(names), "tied": tied, "characters": len(text)}))
"""


def run() -> list[dict[str, object]]:
    """Rows for the table of `python -m benchmarks`."""
    return measure(REGISTERED)


def measure(registered: int) -> list[dict[str, object]]:
    """A document that names forty of the registered organisations, whole and short, in five thousand characters."""
    data_set, _meant = sheets(TUNED, registered, registered)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        for table in ("places", "organizations"):
            data_set[table].write_parquet(Path(folder) / f"{table}.parquet")
        names = data_set["organizations"]["name_zh"].sample(60, seed=1).to_list()
        (Path(folder) / "document.txt").write_text(_document(names), encoding="utf-8")
        command = [sys.executable, "-c", MEASURE, folder]
        answer = subprocess.run(command, check=True, capture_output=True, env={**os.environ, "LIANQUN_HOME": home})
    told = json.loads(answer.stdout)
    what = f"{registered:,} organisations registered"
    return [
        _row(f"{what}: a document of {told['characters']:,} characters added", told["add"], "s", "≤ 2"),
        _row(f"{what}: its registered names looked up ({told['known']} found)", told["looked"], "s", ""),
        _row(f"{what}: {told['names']} names resolved ({told['tied']} statements tied)", told["resolved"], "s", ""),
        _row(f"{what}: keys made anew", told["rebuilt"], "s", ""),
        _row(f"{what}: stored with their keys", told["stored"], "s", ""),
    ]


def _document(names: list[str]) -> str:
    """Forty sentences about organisations on record, and twenty about some that are written a little otherwise."""
    whole = [
        f"{name}一季度实现营业收入{n + 3}.{n % 9}亿元，同比增长{n % 20 + 1}%，在德州市投资建设年产{n + 1}万片项目。"
        for n, name in enumerate(names[:40])
    ]
    cut = [f"{name[2:].replace('有限', '')}计划总投资{n + 2}亿元，拟于今年开工建设新厂区。" for n, name in enumerate(names[40:])]
    return "全市重点企业运行情况\n" + "\n".join(whole + cut)


def _row(name: str, value: float, unit: str, target: str) -> dict[str, object]:
    return {"name": name, "value": round(value, 3), "unit": unit, "target": target}
