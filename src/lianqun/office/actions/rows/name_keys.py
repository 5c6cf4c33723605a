"""The keys by which registered names are looked up: kept up with every write of organisations and aliases, or built anew."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import polars as pl
from django.db import connection

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role
from lianqun.office.registry.models import Alias, NameKey, Organization
from lianqun.trace.names import take_apart

CHUNK = 5_000
LETTERS = {"organizations": "of", "aliases": "a"}
LONGEST = 300
Row = TypeVar("Row")


def _check(by: User | None) -> Refused | None:
    return refusal_of_role(by, Permission.TALLY_REBUILD)


@action(_check)
def rebuild(*, by: User | None = None) -> int:
    """Drop all keys and make them anew from the names on record. Returns how many there are."""
    NameKey.objects.all().delete()
    owners = Organization.objects.order_by().values_list("id", "id", "name_zh").iterator(chunk_size=CHUNK)
    aliases = Alias.objects.order_by().values_list("id", "organization_id", "alias").iterator(chunk_size=CHUNK)
    rows = sum(_write("organizations", chunk) for chunk in _chunks(owners))
    rows += sum(_write("aliases", chunk) for chunk in _chunks(aliases))
    log_event(type="name_keys.rebuild", by=by, subject="name_keys", after=rows)
    return rows


def write_keys(table: str, frame: pl.DataFrame) -> None:
    """Keys for a chunk of organisations or aliases that is being written; other tables have none."""
    if table not in LETTERS or frame.is_empty():
        return
    drop_keys(table, frame["id"].to_list())
    columns = ("id", "id", "name_zh") if table == "organizations" else ("id", "organization_id", "alias")
    _write(table, list(zip(*(frame[column].to_list() for column in columns), strict=True)))


def drop_keys(table: str, ids: Collection[str]) -> None:
    """Forget the keys of rows that go or are written anew."""
    for part in _chunks(f"{letter}:{one}" for letter in LETTERS.get(table, "") for one in ids):
        rows = NameKey.objects.filter(pk__in=part)
        rows._raw_delete(rows.db)


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _write(table: str, rows: Sequence[tuple[str, str, str]]) -> int:
    """Keys of rows given as id, organisation and name. Not by the models: a million keys are written with every import of as many names."""
    columns = [field.attname for field in NameKey._meta.concrete_fields]
    into = f"INSERT INTO {NameKey._meta.db_table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
    keys = list(_keys(table, rows))
    with connection.cursor() as cursor:
        cursor.executemany(into, keys)
    return len(keys)


def _keys(table: str, rows: Sequence[tuple[str, str, str]]) -> Iterator[tuple[str, str, str, str, str]]:
    """The columns of `NameKey`; places are those of the gazetteer, so that keys do not change with the office's own places."""
    apart = take_apart(pl.Series([name for _id, _own, name in rows], dtype=pl.String))
    former = take_apart(apart["former"].fill_null(""))
    letter = LETTERS[table][0]
    for (one, own, _name), name, core in zip(rows, apart["name"], apart["core"], strict=True):
        yield f"{letter}:{one}", own, *_looked_up_by(core, name)
    if table == "organizations":
        for (one, own, _name), name, core in zip(rows, former["name"], former["core"], strict=True):
            if name:
                yield f"f:{one}", own, *_looked_up_by(core, name)


def _looked_up_by(core: str, name: str) -> tuple[str, str, str]:
    """Core, head and gram; of a core of one character (甲 of 甲公司) the name itself is looked for in texts."""
    return core[:LONGEST], core[:2], (core if len(core) > 1 else name)[:6]
