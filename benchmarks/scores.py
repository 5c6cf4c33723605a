"""What is read from documents that people marked, scored against their marks: one row a document and measure.

Twelve documents of our own (tests/golden/own) are always scored: seven that were looked at while the rules were written, and five
whose errors nobody looked at. The article and three other documents lie beside the project and are no part of it; where they are not,
they are left out.
"""

from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.scoring import marks_of, score
from lianqun.read import Reading, read_file

SHARED = Path(__file__).parents[1] / "../shared"
NOT_HERE = "the article and the other marked documents (../shared) are not here"
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


def are_here() -> bool:
    """Whether the marked documents beside the project are on this machine."""
    return (SHARED / "seed").is_dir()


@cache
def reading_of(name: str) -> Reading:
    """The reading of one case."""
    return read_file(SHARED / CASES[name][0])


@cache
def scores(name: str) -> dict[str, Any]:
    """All measures of one case; documents of our own are scored as one text."""
    text, marked, readings = case_of(name)
    return score(text, marked, [claim.as_row() for reading in readings for claim in reading.claims])


def case_of(name: str) -> tuple[str, list[dict[str, Any]], list[Reading]]:
    """The text that was marked, its marks, and what is read from it."""
    return _own(name) if name in OWN_CASES else _shared(name)


def _own(name: str) -> tuple[str, list[dict[str, Any]], list[Reading]]:
    texts = [OWN / f"{number}.txt" for number in OWN_CASES[name]]
    marked = [mark for text in texts for mark in marks_of(text.with_suffix(".gold.jsonl"))]
    return "\n".join(text.read_text(encoding="utf-8") for text in texts), marked, [read_file(text) for text in texts]


def _shared(name: str) -> tuple[str, list[dict[str, Any]], list[Reading]]:
    _given, clean, marks = (SHARED / path for path in CASES[name])
    return clean.read_text(encoding="utf-8"), marks_of(marks), [reading_of(name)]


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
    """Rows of name, value, unit, target; one row that says so where the documents beside the project are not here."""
    rows: list[dict[str, object]] = [] if are_here() else [{"name": f"{NOT_HERE}: not scored", "value": "–", "unit": ""}]
    for case in (*(CASES if are_here() else ()), *OWN_CASES):
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
