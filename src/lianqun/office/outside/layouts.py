"""What a reading knew of a document's layout, beside its kept text: tables, pages or sheets, and its warnings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from lianqun.office.outside import files
from lianqun.read import Reading
from lianqun.vocab.claims import GridCell

FORM = 1


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table, `text[start:end]`: its kind (head, item, total …), and start and end of each cell, one after another."""

    kind: str
    start: int
    end: int
    cells: list[int]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end of each cell."""
        return list(zip(self.cells[::2], self.cells[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table, `text[start:end]`; `subject` is the column that says what a row is about (-1: none), `part` its page or sheet."""

    start: int
    end: int
    part: str
    subject: int
    is_form: bool
    rows: list[TableRow]


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a document; `pages` are the start and the name of each page or sheet. Empty where none is kept.

    `cells` are those that claims were read from, by the id of the statement.
    """

    media_type: str = ""
    pages: tuple[tuple[int, str], ...] = ()
    tables: tuple[KeptTable, ...] = ()
    warnings: tuple[str, ...] = ()
    cells: Mapping[str, GridCell] = field(default_factory=dict)

    @property
    def is_printed(self) -> bool:
        """Whether the document has pages of which there are pictures."""
        return self.media_type == "application/pdf" and bool(self.pages)

    def table_at(self, start: int, end: int) -> KeptTable | None:
        """The table that a passage stands in."""
        return next((table for table in self.tables if table.start <= start and end <= table.end), None)

    def pages_at(self, start: int) -> list[int]:
        """Numbers of the pages that a passage may stand on: the one where its stretch of text begins; the next ones where a table
        goes on, as its rows are kept together."""
        last = max((number for number, (begun, _name) in enumerate(self.pages) if begun <= start), default=0)
        table = next((one for one in self.tables if one.start <= start < one.end), None)
        return [last + 1, *(range(last + 2, min(last + 2 + MOST_PAGES_OF_A_TABLE, len(self.pages) + 1)) if table else ())]


MOST_PAGES_OF_A_TABLE = 5


def keep_layout(document_id: str, reading: Reading, cells: Mapping[str, GridCell]) -> None:
    """Write the layout of a reading to its file, as a whole, with the cells that its statements were read from."""
    tables = [
        {
            "at": [grid.start, grid.end],
            "part": grid.part,
            "subject": grid.subject,
            "form": bool(grid.heads),
            "rows": [[row.kind, row.start, row.end, [at for cell in row.cells for at in cell]] for row in grid.rows],
        }
        for grid in reading.grids
    ]
    pages = [[page.start, page.name] for page in reading.pages]
    kept = {
        "form": FORM,
        "media_type": reading.media_type,
        "warnings": list(reading.warnings),
        "pages": pages,
        "tables": tables,
        "cells": cells,
    }
    data = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
    files.write_file(files.layout_path(document_id), data)


def layout_of(document_id: str) -> Layout:
    """The kept layout of a document; an empty one for a document read before layouts were kept, or by another version."""
    path = files.layout_path(document_id)
    try:
        return _read_layout(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return Layout()


@lru_cache(maxsize=16)
def _read_layout(path: Path, _modified_ns: int) -> Layout:
    kept = json.loads(path.read_bytes())
    if kept.get("form") != FORM:
        return Layout()
    tables = tuple(
        KeptTable(one["at"][0], one["at"][1], one["part"], one["subject"], one["form"], [TableRow(*row) for row in one["rows"]])
        for one in kept["tables"]
    )
    pages = tuple((start, name) for start, name in kept["pages"])
    cells = {statement: GridCell(*cell) for statement, cell in kept.get("cells", {}).items()}
    return Layout(kept["media_type"], pages, tables, tuple(kept["warnings"]), cells)
