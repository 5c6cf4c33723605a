"""The place and the chain that a page speaks of, as far as the person may see them."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import memberships_of
from lianqun.office.queries.rows.visible import covered_for, places_within, visible_place_ids
from lianqun.office.registry.models import Chain, Place

MOST_CHOICES = 400


class ScopeError(Exception):
    """A place or chain that is not there, or not for this person."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A place (None: all places) and a chain (None: all chains), and how an address names them."""

    place: Place | None = None
    chain: Chain | None = None
    query: dict[str, str] = field(default_factory=dict)


def default_scope(user: User) -> dict[str, str]:
    """The place and chain of the first role that is held for a place; empty for somebody who sees all places."""
    for membership in memberships_of(user):
        if membership.place_id:
            chain = {"chain": membership.chain_id} if membership.chain_id else {}
            return {"place": membership.place_id, **chain}
    return {}


def sight_of(user: User) -> str:
    """What a person may see, as a key: two people with the same roles share what is kept for one of them."""
    roles = sorted(f"{it.role}/{it.place_id}/{it.chain_id}" for it in memberships_of(user))
    return "|".join([*roles, user.organization_id])


def find_scope(user: User, place_id: str, chain_id: str) -> Scope:
    """The scope that an address asks for. Raises ScopeError with a sentence for what cannot be shown."""
    chain = _find_chain(user, chain_id) if chain_id else None
    if chain is not None and not place_id:
        place_id = chain.place_id
    place = _find_place(user, place_id) if place_id else None
    query = {"place": place_id} if place_id else {}
    return Scope(place, chain, {**query, "chain": chain_id} if chain else query)


def _find_chain(user: User, chain_id: str) -> Chain:
    chain = covered_for(user, Chain.objects.select_related("place").filter(pk=chain_id)).first()
    if chain is None:
        raise ScopeError(_("There is no chain “%(id)s” that your role covers. Choose another one above.") % {"id": chain_id})
    return chain


def _find_place(user: User, place_id: str) -> Place:
    place = Place.objects.select_related("parent").filter(pk=place_id).first()
    if place is None:
        raise ScopeError(_("There is no place “%(id)s”. Choose another one above.") % {"id": place_id})
    covered = visible_place_ids(user)
    if covered is not None and place_id not in covered:
        raise ScopeError(_("Your role does not cover %(place)s. Choose a place that it covers.") % {"place": place.name_zh})
    return place


def scope_choices(user: User) -> list[tuple[Place, list[Chain]]]:
    """Places that hold chains a person may see, generated ones last, each with its chains."""
    chains = covered_for(user, Chain.objects.select_related("place")).order_by("place_id", "id")[:MOST_CHOICES]
    grouped: dict[str, tuple[Place, list[Chain]]] = {}
    for chain in chains:
        grouped.setdefault(chain.place_id, (chain.place, []))[1].append(chain)
    return list(grouped.values())


def placed_within(within: frozenset[str] | None) -> Q:
    """Placements that lie in some places: where they say, else at the organisation's seat; None for anywhere."""
    if within is None:
        return Q()
    return Q(place_id__in=within) | Q(place_id=None, organization__place_id__in=within)


def place_ids(place: Place | None) -> frozenset[str] | None:
    """A place with all places below it; None for all places."""
    return None if place is None else places_within([place.pk])
