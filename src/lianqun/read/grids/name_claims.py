"""What the words of a row claim: who invests, builds, won, answers; where, when, at which stage, on which link."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from lianqun.read.certainty import certainty_of
from lianqun.read.files.content import Span
from lianqun.read.grids.context import is_place
from lianqun.read.grids.grid import GridColumn
from lianqun.read.grids.row_claims import RowContext
from lianqun.read.grids.values import is_nothing, narrow_text
from lianqun.read.layers.organizations import find_organizations
from lianqun.read.layers.places import find_places
from lianqun.read.layers.times import find_times
from lianqun.vocab.claims import Claim
from lianqun.vocab.periods import NotAPeriod, Period, day_of_serial, read_written

_JOINTS = re.compile(r"[、；;\n]|[,，/](?!\d)")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{2,8})?")
_DATES, _YEARS = ("day", "month", "year"), range(1900, 2100)
_PROJECTS = ("project", "item")
_ABOUT_PROJECTS = ("project", "item", "thing")
_SHORTEST_NAME = 4


def claim_names(row: RowContext) -> Iterator[Claim]:
    """Claims of names, places, dates and stages of an item's row; none where the row is about an indicator or a region."""
    role = row.grid.subject_role
    if role == "firm" or (role in _READERS and role in _ORGANIZATIONS):
        yield from _organization(row, row.label, row.label_span, row.grid.subject)
    if role not in (*_ABOUT_PROJECTS, "firm", *_ORGANIZATIONS):
        return
    for column in row.grid.columns:
        reader = _READERS.get(column.role)
        if reader and column.index != row.grid.subject and not is_nothing(row.words(column.index)):
            yield from reader(row, column, role)


def _organization(row: RowContext, name: str, span: Span, column: int) -> Iterator[Claim]:
    kind = kind_of_organization(name)
    if kind and not _JOINTS.search(name):
        yield Claim(
            type="organization", subject=name, attribute=kind, value=name, quote=row.text[span[0] : span[1]],
            start=span[0], end=span[1], confidence=certainty_of("organization:in_grid"), rule="grid/organization",
            cell=row.cell(column) if row.holds(column, span) else None,
        )  # fmt: skip


@lru_cache(maxsize=8192)
def kind_of_organization(name: str) -> str:
    """The kind of an organisation by its name; an enterprise where the name says nothing; "" for what is too short for one."""
    found = [one for one in find_organizations(f"{name}\n", find_places(name)) if one.end == len(name)]
    return found[0].kind if found else ("enterprise" if len(name) >= _SHORTEST_NAME else "")


def _names(row: RowContext, column: GridColumn) -> Iterator[tuple[str, Span]]:
    """The names of a cell, which may list several, each with its place."""
    start, end = row.row.cells[column.index]
    at = start
    for part in _JOINTS.split(row.text[start:end]):
        name = part.strip()
        if not is_nothing(name):
            first = row.text.index(name, at)
            yield name, (first, first + len(name))
        at += len(part) + 1


def _related(row: RowContext, column: GridColumn, role: str) -> Iterator[Claim]:
    """Investors, builders, winners: the organisation, and what it has to do with what the row is about."""
    for name, span in _names(row, column):
        if not kind_of_organization(name):
            continue
        yield from _organization(row, name, span, column.index)
        if column.role == "investor":
            yield _claim(row, column, "project", (row.label, "investor", name))
            yield _claim(row, column, "relation", (name, "invests_in", row.label))
        elif column.role == "firm":
            yield _claim(row, column, "relation", (name, "builds", row.label))
        else:
            yield _claim(row, column, "relation", (name, column.attribute, row.label))


def _place(row: RowContext, column: GridColumn, role: str) -> Iterator[Claim]:
    place = row.words(column.index)
    kind, attribute = ("project", "location") if role in _ABOUT_PROJECTS else ("relation", "located_in")
    if is_place(place) or find_places(place) or column.role == "location":
        yield _claim(row, column, kind, (row.label, attribute, place))


def _stage(row: RowContext, column: GridColumn, role: str) -> Iterator[Claim]:
    yield _claim(row, column, "project", (row.label, "stage", row.words(column.index)))


def _date(row: RowContext, column: GridColumn, role: str) -> Iterator[Claim]:
    printed = row.words(column.index)
    iso, is_serial = read_date(printed)
    if iso:
        attribute = column.attribute or column.words
        claim = _claim(row, column, _type(column, role), (row.label, attribute, iso))
        sure = certainty_of("grid:date_of_serial" if is_serial else "grid:words")
        yield replace(claim, period=iso, flags=("date_of_serial",) if is_serial else (), confidence=sure)


def _identifier(row: RowContext, column: GridColumn, role: str) -> Iterator[Claim]:
    value = row.words(column.index)
    yield _claim(row, column, _type(column, role), (row.label, column.attribute or column.words, value))


def _type(column: GridColumn, role: str) -> str:
    """The kind of a claim about what the row is about, as its source wants it, or by the row's role."""
    return column.type or ("project" if role in _PROJECTS else "indicator")


def _written(text: str) -> Period | None:
    """The day, month or year of this century or the last that the words are and nothing else."""
    try:
        meant = read_written(text)
    except NotAPeriod:
        return None
    return meant if meant.kind in _DATES and meant.first.year in _YEARS else None


@lru_cache(maxsize=4096)
def read_date(printed: str) -> tuple[str, bool]:
    """The ISO day, month or year of a cell, and whether it was only the number of a day as workbooks count them."""
    text = narrow_text(printed)
    if meant := _written(text):
        return str(meant), False
    if day := day_of_serial(text):
        return day.isoformat(), True
    times = [time for time in find_times(text, None) if time.period]
    return (times[0].period if times else ""), False


def _person(row: RowContext, column: GridColumn, role: str) -> Iterator[Claim]:
    for name, span in _names(row, column):
        if _PERSON.fullmatch(name):
            claim = _claim(row, column, "person_role", (name, column.words, row.label))
            yield replace(claim, quote=row.text[min(claim.start, span[0]) : claim.end])


def _link(row: RowContext, column: GridColumn, role: str) -> Iterator[Claim]:
    yield _claim(row, column, "placement", (row.label, "on_link", row.words(column.index)))


def _product(row: RowContext, column: GridColumn, role: str) -> Iterator[Claim]:
    for name, _ in _names(row, column) if role not in _ABOUT_PROJECTS else ():
        yield _claim(row, column, "product", (name, "maker", row.label))


def _claim(row: RowContext, column: GridColumn, kind: str, parts: tuple[str, str, str]) -> Claim:
    subject, attribute, value = parts
    start, end = row.quote_span(row.row.cells[column.index], column.index)
    return Claim(
        type=kind,
        subject=subject,
        attribute=attribute,
        value=value,
        period=row.period,
        region=row.region,
        chain=row.chain,
        modality=column.modality,
        quote=row.text[start:end],
        start=start,
        end=end,
        confidence=certainty_of("grid:words"),
        flags=row.doubts,
        cell=row.cell(column.index),
        rule=f"grid/{column.role}",
    )


_ORGANIZATIONS = ("investor", "builder", "winner", "tenderer", "supervisor", "holder")
_READERS: dict[str, Callable[[RowContext, GridColumn, str], Iterator[Claim]]] = {
    **dict.fromkeys((*_ORGANIZATIONS, "firm"), _related),
    **dict.fromkeys(("location", "region"), _place),
    **dict.fromkeys(("start_date", "date", "period"), _date),
    "stage": _stage,
    "identifier": _identifier,
    "person": _person,
    "link": _link,
    "product": _product,
}
