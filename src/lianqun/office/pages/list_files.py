"""A list as a file: the same columns, rows and units as on the page."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from lianqun.office.pages.words import attribute_word, code_word, day
from lianqun.office.queries.lists.columns import ListColumn
from lianqun.office.queries.lists.selecting import Listing, money_factor
from lianqun.office.queries.rows.realm import SAID, speaks_of_generated
from lianqun.tables.workbooks import writing

SHEET = "Sheet1"
NAME_WIDTH, WIDTH = 28, 14


def head_of(column: ListColumn) -> str:
    """The head of a column with its unit."""
    return f"{column.label} ({_('million yuan')})" if column.kind == "money" else str(column.label)


def plain_value(column: ListColumn, value: Any) -> Any:
    """A cell as it stands in a file: coded words spelt out, money in the unit of the head, days as text."""
    if value is None or value == "":
        return ""
    if column.kind == "code":
        return code_word(column.codes, value)
    if column.kind == "attribute":
        return attribute_word(value)
    if column.kind == "flag":
        return _("yes") if value else _("no")
    if column.kind == "money":
        return (Decimal(value) / money_factor()).normalize()
    if isinstance(value, Decimal):
        return value.normalize()
    return day(value) if column.kind == "day" else value


def _sheet(columns: Sequence[ListColumn], listing: Listing, said: str) -> writing.OutSheet:
    mark = [str(SAID)] if speaks_of_generated() else []
    rows = ([*(plain_value(column, row[column.name]) for column in columns), *mark] for row in listing.rows)
    heads = [_heading(column) for column in columns] + [writing.Heading(_("Note"), "text", NAME_WIDTH) for _said in mark]
    return writing.OutSheet(SHEET, heads, rows, said)


def _heading(column: ListColumn) -> writing.Heading:
    """Numbers keep the form in which they are written, so that only what they are is said of them."""
    return writing.Heading(
        head_of(column), "number" if column.is_numeric else "text", NAME_WIDTH if column.kind == "name" else WIDTH
    )


def write_csv(columns: Sequence[ListColumn], listing: Listing, said: str) -> bytes:
    """The list as CSV that Excel and WPS open in the right encoding."""
    return writing.write_csv(_sheet(columns, listing, said))


def write_xlsx(columns: Sequence[ListColumn], listing: Listing, said: str) -> bytes:
    """The list as an Excel sheet, its name, version and date below the rows. Raises TextTooLong."""
    return writing.write_workbook([_sheet(columns, listing, said)])
