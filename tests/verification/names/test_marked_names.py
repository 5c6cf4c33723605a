"""Names in documents of our own that were marked before they were read, by rules alone; pinned from below.

No rule was written on account of documents 13 and 14: they say what to expect of a document that nobody has seen.
"""

import pytest
from benchmarks.names import FOLDER, KINDS, compare, marked, totals

from lianqun.read import read_bytes

DOCUMENTS = sorted(FOLDER.glob("*.txt"))
SEEN = [path for path in DOCUMENTS if path.name < "13"]
UNSEEN = [path for path in DOCUMENTS if path.name >= "13"]
FLOORS = {
    "organizations": (0.98, 0.90, 0.95, 0.78),
    "kinds": (0.98, 0.98, 0.95, 0.95),
    "full names": (0.98, 0.90, 0.95, 0.60),
    "people": (0.98, 0.98, 0.95, 0.80),
    "offices": (0.98, 0.98, 0.95, 0.80),
    "places": (0.98, 0.95, 0.95, 0.95),
}


@pytest.mark.parametrize("measure", FLOORS)
def test_precision_and_recall(measure: str) -> None:
    for paths, (precision, recall) in ((SEEN, FLOORS[measure][:2]), (UNSEEN, FLOORS[measure][2:])):
        wanted, read, both = totals(paths)[measure]
        assert both >= precision * read
        assert both >= recall * wanted


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_short_names_end_at_no_wrong_firm(path: object) -> None:
    document = marked(path)  # type: ignore[arg-type]
    wanted, found = compare(document, read_bytes(document.text.encode()))["full names"]
    assert found <= wanted


def test_every_kind_is_marked_somewhere() -> None:
    assert {kind for path in DOCUMENTS for kind in marked(path).kinds.values()} == set(KINDS.values())
