"""What is read from the article and three other documents, scored against facts that people marked; pinned from below.

The documents and the facts lie beside the project and are no part of it; without them these tests are skipped.
"""

import pytest
from benchmarks.scores import CASES, SHARED, reading_of, scores

from lianqun.read import read_file

pytestmark = pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason="the marked documents (../shared) are not here")

FLOORS = {
    "article": {
        "numbers.precision": 0.98,
        "numbers.recall": 0.94,
        "subject": 0.94,
        "period": 0.9,
        "change": 1.0,
        "qualifier": 0.97,
    },
    "damaged article": {"numbers.precision": 0.98, "numbers.recall": 0.94, "subject": 0.94, "period": 0.9, "change": 1.0},
    "project list": {
        "numbers.precision": 0.95,
        "numbers.recall": 0.95,
        "subject": 0.9,
        "period": 0.9,
        "organization.precision": 0.9,
    },
    "feature": {"numbers.precision": 0.95, "numbers.recall": 0.95, "subject": 0.9, "period": 0.9, "change": 1.0},
    "statistics report": {"numbers.precision": 0.95, "numbers.recall": 0.95, "subject": 0.95, "period": 0.95, "change": 0.98},
}
NAMES = {"organization.precision": 0.92, "organization.recall": 0.92, "person_role.precision": 0.98, "person_role.recall": 0.98}
NAMES |= {"relation.precision": 0.95, "relation.recall": 0.66}
FLOORS["article"] |= NAMES
FLOORS["damaged article"] |= NAMES


@pytest.mark.parametrize(
    ("name", "measure", "floor"), [(name, *pair) for name, floors in FLOORS.items() for pair in floors.items()]
)
def test_score(name: str, measure: str, floor: float) -> None:
    table, _, column = measure.rpartition(".")
    assert scores(name)[table or "of_matched_numbers"][column] >= floor


@pytest.mark.parametrize("name", CASES)
def test_every_quote_is_in_the_text(name: str) -> None:
    assert scores(name)["quotes_not_in_text"] == 0
    reading = reading_of(name)
    assert all(reading.text[claim.start : claim.end] == claim.quote for claim in reading.claims)


def test_damage_is_repaired_without_an_error() -> None:
    clean = (SHARED / "seed/article_clean.txt").read_text(encoding="utf-8")
    assert reading_of("damaged article").text + "\n" == clean


def test_offsets_lead_back_to_the_raw_text() -> None:
    reading = reading_of("damaged article")
    start = reading.text.index("总投资25亿元")
    first, last = reading.offsets.raw_span(start, start + 7)
    assert reading.raw[first:last] == "總投資25億元"


def test_two_readings_are_the_same() -> None:
    for name, (path, *_) in CASES.items():
        assert read_file(SHARED / path) == reading_of(name)
