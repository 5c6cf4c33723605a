"""Rows of a table found while somebody types: by key, by the beginning of a name, then by what a name holds.

A name is looked for as it is typed and in Simplified characters. Of organisations, of which there may be a million, the keys of names
are walked along their index (`NameKey`); what a name merely holds is looked for only where too few begin so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import chain, islice
from operator import or_

import polars as pl
from django.db.models import Q, QuerySet

from lianqun.office.accounts.models import User
from lianqun.office.accounts.rows import Row
from lianqun.office.queries.rows.merged import rows_once_called, stands_for
from lianqun.office.queries.rows.paths import django_path
from lianqun.office.queries.rows.row_names import joined, name_paths
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.registry.models import NameKey
from lianqun.trace.names import simplified_characters, take_apart
from lianqun.vocab.dictionary import Table, tables

MOST_FOUND = 12
MOST_KEYS = 60
MOST_TYPED = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be meant: its key, its name in Chinese and in English, and the place that tells it from others of that name."""

    id: str
    name: str
    name_en: str = ""
    place: str = ""


def find_rows(user: User, table: str, wanted: str) -> list[Candidate]:
    """At most a dozen rows that the person may see, the best first; the first of the table where nothing is typed."""
    known, wanted = tables()[table], wanted.replace("\0", "").strip()[:MOST_TYPED]
    rows = visible_to(user, models_by_table()[table]._default_manager.all())
    ids: dict[str, None] = {}
    for part in _ways(known, rows, wanted):
        ids |= dict.fromkeys(islice((one for one in part if one not in ids), MOST_FOUND - len(ids)))
        if len(ids) >= MOST_FOUND:
            break
    return _told(known, rows, list(ids))


def _ways(known: Table, rows: QuerySet[Row], wanted: str) -> Iterator[Iterable[str]]:
    """Keys, the surest first; each question is asked only where those before it did not find enough."""
    keys = rows.values_list("pk", flat=True)
    if not wanted:
        yield keys.order_by("pk")[:MOST_FOUND]
        return
    yield keys.filter(pk=wanted)
    yield keys.filter(pk=stands_for(known.name, wanted)) if known.merged_by else ()
    if wanted.isascii():  # a range, not LIKE: it walks the index of the keys
        yield (
            key
            for key in keys.filter(pk__gte=wanted, pk__lt=f"{wanted}\x7f").order_by("pk")[:MOST_FOUND]
            if key.startswith(wanted)
        )
    said = _spellings(wanted)
    paths = _searched(known)
    if known.name == "organizations":
        yield keys.filter(**{"name_zh__in": said})
        for core in _cores(wanted):
            yield _in_order(keys, core)
    yield _matching(keys, paths, said, "istartswith") if known.name != "organizations" else ()
    yield _matching(keys, paths, said, "icontains")
    yield keys.filter(pk__in=rows_once_called(known.name, wanted)) if known.merged_by else ()


def _in_order(keys: QuerySet[Row, str], core: str) -> Iterable[str]:
    """Organisations one of whose names begins so, once place and legal form are taken away; the shortest first."""
    found = NameKey.objects.filter(head=core[:2], core__startswith=core).order_by("head", "core")
    owners = list(dict.fromkeys(found.values_list("organization_id", flat=True)[:MOST_KEYS]))
    seen = set(keys.filter(pk__in=owners))
    return (owner for owner in owners if owner in seen)


def _cores(wanted: str) -> list[str]:
    core = take_apart(pl.Series([wanted], dtype=pl.String))["core"][0] or ""
    return [core] if core else []


def _spellings(wanted: str) -> list[str]:
    simple = simplified_characters()
    return list(dict.fromkeys((wanted, "".join(simple.get(one, one) for one in wanted))))


def _searched(known: Table) -> list[str]:
    """The paths of the names of a row, those of what it refers to included where that names it."""
    through = [path for path in name_paths(known) if "__" in path]
    english = [f"{path.removesuffix('_zh')}_en" for path in through if path.endswith("name_zh")]
    return list(dict.fromkeys((*known.names, *through, *english)))


def _matching(keys: QuerySet[Row, str], paths: list[str], said: list[str], how: str) -> Iterable[str]:
    if not paths:
        return ()
    condition = reduce(or_, (Q(**{f"{path}__{how}": one}) for path in paths for one in said))
    return keys.filter(condition)[:MOST_FOUND]


def _told(known: Table, rows: QuerySet[Row], ids: list[str]) -> list[Candidate]:
    paths = name_paths(known)
    english = next((name for name in known.names if name.endswith("_en")), "")
    place = django_path(f"{known.place[0]}.name_zh") if known.place and known.name != "places" else ""
    asked = [path for path in chain(paths, [english, place]) if path]
    values = {row["pk"]: row for row in rows.filter(pk__in=ids).values("pk", *asked)}
    return [
        Candidate(
            one,
            joined(paths.values(), [values[one][path] for path in paths], english=False) or one,
            str(values[one].get(english) or ""),
            str(values[one].get(place) or ""),
        )
        for one in ids
        if one in values
    ]
