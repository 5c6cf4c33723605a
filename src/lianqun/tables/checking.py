"""Check a data set: everything that is wrong, with file, line, column, and how to mend it."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from lianqun.tables.cell_checks import check_cells, read_sheet
from lianqun.tables.data_set import DataSet
from lianqun.tables.datapackage import DESCRIPTION, dictionary_version_of
from lianqun.tables.document_checks import TextOf, check_documents
from lianqun.tables.evidence_checks import check_evidence
from lianqun.tables.header_checks import check_header
from lianqun.tables.loading import table_file
from lianqun.tables.merge_checks import check_merges
from lianqun.tables.problems import Findings, Report, Spot
from lianqun.tables.raw import ROW, RawTable, number_rows, read_raw
from lianqun.tables.reference_checks import Keys, check_cycles, check_keys, check_references
from lianqun.tables.sheets import Sheet
from lianqun.tables.word_checks import check_words
from lianqun.vocab.dictionary import tables as dictionary
from lianqun.vocab.dictionary import version

TABLE_SUFFIXES = (".csv", ".parquet")


def check(folder: Path, text_of: TextOf | None = None) -> Report:
    """Everything that is wrong with the data set in `folder`; nothing is raised and nothing is changed.

    `text_of(bytes, name)` gives the text of documents that are no plain text (None where it cannot), so that their quotes can be
    compared. At most twenty problems of one kind are listed; `counts` holds them all.
    """
    return check_and_load(folder, text_of)[0]


def check_and_load(folder: Path, text_of: TextOf | None = None) -> tuple[Report, DataSet | None]:
    """The report and, where nothing is wrong, the data set, reading every file once."""
    findings = Findings()
    if not folder.is_dir():
        findings.add("no_folder", Spot(str(folder)))
        return findings.report({}), None
    _check_files(folder, findings)
    _check_version(folder, findings)
    sheets: dict[str, Sheet] = {}
    for name in dictionary():
        path = table_file(folder, name)
        raw = read_raw(path, findings) if path else None
        if raw is not None:
            sheets[name] = _check_alone(name, raw, findings, whole=True)
    keys = {name: _keys(sheets.get(name)) for name in dictionary()}
    _check_together(sheets, keys, findings)
    check_documents(sheets, folder, text_of, findings)
    report = findings.report({name: sheet.frame.height for name, sheet in sheets.items()})
    return report, DataSet.of({name: sheet.frame for name, sheet in sheets.items()}, folder) if report.ok else None


def check_tables(
    tables: Mapping[str, pl.DataFrame],
    *,
    files: Mapping[str, str] | None = None,
    known: Mapping[str, pl.Series] | None = None,
    first_line: int = 2,
) -> Report:
    """The same for frames in memory, of text cells or typed, such as the sheets of a workbook.

    `files` gives the name of each table in the messages, `known` the keys that exist outside these tables, `first_line` the line of
    the first row. Columns that may be empty may be missing. References to tables that are neither given nor known are not looked into.
    """
    findings = Findings()
    raws = {
        name: number_rows((files or {}).get(name, name), frame, first_line)
        for name, frame in tables.items()
        if name in dictionary()
    }
    for name in tables.keys() - raws.keys():
        findings.add("unknown_table", Spot(name), rows=[{"value": name, "nearest": _nearest_table(name)}])
    sheets = {name: _check_alone(name, raws[name], findings, whole=False) for name in dictionary() if name in raws}
    keys = {name: _keys(sheets.get(name), (known or {}).get(name)) for name in {*sheets, *(known or {})}}
    _check_together(sheets, keys, findings)
    return findings.report({name: sheet.frame.height for name, sheet in sheets.items()})


def _check_files(folder: Path, findings: Findings) -> None:
    """Files that look like tables must be tables of the dictionary, each once."""
    stems = [path.stem for path in sorted(folder.iterdir()) if path.suffix in TABLE_SUFFIXES and path.is_file()]
    for path in sorted(folder.iterdir()):
        if path.suffix in TABLE_SUFFIXES and path.is_file() and path.stem not in dictionary():
            findings.add("unknown_table", Spot(path.name), rows=[{"value": path.stem, "nearest": _nearest_table(path.stem)}])
    for name in sorted({stem for stem in stems if stems.count(stem) > 1}):
        findings.add("two_forms", Spot(f"{name}.parquet"))
    if not set(stems) & dictionary().keys():
        findings.add("no_tables", Spot(folder.name))


def _check_version(folder: Path, findings: Findings) -> None:
    """A data set may be older than the program, not newer."""
    made_with = dictionary_version_of(folder)
    if made_with is not None and made_with > version():
        words = {"value": made_with, "own": version()}
        findings.add("newer_dictionary", Spot(DESCRIPTION), rows=[words])


def _nearest_table(name: str) -> str:
    by_word = {table.zh: table.name for table in dictionary().values()} | {table: table for table in dictionary()}
    return by_word[get_close_matches(name, list(by_word), n=1, cutoff=0)[0]]


def _check_alone(name: str, raw: RawTable, findings: Findings, *, whole: bool) -> Sheet:
    """What can be seen in one table without the others."""
    table = dictionary()[name]
    check_header(table, raw, findings, whole=whole)
    sheet = read_sheet(table, raw, findings)
    check_cells(sheet, findings)
    check_words(sheet, findings)
    check_keys(sheet, findings)
    check_cycles(sheet, findings)
    return Sheet(table, replace(raw, frame=raw.frame.select(ROW)), sheet.frame)


def _keys(sheet: Sheet | None, known: pl.Series | None = None) -> pl.Series:
    """All keys of a table, those outside it included."""
    found = [known.cast(pl.String)] if known is not None else []
    if sheet is not None and sheet.table.key in sheet.frame.columns:
        found.append(sheet.frame[sheet.table.key])
    return pl.concat([one.alias("key") for one in found]) if found else pl.Series("key", [], pl.String)


def _check_together(sheets: Mapping[str, Sheet], keys: Keys, findings: Findings) -> None:
    """What only shows between tables."""
    for sheet in sheets.values():
        check_references(sheet, keys, findings)
    check_evidence(sheets, keys, findings)
    check_merges(sheets, keys, findings)
