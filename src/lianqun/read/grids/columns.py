"""What each column of a table holds: its role by its head and by its cells, its measure, unit and period."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lianqun.read.grids.context import Context, is_place, shift_period
from lianqun.read.grids.grid import GridColumn
from lianqun.read.grids.head_words import HeadWords, read_head, role_of
from lianqun.read.grids.values import is_nothing, narrow_text, read_number
from lianqun.vocab.periods import find
from lianqun.vocab.units import parse_unit

_MOSTLY = 0.6
_SOME = 0.3
_LOOKED_AT = 200
_NUMERIC = ("", "amount", "capacity", "item", "indicator", "product", "firm", "project", "kind")
_SUBJECTS = (
    "project",
    "thing",
    "item",
    "firm",
    "indicator",
    "region",
    "product",
    "winner",
    "holder",
    "investor",
    "builder",
    "link",
    "chain",
    "period",
    "text",
)
_OF_WHICH = "其中"


@dataclass(frozen=True, slots=True)
class _Path:
    """The heads above a column, taken apart."""

    heads: tuple[HeadWords, ...]
    period: str
    place: str

    @property
    def words(self) -> str:
        """The words of all heads; what stands above 其中 is left out where both name the same measure (总投资, 其中：设备投资)."""
        if self.heads and self.heads[-1].named:
            return self.heads[-1].words
        kept: list[str] = []
        for head in self.heads:
            word = head.words.removeprefix(_OF_WHICH).lstrip(":：")
            if word != head.words and kept and kept[-1][-2:] == word[-2:]:
                kept = []
            kept += [word] if word and word not in "".join(kept) else []
        return "".join(kept)


def understand_columns(paths: Sequence[Sequence[str]], cells: Sequence[Sequence[str]], context: Context) -> list[GridColumn]:
    """The columns of a table with heads `paths`; `cells` are, for each column, the words of its items.

    Where nothing above the table names a period, the one that its heads name holds for all of it.
    """
    read = [_read_path(path, context) for path in paths]
    named = list(dict.fromkeys(path.period for path in read if path.period))
    period = context.period() or (named[0] if len(named) == 1 else "")
    return _mark_unclear([_column(index, path, cells[index], period) for index, path in enumerate(read)])


def _mark_unclear(columns: list[GridColumn]) -> list[GridColumn]:
    """Columns of numbers that say the same of different numbers: their heads were not read to the end."""
    same = Counter((c.words, c.kind, c.period, c.place, c.unit, c.basis) for c in columns if c.role == "number")
    twice = [key for key, count in same.items() if count > 1 and key[1] in ("level", "share")]
    return [
        replace(c, unclear=True) if c.role == "number" and (c.words, c.kind, c.period, c.place, c.unit, c.basis) in twice else c
        for c in columns
    ]


def _column(index: int, read: _Path, cells: Sequence[str], period: str) -> GridColumn:
    last = read.heads[-1] if read.heads else HeadWords("")
    named = (None if last.named else role_of(read.words)) or {"role": last.role, "attribute": last.attribute}
    unit = next((head.unit for head in reversed(read.heads) if head.unit), "")
    role = _role(named["role"], [cell for cell in cells if not is_nothing(cell)][:_LOOKED_AT], unit)
    kinds = [head.kind for head in reversed(read.heads) if head.kind != "level"]
    shifts = [shift for head in read.heads for shift in head.shifts]
    own = _own_period(read.period, shifts, period)
    return GridColumn(
        index=index,
        words=read.words,
        role=role,
        attribute=named["attribute"],
        unit=unit,
        kind=kinds[0] if kinds and role == "number" else "level",
        period=own or period,
        modality=next((head.modality for head in reversed(read.heads) if head.modality != "actual"), "actual"),
        place=read.place,
        own_period=bool(own),
        basis="previous" in shifts,
        type=last.type,
    )


def _own_period(printed: str, shifts: Sequence[str], period: str) -> str:
    """The period of a column by its own heads; "" where they name none. 本月 under 2024年 is the month of the table, not the year."""
    known = find(period)
    if printed and not (shifts and known and printed == str(known.year) and set(shifts) <= {"month", "to_date"}):
        return printed
    return shift_period(period, shifts) if shifts else ""


def _read_path(path: Sequence[str], context: Context) -> _Path:
    heads: list[HeadWords] = []
    period = place = ""
    for cell in path:
        text, time = context.cut_times(narrow_text(cell))
        period = time or period
        head = read_head(text, context.usage.heads)
        if head.words and not head.role and len(path) + len(head.words) > 2 and is_place(head.words):
            place, head = head.words, replace(head, words="")
        heads.append(head)
    return _Path(tuple(heads), period, place)


def _role(named: str, cells: Sequence[str], unit: str) -> str:
    """A known head decides, unless its cells are numbers where it wants words, or words where it wants units."""
    if named == "unit":
        units = sum(parse_unit(narrow_text(cell)) is not None for cell in cells)
        return "unit" if units > _MOSTLY * len(cells) else "firm"
    if not cells:
        return named or "empty"
    if named in _NUMERIC and sum(read_number(cell, unit) is not None for cell in cells) >= (_SOME if unit else _MOSTLY) * len(
        cells
    ):
        return "number"
    return "number" if named in ("amount", "capacity") else named or "text"


def choose_subject(columns: Sequence[GridColumn]) -> int:
    """The index of the column that says what a row is about; -1 where there is none. Of several indicators the finest, the last."""
    first_number = next((column.index for column in columns if column.role == "number"), len(columns))
    for role in _SUBJECTS:
        found = [column.index for column in columns if column.role == role]
        before = [index for index in found if index < first_number]
        if found:
            return before[-1] if role == "indicator" and before else found[0]
    return -1


def settle_item(columns: Sequence[GridColumn], subject: int) -> list[GridColumn]:
    """项目 alone is an indicator where a unit column stands beside it or no other head says what is measured, else a project."""
    if subject < 0 or columns[subject].role not in ("item", "text"):
        return list(columns)
    has_unit = any(column.role == "unit" for column in columns)
    silent = not any(column.words for column in columns if column.role == "number" and column.kind == "level")
    role = "indicator" if has_unit or silent else ("project" if columns[subject].role == "item" else "thing")
    return [replace(column, role=role) if column.index == subject else column for column in columns]
