"""Cells → values of a column: exact numbers in the column's unit, real days, code words in either language."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache

from lianqun.tables.workbooks.heads import plain
from lianqun.tables.workbooks.sheets import Cell
from lianqun.vocab.codes import code_lists
from lianqun.vocab.dictionary import Column
from lianqun.vocab.periods import NotAPeriod, find, read_written
from lianqun.vocab.units import parse_unit

Value = str | int | bool | Decimal | date | datetime | None
NOTHING = frozenset({"", "-", "--", "—", "——", "/", "－"})
YES_NO = {"是": True, "否": False, "true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}
MIDNIGHT = re.compile(r" 0{1,2}:00(?::00)?$")
CLOCK = re.compile(r"[T ]\d{1,2}:")
NO_DAYS = {"day": "no_such_day", "month": "no_such_day"}
NUMBER_AND_UNIT = re.compile(r"^([+-]?[\d.]+(?:[eE][+-]?\d+)?)\s*(\D*)$")
MOST = Decimal(10) ** 11
YEARS = range(1000, 3000)


class Misfit(Exception):
    """A cell that its column cannot hold; `code` stands in import_messages.csv."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_nothing(cell: Cell) -> bool:
    """Whether a cell says nothing: empty, or a dash."""
    return isinstance(cell, str) and plain(cell) in NOTHING


def factor_between(unit: str, column: Column) -> Decimal | None:
    """What a number in `unit` is multiplied by to be in the column's unit; None where that cannot be."""
    if not unit or unit == column.unit:
        return Decimal(1)
    given, wanted = parse_unit(unit), parse_unit(column.unit)
    if given is None or wanted is None or given[0].dimension != wanted[0].dimension:
        return None
    return given[1] / wanted[1]


def read_cell(cell: Cell, column: Column, unit: str = "") -> Value:
    """The value of a cell for a column whose head named a unit. None for nothing; raises Misfit.

    A dash says nothing, except in a column of text, where it may be the text.
    """
    nothing = cell == "" or str(cell).isspace() if column.type == "text" else is_nothing(cell)
    return None if nothing else READERS[column.type](cell, column, unit)


def read_text(cell: Cell) -> str:
    """The text of a cell as it stands there: numbers as the sheet shows them, days without a time of day."""
    if isinstance(cell, float):
        return _written(cell)
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        cell = cell.date()
    return str(cell).strip()


def _read_code(cell: Cell, column: Column, unit: str) -> str:
    text = plain(read_text(cell))
    if not column.codes:
        return text
    code = code_words(column.codes).get(text.lower())
    if code is None:
        raise Misfit("unknown_code")
    return code


@cache
def code_words(code_list: str) -> Mapping[str, str]:
    """Every word of a code list in lower case (the code, its Chinese, its English) → the code."""
    members = code_lists()[code_list].values()
    return {plain(word).lower(): code.code for code in members for word in (code.en, code.zh, code.code)}


def _written(number: float) -> str:
    """A number as the sheet shows it: a workbook keeps 15 digits, beyond which there is only noise."""
    return format(Decimal(format(number, ".15g")), "f")


def _number(cell: Cell, column: Column, unit: str) -> Decimal:
    if isinstance(cell, bool | date):
        raise Misfit("not_a_number")
    text = _written(cell) if isinstance(cell, float) else plain(cell).replace(",", "").replace(" ", "")
    match = NUMBER_AND_UNIT.match(text)
    if match is None:
        raise Misfit("not_a_number")
    factor = factor_between(match[2] or unit, column)
    if factor is None:
        raise Misfit("not_a_number" if match[2] else "unit_of_other_dimension")
    try:
        return Decimal(match[1]) * factor
    except InvalidOperation as error:
        raise Misfit("not_a_number") from error


def _read_decimal(cell: Cell, column: Column, unit: str) -> Decimal:
    number = _number(cell, column, unit)
    if abs(number) >= MOST or number != round(number, 4):
        raise Misfit("too_exact")
    return round(number, 4)


def _read_integer(cell: Cell, column: Column, unit: str) -> int:
    number = _number(cell, column, unit)
    if number != number.to_integral_value() or abs(number) >= 10**18:
        raise Misfit("not_whole")
    return int(number)


def _read_year(cell: Cell, column: Column, unit: str) -> int:
    found = find((_written(cell) if isinstance(cell, float) else plain(cell)).removesuffix("年"))
    if found is None or found.kind != "year" or found.first.year not in YEARS:
        raise Misfit("not_a_year")
    return found.first.year


def _read_boolean(cell: Cell, column: Column, unit: str) -> bool:
    text = _written(cell) if isinstance(cell, float) else plain(cell).lower()
    if text not in YES_NO:
        raise Misfit("not_yes_or_no")
    return YES_NO[text]


def _read_date(cell: Cell, column: Column, unit: str) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _written(cell) if isinstance(cell, float) else plain(cell)
    return _day_of(MIDNIGHT.sub("", text))


def _day_of(text: str) -> date:
    try:
        found = read_written(text)
    except NotAPeriod as wrong:
        raise Misfit(NO_DAYS.get(wrong.kind, "not_a_date")) from wrong
    if found.kind != "day" or CLOCK.search(text):
        raise Misfit("date_without_day" if found.kind == "month" else "not_a_date")
    return found.first


def _read_instant(cell: Cell, column: Column, unit: str) -> datetime:
    try:
        read = cell if isinstance(cell, datetime) else datetime.fromisoformat(plain(cell))
    except ValueError as error:
        raise Misfit("not_a_date") from error
    return read


READERS: Mapping[str, Callable[[Cell, Column, str], Value]] = {
    "text": lambda cell, _column, _unit: read_text(cell),
    "code": _read_code,
    "integer": _read_integer,
    "decimal": _read_decimal,
    "year": _read_year,
    "boolean": _read_boolean,
    "date": _read_date,
    "instant": _read_instant,
}
