"""A row of any table as names and values that a reader understands, by the data dictionary."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from lianqun.office.pages.words import code_word, column_word, day, is_chinese, money, named, number
from lianqun.vocab.dictionary import Column, tables

TITLES = ("title", "field_zh", "clause", "name", "alias", "subject", "as_printed")
LEFT_OUT = ("id", "name_zh", "name_en", "description_en", "note_en", "product_en", "field_en", "sha256", "file")


def title_of(row: Model) -> str:
    """What a row is called: its name in the reader's language, or whatever names it best."""
    if hasattr(row, "name_zh"):
        return named(row)
    for name in TITLES:
        if getattr(row, name, ""):
            return str(getattr(row, name))
    ends = [
        str(getattr(row, name))
        for name in ("organization", "from_organization", "link", "to_organization", "to_place")
        if getattr(row, name, None)
    ]
    return " · ".join(ends) or str(row.pk)


def facts_of(table: str, row: Model, only: str = "") -> list[tuple[str, str]]:
    """The columns of a row that hold something, as (word, value); with `only`, that column alone."""
    columns = [column for column in tables()[table].columns if column.name not in LEFT_OUT and only in ("", column.name)]
    shown = ((_word(column), _shown(column, row)) for column in columns)
    return [(word, value) for word, value in shown if value]


def _word(column: Column) -> str:
    word = column_word(column.table, column.name)
    unit = "" if column.name.endswith("_wan_yuan") else column.unit
    return f"{word}（{unit}）" if unit and is_chinese() else word


def _shown(column: Column, row: Model) -> str:
    value: Any = getattr(row, column.name)
    if value is None or value == "":
        return ""
    if column.references:
        other = getattr(row, column.name.removesuffix("_id"), None)
        return title_of(other) if isinstance(other, Model) else str(value)
    if column.codes:
        return code_word(column.codes, str(value))
    if column.name.endswith("_wan_yuan"):
        return money(value, unit=True)
    return WRITERS.get(column.type, str)(value)


def _yes(value: bool) -> str:
    return ("是" if value else "否") if is_chinese() else ("yes" if value else "no")


WRITERS: dict[str, Callable[[Any], str]] = {"decimal": number, "integer": number, "date": day, "boolean": _yes}
