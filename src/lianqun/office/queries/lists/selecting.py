"""Rows of a list under a choice: from the database where the rows stand there, in memory where they are worked out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import get_language

from lianqun.office.queries.lists.choices import ROWS_A_PAGE, Choice
from lianqun.office.queries.lists.columns import NOT_KNOWN, ListColumn, read_span

Cells = dict[str, Any]
MOST_EXPORTED = 100_000
MANY_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: rows of cells by column name (`name.ref` is the id that a cell links to), and the totals."""

    rows: list[Cells]
    total: int
    sums: dict[str, Decimal]
    known: dict[str, int] = field(default_factory=dict)
    page: int = 1

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // ROWS_A_PAGE))


class ListRows(Protocol):
    """Where a list's rows come from."""

    def select(self, columns: Sequence[ListColumn], choice: Choice, *, everything: bool = False) -> Listing: ...


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def money_factor() -> Decimal:
    """万元 in the unit in which money is shown and typed: 亿元 in Chinese, million yuan in English."""
    return Decimal(10_000) if _chinese() else Decimal(100)


def _window(choice: Choice, everything: bool) -> slice:
    if everything:
        return slice(0, MOST_EXPORTED)
    return slice((choice.page - 1) * ROWS_A_PAGE, choice.page * ROWS_A_PAGE)


@dataclass(frozen=True, slots=True)
class DatabaseRows:
    """Rows that stand in the database: sorted, filtered, counted and added up there.

    `dense` are the same rows, asked for so that the database walks along the order and stops after a page, instead of
    gathering and sorting all of them; it is taken where there are many.
    """

    rows: QuerySet[Any]
    dense: QuerySet[Any] | None = None

    def select(self, columns: Sequence[ListColumn], choice: Choice, *, everything: bool = False) -> Listing:
        """The chosen page (or everything, for an export) with the count and the sums of all pages."""
        wanted = [_condition(column, choice.filters[column.name]) for column in columns if column.name in choice.filters]
        found = self.rows.filter(*wanted)
        sums = {f"sum_{column.name}": Sum(column.source) for column in columns if column.adds}
        told = found.order_by().aggregate(total=Count("pk"), **sums)
        walked = self.dense.filter(*wanted) if self.dense is not None and told["total"] > MANY_ROWS else found
        ordered = walked.order_by(*_order(columns, choice), "pk")[_window(choice, everything)]
        records = _records(ordered, columns) if everything else self._page(ordered, columns)
        return Listing(
            rows=[_cells(record, columns) for record in records],
            total=told["total"],
            sums={name.removeprefix("sum_"): told[name] for name in sums if told[name] is not None},
            page=choice.page,
        )

    def _page(self, ordered: QuerySet[Any], columns: Sequence[ListColumn]) -> Iterable[Cells]:
        """The rows of one page: first which they are, so that the database sorts keys and not whole rows with all that they name."""
        keys = list(ordered.values_list("pk", flat=True))
        found = {record["pk"]: record for record in _records(self.rows.filter(pk__in=keys).order_by(), columns)}
        return [found[key] for key in keys]


def _records(rows: QuerySet[Any], columns: Sequence[ListColumn]) -> Iterator[Cells]:
    paths = dict.fromkeys(path for column in columns for path in (column.source, column.path_en, column.ref) if path)
    names = ("pk", *paths)
    return (dict(zip(names, values, strict=True)) for values in rows.values_list(*names))


def _order(columns: Sequence[ListColumn], choice: Choice) -> list[Any]:
    by_name = {column.name: column for column in columns}
    if choice.sort_name not in by_name:
        return []
    path = F(by_name[choice.sort_name].source)
    return [path.desc(nulls_last=True) if choice.is_descending else path.asc(nulls_last=True)]


def _condition(column: ListColumn, wanted: str) -> Q:
    path = column.source
    if wanted == NOT_KNOWN:
        return Q(**{f"{path}__isnull": True}) | (Q() if column.is_numeric or column.kind in ("day", "flag") else Q(**{path: ""}))
    if column.kind == "code":
        return Q(**{path: wanted})
    if column.kind == "flag":
        return Q(**{path: wanted == "yes"})
    if column.kind in ("number", "money", "day"):
        span = read_span(wanted, column.kind, money_factor() if column.kind == "money" else Decimal(1))
        if span is None:
            return Q(pk__in=[])
        least = Q(**{f"{path}__gte": span.least}) if span.least is not None else Q()
        return least & (Q(**{f"{path}__lte": span.most}) if span.most is not None else Q())
    english = Q(**{f"{column.path_en}__icontains": wanted}) if column.path_en else Q()
    return Q(**{f"{path}__icontains": wanted}) | english if column.path_en else Q(**{f"{path}__icontains": wanted})


def _cells(record: Mapping[str, Any], columns: Sequence[ListColumn]) -> Cells:
    cells: Cells = {"pk": record["pk"]}
    for column in columns:
        value = record[column.source]
        if column.path_en and not _chinese():
            value = record[column.path_en] or value
        cells[column.name] = value
        if column.ref:
            cells[f"{column.name}.ref"] = record[column.ref]
    return cells


@dataclass(frozen=True, slots=True)
class ComputedRows:
    """Rows that are worked out, such as links with their state: sorted and filtered in memory, by the same rules."""

    rows: Iterable[Cells]

    def select(self, columns: Sequence[ListColumn], choice: Choice, *, everything: bool = False) -> Listing:
        """As DatabaseRows.select."""
        tests = [_test(column, choice.filters[column.name]) for column in columns if column.name in choice.filters]
        found = [row for row in self.rows if all(test(row) for test in tests)]
        if choice.sort:
            found = _sorted(found, choice)
        sums = {c.name: sum((row[c.name] for row in found if row[c.name] is not None), Decimal(0)) for c in columns if c.adds}
        return Listing(found[_window(choice, everything)], len(found), sums, page=choice.page)


def _sorted(rows: list[Cells], choice: Choice) -> list[Cells]:
    """What is not known stands last, whichever way one sorts."""
    known = [row for row in rows if row[choice.sort_name] not in (None, "")]
    known.sort(key=lambda row: row[choice.sort_name], reverse=choice.is_descending)
    return known + [row for row in rows if row[choice.sort_name] in (None, "")]


def _test(column: ListColumn, wanted: str) -> Callable[[Cells], bool]:
    name = column.name
    if wanted == NOT_KNOWN:
        return lambda row: row[name] in (None, "")
    if column.kind == "code":
        return lambda row: bool(row[name] == wanted)
    if column.kind == "flag":
        return lambda row: row[name] is (wanted == "yes")
    if column.kind in ("number", "money", "day"):
        span = read_span(wanted, column.kind, money_factor() if column.kind == "money" else Decimal(1))
        return lambda row: span is not None and span.holds(row[name])
    return lambda row: wanted.lower() in str(row[name] or "").lower()
