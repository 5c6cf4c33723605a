"""Grids → claims: row by row, with what the sections of a table and its merged cells say for the rows below."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lianqun.read.files.content import Span
from lianqun.read.grids.context import Context, is_place, region_code
from lianqun.read.grids.grid import Grid, Row
from lianqun.read.grids.labels import read_label
from lianqun.read.grids.name_claims import claim_names, read_date
from lianqun.read.grids.row_claims import RowContext, claim_figures
from lianqun.read.grids.totals import wrong_totals
from lianqun.read.grids.values import is_nothing, is_number
from lianqun.read.lists import words_of
from lianqun.vocab.claims import Claim
from lianqun.vocab.periods import find
from lianqun.vocab.regions import region_of

_MEASURED = ("indicator", "link", "chain", "product")
_TOTALS = ("total", "subtotal")
_PROSE = 12
_MEASURE = re.compile(
    r"(?:增加值|总?产值|投资额?|(?:营业|业务|财政|销售|税收)?收入|利润(?:总额)?|零售额|销售额|进出口(?:总额|额)?|出口(?:总额|额)?|进口(?:总额|额)?|产量|用电量|存款余额|贷款余额|余额|支出|企业|人数|户数)$"
)


@dataclass
class _Section:
    """The section that the rows below a section row belong to: its words, and the chain or division that they are.

    `whole` is the label of the last row that 其中 may speak of; `above` are the last words of the columns in front of the
    label, which hold for the rows below that leave them open.
    """

    words: str = ""
    chain: str = ""
    region: str = ""
    whole: str = ""
    above: dict[int, str] = field(default_factory=dict)


def claim_grids(text: str, grids: Sequence[Grid]) -> Iterator[Claim]:
    """All claims of all grids, in any order."""
    for number, grid in enumerate(grids):
        if grid.columns:
            yield from _claim_grid(text, grid, number)


def _claim_grid(text: str, grid: Grid, number: int) -> Iterator[Claim]:
    wrong = wrong_totals(text, grid)
    repeated = _repeated_labels(text, grid)
    section = _Section()
    for index, row in enumerate(grid.rows):
        if row.kind in ("head", "note"):
            continue
        context = _context(text, grid, (number, index), section, repeated)
        if row.kind == "section":
            section = _section(context.label)
        section.whole = section.whole if row.kind == "of_which" else context.label
        yield from claim_figures(context, frozenset(column for at, column in wrong if at == index))
        if row.kind == "item" and context.label:
            yield from claim_names(context)


def _section(label: str) -> _Section:
    chain = label if label in words_of("lianqun.read.rules", "industries.csv") else ""
    return _Section(label, chain, label if is_place(label) else "")


def _measure_of(whole: str) -> str:
    """What 其中 leaves unsaid: below 工业增加值 all parts are 增加值."""
    found = _MEASURE.search(whole)
    return found[0] if found else ""


def _repeated_labels(text: str, grid: Grid) -> frozenset[str]:
    """Labels that stand in several rows and so need their section's words before them."""
    if grid.subject < 0 or grid.columns[grid.subject].role not in _MEASURED:
        return frozenset()
    counted = Counter(text[slice(*row.cells[grid.subject])] for row in grid.rows if row.kind in ("item", "of_which"))
    return frozenset(label for label, count in counted.items() if count > 1)


def _context(text: str, grid: Grid, at: tuple[int, int], section: _Section, repeated: frozenset[str]) -> RowContext:
    """What a row is about; `at` are the numbers of the grid and of the row in it."""
    row = grid.rows[at[1]]
    span = _label_span(text, grid, row)
    label, unit = read_label(text[span[0] : span[1]])
    whole = region_of(grid.region)
    named = _place(text, grid, row, section) or (section.region if row.kind != "total" else "")
    region = named or (whole.name if whole else "")
    words = _group_words(text, grid, row, (label, section))
    return RowContext(
        text=text,
        grid=grid,
        row=row,
        label=_whole_label(row, section, (label, words), grid.subject_role, is_repeated=text[span[0] : span[1]] in repeated),
        label_span=span,
        label_unit=unit,
        subject=region if _is_about_place(row, grid.subject_role) else label,
        region=region,
        chain=_chain(text, grid, row) or (section.chain if row.kind != "total" else ""),
        period=_row_period(text, grid, row) if row.kind not in _TOTALS else "",
        place=at,
    )


