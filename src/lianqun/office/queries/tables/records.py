"""Rows as the editor of records needs them: what stands, who refers to a row, what a value rests on, and rows found as one types."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from lianqun.office.accounts.models import User
from lianqun.office.accounts.rows import Row
from lianqun.office.evidence.models import Evidence, Statement
from lianqun.office.queries.rows.row_names import joined, name_paths
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.read.lists import rows_of
from lianqun.vocab.codes import code_lists
from lianqun.vocab.dictionary import Column, Table, tables

MOST_COUNTED = 1_000
MOST_NAMED = 5
# Judgements name organisations without being a reference of the dictionary: they outlive what they speak of in a data set.
JUDGED = (("judgements", "left_id"), ("judgements", "right_id"))


@dataclass(frozen=True, slots=True)
class Referrer:
    """A column of a table through which rows refer to a row: how many (1,001 for more than a thousand), and a few that the person sees."""

    table: str
    column: str
    count: int
    rows: list[Row]

    @property
    def is_many(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST_COUNTED


def typed_columns(table: Table, *, new: bool = False) -> list[Column]:
    """The columns that a person fills in: all but the key and what only moves change.

    The key of a new row is asked for where nothing else tells rows of the table apart: there it is an official code, as of a place.
    """
    asks_key = new and not table.natural_key
    return [column for column in table.columns if not column.is_moved and (asks_key or not column.key)]


def first_words(table: Table) -> dict[str, str]:
    """What the columns that only moves change hold in a new row: the first word of their code list where they must be filled."""
    moved = [column for column in table.columns if column.is_moved and column.required and column.codes]
    return {column.name: next(iter(code_lists()[column.codes])) for column in moved}


def referrers_of(user: User | None, table: str, row_id: str) -> list[Referrer]:
    """Everything that refers to a row, its evidence apart, which goes with it."""
    found = (_referrer(user, *way, row_id) for way in ways_to(table))
    return [one for one in found if one.count]


def ways_to(table: str) -> Iterator[tuple[str, str]]:
    """Every column, with its table, by which rows refer to rows of a table; judgements included, evidence not."""
    for other in tables().values():
        yield from ((other.name, column.name) for column in other.columns if column.references == table)
    yield from JUDGED if table == "organizations" else ()


def _referrer(user: User | None, table: str, column: str, row_id: str) -> Referrer:
    rows = models_by_table()[table]._default_manager.filter(**{column: row_id})
    if table == "judgements":
        rows = rows.filter(**{"undone_at": None})
    count = rows[: MOST_COUNTED + 1].count()
    seen = rows if user is None else visible_to(user, rows)
    return Referrer(table, column, count, list(seen.order_by("pk")[:MOST_NAMED]) if count else [])


def evidence_ids(table: str, row_id: str) -> list[str]:
    """The keys of the evidence of a row."""
    return list(Evidence.objects.filter(table=table, row_id=row_id).order_by("pk").values_list("pk", flat=True))


def resting(table: str, row: Row, columns: Collection[str]) -> list[str]:
    """Those of some columns whose value rests on evidence: of the column itself, or of the whole row where the column is what the row says.

    What a row says are its required columns and those that tell it from others. An accepted statement about the row counts as well.
    """
    known = tables()[table]
    proven = set(Evidence.objects.filter(table=table, row_id=row.pk).values_list("column", flat=True))
    says = {column.name for column in known.columns if column.required or column.name in known.natural_key}
    whole = says if "" in proven else set()
    told = proven | whole | {name for name in columns if _is_stated(table, row, name)}
    return [name for name in columns if name in told and getattr(row, name) not in (None, "")]


def _is_stated(table: str, row: Row, column: str) -> bool:
    about = {"organizations": Q(subject_id=row.pk), "projects": Q(subject_project_id=row.pk)}.get(table)
    held = [
        one
        for one in rows_of("lianqun.office.queries.read", "held_columns.csv")
        if (one["table"], one["column"]) == (table, column)
    ]
    return about is not None and any(
        Statement.objects.filter(
            about, status="accepted", claim_type=one["claim_type"], attribute__in=one["words"].split()
        ).exists()
        for one in held
    )


def alike(table: str, values: dict[str, Any]) -> str:
    """The key of a row that says the same as another would, by what tells rows of the table apart; empty where there is none."""
    names = tables()[table].natural_key
    if not names:
        return ""
    wanted = Q()
    for name in names:
        value = values.get(name)
        wanted &= Q(**{name: value}) if value is not None else Q(**{f"{name}__isnull": True}) | _nothing(table, name)
    found = models_by_table()[table]._default_manager.filter(wanted).order_by("pk").values_list("pk", flat=True).first()
    return str(found or "")


def _nothing(table: str, name: str) -> Q:
    """The empty text, where the column is one."""
    column = tables()[table].column(name)
    return Q(**{name: ""}) if column.type in ("text", "code") and not column.references else Q(pk__in=[])


def names_seen(user: User, table: str, ids: Collection[str], *, english: bool = False) -> dict[str, str]:
    """Key → name of those rows that the person may see, in Chinese or, as far as it is known, in English."""
    paths = name_paths(tables()[table])
    if not (ids and paths):
        return {}
    rows = visible_to(user, models_by_table()[table]._default_manager.filter(pk__in=ids))
    twins = {path: _english(table, path) for path in paths} if english else {}
    asked = dict.fromkeys((*paths, *(twin for twin in twins.values() if twin)))
    told = ((row["pk"], [row.get(twins.get(path, "")) or row[path] for path in paths]) for row in rows.values("pk", *asked))
    return {row_id: joined(paths.values(), parts, english=english) for row_id, parts in told if any(parts)}


def _english(table: str, path: str) -> str:
    """The path to the English name beside a Chinese one; empty where there is none."""
    reference, _way, name = path.rpartition("__")
    owner = tables()[tables()[table].column(f"{reference}_id").references if reference else table]
    twin = f"{name.removesuffix('_zh')}_en"
    is_there = name.endswith("_zh") and any(column.name == twin for column in owner.columns)
    return f"{reference}__{twin}".removeprefix("__") if is_there else ""
