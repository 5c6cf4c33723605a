"""The rows that stand where a table is to be taken in, asked by key, by name and by what tells a row from others.

Who compares rows (`proposals`, `references`) asks these questions and does not know who answers: the database of the site, a data set, or
nobody, where a table is only looked at.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

import polars as pl

from lianqun.tables.workbooks.cells import Value
from lianqun.tables.workbooks.keys import made_id
from lianqun.vocab.dictionary import tables

Record = dict[str, Any]
Told = Iterable[tuple[str, Sequence[Value]]]


class Standing(Protocol):
    """Answers what stands. Rows are whole, in the data set's own shape: nothing is None, never the empty string.

    `is_worked_on`: people move these rows by steps that are reviewed, which a table does not do for them.
    """

    is_worked_on: bool

    def rows(self, table: str, keys: Collection[str]) -> dict[str, Record]:
        """The rows of these keys, by key."""

    def like(self, table: str, values: Collection[str]) -> Told:
        """Key, and values of the natural key, of the rows whose first value of the natural key is one of these."""

    def named(self, table: str, texts: Collection[str]) -> Told:
        """Key, and names, of the rows whose key or one of whose names is one of these."""

    def organizations_named(self, names: Collection[str]) -> Mapping[str, str]:
        """Name → key, for the full names that one organisation bears, and the aliases of one."""

    def assumed(self, table: str, text: str) -> set[str]:
        """The keys that a text is taken to mean though no row is known to bear it."""


class NothingKnown:
    """Where a table is only looked at: nothing stands, and whatever a row refers to is taken to be there."""

    is_worked_on = False

    def rows(self, table: str, keys: Collection[str]) -> dict[str, Record]:
        """None."""
        return {}

    def like(self, table: str, values: Collection[str]) -> Told:
        """None."""
        return ()

    def named(self, table: str, texts: Collection[str]) -> Told:
        """None."""
        return ()

    def organizations_named(self, names: Collection[str]) -> Mapping[str, str]:
        """None."""
        return {}

    def assumed(self, table: str, text: str) -> set[str]:
        """A key of its own for every text."""
        return {made_id(table, (text,))}


class StandingFrames:
    """The tables of a data set."""

    is_worked_on = False

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self._tables = tables

    def rows(self, table: str, keys: Collection[str]) -> dict[str, Record]:
        """The rows of these keys, by key."""
        found = self._tables[table].filter(pl.col("id").is_in(list(keys)))
        return {record["id"]: record for record in found.iter_rows(named=True)}

    def like(self, table: str, values: Collection[str]) -> Told:
        """Key, and values of the natural key, of the rows whose first value of the natural key is one of these."""
        names = tables()[table].natural_key
        first = pl.col(names[0]).fill_null("")
        found = self._tables[table].filter(first.is_in(list(values))).select("id", *names)
        return ((row[0], row[1:]) for row in found.iter_rows())

    def named(self, table: str, texts: Collection[str]) -> Told:
        """Key, and names, of the rows whose key or one of whose names is one of these."""
        columns = ("id", *tables()[table].names)
        wanted = pl.any_horizontal(pl.col(name).is_in(list(texts)) for name in columns)
        found = self._tables[table].filter(wanted.fill_null(False)).select(columns)
        return ((row[0], row[1:]) for row in found.iter_rows())

    def organizations_named(self, names: Collection[str]) -> Mapping[str, str]:
        """Name → key, for the full names that one organisation bears, and the aliases of one."""
        full = _unambiguous(self._tables["organizations"], "name_zh", "id", names)
        return {**_unambiguous(self._tables["aliases"], "alias", "organization_id", names), **full}

    def assumed(self, table: str, text: str) -> set[str]:
        """None: what is not on record is not there."""
        return set()


def _unambiguous(frame: pl.DataFrame, name: str, key: str, names: Collection[str]) -> dict[str, str]:
    """The names that stand for exactly one key."""
    meant: dict[str, set[str]] = defaultdict(set)
    for one, own in frame.filter(pl.col(name).is_in(list(names))).select(name, key).iter_rows():
        meant[one].add(own)
    return {one: min(keys) for one, keys in meant.items() if len(keys) == 1}
