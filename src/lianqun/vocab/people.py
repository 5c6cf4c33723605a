"""Columns that name a person, by the name with which they sign in or as a document has it; which they are stands in `people.csv`."""

from functools import cache

from lianqun.vocab.dictionary import rows_of


@cache
def people_columns() -> frozenset[tuple[str, str]]:
    """(table, column) of every column that names a person."""
    return frozenset((row["table"], row["column"]) for row in rows_of("people.csv"))


def is_person(table: str, column: str) -> bool:
    """Whether a column names a person."""
    return (table, column) in people_columns()
