"""The reader's word lists and rule tables: CSV files beside the modules that use them."""

import csv
from functools import cache
from importlib.resources import files


@cache
def rows_of(package: str, name: str) -> tuple[dict[str, str], ...]:
    """Rows of a CSV file that lies in `package`, as dictionaries of strings."""
    with files(package).joinpath(name).open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def words_of(package: str, name: str, column: str = "word") -> frozenset[str]:
    """One column of such a file as a set, empty cells left out."""
    return frozenset(row[column] for row in rows_of(package, name) if row[column])
