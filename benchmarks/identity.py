"""Who is who in made-up sheets of 1,559 organisations in 4,486 rows, scored against the truth; and a million rows, timed.

Precision and recall count pairs of rows: two rows held to be one organisation, against two rows that mean one. The rows are those of
`benchmarks.duplicates`; the rules were looked at with the seed TUNED only, HELD_OUT was never looked into.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import polars as pl

from benchmarks.duplicates import HELD_OUT, TUNED, sheets
from lianqun.tables import DataSet
from lianqun.trace import Identities, identify
from lianqun.trace.names import take_apart

MILLION, OF_THESE = 1_000_000, 350_000
Measured = dict[str, float]


def measure(data_set: DataSet, meant: pl.Series) -> Measured:
    """Precision and recall of what is merged, of what is suggested, and what a person has to decide."""
    found = identify(data_set.tables)
    rows = data_set["organizations"].select("id", "name_zh", "credit_code").with_columns(meant=meant).join(found.members, on="id")
    asked = _asked(found, rows)
    right = asked.filter(pl.col("one") == pl.col("two"))
    true, merged, correct = (_pairs(rows, by) for by in (["meant"], ["canonical_id"], ["meant", "canonical_id"]))
    return {
        "automatic precision": correct / merged,
        "automatic recall": correct / true,
        "automatic recall of pairs written differently": _recall_written_differently(rows),
        "wrong pairs merged": merged - correct,
        "questions to a person": asked.height,
        "suggested precision": right.height / max(asked.height, 1),
        "recall with a person": _recall_after(rows, right) / true,
        **{f"wrong merges: {kind}": count for kind, count in _kinds(rows).items()},
        **_reasons(found),
    }


def _pairs(rows: pl.DataFrame, by: list[str]) -> int:
    sizes = rows.group_by(by).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def _asked(found: Identities, rows: pl.DataFrame) -> pl.DataFrame:
    """The questions, `one` and `two` the organisations truly meant."""
    side = rows.select("id", "canonical_id", "meant")
    asked = found.questions().join(side.rename({"meant": "one", "canonical_id": "left"}), left_on="left_id", right_on="id")
    return asked.join(side.rename({"meant": "two", "canonical_id": "right"}), left_on="right_id", right_on="id")


def _recall_written_differently(rows: pl.DataFrame) -> float:
    """Exact copies are no feat: among pairs whose names differ in writing, those merged."""
    true = _pairs(rows, ["meant"]) - _pairs(rows, ["meant", "name_zh"])
    return (_pairs(rows, ["meant", "canonical_id"]) - _pairs(rows, ["meant", "canonical_id", "name_zh"])) / max(true, 1)


def _recall_after(rows: pl.DataFrame, right: pl.DataFrame) -> int:
    """True pairs that stand together once a person has said yes to all questions where yes is right."""
    stands: dict[str, str] = {}

    def root(one: str) -> str:
        while one in stands:
            one = stands[one]
        return one

    for left, other in right.select("left", "right").iter_rows():
        if root(left) != root(other):
            stands[root(other)] = root(left)
    joined = rows.with_columns(canonical_id=pl.Series([root(one) for one in rows["canonical_id"]]))
    return _pairs(joined, ["meant", "canonical_id"])


def _kinds(rows: pl.DataFrame) -> Counter[str]:
    """Groups in which several organisations were merged, by what brought them together."""
    groups = rows.with_columns(name=take_apart(rows["name_zh"])["name"]).group_by("canonical_id")
    kinds: Counter[str] = Counter()
    for _, group in groups:
        if group["meant"].n_unique() > 1:
            names = group.group_by("name").agg(pl.col("meant").n_unique())
            if names["meant"].max() != 1:
                kinds["one writing used for two organisations"] += 1
            elif group["credit_code"].drop_nulls().n_unique() == 1 and group["credit_code"].null_count() < group.height - 1:
                kinds["the code of another filled in, or a like name beside it"] += 1
            else:
                kinds["a name without its legal form or place, like another's"] += 1
    return kinds


def _reasons(found: Identities) -> dict[str, int]:
    """The commonest reasons for which a person is asked."""
    first = found.questions()["features"].list.first().value_counts(sort=True).head(6)
    return {f"asked for {reason}": count for reason, count in first.iter_rows()}


BIG = """
import json, resource, sys, time
import polars as pl
from lianqun.tables import DataSet
from lianqun.trace import identify
data_set = DataSet.of({name: pl.read_parquet(f"{sys.argv[1]}/{name}.parquet") for name in ("organizations", "places")})
begun, worked = time.perf_counter(), time.process_time()
found = identify(data_set.tables)
wall, cpu = time.perf_counter() - begun, time.process_time() - worked
print(json.dumps([wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, found.pairs.height]))
"""


def run() -> list[dict[str, object]]:
    """Rows for the table of `python -m benchmarks`."""
    targets = {"automatic precision": "≥ 0.99"}
    rows = []
    for name, seed in (("tuned seed", TUNED), ("held-out seed", HELD_OUT)):
        for what, value in measure(*sheets(seed)).items():
            unit = "pairs" if what.startswith("wrong pairs") else "" if isinstance(value, int) else "share"
            rows.append(_row(f"{name}: {what}", value, unit, targets.get(what, "")))
    with tempfile.TemporaryDirectory() as folder:
        data_set, _ = sheets(TUNED, OF_THESE, MILLION)
        for table in ("organizations", "places"):
            data_set[table].write_parquet(Path(folder) / f"{table}.parquet")
        command = [sys.executable, "-c", BIG, folder]
        wall, cpu, peak, pairs = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return [
        *rows,
        _row("1M rows blocked, scored, grouped: wall", wall, "s", "≤ 180"),
        _row("1M rows blocked, scored, grouped: processor", cpu, "s", ""),
        _row("1M rows: peak memory", peak, "GiB", ""),
        _row("1M rows: pairs kept", pairs, "", ""),
    ]


def _row(name: str, value: float, unit: str, target: str) -> dict[str, object]:
    return {"name": name, "value": round(value, 4), "unit": unit, "target": target}
