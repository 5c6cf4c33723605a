"""Which rows the texts of a table mean: by key, by name, or by another name; among the rows that stand and those of the table itself."""

from collections import defaultdict
from collections.abc import Iterable

from lianqun.tables.workbooks.cells import Value
from lianqun.tables.workbooks.heads import plain
from lianqun.tables.workbooks.import_problems import Problems
from lianqun.tables.workbooks.standing import Standing
from lianqun.tables.workbooks.table_rows import TableRow
from lianqun.vocab.dictionary import tables

WIDE = str.maketrans("()", "（）")


def spellings(text: str) -> tuple[str, ...]:
    """A name as it stands, in half-width characters, and with the wide brackets that names of firms are registered with."""
    half = plain(text)
    return tuple(dict.fromkeys((text, half, half.translate(WIDE))))


class Meanings:
    """Texts → keys of one table: a key means itself, a name the one row that bears it."""

    def __init__(self, table: str, texts: Iterable[str], standing: Standing) -> None:
        self._table, self._standing = table, standing
        self._named: dict[str, set[str]] = defaultdict(set)
        self._ids: set[str] = set()
        ordered = sorted({spelling for text in texts for spelling in spellings(text)})
        for row_id, names in standing.named(table, ordered):
            self.add(row_id, names)
        if table == "organizations":
            for name, organization_id in standing.organizations_named(ordered).items():
                self._named[name] = self._named[name] or {organization_id}

    def add(self, row_id: str, names: Iterable[Value]) -> None:
        """Let a row of the upload itself be meant as well."""
        self._ids.add(row_id)
        for name in names:
            if name:
                self._named[str(name)].add(row_id)

    def of(self, text: str) -> set[str]:
        """The keys that a text may mean, in the first of its spellings that means any."""
        found = (({one} if one in self._ids else self._named.get(one)) for one in spellings(text))
        return next(filter(None, found), None) or self._standing.assumed(self._table, text)


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


def meanings_for(rows: list[TableRow], standing: Standing) -> dict[str, Meanings]:
    """Meanings of every text by which the rows refer to some table."""
    texts: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for column, text in row.references.items():
            texts[reference_of(row.table, column)].add(text)
    return {table: Meanings(table, found, standing) for table, found in texts.items()}
