"""Head rows: where a table begins in a sheet, which table it is, and what each column means, unit included."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from lianqun.tables.workbooks.sheets import Cell, Sheet
from lianqun.vocab.dictionary import Column, Table, tables

SEARCHED_ROWS = 30
IN_BRACKETS = re.compile(r"^(?P<name>.+?)\s*[(\[【/:,](?P<unit>[^()\[\]【】]+)[)\]】]?$")


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a sheet that is understood: its index, the dictionary's column, and the unit in its head if any."""

    index: int
    printed: str
    column: Column
    unit: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A table in a sheet: the index of the first row of data, the columns understood, and the heads that are not."""

    table: Table
    first_row: int
    heads: list[Head]
    unknown: list[tuple[int, str]]


def plain(cell: Cell) -> str:
    """A cell's text in half-width characters, without spaces at its ends or line breaks inside."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(cell))).strip()


def find_layout(sheet: Sheet, table: str = "") -> Layout | None:
    """The table that a sheet holds, or None. Title rows above the head are passed over; of merged heads the lowest row counts.

    `table` is the one to look for in a sheet that is not named after any.
    """
    best: tuple[tuple[int, int, int], Layout] | None = None
    is_named = any(names_table(sheet.name, one) for one in tables().values())
    candidates = [tables()[table]] if table and not is_named else list(tables().values())
    for index, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        for candidate in candidates:
            layout = _layout(candidate, index, row)
            rank = (len(layout.heads), int(names_table(sheet.name, candidate)), index)
            if _is_head(layout) and (best is None or rank > best[0]):
                best = rank, layout
    return best[1] if best else None


def _is_head(layout: Layout) -> bool:
    """At least two columns are understood, at least as many as not, and one of them says what the row is about."""
    return len(layout.heads) >= 2 and len(layout.heads) >= len(layout.unknown)


def names_table(name: str, table: Table) -> bool:
    """Whether a sheet is named after a table, in either language."""
    return plain(name).lower() in (table.name, table.zh, table.en.lower())


def _layout(table: Table, index: int, row: Iterable[Cell]) -> Layout:
    printed = [(position, cell.strip()) for position, cell in enumerate(row) if isinstance(cell, str) and plain(cell)]
    read = [(position, text, read_head(table, text)) for position, text in printed]
    heads = [Head(position, text, *found) for position, text, found in read if found]
    return Layout(table, index + 1, heads, [(position, text) for position, text, found in read if not found])


def read_head(table: Table, text: str) -> tuple[Column, str] | None:
    """The column of a table that a head means and the unit it names: `总投资（亿元）` → (investment_wan_yuan, 亿元)."""
    text = plain(text).rstrip("*")
    words = _words(table.name)
    if text.lower() in words:
        return words[text.lower()], ""
    match = IN_BRACKETS.match(text)
    if match and match["name"].strip().lower() in words:
        return words[match["name"].strip().lower()], match["unit"].strip().removeprefix("单位:")
    return None


@cache
def _words(table: str) -> Mapping[str, Column]:
    """All heads by which the columns of a table are known: their names in both languages, their name here, that with spaces.

    Of two columns that a head could mean it means the one that bears it, then the one that stands first.
    """
    columns = tables()[table].columns[::-1]
    bare = {_bare(column): column for column in columns}
    spaced = {column.name.replace("_", " "): column for column in columns}
    said = {plain(name).lower(): column for column in columns for name in (column.en, column.zh)}
    return {**bare, **spaced, **said, **{column.name: column for column in columns}}


def _bare(column: Column) -> str:
    """A name without its unit, as exported heads were before columns had English names: `signed_on` → signed on."""
    return column.name.removesuffix("_wan_yuan").removesuffix("_percent").removesuffix("_id").replace("_", " ")
