"""What is read from the article, three other documents and twelve of our own, scored against facts that people marked; pinned at the targets.

The scorer and all but our own documents lie beside the project and are no part of it; without them these tests are skipped.
"""

import pytest
from benchmarks.scores import CASES, OWN_CASES, SHARED, TARGETS, floor_of, measure, reading_of, scores

from lianqun.read import read_file

pytestmark = pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason="the marked documents (../shared) are not here")

PINS = [(name, wanted) for name in (*CASES, *OWN_CASES) for wanted in TARGETS if floor_of(name, wanted) is not None]


@pytest.mark.parametrize(("name", "wanted"), PINS)
def test_score(name: str, wanted: str) -> None:
    reached, floor = measure(name, wanted), floor_of(name, wanted)
    if reached is None:
        pytest.skip(f"nobody marked {wanted} in the {name}")
    assert reached >= (floor or 0)


@pytest.mark.parametrize("name", OWN_CASES)
def test_every_quote_is_in_our_own_texts(name: str) -> None:
    assert scores(name)["quotes_not_in_text"] == 0


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
