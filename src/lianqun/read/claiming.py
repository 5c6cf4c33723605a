"""All layers and frames in their order: main text → proposed claims."""

from collections.abc import Sequence
from datetime import date

from lianqun.vocab.claims import Claim


def claim_all(
    text: str,
    *,
    published: date | None,
    known: Sequence[tuple[str, tuple[str, ...]]] = (),
    touched: Sequence[tuple[int, int]] = (),
) -> tuple[Claim, ...]:
    """Every claim that the rules find, verified and sorted by place."""
    return ()
