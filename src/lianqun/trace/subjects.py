"""Which organisation a document means: its words for somebody → the record, with the reason, or nobody rather than the wrong one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl
from rapidfuzz.distance import OSA

from lianqun.tables import empty
from lianqun.tables.words import sentence
from lianqun.trace.comparisons import LONG_CORE
from lianqun.trace.identities import identify
from lianqun.trace.names import normalized, take_apart

SHORTEST = 3
CROWD = 3_000
NAMED = 6
UNNAMED = re.compile(r"(?:[一某该这那本各]|数|多|几|[0-9]+)(?:[0-9数十百千余多]*)(?:家|个|所|名|些|类|市|县|区|公司|企业)")
SCHEMA = {
    "subject": pl.String(),
    "organization_id": pl.String(),
    "rule": pl.String(),
    "is_sure": pl.Boolean(),
    "candidates": pl.List(pl.String()),
    "reason_zh": pl.String(),
    "reason_en": pl.String(),
}


@dataclass(slots=True)
class _Directory:
    """Organisations by every way of writing them; ids are those of the record that stands for the group."""

    names: dict[str, str] = field(default_factory=dict)
    exact: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    aliases: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    normal: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    cores: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    beginnings: dict[str, list[tuple[str, str, str | None]]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))


def resolve_subjects(
    subjects: Iterable[str],
    organizations: pl.DataFrame,
    aliases: pl.DataFrame,
    judgements: pl.DataFrame,
    places: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """For each distinct subject, in order: `subject`, `organization_id` (null where nobody), `rule`, `is_sure`, `candidates`, `reason_zh`, `reason_en`.

    Rules in turn: exact name; recorded alias; name once Traditional and full-width characters are unified; name without place and
    legal form; a short form of at least three characters that fits one organisation only (a name that ends like a complete one,
    in 大学 or 有限公司, is short only for one that ends so too). Several organisations of like name, or
    another name in the documents that the short form fits as well, leave the subject unresolved; so does a name that differs by one
    character, which is only told. Records judged or surely the same
    are one organisation. Sure is an exact name, a recorded alias, the same name in other characters, and of names without place and
    legal form those that `identify` would merge with the record; a short form never is.
    """
    known = places["name_zh"].drop_nulls().to_list() if places is not None else []
    asked = list(dict.fromkeys(subjects))
    apart = take_apart(pl.Series(asked, dtype=pl.String), known)
    tables = {"organizations": organizations, "aliases": aliases, "judgements": judgements}
    directory = _directory({**tables, "places": empty("places") if places is None else places}, known)
    cores = {str(core) for core in apart["core"]}
    rows = [_resolve(subject, parts, directory, cores) for subject, parts in zip(asked, apart.iter_rows(named=True), strict=True)]
    found = pl.DataFrame(rows, schema={name: dtype for name, dtype in SCHEMA.items() if name != "is_sure"}, orient="row")
    merged = _merged_names(found, {**tables, "places": empty("places") if places is None else places})
    return found.with_columns(is_sure=pl.col("rule").is_in(sorted(SURE)) | pl.col("subject").is_in(merged)).select(list(SCHEMA))


def _merged_names(found: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """The subjects that `identify` merges with their organisation when they are records beside the others."""
    asked = found.filter(rule="same_core").with_row_index("at").with_columns(own=pl.format("?{}", "at"))
    if asked.is_empty():
        return []
    named = asked.select(id="own", name_zh="subject")
    organizations = pl.concat([tables["organizations"], named], how="diagonal")
    standing = dict(identify({**tables, "organizations": organizations}).members.iter_rows())
    pairs = asked.select("subject", "own", "organization_id").iter_rows()
    return [subject for subject, own, organization in pairs if standing[own] == standing[organization]]


def _directory(tables: Mapping[str, pl.DataFrame], places: Sequence[str]) -> _Directory:
    organizations, aliases = tables["organizations"], tables["aliases"]
    standing = dict(identify(tables).members.iter_rows())
    directory = _Directory()
    apart = take_apart(organizations["name_zh"], places)
    for own, name, parts in zip(organizations["id"], organizations["name_zh"], apart.iter_rows(named=True), strict=True):
        identity = standing[own]
        directory.names.setdefault(identity, name)
        directory.exact[name].add(identity)
        directory.normal[parts["name"]].add(identity)
        directory.cores[parts["core"]].add((identity, _where(parts)))
        directory.beginnings[parts["core"][:2]].append((parts["core"], identity, parts["ending"]))
        directory.ends[parts["core"][-2:]].append((parts["core"], identity))
        if parts["former"]:
            directory.aliases[parts["former"]].add(identity)
    normal_aliases = normalized(aliases["alias"])
    for own, alias, normal in zip(aliases["organization_id"], aliases["alias"], normal_aliases, strict=True):
        if own in standing:
            directory.aliases[alias].add(standing[own])
            directory.aliases[normal].add(standing[own])
    return directory


def _where(parts: Mapping[str, str | None]) -> str:
    """The place that a name itself tells, before it or in brackets; of several the last, which is the smallest."""
    return parts["branch"] or parts["prefix"] or ""


def _resolve(subject: str, parts: Mapping[str, str], directory: _Directory, asked: set[str]) -> tuple[object, ...]:
    """The first rule that finds one organisation; several at once end the search."""
    for rule, found in (
        ("exact_name", directory.exact.get(subject, set())),
        ("alias", directory.aliases.get(subject, set()) | directory.aliases.get(parts["name"], set())),
        ("same_name", directory.normal.get(parts["name"], set())),
    ):
        if found:
            return _answer(subject, rule if len(found) == 1 else "ambiguous", sorted(found), directory)
    if UNNAMED.match(subject) or parts["is_place"]:
        return _answer(subject, "a_place" if parts["is_place"] else "unnamed", [], directory)
    same = {identity for identity, where in directory.cores.get(parts["core"], set()) if _agree(where, _where(parts))}
    if same:
        return _answer(subject, "same_core" if len(same) == 1 else "ambiguous", sorted(same), directory)
    if directory.cores.get(parts["core"]):
        return _answer(subject, "other_place", sorted({one for one, _ in directory.cores[parts["core"]]}), directory)
    return _resolve_short(subject, parts, directory, asked)


def _agree(one: str, two: str) -> bool:
    """Whether two places told by names can be one: either is untold, or one begins in the other."""
    return not one or not two or one[:2] in two or two[:2] in one


def _resolve_short(subject: str, parts: Mapping[str, str], directory: _Directory, asked: set[str]) -> tuple[object, ...]:
    core, ending = parts["core"], parts["ending"]
    bucket = directory.beginnings.get(core[:2], [])
    fitting = {identity: full for full, identity, other in bucket[:CROWD] if ending in (None, other) and is_short_for(core, full)}
    if not fitting:
        near = _near_ones(core, directory)
        return _answer(subject, "near" if near else "nobody", near, directory)
    if len(fitting) > 1 or len(bucket) > CROWD:
        return _answer(subject, "ambiguous", sorted(fitting), directory)
    if len(core) < SHORTEST:
        return _answer(subject, "too_short", sorted(fitting), directory)
    ((identity, full),) = fitting.items()
    rivals = sorted(other for other in asked if is_short_for(core, other) and not _one_name(other, full))
    if rivals:
        zh, en = sentence(__package__, "reasons.csv", "rivals", name=directory.names[identity], names="、".join(rivals[:NAMED]))
        return subject, None, "rivals", [identity], zh, en
    return _answer(subject, "short_form", [identity], directory)


def _near_ones(core: str, directory: _Directory) -> list[str]:
    """Those whose name differs by one character only, for a person to look at."""
    if len(core) < LONG_CORE:
        return []
    alike = [(full, identity) for full, identity, _ in directory.beginnings.get(core[:2], [])[:CROWD]]
    alike += directory.ends.get(core[-2:], [])[:CROWD]
    return sorted({identity for full, identity in alike if OSA.distance(core, full, score_cutoff=1) == 1})


def is_short_for(short: str, full: str) -> bool:
    """Whether the short name keeps the first two characters of the full one and some of the others, in their order."""
    if len(short) >= len(full) or short[:2] != full[:2]:
        return False
    rest = iter(full[2:])
    return all(character in rest for character in short[2:])


def _one_name(one: str, two: str) -> bool:
    return one == two or is_short_for(one, two) or is_short_for(two, one)


SURE = {"exact_name", "alias", "same_name"}
RESOLVED = SURE | {"same_core", "short_form"}


def _answer(subject: str, rule: str, found: Sequence[str], directory: _Directory) -> tuple[object, ...]:
    names = [directory.names[identity] for identity in found]
    more = "、…" if len(names) > NAMED else ""
    words = {"subject": subject, "name": names[0] if names else "", "names": "、".join(names[:NAMED]) + more}
    zh, en = sentence(__package__, "reasons.csv", rule, **words)
    return subject, found[0] if rule in RESOLVED else None, rule, list(found), zh, en
