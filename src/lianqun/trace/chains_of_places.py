"""Which chains speak of a place."""

from collections.abc import Collection, Iterable, Sequence


def chains_speaking(chains: Iterable[tuple[str, str]], *, within: Collection[str], above: Sequence[str]) -> tuple[str, ...]:
    """Ids of the chains that speak of a place, of pairs (chain, its place), in the order given.

    Those of the place and of all places below it (`within`); where there are none, those of the nearest place above it that
    has any (`above`, the nearest first): a county without a chain of its own is looked at along those of its city, not
    along those of the province as well.
    """
    known = list(chains)
    owners = (within, *((one,) for one in above))
    return next((found for owner in owners if (found := tuple(chain for chain, place in known if place in owner))), ())
