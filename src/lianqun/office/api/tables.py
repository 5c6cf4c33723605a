"""Reading the tables: one typed address a table, filtered to what the person may see."""

from functools import reduce
from operator import or_
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from lianqun.office.api.merged import led_on, refuse_merged
from lianqun.office.api.problems import PROBLEMS
from lianqun.office.api.schemas import Key, as_row, page_schema, query_schema, row_schema, shown_schema
from lianqun.office.api.signing_in import person
from lianqun.office.queries.rows.paths import django_path
from lianqun.office.queries.rows.realm import realm_of_row, speaks_of_generated, turn_to
from lianqun.office.queries.rows.version import data_version
from lianqun.office.queries.rows.visible import places_within, visible_to
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.vocab.dictionary import Table
from lianqun.vocab.dictionary import tables as dictionary

router = Router(tags=["tables"])


class ColumnDescription(Schema):
    """One column of the data dictionary."""

    name: str
    zh: str
    en: str
    type: str
    unit: str
    required: bool
    references: str
    codes: str


class TableDescription(Schema):
    """One table of the data dictionary."""

    name: str
    zh: str
    en: str
    columns: list[ColumnDescription]


class Version(Schema):
    """The state of the data that answers show."""

    version: str
    as_of: str


@router.get("/version", response={200: Version, **PROBLEMS}, operation_id="version")
def show_version(request: HttpRequest) -> Any:
    """Version and day of the last change."""
    version, as_of = data_version()
    return {"version": version, "as_of": as_of.isoformat()}


@router.get("/tables", response={200: list[TableDescription], **PROBLEMS}, operation_id="tables")
def list_tables(request: HttpRequest) -> Any:
    """The data dictionary: every table with its columns, units and code lists."""
    return list(dictionary().values())


def filtered(request: HttpRequest, table: Table, asked: Any) -> QuerySet[Any]:
    """The rows that a question asks for, as far as the person may see them."""
    rows: QuerySet[Any] = visible_to(person(request), models_by_table()[table.name]._default_manager.all())
    if asked.place:
        rows = rows.filter(_within(table, asked.place))
    if asked.chain:
        paths = [table.on_chain] if table.on_chain else table.chain
        rows = rows.filter(reduce(or_, (Q(**{django_path(path): asked.chain}) for path in paths), Q(pk__in=[])))
    if asked.q:
        condition = Q(pk__in=[])
        for name in table.names:
            condition |= Q(**{f"{name}__contains": asked.q})
        rows = rows.filter(condition)
    return rows.distinct() if asked.chain else rows


def _within(table: Table, place_id: str) -> Q:
    """Rows of a place and all below it; a table that knows no place has none."""
    within, condition = places_within([place_id]), Q(pk__in=[])
    for path in table.place:
        condition |= Q(**{f"{django_path(path)}__in": within})
    return condition


def _add_table(table: Table) -> None:
    row = row_schema(table)
    question, columns = query_schema(table), [column.name for column in table.columns]

    def list_rows(request: HttpRequest, asked: Any) -> Any:
        rows = filtered(request, table, asked)
        page = rows.order_by(asked.order, "pk")[asked.offset : asked.offset + asked.limit]
        told = [as_row(values, table.name) for values in page.values(*columns)]
        return {"total": rows.count(), "offset": asked.offset, "generated": speaks_of_generated(), "rows": told}

    def show_row(request: HttpRequest, row_id: Key) -> Any:
        model = models_by_table()[table.name]
        turn_to(realm_of_row(model, row_id))
        rows: QuerySet[Any] = visible_to(person(request), model._default_manager.filter(pk=row_id))
        values = rows.values(*columns).first()
        if values is None:
            refuse_merged(request, table.name, row_id)
            raise Http404
        return {**as_row(values, table.name), "generated": speaks_of_generated()}

    list_rows.__annotations__["asked"] = Annotated[question, Query()]
    list_rows.__doc__ = f"{table.zh} · {table.en}."
    show_row.__doc__ = f"{table.zh} · {table.en}: one row by its key."
    page = page_schema(table, row)
    router.get(f"/{table.name}", response={200: page, **PROBLEMS}, operation_id=f"list_{table.name}", tags=["tables"])(list_rows)
    shown = shown_schema(table, row)
    router.get(
        f"/{table.name}/{{row_id}}",
        response={200: shown, **led_on(table), **PROBLEMS},
        operation_id=f"show_{table.name}",
        tags=["tables"],
    )(show_row)


for _table in dictionary().values():
    _add_table(_table)
