"""Is every cell of a table what its column wants? Type, unit, code, bounds, presence."""

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from difflib import get_close_matches

import polars as pl

from lianqun.tables.dates import explain_date, explain_instant, explain_year
from lianqun.tables.loading import as_text
from lianqun.tables.numbers import Explanation, explain_number, plain_number
from lianqun.tables.parsing import misfitting, parsed
from lianqun.tables.problems import SHOWN, Findings, Spot, type_words
from lianqun.tables.raw import ROW, RawTable
from lianqun.tables.sheets import Sheet, report_rows
from lianqun.vocab.codes import code_lists
from lianqun.vocab.dictionary import Column, Table

EXPLAINERS: Mapping[str, Callable[[Column, str], Explanation]] = {
    "integer": explain_number,
    "decimal": explain_number,
    "boolean": lambda column, value: ("wrong_type", dict(type_words()["boolean"])),
    "date": lambda column, value: explain_date(value),
    "year": lambda column, value: explain_year(value),
    "instant": lambda column, value: explain_instant(value),
}
CODE_LENGTH = 80
FIRST_YEAR, LAST_YEAR = 1800, 2200
MONEY_UNIT, FACTOR = "万元", 10_000
CONTROL = "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]"
WIDE = "[０-９Ａ-Ｚａ-ｚ]"


def read_sheet(table: Table, raw: RawTable, findings: Findings) -> Sheet:
    """The table with its cells read; cells that cannot be read are reported and become null."""
    frame = as_text(table, raw.frame)
    texts = [column for column in table.columns if frame.schema.get(column.name) == pl.String]
    names = [ROW, *(column.name for column in table.columns if column.name in frame.columns)]
    read = frame.select(names).with_columns(parsed(column) for column in texts)
    for column in texts:
        if column.type in EXPLAINERS:
            _explain_misfits(column, raw, misfitting(frame, read, column), findings)
    return Sheet(table, raw, read)


def _explain_misfits(column: Column, raw: RawTable, misfits: pl.DataFrame, findings: Findings) -> None:
    bad = misfits.select(ROW, value=column.name)
    if not bad.height:
        return
    explain = EXPLAINERS[column.type]
    kinds = {value: explain(column, value)[0] for value in bad["value"].unique()}
    kinded = bad.with_columns(kind=pl.col("value").replace_strict(kinds, return_dtype=pl.String))
    counts = Counter(dict(kinded["kind"].value_counts().iter_rows()))
    for kind, count in sorted(counts.items()):
        few = kinded.filter(pl.col("kind") == kind).head(SHOWN)
        rows = [{**explain(column, value)[1], "value": value, "line": raw.line(row)} for row, value, _ in few.iter_rows()]
        findings.add(kind, Spot(raw.file, column.name), count, rows)


def check_cells(sheet: Sheet, findings: Findings) -> None:
    """Report cells that are empty, untidy, outside their code list or outside their bounds."""
    for column in sheet.columns():
        if column.required:
            _check_presence(sheet, column, findings)
        if column.type in ("code", "text"):
            _check_text(sheet, column, findings)
        if column.codes:
            _check_codes(sheet, column, findings)
        if column.type == "year":
            _check_years(sheet, column, findings)
        if column.least is not None or column.most is not None:
            _check_bounds(sheet, column, findings)


def _check_presence(sheet: Sheet, column: Column, findings: Findings) -> None:
    """Required cells must not be empty. A repeated word above an empty cell is what a merged cell leaves behind.

    Cells that could not be read are null too but were reported already.
    """
    cells = sheet.raw.frame[column.name]
    if not cells.null_count():
        return
    frame = pl.DataFrame({ROW: sheet.frame[ROW], "cell": cells}).with_columns(above=pl.col("cell").forward_fill())
    empty = frame.filter(pl.col("cell").is_null())
    words = {"column_zh": column.zh, "hint_zh": "", "hint_en": ""}
    repeats = bool(column.references or column.codes)
    merged = empty.filter(pl.col("above").is_not_null() & pl.lit(repeats))
    report_rows(sheet, ("merged_cell", column.name), merged, words, findings)
    report_rows(sheet, ("required_empty", column.name), empty.join(merged, on=ROW, how="anti"), words, findings)


def _check_text(sheet: Sheet, column: Column, findings: Findings) -> None:
    cell = pl.col(column.name)
    frame = sheet.frame.select(ROW, column.name)
    if frame[column.name].null_count() == frame.height:
        return
    if sheet.raw.may_hold_controls:
        report_rows(sheet, ("control_character", column.name), frame.filter(cell.str.contains(CONTROL)), {}, findings)
    if column.type == "code" and not column.codes:
        _check_tidiness(sheet, column, findings)


