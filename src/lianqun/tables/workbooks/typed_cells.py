"""A row as a person types it, field by field, or sends it by the interface: read exactly as a cell of a workbook is, all of it at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from lianqun.tables.cell_checks import EXPLAINERS
from lianqun.tables.problems import Problem, Spot, describe
from lianqun.tables.problems import messages as check_messages
from lianqun.tables.workbooks.cells import Misfit, Value, read_cell, read_text
from lianqun.tables.workbooks.heads import plain
from lianqun.tables.workbooks.import_problems import messages
from lianqun.tables.workbooks.references import Meanings
from lianqun.tables.workbooks.sheets import Cell
from lianqun.tables.workbooks.standing import Standing
from lianqun.vocab.dictionary import Column, tables

# What a cell may be written like without being wrong: where only this is to be said of it, its reading failed for another reason.
MERELY_WRITTEN_SO = frozenset(
    {"full_width", "stray_space", "thousands_mark", "unit_written", "date_form", "instant_without_zone"}
)


@dataclass(slots=True)
class TypedRow:
    """The values by column, None for nothing, and what cannot be read, each at its column; such a column has no value."""

    values: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def unread(self) -> frozenset[str]:
        """The columns whose cell cannot be read."""
        return frozenset(problem.column for problem in self.problems)


def read_typed(table: str, cells: Mapping[str, Cell], standing: Standing, zone: tzinfo) -> TypedRow:
    """Read the cells of one row, given by column name; a text in a reference is a key or a name. Times without a zone are of `zone`.

    KeyError for a column that the dictionary does not have.
    """
    row = TypedRow()
    for name, cell in cells.items():
        column = tables()[table].column(name)
        try:
            row.values[name] = _zoned(read_cell(_unbroken(cell), column), zone)
        except Misfit as misfit:
            row.problems.append(_explained(column, cell, misfit.code))
    for name, value in [*row.values.items()]:
        if tables()[table].column(name).references and value is not None:
            _refer(row, tables()[table].column(name), read_text(cells[name]), standing)
    return row


def _unbroken(cell: Cell) -> Cell:
    """Browsers send the lines of a text with the ends that mail has."""
    return cell.replace("\r\n", "\n") if isinstance(cell, str) else cell


def _zoned(value: Value, zone: tzinfo) -> Value:
    return value.replace(tzinfo=zone) if isinstance(value, datetime) and value.tzinfo is None else value


def _refer(row: TypedRow, column: Column, text: str, standing: Standing) -> None:
    meant = Meanings(column.references, [text], standing).of(text)
    if len(meant) == 1:
        row.values[column.name] = next(iter(meant))
        return
    del row.values[column.name]
    row.problems.append(problem_of("ambiguous_reference" if meant else "unknown_reference", column, text))


def _explained(column: Column, cell: Cell, code: str) -> Problem:
    """Why a cell cannot be read, as `lianqun check` says it; where that is only about how it is written, as an import says it."""
    text = plain(cell)
    explain = EXPLAINERS.get(column.type)
    if column.codes or explain is None:
        return problem_of(code, column, text)
    told, words = explain(column, text)
    if told in MERELY_WRITTEN_SO or told not in check_messages():
        return problem_of(code, column, text)
    return describe(told, Spot(column.table, column.name), {**words, "value": text})


def problem_of(code: str, column: Column, value: str = "") -> Problem:
    """A problem in the words of an import, at a column."""
    message = messages()[code]
    words = {part: message[part].replace("{value}", value[:60]).rstrip("。.") for part in ("zh", "en", "mend_zh", "mend_en")}
    return Problem(column.table, 0, column.name, value[:60], code, **words)


def without(problems: Iterable[Problem], columns: Iterable[str]) -> list[Problem]:
    """Problems of other columns than these: of a cell that cannot be read it need not be said that it is empty."""
    said = frozenset(columns)
    return [problem for problem in problems if problem.column not in said]
