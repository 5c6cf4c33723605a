"""Names found in the documents under `tests/verification/names`, whose names were marked by hand before they were read.

A mark reads `{K:printed}` or `{K:printed=full name}` of an organisation (K is a kind), `{P:name:office}` of a person,
`{D:printed:code}` of a place.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lianqun.read import Reading, read_bytes
from lianqun.read.layers.places import find_places
from lianqun.vocab.regions import lineage

FOLDER = Path(__file__).parents[1] / "tests/verification/names"
KINDS = {
    **{"E": "enterprise", "U": "university", "I": "institute", "B": "bank", "F": "fund", "G": "government", "A": "association"},
    **{"H": "hospital", "M": "media", "C": "other"},
}
MEASURES = ("organizations", "kinds", "full names", "people", "offices", "places")
_MARK = re.compile(r"\{([A-Z]):([^{}:=]+)(?:([:=])([^{}]*))?\}")

Pairs = set[tuple[str, str]]


@dataclass
class Marked:
    """A document and what people see in it: organisation → kind, short name → full name, (person, office), (place, code)."""

    text: str
    kinds: dict[str, str] = field(default_factory=dict)
    full: Pairs = field(default_factory=set)
    offices: Pairs = field(default_factory=set)
    places: Pairs = field(default_factory=set)


@cache
def marked(path: Path) -> Marked:
    """The text without its marks, and the marks."""
    raw = path.read_text(encoding="utf-8")
    document = Marked(_MARK.sub(lambda mark: mark[2], raw))
    for kind, printed, sign, more in _MARK.findall(raw):
        if kind == "P":
            document.offices.add((printed, more))
        elif kind == "D":
            document.places.add((printed, more))
        else:
            document.kinds[printed] = KINDS[kind]
            document.full |= {(printed, more)} if sign == "=" and printed != more else set()
    return document


def compare(document: Marked, reading: Reading) -> dict[str, tuple[Pairs, Pairs]]:
    """For each measure what people see and what was read. Kinds count where the name was found, places only where marked."""
    rows = {(claim.type, claim.subject, claim.attribute): claim for claim in reading.claims}
    kinds = {claim.subject: claim.attribute for claim in rows.values() if claim.type == "organization"}
    full = {(c.subject, c.value) for c in rows.values() if c.type == "organization" and c.value != c.subject}
    offices = {(claim.subject, claim.attribute) for claim in rows.values() if claim.type == "person_role"}
    both = kinds.keys() & document.kinds.keys()
    found = {pair for pair in document.offices if any(pair[0] == name and office.endswith(pair[1]) for name, office in offices)}
    return {
        "organizations": (_names(document.kinds), _names(kinds)),
        "kinds": ({(n, document.kinds[n]) for n in both}, {(n, kinds[n]) for n in both}),
        "full names": (document.full, {pair for pair in full if pair[0] in document.kinds}),
        "people": (_names(dict(document.offices)), _names(dict(offices))),
        "offices": (document.offices, found),
        "places": (document.places, _places(document)),
    }


def _names(named: dict[str, str]) -> Pairs:
    return {(name, "") for name in named}


def _places(document: Marked) -> Pairs:
    """Marked places that were found with their code, or with another one."""
    found = [
        (place.name, {place.code, *(region.code for region in (*lineage(place.code), *lineage(place.within)))})
        for place in find_places(document.text)
    ]
    pairs: Pairs = set()
    for name, code in document.places:
        named = [codes for printed, codes in found if name in printed or code in codes - {""}]
        pairs |= {(name, code)} if any(code in codes or not code for codes in named) else {(name, "?") for _ in named}
    return pairs


def totals(paths: list[Path], **how: object) -> dict[str, tuple[int, int, int]]:
    """For each measure: marked, read, and both."""
    counts = dict.fromkeys(MEASURES, (0, 0, 0))
    for path in paths:
        document = marked(path)
        reading = read_bytes(document.text.encode(), **how)  # type: ignore[arg-type]
        for measure, (wanted, read) in compare(document, reading).items():
            more = (len(wanted), len(read), len(wanted & read))
            counts[measure] = tuple(map(sum, zip(counts[measure], more, strict=True)))  # type: ignore[assignment]
    return counts


def run() -> list[dict[str, object]]:
    """Rows of name, value, unit, target: F of each measure."""
    return [
        {"name": f"marked names: {measure}, F", "value": round(2 * both / (wanted + read), 4), "unit": "", "target": ""}
        for measure, (wanted, read, both) in totals(sorted(FOLDER.glob("*.txt"))).items()
    ]
