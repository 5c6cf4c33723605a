"""What the rows are called that a piece of evidence speaks of, by the columns that name the rows of their table."""

from collections.abc import Iterable

from lianqun.office.evidence.models import Evidence
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.vocab.dictionary import Table, tables


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
    paths = name_paths(tables()[table]) if table in tables() else []
    if not paths:
        return {}
    rows = models_by_table()[table]._default_manager.filter(pk__in=ids).values_list("pk", *paths)
    named = ((row_id, " · ".join(str(part) for part in parts if part)) for row_id, *parts in rows)
    return {row_id: name for row_id, name in named if name}


def name_paths(table: Table) -> list[str]:
    """The paths, as Django's queries take them, whose values make the Chinese name of a row."""
    columns = [table.column(name) for name in table.named_by]
    ends = {column.name: tables()[column.references].names for column in columns if column.references}
    return [
        f"{name.removesuffix('_id')}__{ends[name][0]}" if name in ends else name
        for name in table.named_by
        if ends.get(name, name)
    ]
