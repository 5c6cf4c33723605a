"""Main text → proposed claims: the rules of prose and those of grids, each on its own part of the text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lianqun.read.grids.claiming import claim_grids
from lianqun.read.grids.grid import Grid
from lianqun.read.grids.prose_cells import blank_grids, own_prose
from lianqun.read.layers.tagged import TaggedName
from lianqun.read.prose.amounts import claim_amounts
from lianqun.read.prose.chains import Chains
from lianqun.read.prose.naming import claim_names
from lianqun.read.prose.page import Page, lay_out
from lianqun.read.prose.periods import Periods
from lianqun.read.prose.settling import claim_settling
from lianqun.read.prose.subjects import Topics
from lianqun.read.prose.ties import claim_ties
from lianqun.read.verification import verify
from lianqun.vocab.claims import Claim


class Extractor(Protocol):
    """Finds claims on a page. Whatever finds them, all pass the same verification."""

    name: str

    def extract(self, page: Page) -> Iterator[Claim]:
        """Claims of one page, in any order."""
        ...


@dataclass(frozen=True, slots=True)
class RuleExtractor:
    """The default: grammar and word lists, no model."""

    name: str = "rules"

    def extract(self, page: Page) -> Iterator[Claim]:
        """Numbers, names, chains, relations, as far as the rules reach."""
        topics = Topics(page)
        chains = Chains(page, topics)
        yield from claim_amounts(page, topics, Periods(page), chains)
        yield from claim_settling(page, topics)
        yield from claim_names(page, topics)
        yield from chains.claim_chains()
        yield from claim_ties(page, topics, chains)


def claim_all(
    text: str,
    *,
    published: date | None,
    known: Sequence[tuple[str, tuple[str, ...]]] = (),
    touched: Sequence[tuple[int, int]] = (),
    grids: Sequence[Grid] = (),
    left_out: Sequence[tuple[int, int]] = (),
    extractor: Extractor | None = None,
    tagged: Sequence[TaggedName] = (),
) -> tuple[Claim, ...]:
    """Every claim that the extractor finds in the prose and the grids say in their rows, verified and sorted by place.

    `tagged` are names that a model proposes; `left_out` are lines in which nothing is claimed.
    """
    names = {name: official for official, aliases in known for name in (official, *aliases)}
    page = lay_out(blank_grids(text, grids), published, names, tagged)
    found = (extractor or RuleExtractor()).extract(page)
    claims = (*claim_grids(text, grids), *own_prose(found, text, grids))
    kept = (claim for claim in claims if not any(start <= claim.start < end for start, end in left_out))
    return put_in_order(verify(text, kept, touched))


def put_in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims sorted by place, each once."""
    return tuple(sorted(dict.fromkeys(claims), key=lambda c: (c.start, c.end, c.type, c.subject, c.attribute, c.value)))
