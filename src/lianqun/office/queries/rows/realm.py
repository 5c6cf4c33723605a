"""Real places and generated ones, kept apart: a request speaks of the one or of the other, and reads no row of the other.

Which rows are of a generated place stands in the data dictionary: the paths to a row's place (`vocab/tables.csv`), and for tables
without a place those of `vocab/generated.csv`. A path leads to a place, whose code says it, or to a key, which begins with `model-`.
Outside a request (imports, jobs, the command) nothing is kept apart.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lianqun.office.queries.rows.paths import django_path
from lianqun.office.registry.models import Place
from lianqun.vocab.dictionary import rows_of, tables
from lianqun.vocab.regions import GENERATED, GENERATED_KEY, is_generated

SAID = _("Generated data: no real place")
Rows = TypeVar("Rows", bound=Model)


class Realm(StrEnum):
    """What a request speaks of."""

    REAL = "real"
    GENERATED = "generated"


@dataclass
class _Spoken:
    """The realm of a request, and the generated places there are, looked up once."""

    realm: Realm

    @cached_property
    def places(self) -> frozenset[str]:
        return generated_places()


_spoken: ContextVar[_Spoken | None] = ContextVar("realm", default=None)


@contextmanager
def speaking_of(realm: Realm) -> Iterator[None]:
    """Within it, rows of the other realm are not read."""
    token = _spoken.set(_Spoken(realm))
    try:
        yield
    finally:
        _spoken.reset(token)


def turn_to(realm: Realm) -> None:
    """From here on the request speaks of this realm: what it asks for turned out to be of it."""
    _spoken.set(_Spoken(realm))


def speaks_of_generated() -> bool:
    """Whether what is answered now is of no real place, and must say so."""
    spoken = _spoken.get()
    return spoken is not None and spoken.realm is Realm.GENERATED


def file_name(name: str) -> str:
    """The name of a file that leaves the site: generated data say so in it."""
    return f"generated-{name}" if speaks_of_generated() else name


def realm_name() -> str:
    """The realm that is spoken of, for the key of what is kept; empty outside a request."""
    spoken = _spoken.get()
    return spoken.realm if spoken else ""


def generated_places() -> frozenset[str]:
    """The generated places that are in the database."""
    return frozenset(Place.objects.filter(pk__startswith=GENERATED).values_list("pk", flat=True))


def first_generated_place() -> str:
    """The generated place that holds the others; empty where there is none."""
    return min(generated_places(), default="")


def of_realm(rows: QuerySet[Rows]) -> QuerySet[Rows]:
    """Those rows of a query that are of the realm spoken of; all of them outside a request, or while nothing is generated."""
    spoken = _spoken.get()
    if spoken is None or not spoken.places:
        return rows
    return only_generated(rows, spoken.places) if spoken.realm is Realm.GENERATED else without_generated(rows, spoken.places)


def without_generated(rows: QuerySet[Rows], places: frozenset[str] | None = None) -> QuerySet[Rows]:
    """The rows of real places, and those of tables that everybody shares."""
    condition = _condition(rows.model._meta.db_table, generated_places() if places is None else places)
    return rows if condition is None else rows.exclude(condition)


def only_generated(rows: QuerySet[Rows], places: frozenset[str]) -> QuerySet[Rows]:
    """The rows of generated places, and those of tables that everybody shares."""
    condition = _condition(rows.model._meta.db_table, places)
    if condition is None:
        return rows
    # joined to rows that point back, such as the chains of a link, each would come once for each of them
    return (
        rows.filter(pk__in=rows.model._default_manager.filter(condition).values("pk"))
        if _is_back(rows)
        else rows.filter(condition)
    )


def _is_back(rows: QuerySet[Rows]) -> bool:
    return any(step in tables() for path, _is_place in paths_of(rows.model._meta.db_table) for step in path.split("__"))


def realm_of_row(row: type[Model], row_id: str) -> Realm:
    """The realm of one row; that of real places for a row that is not there."""
    places = generated_places()
    condition = _condition(row._meta.db_table, places) if places else None
    found = condition is not None and row._default_manager.filter(condition, pk=row_id).exists()
    return Realm.GENERATED if found else Realm.REAL


def realm_of_place(place_id: str) -> Realm:
    """The realm of a place by its code."""
    return Realm.GENERATED if is_generated(place_id) else Realm.REAL


def _condition(table: str, places: frozenset[str]) -> Q | None:
    """What tells the rows of generated places; None for a table that everybody shares."""
    if table not in tables():
        return None
    condition = Q()
    for path, is_place in paths_of(table):
        condition |= Q(**{f"{path}__in": places}) if is_place else Q(**{f"{path}__startswith": GENERATED_KEY})
    return condition or None


@cache
def paths_of(table: str) -> tuple[tuple[str, bool], ...]:
    """The paths that tell a generated row of a table, as Django's queries take them; for each whether it leads to a place."""
    named = {row["table"]: tuple(row["paths"].split()) for row in rows_of("generated.csv")}
    return tuple((django_path(path), _leads_to_place(table, path)) for path in named.get(table, tables()[table].place))


def _leads_to_place(table: str, path: str) -> bool:
    *steps, last = path.split(".")
    for step in steps:
        table = step if step in tables() else tables()[table].column(step).references
    column = tables()[table].column(last)
    return column.references == "places" or (table == "places" and column.key)
