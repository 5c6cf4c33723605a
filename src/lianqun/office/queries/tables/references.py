"""Which rows the texts of an uploaded table mean: by key, by name, or by another name; in the database and the upload itself."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from lianqun.office.outside.cells import Value
from lianqun.office.outside.import_problems import Problems
from lianqun.office.outside.table_rows import TableRow
from lianqun.office.queries.rows.names import organizations_named
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.vocab.dictionary import tables

STEP = 400
NAME_COLUMNS = {table.name: table.names for table in tables().values()}


class Meanings:
    """Texts → keys of one table: a key means itself, a name the one row that bears it."""

    def __init__(self, table: str, texts: Iterable[str]) -> None:
        self._table = table
        self._named: dict[str, set[str]] = defaultdict(set)
        self._ids: set[str] = set()
        ordered = sorted(set(texts))
        for start in range(0, len(ordered), STEP):
            self._look_up(ordered[start : start + STEP])
        if table == "organizations":
            for name, organization_id in organizations_named(ordered).items():
                self._named[name] = self._named[name] or {organization_id}

    def _look_up(self, texts: list[str]) -> None:
        names = NAME_COLUMNS[self._table]
        condition = Q(pk__in=texts)
        for name in names:
            condition |= Q(**{f"{name}__in": texts})
        for row_id, *values in models_by_table()[self._table]._default_manager.filter(condition).values_list("pk", *names):
            self.add(row_id, values)

    def add(self, row_id: str, names: Iterable[Value]) -> None:
        """Let a row of the upload itself be meant as well."""
        self._ids.add(row_id)
        for name in names:
            if name:
                self._named[str(name)].add(row_id)

    def of(self, text: str) -> set[str]:
        """The keys that a text may mean."""
        return {text} if text in self._ids else self._named.get(text, set())


def resolve(rows: list[TableRow], meanings: dict[str, Meanings], problems: Problems, *, to_own_table: bool) -> None:
    """Turn the texts of references into keys; what means nothing, or several rows, is a problem.

    References within a table (a place's parent) are resolved after its rows have their keys, all others before.
    """
    for row in rows:
        for column, text in row.references.items():
            table = reference_of(row.table, column)
            if (table == row.table) == to_own_table:
                _resolve_one(row, column, meanings[table].of(text), problems)


def _resolve_one(row: TableRow, column: str, meant: set[str], problems: Problems) -> None:
    row.values[column] = next(iter(meant)) if len(meant) == 1 else None
    if len(meant) != 1:
        problems.add("ambiguous_reference" if meant else "unknown_reference", row.at(column), row.references[column])


def reference_of(table: str, name: str) -> str:
    """The table that a column refers to; empty where it refers to none."""
    return next(column.references for column in tables()[table].columns if column.name == name)


def meanings_for(rows: list[TableRow]) -> dict[str, Meanings]:
    """Meanings of every text by which the rows refer to some table."""
    texts: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for column, text in row.references.items():
            texts[reference_of(row.table, column)].add(text)
    return {table: Meanings(table, found) for table, found in texts.items()}


def names_of(table: str, keys: Iterable[str]) -> dict[str, str]:
    """Key → name, for the rows whose name alone says which row is meant; others are told by their key."""
    known = tables()[table]
    if not (known.names and (known.is_kept or known.page)):
        return {}
    named: dict[str, str] = {}
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), STEP):
        rows = models_by_table()[table]._default_manager.filter(pk__in=ordered[start : start + STEP])
        named |= dict(rows.values_list("pk", NAME_COLUMNS[table][0]))
    meanings = Meanings(table, named.values())
    return {key: name for key, name in named.items() if meanings.of(name) == {key}}
