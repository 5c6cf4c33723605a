"""What a source changes in the claims of its documents: lines left out, what the office set for it, and its own `refine`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from lianqun.read.certainty import certainty_of
from lianqun.read.refusals import ReadingRefused
from lianqun.read.sources.source import ReadDocument, SourceFolder
from lianqun.vocab.claims import Claim
from lianqun.vocab.numbers import number_of
from lianqun.vocab.regions import regions

SET_FOR_SOURCE = "set_for_source"
_ELSEWHERE = ("organization", "place", "document", "person_role")


def apply_hints(claims: Iterable[Claim], source: SourceFolder) -> Iterator[Claim]:
    """The claims with the chain and the division that the office set, where the text says none; these are marked."""
    region = regions()[source.hint_region].name if source.hint_region else ""
    most = certainty_of("capped:set_for_source")
    for claim in claims:
        given = {} if claim.type in _ELSEWHERE else _missing(claim, source.hint_chain, region)
        doubts = tuple(dict.fromkeys((*claim.flags, SET_FOR_SOURCE)))
        yield replace(claim, flags=doubts, confidence=min(claim.confidence, most), **given) if given else claim


def _missing(claim: Claim, chain: str, region: str) -> dict[str, Any]:
    found: dict[str, Any] = {"chain": chain} if chain and not claim.chain else {}
    if region and not claim.region:
        found |= {"region": region} | ({"subject": region} if not claim.subject else {})
    return found


def refine_claims(reading: ReadDocument, source: SourceFolder) -> Sequence[Claim]:
    """The claims as the source's read.py leaves them; raises ReadingRefused where it fails. They must be verified yet."""
    if (refine := source.refine) is None:
        return reading.claims
    try:
        claims = tuple(_with_own_number(claim) for claim in refine(reading))
    except Exception as error:
        raise ReadingRefused("source_failed", name=source.name, detail=f"{type(error).__name__}: {error}"[:200]) from error
    if strangers := [claim for claim in claims if not isinstance(claim, Claim)]:
        raise ReadingRefused("source_failed", name=source.name, detail=f"{type(strangers[0]).__name__} ≠ Claim")
    return claims


def _with_own_number(claim: Claim) -> Claim:
    """The claim with the number of its value: a read.py may write another value into a claim of the reader."""
    if not isinstance(claim, Claim) or claim.number is None:
        return claim
    said = number_of(claim.value)
    return replace(claim, number=said.exact, upper=said.upper)
