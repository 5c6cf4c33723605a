"""The rows of the database, as the comparing of tables asks for them; and what its rows are called in an exported table."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from lianqun.office.queries.rows.names import organizations_named
from lianqun.office.queries.rows.whole_tables import frame_of, models_by_table
from lianqun.tables.workbooks.references import Meanings
from lianqun.tables.workbooks.standing import Record, Told
from lianqun.vocab.dictionary import tables

STEP = 400


class StandingRows:
    """The database as it stands now, asked in steps that it takes in one question."""

    is_worked_on = True

    def rows(self, table: str, keys: Collection[str]) -> dict[str, Record]:
        """The rows of these keys, by key."""
        found: dict[str, Record] = {}
        for part in _steps(keys):
            frame = frame_of(models_by_table()[table]._default_manager.filter(pk__in=part))
            found |= {record["id"]: record for record in frame.iter_rows(named=True)}
        return found

    def like(self, table: str, values: Collection[str]) -> Told:
        """Key, and values of the natural key, of the rows whose first value of the natural key is one of these."""
        names = tables()[table].natural_key
        for part in _steps(values):
            yield from _told(table, Q(**{f"{names[0]}__in": part}), names)

    def named(self, table: str, texts: Collection[str]) -> Told:
        """Key, and names, of the rows whose key or one of whose names is one of these."""
        names = tables()[table].names
        for part in _steps(texts):
            keyed = list(_told(table, Q(pk__in=part), names))
            yield from keyed
            # a text that is a key means itself; the names, of which not all have an index, are walked for the others only
            unknown = set(part) - {row_id for row_id, _values in keyed}
            if unknown and names:
                yield from _told(table, reduce(or_, (Q(**{f"{name}__in": unknown}) for name in names)), names)

    def organizations_named(self, names: Collection[str]) -> Mapping[str, str]:
        """Name → key, for the full names that one organisation bears, and the aliases of one."""
        return organizations_named(names)

    def assumed(self, table: str, text: str) -> set[str]:
        """None: what is not on record is not there."""
        return set()


def _steps(values: Collection[str]) -> Iterator[Sequence[str]]:
    ordered = list(values)
    return (ordered[start : start + STEP] for start in range(0, len(ordered), STEP))


def _told(table: str, condition: Q, names: Sequence[str]) -> Told:
    rows = models_by_table()[table]._default_manager.filter(condition).values_list("pk", *names)
    return ((row_id, values) for row_id, *values in rows)


def names_of(table: str, keys: Iterable[str]) -> dict[str, str]:
    """Key → name, for the rows whose name alone says which row is meant; others are told by their key."""
    known = tables()[table]
    if not (known.names and (known.is_kept or known.page)):
        return {}
    named: dict[str, str] = {}
    for part in _steps(sorted(set(keys))):
        rows = models_by_table()[table]._default_manager.filter(pk__in=part)
        named |= dict(rows.values_list("pk", known.names[0]))
    meanings = Meanings(table, named.values(), StandingRows())
    return {key: name for key, name in named.items() if meanings.of(name) == {key}}
