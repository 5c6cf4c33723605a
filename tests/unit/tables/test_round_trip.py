"""What is saved is what is loaded, in both forms."""

import datetime as dt
import json
import tempfile
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqun.tables import DataSet, DataSetRefused, empty, load, save, schema
from lianqun.vocab.dictionary import Column, Table
from lianqun.vocab.dictionary import tables as dictionary

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), min_size=1, max_size=12)
VALUES = {
    "code": TEXT,
    "text": TEXT,
    "integer": st.integers(-(10**15), 10**15),
    "year": st.integers(1000, 2999),
    "decimal": st.integers(-(10**14), 10**14).map(lambda n: Decimal(n).scaleb(-4)),
    "boolean": st.booleans(),
    "date": st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)),
    "instant": st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)),
}


def cell(column: Column) -> st.SearchStrategy[object]:
    """Any value of the column, missing ones too where the column may be empty."""
    values = VALUES[column.type]
    return values if column.required else st.none() | values


def rows(table: Table) -> st.SearchStrategy[list[dict[str, object]]]:
    """A few rows of one table."""
    return st.lists(st.fixed_dictionaries({column.name: cell(column) for column in table.columns}), min_size=1, max_size=4)


@st.composite
def table_sets(draw: st.DrawFn) -> dict[str, pl.DataFrame]:
    """Up to three tables with a few rows each."""
    names = draw(st.lists(st.sampled_from(sorted(dictionary())), max_size=3, unique=True))
    return {name: pl.DataFrame(draw(rows(dictionary()[name])), schema=schema(name)) for name in names}


@pytest.mark.parametrize("form", ["csv", "parquet"])
@settings(max_examples=60, deadline=None)
@given(tables=table_sets())
def test_saved_is_loaded(tables, form):
    before = DataSet.of(tables)
    with tempfile.TemporaryDirectory() as folder:
        save(before, Path(folder), form)
        after = load(Path(folder))
    assert after == before
    assert after.version == before.version


def test_every_table_and_column_is_present():
    data_set = DataSet.of({})
    assert list(data_set.tables) == list(dictionary())
    for name, frame in data_set.tables.items():
        assert frame.schema == schema(name) == empty(name).schema


def test_missing_text_is_null():
    frame = pl.DataFrame({"id": ["1"], "name_zh": [""]})
    assert DataSet.of({"places": frame})["places"]["name_zh"].to_list() == [None]


def test_decimals_are_written_plainly(tmp_path):
    places = pl.DataFrame(
        {"id": ["341100", "341124"], "longitude": [Decimal("118.3"), Decimal(100)], "latitude": [Decimal(0), None]}
    )
    save(DataSet.of({"places": places}), tmp_path)
    lines = (tmp_path / "places.csv").read_text().splitlines()
    assert lines[1].endswith(",118.3,0") and lines[2].endswith(",100,")


def test_documents_and_description_are_written(tmp_path):
    (tmp_path / "a/files/x").mkdir(parents=True)
    (tmp_path / "a/files/x/one.txt").write_text("一")
    places = pl.DataFrame({"id": ["341100"], "name_zh": ["滁州市"], "level": ["prefecture"]})
    save(DataSet.of({"places": places}, tmp_path / "a"), tmp_path / "b")
    assert (tmp_path / "b/files/x/one.txt").read_text() == "一"
    package = json.loads((tmp_path / "b/datapackage.json").read_text())
    (resource,) = package["resources"]
    assert resource["path"] == "places.csv"
    assert resource["schema"]["primaryKey"] == ["id"]
    assert [f["name"] for f in resource["schema"]["fields"]] == list(schema("places"))


def test_saving_again_leaves_no_older_table(tmp_path):
    places = pl.DataFrame({"id": ["341100"]})
    save(DataSet.of({"places": places}), tmp_path, "parquet")
    save(DataSet.of({"sources": places}), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["datapackage.json", "sources.csv"]


def test_a_cell_of_another_type_is_refused_with_its_line(tmp_path):
    (tmp_path / "places.csv").write_text("id,name_zh,level,longitude\n1,甲,city,118\n2,乙,city,east\n")
    with pytest.raises(DataSetRefused) as refused:
        load(tmp_path)
    (problem,) = refused.value.problems
    assert (problem.file, problem.row, problem.column, problem.value) == ("places.csv", 3, "longitude", "east")


def test_no_folder_is_refused(tmp_path):
    with pytest.raises(DataSetRefused):
        load(tmp_path / "nowhere")
