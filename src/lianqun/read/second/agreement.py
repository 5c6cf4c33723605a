"""Two readers of one document, claim by claim: where they agree, where they differ and in what, and what only one says."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from lianqun.read.certainty import certainty_of
from lianqun.read.grids.prose_cells import blank_grids
from lianqun.read.layers.spans import Spans
from lianqun.read.prose.page import lay_out
from lianqun.read.reading import KnownOrganization, Reading
from lianqun.read.second.answers import LONGEST_WORDS
from lianqun.read.second.asking import kinds
from lianqun.read.second.extractor import LlmExtractor
from lianqun.read.verification import verify
from lianqun.vocab.claims import Claim
from lianqun.vocab.regions import regions_by_name
from lianqun.vocab.units import parse_unit

PARTS = ("subject", "attribute", "qualifier", "change", "period", "modality")
OUTCOMES = ("agreed", "differs", "rules_only", "second_only")
_OPEN = frozenset(type_ for type_, attribute in kinds() if attribute == "*")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many claims both readers make alike, differently, and one of them alone (`counts`, by OUTCOMES); what was dropped, by reason."""

    name: str
    counts: dict[str, int]
    dropped: dict[str, int]

    def as_row(self) -> dict[str, object]:
        """The counts as one JSON-ready dictionary."""
        return asdict(self)


def read_again(reading: Reading, second: LlmExtractor, *, known: Sequence[KnownOrganization] = ()) -> tuple[Reading, Agreement]:
    """A reading with a second reader's claims laid beside its own. Raises what the second reader's `ask` raises.

    Claims of the rules keep all that they say and get a flag: `second_agrees`, or `second_differs_…` for each part in
    which the second reader differs (its own word then stands in `rule`). What only the second reader says is added with
    the flag `second_only`. It is asked about prose and about the long cells of tables, not about their other cells.
    """
    names = {name: organization.name for organization in known for name in (organization.name, *organization.aliases)}
    page = lay_out(blank_grids(reading.text, reading.grids), reading.published, names)
    said = sorted(dict.fromkeys(verify(reading.text, second.extract(page), reading.touched)), key=_order)
    claims, counts = compare(reading.claims, said)
    agreement = Agreement(second.name, {name: counts[name] for name in OUTCOMES}, dict(sorted(second.dropped.items())))
    return replace(reading, claims=claims, reader=f"{reading.reader}+{second.name}"), agreement


def compare(first: Iterable[Claim], second: Sequence[Claim]) -> tuple[tuple[Claim, ...], Counter[str]]:
    """The claims of both readers in order of place, flagged, and how many there are of each kind."""
    pool, counts, claims = _Pool(second), Counter[str](), []
    for claim in first:
        other = pool.take(claim)
        if other is None:
            counts["rules_only"] += _is_asked(claim)
            claims.append(claim)
            continue
        differing = differing_parts(claim, other)
        counts["differs" if differing else "agreed"] += 1
        claims.append(_flag(claim, other, differing))
    alone = [replace(claim, flags=(*claim.flags, "second_only")) for claim in pool.left()]
    counts["second_only"] = len(alone)
    return tuple(sorted([*claims, *alone], key=_order)), counts


def _order(claim: Claim) -> tuple[object, ...]:
    return (claim.start, claim.end, claim.type, claim.subject, claim.attribute, claim.value)


def _is_asked(claim: Claim) -> bool:
    return (claim.type, claim.attribute) in kinds() or claim.type in _OPEN


def _flag(claim: Claim, other: Claim, differing: Sequence[str]) -> Claim:
    if not differing:
        return replace(claim, flags=(*claim.flags, "second_agrees"))
    said = ";".join(f"{part}={getattr(other, part)}" for part in differing).replace("|", "/")
    return replace(
        claim,
        flags=(*claim.flags, *(f"second_differs_{part}" for part in differing)),
        confidence=min(claim.confidence, certainty_of("capped:second_differs")),
        rule=f"{claim.rule}|{other.rule};{said}",
    )


def differing_parts(claim: Claim, other: Claim) -> list[str]:
    """The parts in which two claims of one number or name differ. A change that the second reader leaves out is no difference."""
    same = {
        "subject": claim.subject == other.subject or _division(claim.subject) == _division(other.subject) != "",
        "attribute": _is_same_measure(claim, other),
        "change": not other.change or claim.change == other.change,
    }
    return [part for part in PARTS if not same.get(part, getattr(claim, part) == getattr(other, part))]


def _is_same_measure(claim: Claim, other: Claim) -> bool:
    """The same type and attribute; of printed words one may say more in front (规上工业增加值 and 增加值)."""
    if claim.type != other.type and not {claim.type, other.type} <= _OPEN:
        return False
    if (claim.type, claim.attribute) in kinds() or (other.type, other.attribute) in kinds():
        return claim.attribute == other.attribute
    words = sorted((claim.attribute.removesuffix("数"), other.attribute.removesuffix("数")), key=len)
    return words[0] == words[1] or (len(words[0]) > 1 and words[1].endswith(words[0]))


def _division(name: str) -> str:
    """The code of the one division that goes by this name, 市 or 省 left out or not; empty where there is none or several."""
    found = {region.code for ending in ("", "市", "省") for region in regions_by_name().get(name + ending, ())}
    return found.pop() if len(found) == 1 else ""


class _Pool:
    """The second reader's claims, each given away once: to the claim of the same number or name that it differs from least."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._free = dict.fromkeys(claims)
        grouped: defaultdict[object, list[Claim]] = defaultdict(list)
        for claim in claims:
            grouped[_what(claim)].append(claim)
        self._near = {what: Spans(group) for what, group in grouped.items()}
        self._same = {_said(claim): claim for claim in reversed(claims) if not claim.unit}

    def take(self, claim: Claim) -> Claim | None:
        """The claim that speaks of the same: its quote overlaps, or (of names) it says the same elsewhere."""
        spans = self._near.get(_what(claim))
        near = spans.starting(claim.start - LONGEST_WORDS, claim.end) if spans else []
        found = [other for other in near if other in self._free and other.end > claim.start]
        if same := self._same.get(_said(claim)):
            found += [same] if same in self._free else []
        best = min(found, key=lambda other: (len(differing_parts(claim, other)), _order(other)), default=None)
        if best is not None:
            del self._free[best]
        return best

    def left(self) -> list[Claim]:
        """Those that nothing was like, in their order."""
        return list(self._free)


def _what(claim: Claim) -> object:
    """What two claims must share to be about one thing: a number with its unit, or a value of one type."""
    unit = parse_unit(claim.unit)
    return (claim.value, unit) if unit else (claim.type, claim.value)


def _said(claim: Claim) -> tuple[str, ...]:
    return (claim.type, claim.subject, claim.attribute, claim.value, claim.unit)
