"""A row of any table as names and values that a reader understands, by the data dictionary."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from lianqun.office.pages.words import code_word, column_word, day, is_chinese, money, named, noted, number
from lianqun.office.queries.rows.people import called
from lianqun.vocab.dictionary import Column, tables
from lianqun.vocab.masking import is_masked, mask
from lianqun.vocab.people import is_person
from lianqun.vocab.units import unit_in_english

LEFT_OUT = ("id", "sha256", "file")


def title_of(row: Model) -> str:
    """What a row is called in the reader's language, by the columns that name it; its key where they hold nothing."""
    parts = (_named_by(row, tables()[row._meta.db_table].column(name)) for name in tables()[row._meta.db_table].named_by)
    return " · ".join(part for part in parts if part) or str(row.pk)


def _named_by(row: Model, column: Column) -> str:
    if column.references:
        other = getattr(row, column.name.removesuffix("_id"))
        return title_of(other) if isinstance(other, Model) else ""
    if column.codes:
        return code_word(column.codes, getattr(row, column.name))
    if column.name.endswith("_zh"):
        return named(row, column.name.removesuffix("_zh"))
    return noted(column.table, column.name, str(getattr(row, column.name)))


def _is_fact(column: Column) -> bool:
    """Names stand above the facts, and what is only said in English does not stand beside the Chinese."""
    is_name = column.name in tables()[column.table].names or column.name.endswith("_en")
    return not is_name and column.name not in LEFT_OUT


def facts_of(table: str, row: Model, only: str = "") -> list[tuple[str, str]]:
    """The columns of a row that hold something, as (word, value); with `only`, that column alone."""
    columns = [column for column in tables()[table].columns if (column.name == only if only else _is_fact(column))]
    shown = ((_word(column), _shown(column, row)) for column in columns)
    return [(word, value) for word, value in shown if value]


def _word(column: Column) -> str:
    word = column_word(column.table, column.name)
    unit = "" if column.name.endswith("_wan_yuan") else column.unit
    if is_chinese():
        return f"{word}（{unit}）" if unit else word
    return f"{word} ({unit_in_english(unit)})" if unit_in_english(unit) else word


def _shown(column: Column, row: Model) -> str:
    value: Any = getattr(row, column.name)
    if value is None or value == "":
        return ""
    if is_masked(column.table, column.name):
        return mask(str(value)) or ""
    if column.references:
        other = getattr(row, column.name.removesuffix("_id"), None)
        return title_of(other) if isinstance(other, Model) else str(value)
    if column.codes:
        return code_word(column.codes, str(value))
    if is_person(column.table, column.name):
        return called([str(value)])
    if column.name.endswith("_wan_yuan"):
        return money(value, unit=True)
    if column.type == "text":
        return noted(column.table, column.name, str(value))
    return WRITERS.get(column.type, str)(value)


def _yes(value: bool) -> str:
    return ("是" if value else "否") if is_chinese() else ("yes" if value else "no")


WRITERS: dict[str, Callable[[Any], str]] = {"decimal": number, "integer": number, "date": day, "boolean": _yes}
