"""The links of a chain in a place, each with its state and its counts: what pages and lists of gaps start from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import polars as pl
from django.db.models import QuerySet

from lianqun.diagnose import link_states
from lianqun.office.accounts.models import User
from lianqun.office.queries.rows.caching import cached
from lianqun.office.queries.rows.tally_frames import tally_of
from lianqun.office.queries.rows.visible import places_above, places_within, visible_to
from lianqun.office.queries.rows.whole_tables import frame_of
from lianqun.office.registry.models import Chain, ChainLink, LinkFinding, LinkTally, Organization, Place
from lianqun.trace import chains_speaking

STATES = ("present", "weak", "absent", "unknown")
READS = ("chains", "chain_links", "links", "link_findings", "link_tally")
STAGES = ("upstream", "midstream", "downstream", "support")


class LinkName(NamedTuple):
    """What a link is called, and its position in the chain."""

    pk: str
    name_zh: str
    name_en: str
    stage: str


class StandingLink(NamedTuple):
    """A link of a chain in a place: its column and state with the reason, and how many stand on it."""

    link: LinkName
    column: int | None
    is_key: bool
    state: str
    reason_zh: str
    reason_en: str
    organizations: int
    confirmed: int
    uncertain: int

    @property
    def state_rank(self) -> int:
        """Place of the state in the order present, weak, absent, unknown."""
        return STATES.index(self.state)


@dataclass(frozen=True)
class StandingChain:
    """A chain in a place, with its links from upstream to downstream."""

    chain: Chain
    place_id: str
    links: tuple[StandingLink, ...]

    @cached_property
    def by_stage(self) -> list[tuple[str, list[StandingLink]]]:
        """The links by position in the chain, upstream first; positions without links are left out."""
        grouped = ((stage, [link for link in self.links if link.link.stage == stage]) for stage in STAGES)
        return [(stage, links) for stage, links in grouped if links]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of links by state; every state is named."""
        return count_states(self.links)


class SharedLink(NamedTuple):
    """A link in a place, once, with every chain on which it stands there; a key link where it is one of any of them."""

    link: StandingLink
    place_id: str
    chains: tuple[StandingChain, ...]


def links_once(chains: Iterable[StandingChain]) -> list[SharedLink]:
    """The links of some chains, each once a place however many of them share it, in the order of the chains."""
    found: dict[tuple[str, str], SharedLink] = {}
    for chain in chains:
        for link in chain.links:
            key = (link.link.pk, chain.place_id)
            first = found.get(key, SharedLink(link, chain.place_id, ()))
            is_key = first.link.is_key or link.is_key
            found[key] = SharedLink(first.link._replace(is_key=is_key), chain.place_id, (*first.chains, chain))
    return list(found.values())


def count_states(links: Iterable[StandingLink]) -> dict[str, int]:
    """Number of links by state; every state is named."""
    found = Counter(link.state for link in links)
    return {state: found[state] for state in STATES}


def chains_for(user: User, place: Place | None, chain: Chain | None = None) -> QuerySet[Chain]:
    """The chosen chain, else those that speak of a place (`lianqun.trace.chains_speaking`), as far as the person may see them."""
    chains = visible_to(user, Chain.objects.select_related("place")).order_by("place_id", "id")
    if chain is not None:
        return chains.filter(pk=chain.pk)
    if place is None:
        return chains
    within, above = places_within([place.pk]), places_above(place.pk)
    owners = chains.filter(place_id__in=[*within, *above]).values_list("pk", "place_id")
    return chains.filter(pk__in=chains_speaking(owners, within=within, above=above))


def read_states(user: User, place_id: str, link_ids: Iterable[str], tally: pl.DataFrame) -> dict[str, tuple[str, str, str]]:
    """State of each link in a place, with the reason in Chinese and English."""
    wanted = list(link_ids)
    findings = visible_to(user, LinkFinding.objects.filter(place_id=place_id, link_id__in=wanted))
    states = link_states(tally, frame_of(findings), place_id=place_id, link_ids=wanted)
    return {row["link_id"]: (row["state"], row["reason_zh"], row["reason_en"]) for row in states.iter_rows(named=True)}


def stand_chain(user: User, chain: Chain, place_id: str) -> StandingChain:
    """One chain as it stands in one place; kept as long as the data do not change."""

    def make() -> StandingChain:
        tally = tally_of(LinkTally.objects.filter(place_id=place_id, link_id__in=_links_of(chain.pk)), most_named=0)
        return _stand(user, chain, place_id, _members([chain.pk])[chain.pk], tally)

    return cached(user, "standing", place_id, chain.pk, make=make, reads=READS)


def stand_chains(user: User, chains: Sequence[Chain], place: Place | None) -> list[StandingChain]:
    """Several chains with a handful of queries; each stands in the chosen place, or in its own where none was chosen."""
    members = _members([chain.pk for chain in chains])
    place_of = {chain.pk: place.pk if place else chain.place_id for chain in chains}
    links = ChainLink.objects.filter(chain_id__in=list(members)).values("link_id")
    tally = tally_of(LinkTally.objects.filter(place_id__in=set(place_of.values()), link_id__in=links), most_named=0)
    return [_stand(user, chain, place_of[chain.pk], members[chain.pk], tally) for chain in chains]


def _links_of(chain_id: str) -> QuerySet:
    return ChainLink.objects.filter(chain_id=chain_id).values("link_id")


def _members(chain_ids: Sequence[str]) -> dict[str, list[tuple[LinkName, int | None, bool]]]:
    """The links of each chain with column and whether they are key links."""
    found: dict[str, list[tuple[LinkName, int | None, bool]]] = {chain_id: [] for chain_id in chain_ids}
    names = ("link_id", "link__name_zh", "link__name_en", "link__stage")
    rows = ChainLink.objects.filter(chain_id__in=list(chain_ids)).values_list("chain_id", "column", "is_key", *names)
    for chain_id, column, is_key, *named in rows:
        found[chain_id].append((LinkName(*named), column, bool(is_key)))
    return found


def _stand(
    user: User, chain: Chain, place_id: str, members: list[tuple[LinkName, int | None, bool]], tally: pl.DataFrame
) -> StandingChain:
    here = tally.filter(pl.col("place_id") == place_id)
    states = read_states(user, place_id, [link.pk for link, _column, _is_key in members], here)
    counts = {row[0]: row[1:] for row in here.select("link_id", "organizations", "confirmed", "uncertain").iter_rows()}
    links = [
        StandingLink(link, column, is_key, *states[link.pk], *counts.get(link.pk, (0, 0, 0))) for link, column, is_key in members
    ]
    links.sort(
        key=lambda it: (STAGES.index(it.link.stage), it.column if it.column is not None else 99, it.state_rank, it.link.pk)
    )
    return StandingChain(chain, place_id, tuple(links))


def name_first(place_id: str, link_ids: Sequence[str], most: int) -> dict[str, list[Organization]]:
    """The organisations to name first on some links in a place, by link: leaders, then backbone firms."""
    rows = dict(LinkTally.objects.filter(place_id=place_id, link_id__in=list(link_ids)).values_list("link_id", "top"))
    firms = Organization.objects.only("name_zh", "name_en").in_bulk({one for top in rows.values() for one in top[:most]})
    return {link_id: [firms[one] for one in top[:most] if one in firms] for link_id, top in rows.items()}
