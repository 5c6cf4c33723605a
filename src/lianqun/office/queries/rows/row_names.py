"""What the rows are called that a piece of evidence speaks of, by the columns that name the rows of their table."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

from lianqun.office.evidence.models import Evidence
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.vocab.codes import word
from lianqun.vocab.dictionary import Column, Table, tables


def name_rows(evidence: Iterable[Evidence]) -> dict[tuple[str, str], str]:
    """(table, row) → the name of the row; rows without a name of their own are left out, one query a table."""
    ids: dict[str, set[str]] = {}
    for one in evidence:
        ids.setdefault(one.table, set()).add(one.row_id)
    return {(table, row_id): name for table, wanted in ids.items() for row_id, name in _names(table, wanted).items()}


def name_of(table: str, row_id: str) -> str:
    """What one row is called; its key where it has no name."""
    return _names(table, {row_id}).get(row_id, row_id)


def _names(table: str, ids: set[str]) -> dict[str, str]:
    paths = name_paths(tables()[table]) if table in tables() else {}
    if not paths:
        return {}
    rows = models_by_table()[table]._default_manager.filter(pk__in=ids).values_list("pk", *paths)
    english = not (get_language() or "zh").startswith("zh")
    named = ((row_id, joined(paths.values(), parts, english=english)) for row_id, *parts in rows)
    return {row_id: name for row_id, name in named if name}


def joined(columns: Iterable[Column], parts: Iterable[Any], *, english: bool) -> str:
    """The parts of a row's name as one, coded words spelt out."""
    language = "en" if english else "zh"
    told = ((column, str(part)) for column, part in zip(columns, parts, strict=True) if part)
    return " · ".join(word(column.codes, part, language) or part if column.codes else part for column, part in told)


def name_paths(table: Table) -> dict[str, Column]:
    """The paths, as Django's queries take them, whose values make the Chinese name of a row: path → the column to which it leads."""
    found: dict[str, Column] = {}
    for column in (table.column(name) for name in table.named_by):
        if not column.references:
            found[column.name] = column
        elif names := tables()[column.references].names:
            found[f"{column.name.removesuffix('_id')}__{names[0]}"] = tables()[column.references].column(names[0])
    return found
