"""What one row of a grid claims: its numbers with their growth, and the names, dates and places that stand in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lianqun.read.certainty import certainty_in_grid
from lianqun.read.files.content import Span
from lianqun.read.grids.grid import Grid, GridColumn, Row
from lianqun.read.grids.values import CellNumber, is_nothing, narrow_text, read_number
from lianqun.vocab.claims import Claim, GridCell
from lianqun.vocab.units import parse_unit

_LONGEST_QUOTE = 160
_GROWTH = re.compile(r"(?:增速|增长|增幅|增长率|同比)$")
_COUNTED = re.compile(r"(?:数|量|人口|次|额|率|出栏|存栏)$")
_COUNTER = re.compile(r"([个家户人项])数$")
_MEASURES = ("个", "家", "户", "人", "名", "项", "所")
_TIMELESS = ("amount", "capacity")
_ITEMS = ("item", "of_which")
_GROWTH_KINDS = ("change", "points")
_RATIOS = ("ratio", "point")
_MEASURED = ("indicator", "period")
_NAMED = ("product", "link", "chain")
_PLANNED = ("计划", "预计", "预期", "预测", "计划数", "预计数")


@dataclass
class Figure:
    """A number of a row, with the growth that the column beside it gives."""

    column: GridColumn
    number: CellNumber
    span: Span
    unit: str
    assumed: bool = False
    change: str = ""
    change_end: int = 0


@dataclass(frozen=True)
class RowContext:
    """A row with what it is about: `label` its own words, `subject` whose numbers they are, and where and on which chain.

    `place` are the numbers of its grid and of the row in it.
    """

    text: str
    grid: Grid
    row: Row
    label: str
    label_span: Span
    label_unit: str
    subject: str
    region: str
    chain: str = ""
    period: str = ""
    doubts: tuple[str, ...] = field(default=())
    place: tuple[int, int] = (0, 0)

    def words(self, column: int) -> str:
        """The words of a cell."""
        start, end = self.row.cells[column]
        return self.text[start:end]

    def holds(self, column: int, span: Span) -> bool:
        """Whether words stand in the cell of a column; the label of a total may stand in another than that of its subject."""
        start, end = self.row.cells[column]
        return start <= span[0] and span[1] <= end

    def cell(self, column: int) -> GridCell:
        """The cell of a column, as a claim names it."""
        return GridCell(*self.place, column)

    def quote_span(self, span: Span, column: int) -> Span:
        """From the row's label (of a form: the value's own head) to the cell; the cell alone where that would be long."""
        first = self.grid.heads[column][0] if self.grid.heads else self.label_span[0]
        if not self.row.start <= first < self.row.end:
            first = self.row.start
        start, end = min(first, span[0]), max(self.label_span[1] if first == self.label_span[0] else 0, span[1])
        return (start, end) if end - start <= _LONGEST_QUOTE and "\n" not in self.text[start:end] else span


def find_figures(row: RowContext) -> list[Figure]:
    """The numbers of a row in their order; growth goes to the number that it stands behind."""
    figures: list[Figure] = []
    for column in row.grid.columns:
        if column.role != "number" or is_nothing(row.words(column.index)):
            continue
        number = read_number(row.words(column.index), column.unit)
        if number is None:
            continue
        unit, assumed = _unit(row, column, number)
        target = _changed(figures, column, unit) if column.kind in _GROWTH_KINDS else None
        span = row.row.cells[column.index]
        if target is None:
            figures.append(Figure(column, number, span, unit, assumed))
        else:
            target.change, target.change_end, target.assumed = sign(number.value, unit), span[1], target.assumed or assumed
    return figures


def sign(value: str, unit: str) -> str:
    """Growth as claims carry it: 5.3 → +5.3%, -2 → -2%."""
    return f"{'' if value.startswith('-') else '+'}{value}{unit}"


def _changed(figures: Sequence[Figure], column: GridColumn, unit: str) -> Figure | None:
    """The number that growth belongs to: the last one before it of the same measure that is no base of comparison."""
    for figure in reversed(figures):
        other = figure.column
        if (other.kind != "level" and other.kind != "share") or other.basis:
            continue
        same = not column.words or column.words == other.words or other.words.endswith(column.words)
        if not same or figure.change or (column.own_period and other.own_period and column.period != other.period):
            return None
        return figure if ("百分点" in unit) == (figure.unit == "%") or "百分点" not in unit else None
    return None


def _unit(row: RowContext, column: GridColumn, number: CellNumber) -> tuple[str, bool]:
    """The unit of a number and whether it was only assumed: its own, its column's, its row's, the table's."""
    if number.unit or column.unit:
        return number.unit or column.unit, False
    if column.kind in _GROWTH_KINDS:
        return "%", True
    if row_unit := _row_unit(row):
        return row_unit, False
    unit, assumed = _table_unit(row, column)
    return unit, assumed or (bool(unit) and row.grid.units_assumed)


def _row_unit(row: RowContext) -> str:
    beside = next((narrow_text(row.words(c.index)) for c in row.grid.columns if c.role == "unit"), "")
    return beside if beside and parse_unit(beside) else row.label_unit


