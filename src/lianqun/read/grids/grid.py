"""A grid: one table of the text, with its rows told apart and its columns understood."""

from collections.abc import Sequence
from dataclasses import dataclass

from lianqun.read.files.content import Span


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `kind` is head, item, total, subtotal, of_which, section, or note; each cell is its place in the text.

    Cells of a merged area have one and the same place, which may lie in the row above; an empty cell is an empty span.
    """

    kind: str
    start: int
    end: int
    cells: Sequence[Span]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """What a column holds. `role` as in heads.csv, or number, text, empty; `kind` of a number: level, change, points, share.

    `words` is what is measured, without unit, period and growth; `period` is ISO, "" where the head names none; `place` is
    the division that the head names, `basis` marks a column of what is compared with (上年同期), `unclear`
    columns that their heads do not tell apart; `type` is the kind of claim that a source wants of it.
    """

    index: int
    words: str
    role: str
    attribute: str = ""
    unit: str = ""
    kind: str = "level"
    period: str = ""
    modality: str = "actual"
    place: str = ""
    own_period: bool = False
    basis: bool = False
    unclear: bool = False
    type: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: `text[start:end]` and its rows.

    `columns` are empty where no head was understood; then the table claims nothing. `subject` is the index of the column that
    says what a row is about, -1 where there is none. `units`, `period` and `region` (the code of a division) hold for the
    whole table. `heads` are set for a form only, whose every value stands right behind its head. `part` names the sheet.
    `units_assumed` says that no line above the table names them, but only its source; `between` are lines inside a form that are no part of it.
    """

    start: int
    end: int
    rows: Sequence[Row]
    columns: Sequence[GridColumn] = ()
    units: Sequence[str] = ()
    period: str = ""
    region: str = ""
    subject: int = -1
    heads: Sequence[Span] = ()
    part: str = ""
    units_assumed: bool = False
    between: Sequence[Span] = ()

    @property
    def subject_role(self) -> str:
        """The role of the column that says what a row is about; "" where there is none."""
        return self.columns[self.subject].role if self.subject >= 0 else ""
