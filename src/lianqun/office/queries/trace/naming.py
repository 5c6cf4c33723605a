"""Names in documents and the register: which registered names a text holds, and whom a name means.

Neither looks at the whole register: its names are found by their keys (`NameKey`), so that a document costs the same with a
thousand organisations and with a million.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import and_

import polars as pl
from django.db.models import Q

from lianqun.office.evidence.models import Judgement
from lianqun.office.queries.rows.names import organizations_named
from lianqun.office.queries.rows.realm import without_generated
from lianqun.office.queries.rows.whole_tables import frame_of
from lianqun.office.registry.models import Alias, NameKey, Organization, Place
from lianqun.read import KnownOrganization
from lianqun.trace import resolve_subjects
from lianqun.trace.names import normalized, take_apart
from lianqun.trace.subjects import is_short_for

STEP = 900
LONGEST_GRAM = 6
MOST_ALIKE = 7
ASKED = ("same_core", "short_form", "ambiguous", "rivals", "too_short", "near")


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a name means: the organisation where that is sure, else those that a person is asked about; why, in both languages."""

    organization_id: str = ""
    asked: tuple[str, ...] = ()
    rule: str = ""
    reason_zh: str = ""
    reason_en: str = ""


def known_in(text: str) -> list[KnownOrganization]:
    """The registered organisations of which the text may hold a name, with those of their names; in the order of their ids.

    An alias of two organisations is no name of either.
    """
    owners = {
        own
        for part in _parts(_grams(text))
        for own, core in NameKey.objects.filter(gram__in=part).values_list("organization_id", "core")
        if core
    }
    names, aliases = dict[str, str](), dict[str, set[str]]()
    for part in _parts(owners):
        names.update(without_generated(Organization.objects.filter(pk__in=part)).values_list("id", "name_zh"))
        for own, alias in without_generated(Alias.objects.filter(organization_id__in=part)).values_list(
            "organization_id", "alias"
        ):
            if alias in text:
                aliases.setdefault(alias, set()).add(own)
    own_aliases: dict[str, list[str]] = {}
    for alias, ids in sorted(aliases.items()):
        if len(ids) == 1:
            own_aliases.setdefault(min(ids), []).append(alias)
    told = (KnownOrganization(own, name, tuple(own_aliases.get(own, ()))) for own, name in sorted(names.items()))
    return [one for one in told if one.aliases or one.name in text]


def _grams(text: str) -> set[str]:
    """Every run of two to six characters, as the keys have them: in unified characters, with and without brackets."""
    plain = normalized(pl.Series([text], dtype=pl.String))
    bare = plain.str.replace_all(r"\([^()]{1,40}\)", "")
    written = {one for series in (plain, bare) for one in series.to_list()}
    return {one[at : at + size] for one in written for size in range(2, LONGEST_GRAM + 1) for at in range(len(one) - size + 1)}


def resolve_names(names: Collection[str], learned: Mapping[str, str]) -> dict[str, Meant]:
    """Whom each name of one document means. `learned`: short name → full name, as the document itself has them.

    A name that the document explains means what its full name means. Names that mean nobody on record are left out.
    """
    every = sorted({*names, *(full for full in learned.values() if full)})
    exact = organizations_named(every, real_only=True)
    meant = {name: Meant(own, rule="exact_name") for name, own in exact.items()}
    rest = [name for name in every if name not in exact]
    meant |= _resolve(rest, every) if rest else {}
    for name, full in learned.items():
        if not meant.get(name, Meant()).organization_id and full in meant:
            meant[name] = meant[full]
    return {name: meant[name] for name in names if name in meant}


def _resolve(rest: Collection[str], every: Collection[str]) -> dict[str, Meant]:
    """Those that no exact name settles, by what is like them in the register; the other names of the document stand in the way of short forms."""
    tables = _like(rest)
    if tables["organizations"].is_empty():
        return {}
    places = frame_of(Place.objects.order_by("pk"))
    found = resolve_subjects(every, tables["organizations"], tables["aliases"], tables["judgements"], places)
    return {row["subject"]: _meant(row) for row in found.filter(pl.col("subject").is_in(list(rest))).to_dicts() if _tells(row)}


def _tells(row: Mapping[str, object]) -> bool:
    candidates = row["candidates"]
    assert isinstance(candidates, list)
    return bool(row["is_sure"]) or (row["rule"] in ASKED and 0 < len(candidates) < MOST_ALIKE)


def _meant(row: Mapping[str, object]) -> Meant:
    words = str(row["rule"]), str(row["reason_zh"]), str(row["reason_en"])
    if row["is_sure"]:
        return Meant(str(row["organization_id"]), (), *words)
    candidates = row["candidates"]
    assert isinstance(candidates, list)
    return Meant("", tuple(candidates), *words)


def _like(names: Collection[str]) -> dict[str, pl.DataFrame]:
    """The register's organisations with the same core as one of the names, or one that it can be short for; their aliases and judgements."""
    cores = {core for core in take_apart(pl.Series(sorted(names), dtype=pl.String))["core"] if core and len(core) > 1}
    ids = {own for core in sorted(cores) for own in _owners(core)}
    rows = without_generated(Organization.objects.filter(pk__in=ids))
    judged = Judgement.objects.filter(Q(left_id__in=ids) & Q(right_id__in=ids))
    return {
        "organizations": frame_of(rows.order_by("pk")),
        "aliases": frame_of(Alias.objects.filter(organization_id__in=ids).order_by("pk")),
        "judgements": frame_of(judged.order_by("pk")),
    }


def _owners(core: str) -> Iterable[str]:
    """Those of the same core, and a few of those that hold its characters in their order behind the same first two."""
    keys = NameKey.objects.filter(head=core[:2])
    yield from keys.filter(core=core).values_list("organization_id", flat=True)[:MOST_ALIKE]
    holding = reduce(and_, (Q(core__contains=character) for character in set(core[2:])), Q())
    longer = keys.filter(holding).exclude(core=core).order_by("row").values_list("organization_id", "core")
    yield from islice((own for own, full in longer.iterator() if is_short_for(core, full)), MOST_ALIKE)


def _parts(names: Collection[str]) -> Iterable[list[str]]:
    ordered = sorted(names)
    return (ordered[start : start + STEP] for start in range(0, len(ordered), STEP))
