"""Sheets as Excel workbooks and as CSV: heads with units, typed cells, a frozen head, and a sheet that says what was exported.

This is the one writer. What `table_sheet` makes of a table of the data set, `table_rows` reads back without any difference.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import xlsxwriter

from lianqun.tables.workbooks.table_rows import NOTES_SHEET
from lianqun.vocab.codes import word
from lianqun.vocab.dictionary import Column, tables

MOST_ROWS = 1_000_000
MOST_CHARACTERS = 32_767
WIDTHS = {"text": 28, "code": 16, "decimal": 14, "integer": 12, "year": 10, "boolean": 8, "date": 12, "instant": 26}
FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
EXACT_INTEGER = 10**15
BYTE_ORDER_MARK = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
NUMERIC = ("decimal", "integer", "number")


class TextTooLong(Exception):
    """A text that no cell of a workbook can hold."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column, the type of its cells (as in the data dictionary, or `number` without a form), its width in characters."""

    text: str
    type: str = "text"
    width: int = 0


@dataclass(frozen=True, slots=True)
class OutSheet:
    """A sheet to be written: its name, its heads, its rows, and a line to stand below them. None is an empty cell."""

    name: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Any]]
    foot: str = ""


def write_workbook(sheets: Iterable[OutSheet], notes: Sequence[tuple[str, str]] = ()) -> bytes:
    """An xlsx of the sheets and, where there are any, last of the notes (filter, version, time …). Raises TextTooLong."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#F6F7F9"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "decimal": book.add_format({"num_format": "#,##0.####"}),
            "integer": book.add_format({"num_format": "#,##0"}),
        }
        for sheet in sheets:
            _write_sheet(book, sheet, formats)
        if notes:
            _write_notes(book, notes, formats)
    return file.getvalue()


def write_csv(sheet: OutSheet) -> bytes:
    """CSV that Excel and WPS open in the right encoding; text that would be taken for a formula gets a quote before it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([heading.text for heading in sheet.headings])
    for row in sheet.rows:
        writer.writerow([_as_text(heading, value) for heading, value in zip(sheet.headings, row, strict=True)])
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def _as_text(heading: Heading, value: Any) -> str:
    """Numbers in full, never with an exponent."""
    if value is None or isinstance(value, Decimal):
        return "" if value is None else f"{value:f}"
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) and heading.type not in NUMERIC else text


def _write_sheet(book: Any, sheet: OutSheet, formats: Mapping[str, Any]) -> None:
    rows = list(sheet.rows)
    for part, start in enumerate(range(0, max(1, len(rows)), MOST_ROWS)):
        page = book.add_worksheet(sheet.name[:28] + (f" {part + 1}" if part else ""))
        for at, heading in enumerate(sheet.headings):
            page.write_string(0, at, heading.text, formats["head"])
            page.set_column(at, at, heading.width or WIDTHS[heading.type])
        for number, row in enumerate(rows[start : start + MOST_ROWS], start=1):
            for at, (heading, value) in enumerate(zip(sheet.headings, row, strict=True)):
                _write_cell(page, (number, at), value, formats.get(heading.type))
        page.freeze_panes(1, 1)
        if sheet.headings:
            page.autofilter(0, 0, max(1, min(len(rows) - start, MOST_ROWS)), len(sheet.headings) - 1)
        if sheet.foot:
            page.write_string(min(len(rows) - start, MOST_ROWS) + 2, 0, sheet.foot)


def _write_notes(book: Any, notes: Iterable[tuple[str, str]], formats: Mapping[str, Any]) -> None:
    page = book.add_worksheet(NOTES_SHEET)
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 80)
    for number, (name, text) in enumerate(notes):
        page.write_string(number, 0, name, formats["head"])
        page.write_string(number, 1, text)


def _write_cell(page: Any, place: tuple[int, int], value: Any, form: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and -EXACT_INTEGER < value < EXACT_INTEGER:
        page.write_number(*place, value, form)
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= FIRST_DAY:
        page.write_datetime(*place, value, form)
    else:
        _write_text(page, place, str(value))


def _write_text(page: Any, place: tuple[int, int], text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise TextTooLong(text[:40])
    page.write_string(*place, text)


def heading_of(column: Column, language: str) -> Heading:
    """The head of a column of the data dictionary: `总投资（万元）`, in English `Investment (万元)`."""
    chinese = language.startswith("zh")
    name = column.zh if chinese else column.en
    unit = (f"（{column.unit}）" if chinese else f" ({column.unit})") if column.unit else ""
    return Heading(name + unit, column.type)


def table_sheet(table: str, frame: pl.DataFrame, named: Mapping[str, Mapping[str, str]], language: str = "zh") -> OutSheet:
    """A table of the data set as a sheet: code words spelt out, references by name where `named[table][key]` gives one."""
    described = tables()[table]
    tellers = [_teller(column, named.get(column.references, {}), language) for column in described.columns]
    rows = ([tell(value) for tell, value in zip(tellers, row, strict=True)] for row in frame.iter_rows())
    name = described.zh if language.startswith("zh") else described.en
    return OutSheet(name, [heading_of(column, language) for column in described.columns], rows)


def _teller(column: Column, named: Mapping[str, str], language: str) -> Callable[[Any], Any]:
    if column.references:
        return lambda value: named.get(value, value)
    if column.codes:
        return lambda value: word(column.codes, value, language) or value
    if column.type == "boolean":
        yes, no = ("是", "否") if language.startswith("zh") else ("yes", "no")
        return lambda value: None if value is None else (yes if value else no)
    if column.type == "instant":
        return lambda value: None if value is None else value.isoformat()
    return lambda value: value
