"""May this person do this, here? The state of the thing itself is another question, asked by the action."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import prefetch_related_objects

from lianqun.office.accounts.models import Membership, User
from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.roles import ROLES

__all__ = ["Permission", "granting", "has_permission", "memberships_of"]


def memberships_of(user: User | AnonymousUser | Any) -> tuple[Membership, ...]:
    """The memberships that count for a person: none for somebody not signed in or deactivated; read once per object."""
    if not isinstance(user, User) or not user.is_active or user.pk is None:
        return ()
    prefetch_related_objects([user], "memberships")
    return tuple(membership for membership in user.memberships.all() if membership.role in ROLES)


def granting(user: User | AnonymousUser | Any, permission: Permission) -> tuple[Membership, ...]:
    """The memberships of a person whose role grants a permission."""
    return tuple(membership for membership in memberships_of(user) if permission in ROLES[membership.role].permissions)


def _covers(membership: Membership, places: Collection[str], chain_id: str) -> bool:
    in_place = not places or membership.place_id == "" or membership.place_id in places
    return in_place and (not chain_id or membership.chain_id in ("", chain_id))


def has_permission(
    user: User | AnonymousUser | Any,
    permission: Permission,
    *,
    place_id: str = "",
    chain_id: str = "",
    within: Iterable[str] = (),
) -> bool:
    """Whether one of the person's roles grants the permission for a place and a chain.

    Without `place_id` and `chain_id` the question is "anywhere at all?". `within` names the places above `place_id`
    (`queries.visible.may` fills it in); left out, only a role for exactly this place or for all places counts.
    """
    places = {place_id, *within} if place_id else set()
    return any(_covers(membership, places, chain_id) for membership in granting(user, permission))
