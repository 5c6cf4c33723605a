"""Where the key of a row leads that was merged into another, and which keys lead to a row."""

from collections.abc import Iterable

from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.registry.models import Merge
from lianqun.vocab.dictionary import tables

MOST_NAMED = 60


def merged_among(table: str, ids: Iterable[str]) -> dict[str, str]:
    """Those of some keys whose rows were merged into another, each with the row it was merged into (which may be merged itself by now)."""
    found = Merge.objects.filter(table=table, merged_id__in=list(ids), split_at=None)
    return dict(found.values_list("merged_id", "kept_id"))


def stands_for(table: str, row_id: str) -> str:
    """The key of the row that a merged key leads to, over any number of merges; empty where it leads nowhere."""
    if table not in tables() or not tables()[table].merged_by:
        return ""
    at, seen = row_id, {row_id}
    while (led := merged_among(table, [at]).get(at)) and led not in seen:
        seen.add(led)
        at = led
    return at if at != row_id and models_by_table()[table]._default_manager.filter(pk=at).exists() else ""


def keys_leading_to(table: str, row_id: str) -> list[str]:
    """The keys of all rows that were merged into a row, those merged into them included."""
    found: list[str] = []
    edge = [row_id] if table in tables() and tables()[table].merged_by else []
    while edge:
        into = Merge.objects.filter(table=table, kept_id__in=edge, split_at=None).order_by("at", "pk")
        edge = [one for one in into.values_list("merged_id", flat=True) if one not in found]
        found += edge
    return found


def merges_of(table: str, row_id: str) -> list[Merge]:
    """The merges into a row that stand, the latest first."""
    return list(Merge.objects.filter(table=table, kept_id=row_id, split_at=None).order_by("-at", "-pk"))


def rows_once_called(table: str, wanted: str) -> set[str]:
    """The keys of rows into which others were merged that were called so, or held these words in their name."""
    named = Merge.objects.filter(table=table, split_at=None, name__icontains=wanted).values_list("merged_id", flat=True)
    return {led for one in named[:MOST_NAMED] if (led := stands_for(table, one))}
