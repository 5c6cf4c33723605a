"""Which rows a person may see: by the places and chains of their roles, one rule for every table.

What the world's documents say (organisations, technologies, ties …) is open to everybody in the office; what the office
does (projects, needs, meetings …) is seen by those whose role covers its place and chain. A row without a place, or
without a chain, belongs to those whose role covers all places, or all chains. An enterprise sees public tables and,
of the others, its own rows only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from lianqun.office.accounts.models import AuditEvent, Membership, User
from lianqun.office.accounts.permissions import Permission, has_permission, memberships_of
from lianqun.office.accounts.roles import ROLES
from lianqun.office.jobs.models import Job
from lianqun.office.registry.models import Place

Rows = TypeVar("Rows", bound=Model)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one table is seen: the paths to its place and chain (empty: open), whether an enterprise sees it, and whose it is.

    Of several paths to a place, separated by spaces, it is enough that one leads to a place that is covered.
    """

    place: str = ""
    chain: str = ""
    public: bool = False
    own: str = ""


RULES: dict[str, Rule] = {
    "places": Rule(public=True),
    "sources": Rule(public=True),
    "documents": Rule(),
    "passages": Rule(),
    "statements": Rule(),
    "evidence": Rule(),
    "judgements": Rule(),
    "organizations": Rule(public=True),
    "aliases": Rule(public=True),
    "chains": Rule("place_id", "id", public=True),
    "links": Rule(public=True),
    "chain_links": Rule("chain__place_id", "chain_id", public=True),
    "flows": Rule(public=True),
    "technologies": Rule(public=True),
    "technology_positions": Rule(public=True),
    "applications": Rule(public=True),
    "placements": Rule("place_id organization__place_id", public=True),
    "link_findings": Rule("place_id"),
    "ties": Rule(),
    "projects": Rule("place_id", "chain_id", own="organization_id"),
    "project_events": Rule("project__place_id", "project__chain_id", own="project__organization_id"),
    "needs": Rule("place_id", "chain_id", own="organization_id"),
    "offers": Rule("place_id", "chain_id", public=True),
    "matches": Rule("need__place_id", "need__chain_id", own="need__organization_id"),
    "meetings": Rule("place_id", "chain_id"),
    "funds": Rule("place_id", "chain_id"),
    "commitments": Rule("project__place_id", "project__chain_id"),
    "platforms": Rule("place_id", "chain_id", public=True),
    "bookings": Rule("platform__place_id", "platform__chain_id", own="organization_id"),
    "policies": Rule("place_id", "chain_id", public=True),
    "promises": Rule("project__place_id", "project__chain_id", own="project__organization_id"),
    "indicators": Rule("place_id", "chain_id"),
}


def places_within(place_ids: Iterable[str]) -> frozenset[str]:
    """The given places and all below them, by their parents."""
    found: set[str] = set()
    edge = set(place_ids)
    while edge:
        found |= edge
        edge = set(Place.objects.filter(parent_id__in=edge).values_list("id", flat=True)) - found
    return frozenset(found)


def places_above(place_id: str) -> tuple[str, ...]:
    """The places that a place lies in, nearest first."""
    above: list[str] = []
    parent = Place.objects.filter(pk=place_id).values_list("parent_id", flat=True).first()
    while parent and parent not in above:
        above.append(parent)
        parent = Place.objects.filter(pk=parent).values_list("parent_id", flat=True).first()
    return tuple(above)


def may(user: User | Any, permission: Permission, *, place_id: str = "", chain_id: str = "") -> bool:
    """`has_permission` for a place, roles held for a place above it included."""
    within = places_above(place_id) if place_id else ()
    return has_permission(user, permission, place_id=place_id, chain_id=chain_id, within=within)


def _covered_places(membership: Membership) -> frozenset[str]:
    """The places that a membership covers, looked up once for each person object, that is once a request."""
    covered: frozenset[str] | None = getattr(membership, "_covered_places", None)
    if covered is None:
        covered = places_within([membership.place_id])
        membership._covered_places = covered  # type: ignore[attr-defined]
    return covered


def visible_place_ids(user: User | Any) -> frozenset[str] | None:
    """The places that a person's roles cover; None means every place."""
    memberships = memberships_of(user)
    if any(membership.place_id == "" for membership in memberships):
        return None
    return frozenset().union(*(_covered_places(membership) for membership in memberships))


def visible_to(user: User | Any, queryset: QuerySet[Rows]) -> QuerySet[Rows]:
    """The rows of a query that a person may see; nothing for somebody without a role."""
    memberships = memberships_of(user)
    if queryset.model in (Job, AuditEvent):
        return _visible_work(user, queryset)
    rule = RULES[queryset.model._meta.db_table]
    seen = [_seen_through(membership, rule, user) for membership in memberships]
    if None in seen:
        return queryset
    condition = Q(pk__in=[])
    for part in seen:
        condition |= part or Q()
    return queryset.filter(condition)


def may_see(user: User | Any, row: Model) -> bool:
    """Whether a person may see one row."""
    return visible_to(user, type(row)._default_manager.filter(pk=row.pk)).exists()


def _visible_work(user: User | Any, queryset: QuerySet[Rows]) -> QuerySet[Rows]:
    """Jobs and log entries: one's own, or all with the permission for it."""
    permission = Permission.JOB_VIEW_ALL if queryset.model is Job else Permission.AUDIT_VIEW
    if has_permission(user, permission):
        return queryset
    return queryset.filter(by=user.username) if memberships_of(user) else queryset.none()


def _seen_through(membership: Membership, rule: Rule, user: User) -> Q | None:
    """What one membership shows of a table: a condition, or None for all of it."""
    if Permission.RECORD_VIEW not in ROLES[membership.role].permissions and not rule.public:
        return Q(**{rule.own: user.organization_id}) if rule.own and user.organization_id else Q(pk__in=[])
    condition = Q()
    if rule.place and membership.place_id:
        covered = _covered_places(membership)
        condition &= reduce(or_, (Q(**{f"{path}__in": covered}) for path in rule.place.split()))
    if rule.chain and membership.chain_id:
        condition &= Q(**{rule.chain: membership.chain_id})
    return condition or None