def _whole_label(row: Row, section: _Section, named: tuple[str, str], role: str, *, is_repeated: bool) -> str:
    """What a row is called on its own: a part of 其中 with the measure of its whole, a repeated label with its section's words.

    `named` is the row's own label, and that with the words of its group.
    """
    label, words = named
    if row.kind == "subtotal" and section.words and label in ("小计", "合计"):
        return f"{section.words}小计"
    if row.kind == "of_which" and role in _MEASURED and not _MEASURE.search(words):
        words += _measure_of(section.whole)
    return f"{section.words}{label}" if is_repeated and section.words and words == label else words


def _is_about_place(row: Row, role: str) -> bool:
    """Whether the numbers of a row are those of a division and not of what its label names: rows of indicators, and all totals."""
    return role in (*_MEASURED, "period") or row.kind in _TOTALS or (row.kind == "section" and role != "region")


def _label_span(text: str, grid: Grid, row: Row) -> Span:
    """The cell that names the row: that of the subject column, else the first that holds words."""
    subject = row.cells[grid.subject] if grid.subject >= 0 else (row.start, row.start)
    if subject[0] < subject[1] and not (row.kind in _TOTALS and subject[0] < row.start):
        return subject
    words = (span for span in row.cells if row.start <= span[0] < span[1] and not is_number(text[slice(*span)]))
    return next(words, (row.start, row.start))


def _cell_or_above(text: str, grid: Grid, row: Row, place: tuple[int, _Section]) -> str:
    """The words of a cell in front of the label; of an open one those above it, as merged cells are left by an export."""
    column, section = place
    words = text[slice(*row.cells[column])]
    if column < grid.subject and row.kind in ("item", "of_which"):
        words = section.above[column] = words or section.above.get(column, "")
    return words


def _group_words(text: str, grid: Grid, row: Row, place: tuple[str, _Section]) -> str:
    """An indicator behind a merged cell that names its group: 工业 | 增加值 → 工业增加值."""
    label, section = place
    if grid.subject < 1 or grid.columns[grid.subject].role != "indicator" or row.kind not in ("item", "of_which"):
        return label
    group = grid.columns[grid.subject - 1]
    named = group.role in ("text", "indicator", "item")
    words = read_label(_cell_or_above(text, grid, row, (group.index, section)))[0] if named else ""
    return label if is_nothing(words) or len(words) > _PROSE or label.startswith(words) else f"{words}{label}"


def _cell_of(text: str, grid: Grid, row: Row, roles: Sequence[str]) -> str:
    return next(
        (
            words
            for role in roles
            for c in grid.columns
            if c.role == role and not is_nothing(words := text[slice(*row.cells[c.index])])
        ),
        "",
    )


def _place(text: str, grid: Grid, row: Row, section: _Section) -> str:
    """The division that the row names, as it names it; "" where it names none that is known."""
    if row.kind in _TOTALS:
        return ""
    region = next((c.index for c in grid.columns if c.role == "region"), -1)
    words = _cell_or_above(text, grid, row, (region, section)) if region >= 0 else ""
    words = words or _cell_of(text, grid, row, ("location",))
    if not words:
        return ""
    named = region_of(region_code(words))
    if named and named.level != "park":
        return named.name
    return words if grid.columns[grid.subject].role == "region" else ""


def _chain(text: str, grid: Grid, row: Row) -> str:
    words = _cell_of(text, grid, row, ("chain",)) if row.kind == "item" else ""
    return words.removesuffix("产业链").removesuffix("产业") or words


def _row_period(text: str, grid: Grid, row: Row) -> str:
    """The period that a row of a time series is about: 2021年 | …, 1-2月 | …."""
    if not any(column.role == "period" and column.index == grid.subject for column in grid.columns):
        return ""
    words = text[slice(*row.cells[grid.subject])]
    known = find(grid.period)
    year = f"{known.year}年" if known else ""
    return read_date(words)[0] or Context((year,), None).period_of(words)
