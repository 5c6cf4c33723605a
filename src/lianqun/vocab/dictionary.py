"""The data dictionary: every table and column of the open data set, read from `tables.csv` and `dictionary.csv`."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, words, type (code, text, integer, decimal, boolean, date, year, instant) and bounds.

    `computed` are the words of its code list that only a rule gives: nobody writes them. `is_moved` says that no hand edits it: a
    move does (the stage of a project, the state of a review); `is_once` that not even a move changes what was written first. `since` is the version of the dictionary that brought it.
    """

    table: str
    name: str
    zh: str
    en: str
    type: str
    unit: str
    required: bool
    key: bool
    references: str
    codes: str
    computed: tuple[str, ...]
    is_moved: bool
    is_once: bool
    least: Decimal | None
    most: Decimal | None
    since: int
    description_zh: str
    description_en: str


@dataclass(frozen=True, slots=True)
class Table:
    """What is true of a table, and its columns in the order in which they are written.

    `named_by` are the columns that say what a row is called (of a reference, the name of the row it points to); `natural_key` those
    that tell a row from others where its id is not given, `is_unique` whether no two rows may share them. `place` are paths to the
    place that a row is of, `chain` those to its chain, the first that holds a value counting; `on_chain` the path to the chains that it
    stands on without belonging to one. A path goes from column to column: `organization_id.place_id`.
    `seen_everywhere`: seen by the whole office, whatever place a role is held for. `is_public`: seen by firms as well; `own` is the
    path to the firm whose row it is, which sees it in any case. `page` names the page of a row. `kept` says who changes rows:
    `by_place` whose role covers the row's place and chain; `shared` anybody adds, changes as `by_place`; `by_all_places` whose role
    is held for all places; `by_moves` as `by_place`, but by no hand: moves of a
    project or a lead do; `by_merging` nobody, since merging two rows does; `by_reading` nobody, since documents and their review do.
    `merged_by` is the permission with which two of its rows are made one; empty where they never are.
    """

    name: str
    zh: str
    en: str
    named_by: tuple[str, ...]
    natural_key: tuple[str, ...]
    is_unique: bool
    place: tuple[str, ...]
    chain: tuple[str, ...]
    on_chain: str
    seen_everywhere: bool
    is_public: bool
    own: str
    page: str
    kept: str
    merged_by: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> str:
        """Name of the key column."""
        return next(column.name for column in self.columns if column.key)

    @property
    def names(self) -> tuple[str, ...]:
        """The text columns by which a row is looked up: its names in Chinese and, where it has one, in English."""
        own = [column.name for column in self.columns if column.name in self.named_by and not column.references]
        english = {name.removesuffix("_zh") + "_en" for name in own if name.endswith("_zh")}
        return tuple(column.name for column in self.columns if column.name in own or column.name in english)

    @property
    def is_kept(self) -> bool:
        """Whether people write its rows, by a table or by hand."""
        return self.kept not in ("by_reading", "by_merging")

    @property
    def is_edited(self) -> bool:
        """Whether people edit its rows one at a time: what the steps of a project write, nobody does by hand."""
        return self.is_kept and self.kept != "by_moves"

    def column(self, name: str) -> Column:
        """One of its columns; KeyError for another."""
        found = _columns_of(self.name).get(name)
        if found is None:
            raise KeyError(f"the table {self.name} has no column {name!r}")
        return found


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """Rows of one of this package's CSV files, as dictionaries of strings."""
    with files(__package__).joinpath(name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _column(row: dict[str, str]) -> Column:
    return Column(
        table=row["table"],
        name=row["column"],
        zh=row["zh"],
        en=row["en"],
        type=row["type"],
        unit=row["unit"],
        required=bool(row["required"]),
        key=bool(row["key"]),
        references=row["references"],
        codes=row["codes"],
        computed=tuple(row["computed"].split()),
        is_moved=bool(row["moved"]),
        is_once=row["moved"] == "once",
        least=_number(row["least"]),
        most=_number(row["most"]),
        since=int(row["since"]),
        description_zh=row["description_zh"],
        description_en=row["description_en"],
    )


@cache
def tables() -> dict[str, Table]:
    """All tables by name, in the order in which they may be loaded (a table follows those it refers to)."""
    columns = [_column(row) for row in rows_of("dictionary.csv")]
    return {row["table"]: _table(row, tuple(c for c in columns if c.table == row["table"])) for row in rows_of("tables.csv")}


def _table(row: dict[str, str], columns: tuple[Column, ...]) -> Table:
    return Table(
        name=row["table"],
        zh=row["zh"],
        en=row["en"],
        named_by=tuple(row["named_by"].split()),
        natural_key=tuple(row["natural_key"].split()),
        is_unique=bool(row["unique"]),
        place=tuple(row["place"].split()),
        chain=tuple(row["chain"].split()),
        on_chain=row["on_chain"],
        seen_everywhere=row["seen"] == "everywhere",
        is_public=bool(row["public"]),
        own=row["own"],
        page=row["page"],
        kept=row["kept"],
        merged_by=row["merged_by"],
        columns=columns,
    )


@cache
def _columns_of(table: str) -> dict[str, Column]:
    return {column.name: column for column in tables()[table].columns}


@cache
def version() -> int:
    """The version of the dictionary: that of its newest column."""
    return max(column.since for table in tables().values() for column in table.columns)
