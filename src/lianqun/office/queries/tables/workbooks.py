"""Tables of the database as workbooks, with a sheet that says which filter, which version and when."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqun.office.accounts.models import User
from lianqun.office.queries.rows.masking import masked_frame
from lianqun.office.queries.rows.realm import SAID, speaks_of_generated
from lianqun.office.queries.rows.version import data_version
from lianqun.office.queries.rows.whole_tables import frame_of
from lianqun.office.queries.tables.standing import names_of
from lianqun.tables.workbooks.writing import table_sheet, write_workbook
from lianqun.vocab.dictionary import tables


def notes_of(*, by: str, filters: Mapping[str, str], rows: int) -> list[tuple[str, str]]:
    """What the sheet 说明 says of an export."""
    version, as_of = data_version()
    return [
        *marks(),
        (_("Filter"), "; ".join(f"{name} = {value}" for name, value in filters.items() if value) or _("none")),
        (_("Rows"), str(rows)),
        (_("Data version"), version),
        (_("As of"), as_of.isoformat()),
        (_("Exported at"), timezone.localtime().strftime("%Y-%m-%d %H:%M:%S")),
        (_("Exported by"), by),
    ]


def marks() -> list[tuple[str, str]]:
    """The line that says of generated data that it is of no real place."""
    return [(_("Note"), str(SAID))] if speaks_of_generated() else []


def named_references(table: str, frame: pl.DataFrame) -> dict[str, dict[str, str]]:
    """For every table that a frame refers to: key → the name to show."""
    keys: dict[str, set[str]] = {}
    for column in tables()[table].columns:
        if column.references:
            keys.setdefault(column.references, set()).update(frame[column.name].drop_nulls())
    return {referred: names_of(referred, found) for referred, found in keys.items()}


def workbook_of(rows: QuerySet[Any], *, by: User, filters: Mapping[str, str], language: str = "zh") -> tuple[bytes, int]:
    """The rows of a query on one table as xlsx, as `by` may take them out of the site, and how many they are. Raises TextTooLong."""
    table = rows.model._meta.db_table
    frame = masked_frame(by, table, frame_of(rows))
    sheet = table_sheet(table, frame, named_references(table, frame), language)
    return write_workbook([sheet], notes_of(by=str(by), filters=filters, rows=frame.height)), frame.height
