"""Phones in what leaves the site: whole for those who handle the row, masked for everybody else."""

from collections.abc import Mapping

import polars as pl
from django.db.models import QuerySet

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import granting
from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.rows import Row
from lianqun.office.queries.rows.visible import kept_within
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.vocab.masking import ROWS, mask, masked_columns, seen_by_all


def sees_whole(user: User, row: Row, column: str) -> bool:
    """Whether a person sees a masked value of a row whole: who has the permission for it, at the row's place and chain."""
    return bool(_whole_ids(user, type(row)._default_manager.filter(pk=row.pk), masked_columns()[row._meta.db_table][column]))


def masked_frame(user: User | None, table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of a table as a person may take them out of the site; the operator at the machine (None) takes everything."""
    for column, permission in masked_columns().get(table, {}).items() if user is not None else ():
        told = frame.filter(pl.col(column).is_not_null())["id"].to_list()
        whole = _whole_ids(user, models_by_table()[table]._default_manager.filter(pk__in=told), permission) if told else set()
        values = [value if own in whole else mask(value) for own, value in zip(frame["id"], frame[column], strict=True)]
        frame = frame.with_columns(pl.Series(column, values, pl.String))
    return _masked_merges(user, frame) if user is not None and table == ROWS[0] else frame


def _masked_merges(user: User, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows that merges keep, each masked as the table would be of which it was."""
    table, column = ROWS
    whole: set[str] = set()
    for permission in {one for columns in masked_columns().values() for one in columns.values()}:
        whole |= _whole_ids(user, models_by_table()[table]._default_manager.all(), permission)
    values = [
        value if own in whole else seen_by_all(table, column, value)
        for own, value in zip(frame["id"], frame[column], strict=True)
    ]
    return frame.with_columns(pl.Series(column, values, pl.String))


def masked_tables(user: User | None, tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Whole tables as a person may take them out of the site."""
    return {table: masked_frame(user, table, frame) for table, frame in tables.items()}


def _whole_ids(user: User | None, rows: QuerySet[Row], permission: str) -> set[str]:
    memberships = granting(user, Permission(permission))
    return set(kept_within(memberships, rows).values_list("pk", flat=True)) if memberships else set()