def _check_tidiness(sheet: Sheet, column: Column, findings: Findings) -> None:
    """Codes stand without blanks around them, in plain letters and digits, and fit the database."""
    cell = pl.col(column.name)
    frame = sheet.frame.select(ROW, column.name)
    tidy = cell.str.strip_chars()
    report_rows(sheet, ("stray_space", column.name), _suggesting(frame.filter(cell != tidy), tidy), {}, findings)
    wide = frame.filter(cell.str.len_bytes() != cell.str.len_chars()).filter(cell.str.contains(WIDE))
    report_rows(sheet, ("full_width", column.name), _suggesting(wide, cell.str.normalize("NFKC")), {}, findings)
    long = frame.filter(cell.str.len_bytes() > CODE_LENGTH).with_columns(detail=cell.str.len_chars())
    report_rows(sheet, ("code_too_long", column.name), long.filter(pl.col("detail") > CODE_LENGTH), {}, findings)


def _suggesting(frame: pl.DataFrame, suggestion: pl.Expr) -> pl.DataFrame:
    return frame.with_columns(suggestion=suggestion)


def _check_codes(sheet: Sheet, column: Column, findings: Findings) -> None:
    members = code_lists()[column.codes]
    frame = sheet.frame.select(ROW, column.name)
    unknown = frame.filter(~pl.col(column.name).is_in(list(members)))
    if not unknown.height:
        return
    words = {"list": column.codes, "codes": "、".join(f"{code}（{member.zh}）" for code, member in members.items())}
    near = {value: nearest_code(column.codes, value) for value in unknown.head(SHOWN)[column.name]}
    few = unknown.head(SHOWN).with_columns(
        nearest_zh=pl.Series([f"可能是 {near[value]}；" if near[value] else "" for value in unknown.head(SHOWN)[column.name]]),
        nearest_en=pl.Series([f"perhaps {near[value]}; " if near[value] else "" for value in unknown.head(SHOWN)[column.name]]),
    )
    rows = [{**words, **row, "value": row[column.name], "line": sheet.line(row[ROW])} for row in few.iter_rows(named=True)]
    findings.add("unknown_code", Spot(sheet.file, column.name), unknown.height, rows)


def nearest_code(code_list: str, value: str) -> str:
    """The code that was most likely meant, by the code or by its Chinese or English word; empty where none is near."""
    members = code_lists()[code_list]
    by_word = {word.lower(): code for code, member in members.items() for word in (member.zh, member.en, code)}
    close = get_close_matches(value.strip().lower(), list(by_word), n=1, cutoff=0.5)
    return by_word[close[0]] if close else ""


def _check_years(sheet: Sheet, column: Column, findings: Findings) -> None:
    bad = sheet.frame.select(ROW, column.name).filter(~pl.col(column.name).is_between(FIRST_YEAR, LAST_YEAR))
    report_rows(sheet, ("out_of_years", column.name), bad, {"least": FIRST_YEAR, "most": LAST_YEAR}, findings)


def _check_bounds(sheet: Sheet, column: Column, findings: Findings) -> None:
    value = pl.col("value")
    below = value < column.least if column.least is not None else pl.lit(False)
    above = value > column.most if column.most is not None else pl.lit(False)
    outside = sheet.frame.select(ROW, value=column.name).filter(below | above)
    for code, cured in _by_cure(column, outside):
        few = cured.head(SHOWN).iter_rows()
        rows = [{**_bound_words(column, value), "line": sheet.line(row), "value": plain_number(value)} for row, value in few]
        findings.add(code, Spot(sheet.file, column.name), cured.height, rows)


def _by_cure(column: Column, outside: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    """The cells outside the bounds, split into those that another unit of money explains and the rest."""
    if column.unit != MONEY_UNIT or column.most is None or not outside.height:
        return [("out_of_bounds", outside)]
    most, least = column.most, column.least or Decimal(0)
    large = (pl.col("value") > most) & (pl.col("value") <= most * FACTOR)
    small = (pl.col("value") > 0) & (pl.col("value") < least)
    explained = outside.filter(large | small)
    return [("factor_of_unit", explained), ("out_of_bounds", outside.join(explained, on=ROW, how="anti", maintain_order="left"))]


def _bound_words(column: Column, value: Decimal) -> dict[str, object]:
    """Words for a figure out of bounds; one too large for 万元 was written in 元, one too small in 亿元."""
    large = column.most is not None and value > column.most
    suggestion = value / FACTOR if large else value * FACTOR
    words = {"unit": column.unit, "least": _bound(column.least), "most": _bound(column.most)}
    return {**words, "written": "元" if large else "亿元", "suggestion": plain_number(suggestion)}


def _bound(bound: Decimal | int | None) -> str:
    return "…" if bound is None else plain_number(Decimal(bound))
