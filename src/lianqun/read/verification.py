"""The last gate: a claim whose number, unit or quote does not stand up is dropped or marked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lianqun.read.certainty import certainty_of
from lianqun.vocab.claims import Claim
from lianqun.vocab.units import parse_unit

NEAR = 2


def verify(text: str, claims: Iterable[Claim], touched: Sequence[tuple[int, int]]) -> Iterator[Claim]:
    """Claims whose quote is an exact substring and whose unit is known; those near a repair are marked and never sure."""
    for claim in claims:
        if not claim.quote or text[claim.start : claim.end] != claim.quote:
            continue
        if claim.unit and parse_unit(claim.unit) is None:
            continue
        yield _mark(claim, touched)


def _mark(claim: Claim, touched: Sequence[tuple[int, int]]) -> Claim:
    if "touches_repair" not in claim.flags and any(
        start - NEAR < claim.end and claim.start < end + NEAR for start, end in touched
    ):
        most = certainty_of("capped:touches_repair")
        return replace(claim, flags=(*claim.flags, "touches_repair"), confidence=min(claim.confidence, most))
    return claim
