"""What becomes of rows when two are made one: `merging.csv` says it of the tables whose rows do not simply move.

Which rows may be made one at all stands in `tables.csv` (`merged_by`); which rows refer to them, in the dictionary.
"""

from functools import cache

from lianqun.vocab.dictionary import rows_of


def is_set_aside(table: str) -> bool:
    """Whether rows of this table do not go over to the row that stays: they are kept with the merge, and come back with a split."""
    return (table, "") in _ways("aside")


def stands_beside(table: str) -> bool:
    """Whether a row stays beside another of the same natural key, unless the two say the very same."""
    return (table, "") in _ways("every")


def open_states() -> dict[str, tuple[str, frozenset[str]]]:
    """Table → column and words: while a row that refers to one of the two says one of them, they are not made one."""
    return {table: (column, frozenset(of.split())) for (table, column), of in _ways("open").items()}


def columns_of_values() -> list[tuple[str, str, str]]:
    """Table and column that hold values of another table as JSON, and which table: keys in them change with it."""
    return [(table, column, of) for (table, column), of in _ways("values").items()]


def is_never_taken(table: str, column: str) -> bool:
    """Whether an empty column says something by being empty, so that the other row's value is not offered for it."""
    return (table, column) in _ways("never")


def goes_with(table: str, column: str) -> str:
    """The column without which this one says nothing; empty where there is none."""
    return _ways("with").get((table, column), "")


@cache
def _ways(way: str) -> dict[tuple[str, str], str]:
    return {(row["table"], row["column"]): row["of"] for row in rows_of("merging.csv") if row["way"] == way}
