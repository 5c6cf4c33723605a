"""A list as a file: the same columns, rows and units as on the page."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from lianqun.office.pages.words import attribute_word, code_word, day
from lianqun.office.queries.lists.columns import Column
from lianqun.office.queries.lists.selecting import Listing, money_factor

BYTE_ORDER_MARK = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def head_of(column: Column) -> str:
    """The head of a column with its unit."""
    return f"{column.label} ({_('million yuan')})" if column.kind == "money" else str(column.label)


def plain_value(column: Column, value: Any) -> Any:
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


def write_csv(columns: Sequence[Column], listing: Listing, _said: str) -> bytes:
    """CSV that Excel and WPS open in the right encoding; text that would be taken for a formula is quoted."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([head_of(column) for column in columns])
    for row in listing.rows:
        writer.writerow([_as_text(column, plain_value(column, row[column.name])) for column in columns])
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def _as_text(column: Column, value: Any) -> str:
    """Numbers in full, never with an exponent; text that a spreadsheet would take for a formula with a quote before it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) and not column.is_numeric else text


def write_xlsx(columns: Sequence[Column], listing: Listing, said: str) -> bytes:
    """An Excel sheet with a frozen head, filters, and the list's name, version and date below the rows."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for at, column in enumerate(columns):
        sheet.write_string(0, at, head_of(column), bold)
        sheet.set_column(at, at, 28 if column.kind == "name" else 14)
        for number, row in enumerate(listing.rows, start=1):
            _write_cell(sheet, number, at, plain_value(column, row[column.name]))
    sheet.freeze_panes(1, 1)
    if columns:
        sheet.autofilter(0, 0, max(1, len(listing.rows)), len(columns) - 1)
    sheet.write_string(len(listing.rows) + 2, 0, said)
    book.close()
    return file.getvalue()


def _write_cell(sheet: Any, row: int, at: int, value: Any) -> None:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, at, value)
    elif value != "":
        sheet.write_string(row, at, str(value))
