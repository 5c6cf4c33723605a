"""Which rows a person may see: by the places and chains of their roles, one rule for every table; paths stand in `vocab/tables.csv`.

What the world's documents say (organisations, technologies, ties …) is open to everybody in the office; what the office
does (projects, needs, meetings …) is seen by those whose role covers its place and chain. A row without a place, or
without a chain, belongs to those whose role covers all places, or all chains. An enterprise sees public tables and,
of the others, its own rows only.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Coalesce

from lianqun.office.accounts.models import AuditEvent, Membership, User
from lianqun.office.accounts.permissions import Permission, has_permission, memberships_of
from lianqun.office.accounts.roles import ROLES
from lianqun.office.jobs.models import Job
from lianqun.office.queries.rows.paths import django_path
from lianqun.office.queries.rows.realm import of_realm
from lianqun.office.registry.models import Place
from lianqun.vocab.dictionary import Table, tables

Rows = TypeVar("Rows", bound=Model)


def table_of(model: type[Model]) -> Table:
    """What the data dictionary says of the table that a model keeps. KeyError for a model that keeps none."""
    return tables()[model._meta.db_table]


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
    """The rows of a query that a person may see, of real places or of generated ones, as is spoken of; nothing without a role."""
    return of_realm(covered_for(user, queryset))


def covered_for(user: User | Any, queryset: QuerySet[Rows]) -> QuerySet[Rows]:
    """The rows that a person's roles cover, of real and of generated places: for choosing what to speak of."""
    memberships = memberships_of(user)
    if queryset.model in (Job, AuditEvent):
        return _visible_work(user, queryset)
    seen = [_seen_through(membership, table_of(queryset.model), user) for membership in memberships]
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


def _seen_through(membership: Membership, table: Table, user: User) -> Q | None:
    """What one membership shows of a table: a condition, or None for all of it."""
    if Permission.RECORD_VIEW not in ROLES[membership.role].permissions and not table.is_public:
        own = django_path(table.own) if table.own and user.organization_id else ""
        return Q(**{own: user.organization_id}) if own else Q(pk__in=[])
    return None if table.seen_everywhere else _covered(membership, table)


def _covered(membership: Membership, table: Table) -> Q | None:
    """The rows whose place and chain (by one of their paths) a membership covers; None for all."""
    condition = Q()
    if table.place and membership.place_id:
        places = _covered_places(membership)
        condition &= reduce(or_, (Q(**{f"{django_path(path)}__in": places}) for path in table.place))
    if table.chain and membership.chain_id:
        condition &= reduce(or_, (Q(**{django_path(path): membership.chain_id}) for path in table.chain))
    return condition or None


def kept_within(memberships: Iterable[Membership], rows: QuerySet[Rows]) -> QuerySet[Rows]:
    """Those of some rows that people with these memberships may change: their place and chain are covered.

    Here the place of a row is one, as is its chain: the first of its paths that holds a value. A row without a place, or without a chain, is kept by
    those whose role covers all places, or all chains; a row that stands on chains without belonging to one, by those of such a chain.
    """
    table = table_of(rows.model)
    placed = rows.annotate(
        **{name: _first(paths) for name, paths in (("kept_at", table.place), ("kept_on", table.chain)) if paths}
    )
    condition = Q(pk__in=[])
    for membership in memberships:
        condition |= _keeps(membership, table)
    return placed.filter(condition)  # type: ignore[no-any-return]


def _first(paths: Sequence[str]) -> F | Coalesce:
    """The first value that some paths lead to."""
    return Coalesce(*(F(django_path(path)) for path in paths)) if len(paths) > 1 else F(django_path(paths[0]))


def _keeps(membership: Membership, table: Table) -> Q:
    if table.kept == "by_all_places" and (membership.place_id or membership.chain_id):
        return Q(pk__in=[])
    place = Q(kept_at__in=_covered_places(membership)) if table.place else Q(pk__in=[])
    chain = "kept_on" if table.chain else django_path(table.on_chain) if table.on_chain else ""
    on_chain = Q(**{chain: membership.chain_id}) if chain else Q(pk__in=[])
    everything = ~Q(pk__in=[])
    return (place if membership.place_id else everything) & (on_chain if membership.chain_id else everything)
