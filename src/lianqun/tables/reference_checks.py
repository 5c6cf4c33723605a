"""Do keys stand once, do references lead somewhere, and do parents end at a top?"""

from collections.abc import Mapping
from difflib import get_close_matches

import numpy as np
import polars as pl

from lianqun.tables.problems import SHOWN, Findings, Spot, shorten
from lianqun.tables.raw import ROW
from lianqun.tables.sheets import Sheet, report_rows
from lianqun.vocab.dictionary import Column

SEARCHED = 5_000

Keys = Mapping[str, pl.Series]


def check_keys(sheet: Sheet, findings: Findings) -> None:
    """Report rows whose key stands on an earlier row, and rows that say the same as an earlier one."""
    key = sheet.table.key
    if key in sheet.frame.columns:
        report_rows(sheet, ("duplicate_key", key), _repeated(sheet, [key]), {}, findings)
    natural = list(sheet.table.natural_key) if sheet.table.is_unique else []
    if natural and set(natural) <= set(sheet.frame.columns):
        report_rows(sheet, ("duplicate_row", natural[-1]), _repeated(sheet, natural), {}, findings)


def _repeated(sheet: Sheet, names: list[str]) -> pl.DataFrame:
    """Rows that repeat an earlier one in the named columns, with `other`, the line of the first."""
    frame = sheet.frame.select(ROW, *names).drop_nulls()
    if frame.select(names).hash_rows().n_unique() == frame.height:
        return frame.clear()
    repeated = frame.filter(~pl.struct(names).is_first_distinct())
    first = frame.filter(pl.struct(names).is_duplicated() & pl.struct(names).is_first_distinct())
    lines = pl.Series([sheet.line(row) for row in first[ROW]], dtype=pl.Int64)
    return repeated.join(first.drop(ROW).with_columns(other=lines), on=names, maintain_order="left")


def check_references(sheet: Sheet, keys: Keys, findings: Findings) -> None:
    """Report references to rows that do not exist. Tables that `keys` does not name are not looked into."""
    for column in sheet.columns():
        if column.references in keys:
            _check_reference(sheet, column, keys[column.references], findings)


def _check_reference(sheet: Sheet, column: Column, keys: pl.Series, findings: Findings) -> None:
    cells = sheet.frame.select(ROW, column.name).drop_nulls()
    dangling = cells.join(keys.alias("key").to_frame(), left_on=column.name, right_on="key", how="anti", maintain_order="left")
    few = dangling.head(SHOWN)
    near = [_nearest(value, keys) for value in few[column.name]]
    rows = [
        {
            "value": value,
            "line": sheet.line(row),
            "target": column.references,
            "nearest_zh": f"可能是 {close}；" if close else "",
            "nearest_en": f"perhaps {close}; " if close else "",
        }
        for (row, value), close in zip(few.iter_rows(), near, strict=True)
    ]
    findings.add("dangling_reference", Spot(sheet.file, column.name), dangling.height, rows)


def _nearest(value: str, keys: pl.Series) -> str:
    """The key most like the value; none where there are too many keys to look through."""
    close = get_close_matches(value, keys.drop_nulls().to_list(), n=1, cutoff=0.7) if len(keys) <= SEARCHED else []
    return str(close[0]) if close else ""


def check_cycles(sheet: Sheet, findings: Findings) -> None:
    """Report, once for each circle, rows whose parents lead back to themselves."""
    key = sheet.table.key
    for column in sheet.columns():
        if column.references == sheet.table.name and key in sheet.frame.columns:
            edges = sheet.frame.select(ROW, pl.col(key).alias("child"), pl.col(column.name).alias("parent")).drop_nulls()
            circles = find_circles(edges)
            rows = [_circle_words(sheet, circle, edges) for circle in circles[:SHOWN]]
            findings.add("cycle", Spot(sheet.file, column.name), len(circles), rows)


def _circle_words(sheet: Sheet, circle: list[str], edges: pl.DataFrame) -> dict[str, object]:
    row = edges.filter(pl.col("child") == circle[0])[ROW][0]
    way = " → ".join(shorten(one, 30) for one in (*circle[:8], *("…" for _ in circle[8:9]), circle[0]))
    return {"detail": way, "value": circle[0], "line": sheet.line(row)}


def find_circles(edges: pl.DataFrame) -> list[list[str]]:
    """Circles among the rows (`child`, `parent`), each from its first row on; a child with several parents keeps the first.

    Everyone steps to the parent of the parent again and again; who has not reached a top after as many doublings as the number
    of rows has binary digits walks in a circle, and stands on it.
    """
    edges = edges.unique("child", keep="first", maintain_order=True)
    numbers = edges.select("child").with_row_index("number", 1)
    parents = edges.join(numbers, left_on="parent", right_on="child", how="left", maintain_order="left")["number"]
    step = np.concatenate([[0], parents.fill_null(0).to_numpy()]).astype(np.int64)
    reached = step.copy()
    for _ in range(int(edges.height).bit_length()):
        reached = reached[reached]
    return _walk_circles(np.unique(reached[reached > 0]), step, edges["child"])


def _walk_circles(members: np.ndarray, step: np.ndarray, names: pl.Series) -> list[list[str]]:
    circles: list[list[str]] = []
    seen: set[int] = set()
    for start in members.tolist():
        circle: list[str] = []
        at = start
        while at not in seen:
            seen.add(at)
            circle.append(names[at - 1])
            at = int(step[at])
        if circle:
            circles.append(circle)
    return circles