def _table_unit(row: RowContext, column: GridColumn) -> tuple[str, bool]:
    """Of the units above the table the one that fits: a ratio for shares, a measure word for counts, else the first other."""
    kinds = {unit: parsed[0] for unit in row.grid.units if (parsed := parse_unit(unit))}
    ratios = [unit for unit, parsed in kinds.items() if parsed.kind in _RATIOS]
    counts = [unit for unit, parsed in kinds.items() if parsed.dimension in ("count", "persons")]
    if counter := _COUNTER.search(column.words):
        return counter[1], False
    if column.kind == "share":
        return (ratios or ["%"])[0], not ratios
    if _COUNTED.search(column.words) and column.words.endswith("数"):
        return (counts or [""])[0], not counts
    others = [unit for unit in kinds if unit not in ratios and unit not in counts] or counts
    return (others or [""])[0], not others


def claim_figures(row: RowContext, doubted: frozenset[int]) -> Iterator[Claim]:
    """One claim for each number of a row; `doubted` are columns whose total its parts do not give."""
    role = row.grid.subject_role
    for figure in find_figures(row):
        column = figure.column
        lone = column.kind in _GROWTH_KINDS
        kind, attribute = _measure(row, role, figure)
        if not attribute or (column.kind == "share" and attribute.endswith(("合计", "小计"))):
            continue
        growth = lone or (figure.unit == "%" and _GROWTH.search(attribute) is not None and column.kind != "share")
        number = figure.number.number.without_sign() if lone else figure.number.number
        start, end = row.quote_span((figure.span[0], max(figure.span[1], figure.change_end)), column.index)
        flags = _flags(row, figure, column.index in doubted)
        yield Claim(
            type="forecast" if kind == "indicator" and _is_forecast(column, figure) else kind,
            subject=column.place or row.subject,
            attribute=attribute,
            value=number.text,
            unit=figure.unit,
            qualifier=figure.number.qualifier,
            change=figure.change or (sign(figure.number.value, figure.unit) if growth else ""),
            period=_period(row, column),
            region=column.place or row.region,
            chain=row.chain,
            modality=column.modality,
            quote=row.text[start:end],
            start=start,
            end=end,
            confidence=certainty_in_grid(len(flags)),
            flags=flags,
            number=number.exact,
            upper=number.upper,
            cell=row.cell(column.index),
            rule=f"grid/{row.row.kind}|grid/subject:{role or 'none'}|grid/{column.kind}",
        )


def _is_forecast(column: GridColumn, figure: Figure) -> bool:
    return column.modality == "goal" or (column.modality == "forecast" and figure.unit == "%")


def _period(row: RowContext, column: GridColumn) -> str:
    """The period of a number. What a project costs or can make is no figure of the year that the table is headed with."""
    if column.attribute in _TIMELESS and not column.own_period and row.row.kind in _ITEMS:
        return row.period
    return column.period if column.own_period or not row.period else row.period


def _flags(row: RowContext, figure: Figure, doubted: bool) -> tuple[str, ...]:
    inherited = bool(_period(row, figure.column)) and not figure.column.own_period and not row.period
    doubts = (
        ("period_inherited", inherited),
        ("unit_assumed", figure.assumed),
        ("parts_do_not_add_up", doubted),
        ("column_unclear", figure.column.unclear),
        ("subject_uncertain", not (figure.column.place or row.subject)),
    )
    return (*row.doubts, *(name for name, holds in doubts if holds))


def _measure(row: RowContext, role: str, figure: Figure) -> tuple[str, str]:
    """Type and attribute of a number: in tables of indicators the row names what is measured, in all others the column."""
    column = figure.column
    if column.type and row.row.kind in _ITEMS:
        return column.type, column.attribute or column.words
    if _is_sum(row, role):
        words = _words_of_sum(row, column)
    elif role in ("indicator", *_NAMED):
        own = "" if column.words in row.label or column.words in _PLANNED else column.words
        words = _counted(f"{row.label}{own}", figure.unit)
    elif column.attribute in _TIMELESS and role not in ("region", *_MEASURED) and not column.own_period:
        return "project", column.attribute
    else:
        words = column.words or ("数量" if role != "period" else "")
    return "indicator", words + _direction(figure)


def _is_sum(row: RowContext, role: str) -> bool:
    """Whether a row sums up those around it; the total of a table of divisions is the figure of the whole division."""
    if role == "region":
        return False
    return row.row.kind in ("total", "subtotal") or (row.row.kind == "section" and role not in (*_MEASURED, *_NAMED))


def _words_of_sum(row: RowContext, column: GridColumn) -> str:
    if row.row.kind == "total":
        return f"{column.words}合计"
    return f"{row.label.removesuffix('合计').removesuffix('小计')}{column.words}小计"


def _direction(figure: Figure) -> str:
    """What lone growth adds to the words of its measure."""
    if figure.column.kind not in _GROWTH_KINDS:
        return ""
    return "下降" if figure.number.value.startswith("-") else "增长"


def _counted(words: str, unit: str) -> str:
    """规上工业企业 in 家 is a number of them: 规上工业企业数."""
    return f"{words}数" if unit.lstrip("百千万亿") in _MEASURES and not _COUNTED.search(words) else words
