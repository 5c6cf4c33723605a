"""Does the key of every row that was merged lead to a row, in no circle, and hold none of its own any more?"""

from collections.abc import Mapping

import polars as pl

from lianqun.tables.problems import Findings, Spot
from lianqun.tables.raw import ROW
from lianqun.tables.reference_checks import Keys, find_circles
from lianqun.tables.sheets import Sheet, report_rows
from lianqun.vocab.dictionary import tables as dictionary

NEEDED = {"table", "kept_id", "merged_id"}


def check_merges(sheets: Mapping[str, Sheet], keys: Keys, findings: Findings) -> None:
    """Report merges of tables whose rows are never merged, those that lead nowhere or round in a circle, and merged rows that are there still."""
    sheet = sheets.get("merges")
    if sheet is None or not set(sheet.frame.columns) >= NEEDED:
        return
    split = pl.col("split_at").is_not_null() if "split_at" in sheet.frame.columns else pl.lit(False)
    standing = sheet.frame.filter(~split).select(ROW, *sorted(NEEDED)).drop_nulls()
    known = [table.name for table in dictionary().values() if table.merged_by]
    report_rows(sheet, ("never_merged", "table"), standing.filter(~pl.col("table").is_in(known)), {}, findings)
    for (table,), rows in standing.group_by("table", maintain_order=True):
        if isinstance(table, str) and table in keys:
            _check_leads(sheet, table, rows, keys[table], findings)


def _check_leads(sheet: Sheet, table: str, rows: pl.DataFrame, keys: pl.Series, findings: Findings) -> None:
    there = pl.concat([keys.cast(pl.String).alias("id"), rows["merged_id"].alias("id")])
    words = {"target": table, "nearest_zh": "", "nearest_en": ""}
    report_rows(sheet, ("dangling_reference", "kept_id"), rows.filter(~pl.col("kept_id").is_in(there.implode())), words, findings)
    report_rows(sheet, ("merged_twice", "merged_id"), rows.filter(~pl.col("merged_id").is_first_distinct()), {}, findings)
    own = rows.filter(pl.col("merged_id").is_in(keys.cast(pl.String).implode()))
    report_rows(sheet, ("merged_still_there", "merged_id"), own, {"target": table}, findings)
    circles = find_circles(rows.select(ROW, child="merged_id", parent="kept_id"))
    told = [{"detail": " → ".join([*circle[:8], circle[0]]), "value": circle[0], "line": 0} for circle in circles]
    findings.add("cycle", Spot(sheet.file, "kept_id"), len(circles), told)
