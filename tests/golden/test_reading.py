"""What is read from twelve documents of our own, the article and three others, scored against facts that people marked.

Pinned at the targets. All but our own documents lie beside the project and are no part of it; without them their tests are skipped.
"""

import importlib.util
import random
from typing import Any

import pytest
from benchmarks import scores as marked_documents
from benchmarks.scores import CASES, NOT_HERE, OWN_CASES, SHARED, TARGETS, are_here, floor_of, measure, reading_of, scores
from benchmarks.scoring import score

from lianqun.read import read_file

beside = pytest.mark.skipif(not are_here(), reason=NOT_HERE)
SHARED_CASES = [pytest.param(name, marks=beside) for name in CASES]
PINS = [
    pytest.param(name, wanted, marks=beside if name in CASES else ())
    for name in (*CASES, *OWN_CASES)
    for wanted in TARGETS
    if floor_of(name, wanted) is not None
]


@pytest.mark.parametrize(("name", "wanted"), PINS)
def test_score(name: str, wanted: str) -> None:
    reached, floor = measure(name, wanted), floor_of(name, wanted)
    if reached is None:
        pytest.skip(f"nobody marked {wanted} in the {name}")
    assert reached >= (floor or 0)


@pytest.mark.parametrize("name", OWN_CASES)
def test_every_quote_is_in_our_own_texts(name: str) -> None:
    assert scores(name)["quotes_not_in_text"] == 0


@pytest.mark.parametrize("name", SHARED_CASES)
def test_every_quote_is_in_the_text(name: str) -> None:
    assert scores(name)["quotes_not_in_text"] == 0
    reading = reading_of(name)
    assert all(reading.text[claim.start : claim.end] == claim.quote for claim in reading.claims)


@beside
def test_damage_is_repaired_without_an_error() -> None:
    clean = (SHARED / "seed/article_clean.txt").read_text(encoding="utf-8")
    assert reading_of("damaged article").text + "\n" == clean


@beside
def test_offsets_lead_back_to_the_raw_text() -> None:
    reading = reading_of("damaged article")
    start = reading.text.index("总投资25亿元")
    first, last = reading.offsets.raw_span(start, start + 7)
    assert reading.raw[first:last] == "總投資25億元"


@beside
def test_two_readings_are_the_same() -> None:
    for name, (path, *_) in CASES.items():
        assert read_file(SHARED / path) == reading_of(name)


def the_scorer_beside_the_project() -> Any:
    """The tool with which the marked documents were handed over, as a module."""
    spec = importlib.util.spec_from_file_location("score_reading", SHARED / "tools/score_reading.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def disturbed(rows: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """Claims as a worse reader might make them: some left out, some doubled, some parts empty or another claim's."""
    kept = [dict(row) for row in rows for _ in range(chance.choice((0, 1, 1, 1, 1, 2)))]
    for row in chance.sample(kept, len(kept) // 2):
        part = chance.choice(("subject", "attribute", "value", "unit", "qualifier", "change", "period", "quote", "type"))
        row[part] = chance.choice(("", rows[chance.randrange(len(rows))][part]))
    return chance.sample(kept, len(kept))


@beside
@pytest.mark.parametrize("name", [*CASES, *OWN_CASES])
def test_our_scorer_agrees_with_the_one_beside_the_project(name: str) -> None:
    """The same figures, and the same list of what was missed and what was extra, for what is read and for worse readings of it."""
    text, marked, readings = marked_documents.case_of(name)
    claimed = [claim.as_row() for reading in readings for claim in reading.claims]
    theirs, chance = the_scorer_beside_the_project(), random.Random(name)
    for claims in (claimed, *(disturbed(claimed, chance) for _ in range(5))):
        given = [dict(row) for row in marked], [dict(row) for row in claims]
        assert comparable(score(text, marked, claims)) == comparable(theirs.score(text, *given))


def comparable(scored: dict[str, Any]) -> dict[str, Any]:
    """Their tool hides its lists behind an underscore, and has none for pairs."""
    tables = {
        name: {key.lstrip("_"): value for key, value in table.items()}
        for name, table in scored.items()
        if isinstance(table, dict)
    }
    for kind in ("relation", "placement"):
        for listed in ("missed", "extra"):
            tables.get(kind, {}).pop(listed, None)
    return tables | {"quotes_not_in_text": scored["quotes_not_in_text"]}
