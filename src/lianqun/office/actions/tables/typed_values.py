"""What people type into the fields of a row, on whatever page or over the interface: one reader, one set of sentences."""

from collections.abc import Mapping

from django.utils import timezone

from lianqun.office.actions.tables.record_words import problem_at
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.queries.tables.standing import StandingRows
from lianqun.tables.workbooks.sheets import Cell
from lianqun.tables.workbooks.typed_cells import TypedRow, read_typed


def read_values(table: str, cells: Mapping[str, Cell]) -> TypedRow:
    """The cells of a row by column name as values, and everything that cannot be read or is too long, each at its column.

    `1.2亿` in a column of 万元 is 12000; a reference is a key or a name; a time without a zone is the office's own. KeyError for a
    column that the table does not have.
    """
    read = read_typed(table, cells, StandingRows(), timezone.get_current_timezone())
    fields = models_by_table()[table]._meta
    for name, value in read.values.items():
        most = getattr(fields.get_field(name), "max_length", None)
        if isinstance(value, str) and most and len(value) > most:
            read.problems.append(problem_at("text_too_long", table, name, str(most)))
    return read
