"""Search over organisations, links, chains, projects, leads, places, documents and claims."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from lianqun.office.accounts.models import User
from lianqun.office.evidence.models import Document, Statement
from lianqun.office.queries.rows.merged import rows_once_called
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.registry.models import Alias, Chain, Lead, Link, Organization, Place, Platform, Project

MOST_OF_EACH = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one table, at most twenty rows; `has_more` says that there are others."""

    table: str
    rows: list[Any]
    has_more: bool


def _names(wanted: str, *paths: str) -> Q:
    condition = Q()
    for path in paths:
        condition |= Q(**{f"{path}__icontains": wanted})
    return condition


def search(user: User, wanted: str) -> list[Found]:
    """Everything whose name (or alias, code, sentence) holds the words, table by table; empty tables are left out."""
    wanted = wanted.strip()
    if not wanted:
        return []
    both = ("name_zh", "name_en")
    organizations = Organization.objects.filter(
        _names(wanted, *both) | Q(credit_code__iexact=wanted) | Q(pk__in=_by_alias(wanted))
    ).select_related("place")
    questions: dict[str, QuerySet[Any]] = {
        "organizations": organizations,
        "links": Link.objects.filter(_names(wanted, *both) | _once("links", wanted)),
        "chains": Chain.objects.filter(_names(wanted, *both)).select_related("place"),
        "projects": Project.objects.filter(_names(wanted, *both) | _once("projects", wanted)).select_related("organization"),
        "leads": Lead.objects.filter(_names(wanted, "name_zh", "investor_name") | _once("leads", wanted)).select_related("place"),
        "places": Place.objects.filter(_names(wanted, *both) | Q(pk=wanted)),
        "platforms": Platform.objects.filter(_names(wanted, *both)),
        "documents": Document.objects.filter(title__icontains=wanted).select_related("source"),
        "statements": Statement.objects.filter(_names(wanted, "subject", "passage__quote")).select_related("passage__document"),
    }
    found = (_found(table, visible_to(user, rows)) for table, rows in questions.items())
    return [one for one in found if one.rows]


def _once(table: str, wanted: str) -> Q:
    """Rows into which one of this name was merged; a merged organisation left its name as an alias, where it did."""
    return Q(pk__in=rows_once_called(table, wanted))


def _by_alias(wanted: str) -> QuerySet[Any]:
    return Alias.objects.filter(alias__icontains=wanted).values("organization_id")


def _found(table: str, rows: QuerySet[Model]) -> Found:
    shown = list(rows[: MOST_OF_EACH + 1])
    return Found(table, shown[:MOST_OF_EACH], len(shown) > MOST_OF_EACH)
