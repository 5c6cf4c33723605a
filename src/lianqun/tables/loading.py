"""Read a data set from a folder of tables."""

from collections.abc import Collection
from pathlib import Path

import polars as pl

from lianqun.tables.data_set import DataSet
from lianqun.tables.parsing import misfitting, parsed
from lianqun.tables.problems import SHOWN, DataSetRefused, Findings, Problem, Spot, type_words
from lianqun.tables.raw import ROW, RawTable, read_raw
from lianqun.tables.shapes import TYPES, conform, empty
from lianqun.vocab.dictionary import Table
from lianqun.vocab.dictionary import tables as dictionary


def load(folder: Path, only: Collection[str] = ()) -> DataSet:
    """The data set in `folder`: every table of the dictionary in its shape, tables without a file (or, with `only`, not named) empty.

    CSV and Parquet give equal data sets. Raises `DataSetRefused`, which holds the problems, where a file is no table or a cell does
    not fit its type; what refers to what is looked at by `check`.
    """
    findings = Findings()
    if not folder.is_dir():
        findings.add("no_folder", Spot(str(folder)))
    frames = {
        name: _load_table(table, path, findings)
        for name, table in dictionary().items()
        if (not only or name in only) and (path := table_file(folder, name))
    }
    problems: list[Problem] = findings.report({}).problems
    if problems:
        raise DataSetRefused(problems)
    whole = {name: frame if (frame := frames.get(name)) is not None else empty(name) for name in dictionary()}
    return DataSet(whole, folder)


def table_file(folder: Path, table: str) -> Path | None:
    """The file that holds a table: CSV before Parquet; None where there is none."""
    candidates = (folder / f"{table}.csv", folder / f"{table}.parquet")
    return next((path for path in candidates if path.is_file()), None)


def _load_table(table: Table, path: Path, findings: Findings) -> pl.DataFrame | None:
    raw = read_raw(path, findings)
    return None if raw is None else typed(table, raw, findings)


def typed(table: Table, raw: RawTable, findings: Findings) -> pl.DataFrame:
    """The raw table in the dictionary's shape; cells that do not fit become null and are found as `wrong_type`."""
    frame = as_text(table, raw.frame)
    columns = [column for column in table.columns if frame.schema.get(column.name) == pl.String]
    read = frame.with_columns(parsed(column) for column in columns)
    for column in columns:
        bad = misfitting(frame, read, column).select(ROW, column.name)
        rows = [
            {"line": raw.line(row), "value": value, **type_words()[column.type]} for row, value in bad.head(SHOWN).iter_rows()
        ]
        findings.add("wrong_type", Spot(raw.file, column.name), bad.height, rows)
    return conform(table.name, read)


def as_text(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Columns that are neither text nor already of their own type become text, so that they are read like cells of CSV."""
    strange = [
        column.name
        for column in table.columns
        if column.name in frame.columns and frame.schema[column.name] not in (TYPES[column.type], pl.String())
    ]
    return frame.with_columns(_text(frame.schema[name], name) for name in strange)


def _text(dtype: pl.DataType, name: str) -> pl.Expr:
    if dtype.is_float():
        return pl.col(name).cast(pl.String).str.strip_suffix(".0")
    if isinstance(dtype, pl.Decimal):
        text = pl.col(name).cast(pl.String)
        return (
            pl.when(text.str.contains(".", literal=True))
            .then(text.str.strip_chars_end("0").str.strip_chars_end("."))
            .otherwise(text)
        )
    if isinstance(dtype, (pl.List, pl.Struct, pl.Binary, pl.Object)):
        return pl.lit("?").alias(name)
    return pl.col(name).cast(pl.String)
