"""A data set made before a column or a table came is read as one in which nobody filled it in."""

import json
from pathlib import Path

import polars as pl
import pytest
from tests.factories import tiny_tables

from lianqun.tables import DataSet, check, load, save
from lianqun.vocab.dictionary import tables, version

# Evidence needs one of three columns, each of them optional: those of the tiny data set rest on a person's word.
NEEDED_HERE = {("evidence", "said_by")}
OPTIONAL = [
    (table.name, column.name)
    for table in tables().values()
    for column in table.columns
    if not column.required and (table.name, column.name) not in NEEDED_HERE
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(DataSet.of(tiny_tables()), tmp_path)
    return tmp_path


def without(folder: Path, table: str, column: str) -> bool:
    """Take a column out of a table's file; False where the data set does not hold the table."""
    file = folder / f"{table}.csv"
    if file.is_file():
        pl.read_csv(file, infer_schema=False).drop(column).write_csv(file)
    return file.is_file()


def test_every_optional_column_may_be_absent(folder: Path) -> None:
    taken = [(table, column) for table, column in OPTIONAL if without(folder, table, column)]
    report = check(folder)
    assert report.ok, report.problems
    assert report.note_counts == {"column_absent": len(taken)} and len(taken) > 50
    loaded = load(folder)
    assert all(loaded[table][column].null_count() == loaded[table].height for table, column in taken)


def test_every_table_may_be_absent(folder: Path) -> None:
    for name in [name for name in tables() if name != "places"]:
        (folder / f"{name}.csv").unlink(missing_ok=True)
    assert check(folder).ok and load(folder)["projects"].is_empty()


def test_a_required_column_that_is_absent_is_a_problem(folder: Path) -> None:
    assert without(folder, "links", "stage")
    assert check(folder).counts == {"missing_column": 1}


def test_a_data_set_says_with_which_dictionary_it_was_made(folder: Path) -> None:
    description = folder / "datapackage.json"
    said = json.loads(description.read_text(encoding="utf-8"))
    assert said["lianqun-dictionary"] == version()
    description.write_text(json.dumps({**said, "lianqun-dictionary": version() + 1}), encoding="utf-8")
    report = check(folder)
    assert report.ok and report.note_counts == {"newer_dictionary": 1} and str(version() + 1) in report.notes[0].zh
    description.write_text("no json", encoding="utf-8")
    assert check(folder).note_counts == {}


def test_a_rule_that_two_must_sign_says_a_number_today(folder: Path) -> None:
    rule = {"id": "r", "stage": "signed", "kind": "sign", "what": "land", "needs": "two", "valid_from": "2024-01-01"}
    pl.DataFrame([rule]).write_csv(folder / "stage_rules.csv")
    assert check(folder).ok and load(folder)["stage_rules"]["needs"].to_list() == ["2"]


def test_what_comes_later_is_optional_or_comes_with_its_table() -> None:
    late = [
        f"{table.name}.{column.name}"
        for table in tables().values()
        for column in table.columns
        if column.required and column.since > min(one.since for one in table.columns)
    ]
    assert late == [], "a required column of a standing table would break every data set made before it"
