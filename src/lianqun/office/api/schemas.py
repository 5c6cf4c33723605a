"""The tables of the data dictionary as typed schemas: rows, pages of rows, and what may be asked of them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import StringConstraints, create_model

from lianqun.vocab.dictionary import Column, Table
from lianqun.vocab.masking import is_masked, seen_by_all

MOST_ROWS = 500
MOST_SKIPPED = 10_000_000
Plain = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
Key = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00]*$")]
GENERATED: Any = (bool, Field(False, description="whether this is of generated places, which are no real ones"))
Exact = Annotated[str, Field(json_schema_extra={"format": "decimal"})]

TYPES: Mapping[str, Any] = {
    "code": str, "text": str, "integer": int, "year": int, "decimal": Exact, "boolean": bool, "date": date, "instant": datetime,
}  # fmt: skip


def row_schema(table: Table) -> type[Schema]:
    """The schema of one row: exact decimals are strings; what is not known is null."""
    fields: dict[str, Any] = {column.name: (_type(column), _field(column)) for column in table.columns}
    return create_model(_class_name(table) + "Row", __base__=Schema, __doc__=f"{table.zh} · {table.en}: one row", **fields)


def _type(column: Column) -> Any:
    return TYPES[column.type] if column.required else TYPES[column.type] | None


def _field(column: Column) -> Any:
    unit = f" ({column.unit})" if column.unit else ""
    title = f"{column.zh}{unit}"
    return (
        Field(title=title, description=column.description_en)
        if column.required
        else Field(None, title=title, description=column.description_en)
    )


def shown_schema(table: Table, row: type[Schema]) -> type[Schema]:
    """The schema of one row asked for by its key, which also says whether it is of a generated place."""
    return create_model(
        _class_name(table) + "Shown", __base__=row, __doc__=f"{table.zh} · {table.en}: one row", generated=GENERATED
    )


def page_schema(table: Table, row: type[Schema]) -> type[Schema]:
    """The schema of a page: how many rows there are in all, whether they are of generated places, and the rows from `offset` on."""
    doc = f"{table.zh} · {table.en}: a page"
    rows: Any = list.__class_getitem__(row)
    return create_model(
        _class_name(table) + "Page",
        __base__=Schema,
        __doc__=doc,
        total=(int, ...),
        offset=(int, ...),
        generated=GENERATED,
        rows=(rows, ...),
    )


def query_schema(table: Table) -> type[Schema]:
    """What may be asked of a table: place (with all below it), chain, part of a name, order, and which page."""
    ordering = [column.name for column in table.columns if not is_masked(table.name, column.name)]
    orders: Any = Literal[tuple(order for name in ordering for order in (name, f"-{name}"))]
    return create_model(
        _class_name(table) + "Query",
        __base__=Schema,
        place=(Key, Field("", description="a place; all places below it are included")),
        chain=(Key, Field("", description="a chain")),
        q=(Plain, Field("", description="part of the name or title")),
        order=(orders, Field("id", description="a column; with - before it the other way round")),
        limit=(int, Field(100, ge=1, le=MOST_ROWS)),
        offset=(int, Field(0, ge=0, le=MOST_SKIPPED)),
    )


def _class_name(table: Table) -> str:
    return "".join(part.capitalize() for part in table.name.split("_"))


def as_row(values: Mapping[str, Any], table: str = "") -> dict[str, Any]:
    """Values of the database as the interface tells them; of a table's phones what everybody may see."""
    return {name: seen_by_all(table, name, _told(value)) for name, value in values.items()}


def _told(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return None if value == "" else value
