"""The demonstration data set, loaded once."""

from pathlib import Path

import pytest

from lianqun.read import read_file
from lianqun.tables import DataSet, load

FOLDER = Path(__file__).parents[3] / "examples" / "three-cities"


@pytest.fixture(scope="session")
def cities() -> DataSet:
    return load(FOLDER)


@pytest.fixture(scope="session")
def texts(cities: DataSet) -> dict[str, str]:
    """The repaired main text of each bulletin, by document id."""
    filed = cities.tables["documents"].drop_nulls("file")
    return {row["id"]: read_file(FOLDER / "files" / row["file"]).text for row in filed.iter_rows(named=True)}
