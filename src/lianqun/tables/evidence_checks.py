"""Does every piece of evidence speak of a row that exists, say where it comes from, and agree with the figure it proves?"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches

import polars as pl

from lianqun.tables.numbers import plain_number
from lianqun.tables.problems import Findings, Spot
from lianqun.tables.raw import ROW
from lianqun.tables.reference_checks import Keys
from lianqun.tables.sheets import Sheet, report_rows
from lianqun.vocab.dictionary import tables as dictionary

AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)[余多]?(万亿|亿|千万|百万|万)?元")
WAN = {
    "": Decimal("0.0001"),
    "万": Decimal(1),
    "百万": Decimal(100),
    "千万": Decimal(1000),
    "亿": Decimal(10_000),
    "万亿": Decimal(100_000_000),
}
FACTORS = {10_000: ("亿元", "万元"), 100_000_000: ("亿元", "元")}
NEEDED = {"table", "row_id"}


def check_evidence(sheets: Mapping[str, Sheet], keys: Keys, findings: Findings) -> None:
    """Report evidence of unknown tables, rows and columns, evidence of nothing, and figures a factor away from their quote."""
    sheet = sheets.get("evidence")
    if sheet is None or not set(sheet.frame.columns) >= NEEDED:
        return
    _check_subjects(sheet, keys, findings)
    _check_columns(sheet, findings)
    _check_sources(sheet, findings)
    for table, column in _money_columns(sheets):
        _check_amounts(sheet, (sheets[table], column), findings)


def _check_subjects(sheet: Sheet, keys: Keys, findings: Findings) -> None:
    unknown = sheet.frame.select(ROW, "table").filter(~pl.col("table").is_in(list(dictionary())))
    near = unknown.with_columns(
        nearest=pl.Series(
            [(get_close_matches(name, list(dictionary()), 1, 0) or [""])[0] for name in unknown["table"]], dtype=pl.String
        )
    )
    report_rows(sheet, ("evidence_unknown_table", "table"), near, {}, findings)
    for (table,), rows in sheet.frame.select(ROW, "table", "row_id").group_by("table", maintain_order=True):
        if isinstance(table, str) and table in keys:
            known = keys[table].alias("row_id").to_frame()
            dangling = rows.join(known, on="row_id", how="anti", maintain_order="left")
            words = {"target": table, "nearest_zh": "", "nearest_en": ""}
            report_rows(sheet, ("dangling_reference", "row_id"), dangling, words, findings)


def _check_columns(sheet: Sheet, findings: Findings) -> None:
    if "column" not in sheet.frame.columns:
        return
    pairs = sheet.frame.select("table", "column").drop_nulls().unique()
    for table, column in pairs.sort("table", "column").iter_rows():
        names = [one.name for one in dictionary()[table].columns] if table in dictionary() else [column]
        if column not in names:
            rows = sheet.frame.select(ROW, "column", "table").filter((pl.col("table") == table) & (pl.col("column") == column))
            nearest = (get_close_matches(column, names, 1, 0) or [""])[0]
            report_rows(sheet, ("evidence_unknown_column", "column"), rows, {"other": table, "nearest": nearest}, findings)


def _check_sources(sheet: Sheet, findings: Findings) -> None:
    found = [name for name in ("document_id", "statement_id", "said_by") if name in sheet.frame.columns]
    nothing = pl.all_horizontal(pl.col(found).is_null()) if found else pl.lit(True)
    report_rows(sheet, ("evidence_of_nothing", ""), sheet.frame.filter(nothing).select(ROW), {}, findings)
    if {"quote", "document_id"} <= set(sheet.frame.columns):
        lonely = sheet.frame.filter(pl.col("quote").is_not_null() & pl.col("document_id").is_null())
        report_rows(sheet, ("quote_without_document", "quote"), lonely.select(ROW, "quote"), {}, findings)


def _money_columns(sheets: Mapping[str, Sheet]) -> Iterator[tuple[str, str]]:
    for name, sheet in sheets.items():
        for column in sheet.columns():
            if column.unit == "万元" and sheet.table.key in sheet.frame.columns:
                yield name, column.name


def _check_amounts(sheet: Sheet, target: tuple[Sheet, str], findings: Findings) -> None:
    """A figure must not stand a factor of 10,000 or 10⁸ from every amount in the quote that proves it."""
    other, column = target
    if "quote" not in sheet.frame.columns:
        return
    named = pl.col("column").is_null() | (pl.col("column") == column) if "column" in sheet.frame.columns else pl.lit(True)
    proofs = sheet.frame.filter((pl.col("table") == other.table.name) & pl.col("quote").is_not_null() & named)
    figures = other.frame.select(pl.col(ROW).alias("at"), pl.col(other.table.key).alias("row_id"), pl.col(column).alias("figure"))
    for at, figure, quote in (
        proofs.join(figures.drop_nulls(), on="row_id", maintain_order="left").select("at", "figure", "quote").iter_rows()
    ):
        if words := _explain_amount(figure, quote):
            row = {**words, "value": plain_number(figure), "quote": quote, "line": other.line(at)}
            findings.add("factor_of_quote", Spot(other.file, column), rows=[row])


def _explain_amount(figure: Decimal, quote: str) -> dict[str, object] | None:
    amounts = {Decimal(number) * WAN[magnitude or ""] for number, magnitude in AMOUNT.findall(quote)}
    if figure in amounts or not figure:
        return None
    for factor, (large, small) in FACTORS.items():
        if figure * factor in amounts:
            return {"factor": f"{factor:,}", "written": large, "unit": small, "suggestion": plain_number(figure * factor)}
        if figure / factor in amounts:
            return {"factor": f"{factor:,}", "written": "元", "unit": "万元", "suggestion": plain_number(figure / factor)}
    return None
