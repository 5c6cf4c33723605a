"""The links of a chain in a place, each with its state and its counts: what pages and lists of gaps start from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl
from django.db.models import QuerySet

from lianqun.diagnose import link_states
from lianqun.office.accounts.models import User
from lianqun.office.queries.tally_frames import tally_of
from lianqun.office.queries.visible import places_above, places_within, visible_to
from lianqun.office.queries.whole_tables import frame_of
from lianqun.office.registry.models import Chain, ChainLink, Link, LinkFinding, LinkTally, Organization, Place

STATES = ("present", "weak", "absent", "unknown")
STAGES = ("upstream", "midstream", "downstream", "support")


@dataclass(frozen=True, slots=True)
class StandingLink:
    """A link of a chain in a place: its column and state with the reason, how many stand on it, and who is named first."""

    link: Link
    column: int | None
    is_key: bool
    state: str
    reason_zh: str
    reason_en: str
    organizations: int
    confirmed: int
    uncertain: int
    top: tuple[str, ...]

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
        found = Counter(link.state for link in self.links)
        return {state: found[state] for state in STATES}


def chains_for(user: User, place: Place | None, chain: Chain | None = None) -> QuerySet[Chain]:
    """Chains that speak of a place: its own, those of the places below it, and those of the places it lies in."""
    chains = visible_to(user, Chain.objects.select_related("place")).order_by("place_id", "id")
    if chain is not None:
        return chains.filter(pk=chain.pk)
    if place is None:
        return chains
    own = chains.filter(place_id__in=places_within([place.pk]))
    return own if own.exists() else chains.filter(place_id__in=places_above(place.pk))


def read_states(user: User, place_id: str, link_ids: Iterable[str], tally: pl.DataFrame) -> dict[str, tuple[str, str, str]]:
    """State of each link in a place, with the reason in Chinese and English."""
    wanted = list(link_ids)
    findings = visible_to(user, LinkFinding.objects.filter(place_id=place_id, link_id__in=wanted))
    states = link_states(tally, frame_of(findings), place_id=place_id, link_ids=wanted)
    return {row["link_id"]: (row["state"], row["reason_zh"], row["reason_en"]) for row in states.iter_rows(named=True)}


def stand_chain(user: User, chain: Chain, place_id: str, *, most_named: int = 12) -> StandingChain:
    """One chain as it stands in one place."""
    members = list(ChainLink.objects.filter(chain=chain).select_related("link"))
    tally = tally_of(LinkTally.objects.filter(place_id=place_id, link_id__in=[m.link_id for m in members]), most_named=most_named)
    return _stand(user, chain, place_id, members, tally)


def stand_chains(user: User, chains: Sequence[Chain], place: Place | None) -> list[StandingChain]:
    """Several chains with four queries; each stands in the chosen place, or in its own where none was chosen."""
    members: dict[str, list[ChainLink]] = {chain.pk: [] for chain in chains}
    for member in ChainLink.objects.filter(chain_id__in=members).select_related("link"):
        members[member.chain_id].append(member)
    place_of = {chain.pk: place.pk if place else chain.place_id for chain in chains}
    links = {member.link_id for group in members.values() for member in group}
    tally = tally_of(LinkTally.objects.filter(place_id__in=set(place_of.values()), link_id__in=links), most_named=3)
    return [_stand(user, chain, place_of[chain.pk], members[chain.pk], tally) for chain in chains]


def _stand(user: User, chain: Chain, place_id: str, members: list[ChainLink], tally: pl.DataFrame) -> StandingChain:
    here = tally.filter(pl.col("place_id") == place_id)
    states = read_states(user, place_id, [member.link_id for member in members], here)
    counts = {row["link_id"]: row for row in here.iter_rows(named=True)}
    links = [_standing_link(member, states[member.link_id], counts.get(member.link_id)) for member in members]
    links.sort(
        key=lambda it: (STAGES.index(it.link.stage), it.column if it.column is not None else 99, it.state_rank, it.link.pk)
    )
    return StandingChain(chain, place_id, tuple(links))


def _standing_link(member: ChainLink, state: tuple[str, str, str], counts: dict[str, object] | None) -> StandingLink:
    numbers = counts or {"organizations": 0, "confirmed": 0, "uncertain": 0, "top": []}
    return StandingLink(
        member.link,
        member.column,
        bool(member.is_key),
        *state,
        organizations=int(str(numbers["organizations"])),
        confirmed=int(str(numbers["confirmed"])),
        uncertain=int(str(numbers["uncertain"])),
        top=tuple(numbers["top"]),  # type: ignore[arg-type]
    )


def name_top(links: Iterable[StandingLink]) -> dict[str, Organization]:
    """The organisations that are named first on some links, by id."""
    return Organization.objects.in_bulk({one for link in links for one in link.top})
