"""What is read from documents that people marked, scored against their marks: one row a document and measure.

The documents, the marks and the scorer lie beside the project and are no part of it; without them there is nothing to score.
Twelve documents of our own (tests/golden/own) are scored with the same scorer: seven that were looked at while the rules were
written, and five whose errors nobody looked at.
"""

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

from lianqun.read import Reading, read_file

SHARED = Path(__file__).parents[1] / "../shared"
CASES = {
    "article": ("seed/article_clean.txt", "seed/article_clean.txt", "seed/gold.jsonl"),
    "damaged article": ("seed/article.txt", "seed/article_clean.txt", "seed/gold.jsonl"),
    "project list": ("documents/02.txt", "documents/02.txt", "documents/02.gold.jsonl"),
    "feature": ("documents/03.txt", "documents/03.txt", "documents/03.gold.jsonl"),
    "statistics report": ("documents/10.txt", "documents/10.txt", "documents/10.gold.jsonl"),
}
OWN = Path(__file__).parents[1] / "tests/golden/own"
OWN_CASES = {
    "own documents, looked at": ("01", "02", "03", "04", "05", "06", "08"),
    "own documents, sealed": ("07", "09", "10", "11", "12"),
}
# Targets of the article, and of the other documents.
TARGETS = {
    "numbers.precision": (0.98, 0.96),
    "numbers.recall": (0.97, 0.96),
    "of_matched_numbers.subject": (0.92, 0.85),
    "of_matched_numbers.period": (0.95, 0.92),
    "of_matched_numbers.change": (0.98, 0.95),
    "of_matched_numbers.qualifier": (0.97, 0.97),
    "organization.F": (0.92, 0.86),
    "person_role.F": (0.98, None),
    "chain.F": (0.90, None),
    "link.F": (0.90, None),
    "relation.F": (0.70, None),
    "placement.F": (0.70, None),
}
# Of our own documents: the target for unseen ones.
_UNSEEN = {
    "numbers.precision": 0.95,
    "numbers.recall": 0.95,
    "of_matched_numbers.subject": 0.85,
    "of_matched_numbers.period": 0.90,
    "of_matched_numbers.change": 0.95,
    "of_matched_numbers.qualifier": 0.97,
    "organization.F": 0.85,
}
OWN_FLOORS = dict.fromkeys(OWN_CASES, _UNSEEN)


@cache
def scorer() -> Any:
    """The scoring tool as a module."""
    spec = importlib.util.spec_from_file_location("score_reading", SHARED / "tools/score_reading.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def reading_of(name: str) -> Reading:
    """The reading of one case."""
    return read_file(SHARED / CASES[name][0])


@cache
def scores(name: str) -> dict[str, Any]:
    """The scorer's whole answer for one case; documents of our own are scored as one text."""
    if name in OWN_CASES:
        readings = [read_file(OWN / f"{number}.txt") for number in OWN_CASES[name]]
        texts, golds = [OWN / f"{n}.txt" for n in OWN_CASES[name]], [OWN / f"{n}.gold.jsonl" for n in OWN_CASES[name]]
    else:
        readings, texts, golds = [reading_of(name)], [SHARED / CASES[name][1]], [SHARED / CASES[name][2]]
    predicted = [json.loads(json.dumps(claim.as_row())) for reading in readings for claim in reading.claims]
    marked = [json.loads(line) for gold in golds for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    return scorer().score("\n".join(text.read_text(encoding="utf-8") for text in texts), marked, predicted)  # type: ignore[no-any-return]


def measure(name: str, wanted: str) -> float | None:
    """One number of a case, as `table.column`; `F` is the harmonic mean of precision and recall. None where it is not marked."""
    table, _, column = wanted.rpartition(".")
    row = scores(name).get(table, {})
    if column != "F":
        return row.get(column)  # type: ignore[no-any-return]
    precision, recall = row.get("precision"), row.get("recall")
    return round(2 * precision * recall / (precision + recall), 4) if precision and recall else (0.0 if row else None)


def floor_of(case: str, wanted: str) -> float | None:
    """What a measure of a case has to reach; None where nothing is asked of it."""
    if case in OWN_CASES:
        return OWN_FLOORS[case].get(wanted)
    return TARGETS[wanted]["article" not in case]


def run() -> list[dict[str, object]]:
    """Rows of name, value, unit, target; one row that says so where the marked documents are not here."""
    if not (SHARED / "seed").is_dir():
        return [{"name": "the marked documents are not here: nothing scored", "value": "–", "unit": ""}]
    rows: list[dict[str, object]] = []
    for case in (*CASES, *OWN_CASES):
        rows.append(
            {"name": f"{case}: quotes_not_in_text", "value": scores(case)["quotes_not_in_text"], "unit": "", "target": "0"}
        )
        for wanted, target in [(wanted, floor_of(case, wanted)) for wanted in TARGETS]:
            value = measure(case, wanted)
            if value is not None:
                rows.append(
                    {"name": f"{case}: {wanted}", "value": value, "unit": "share", "target": f"≥ {target}" if target else "–"}
                )
    return rows
