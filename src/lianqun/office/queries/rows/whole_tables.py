"""Tables of the database in the shape of the open data set: same columns, same order, same types; read in chunks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

import polars as pl
from django.apps import apps
from django.db.models import QuerySet

from lianqun.office.accounts.rows import Row
from lianqun.tables import empty, schema
from lianqun.vocab.dictionary import tables as dictionary

CHUNK = 20_000
STEP = 400


@cache
def models_by_table() -> dict[str, type[Row]]:
    """Every table of the dictionary with its model, in the order in which tables may be loaded."""
    found = {model._meta.db_table: model for model in apps.get_models() if issubclass(model, Row)}
    return {table: found[table] for table in dictionary()}


def frame_of(rows: QuerySet[Any], columns: Sequence[str] = ()) -> pl.DataFrame:
    """The rows of a query on one table as a frame (of some columns, or of all), in the query's order; what is unknown is null."""
    table = rows.model._meta.db_table
    shape = {name: schema(table)[name] for name in columns or schema(table)}
    values = rows.values_list(*shape).iterator(chunk_size=CHUNK)
    parts = [_frame_of_values(shape, chunk) for chunk in _chunks(values)]
    return pl.concat(parts) if parts else empty(table).select(list(shape))


def frame_of_rows(rows: Sequence[Row]) -> pl.DataFrame:
    """Rows in memory, saved or not, all of one table (at least one), as a frame."""
    table = rows[0]._meta.db_table
    return _frame_of_values(schema(table), [tuple(getattr(row, name) for name in schema(table)) for row in rows])


def records_of(table: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Rows of the database by key, each as column → value in the data set's shape: nothing is None, never the empty string."""
    wanted, rows = iter(ids), models_by_table()[table]._default_manager
    parts = (frame_of(rows.filter(pk__in=part)) for part in iter(lambda: list(islice(wanted, STEP)), []))
    return {record["id"]: record for part in parts for record in part.iter_rows(named=True)}


def plain_record(record: Mapping[str, Any], names: Iterable[str] = ()) -> dict[str, Any]:
    """Values of a row as JSON has them, exact numbers as text and days as 2024-01-22; of all columns, or of those named."""
    wanted = set(names) or record.keys()
    return {name: str(value) if isinstance(value, Decimal | date) else value for name, value in record.items() if name in wanted}


def whole_tables(tables: Iterable[str] | None = None) -> dict[str, pl.DataFrame]:
    """Whole tables (all of them if none is named), each sorted by its key, as the data set is written."""
    models = models_by_table()
    return {table: frame_of(models[table]._default_manager.order_by("pk")) for table in tables or models}


def frame_of_texts(table: str, rows: list[dict[str, str | None]]) -> pl.DataFrame:
    """Rows whose every value was written with `str`, as a frame of the table."""
    texts = pl.DataFrame(rows, schema=dict.fromkeys(schema(table), pl.String()), orient="row")
    return texts.select(_typed(pl.col(name), dtype) for name, dtype in schema(table).items())


def _typed(text: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if dtype == pl.Boolean:
        return text == "True"
    if isinstance(dtype, pl.Datetime):
        return text.str.to_datetime(time_unit="us", time_zone="UTC")
    return text.str.to_date() if dtype == pl.Date else text.cast(dtype)


def _chunks(values: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while chunk := list(islice(values, CHUNK)):
        yield chunk


def _frame_of_values(shape: Mapping[str, Any], rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    typed = zip(shape.items(), zip(*rows, strict=True), strict=True)
    return pl.DataFrame([pl.Series(name, _known(column, dtype), dtype) for (name, dtype), column in typed])


def _known(column: Sequence[Any], dtype: pl.DataType) -> Sequence[Any]:
    """The database keeps missing text as the empty string; the data set as nothing. Instants are UTC."""
    if dtype == pl.String:
        return [value or None for value in column]
    if isinstance(dtype, pl.Datetime):
        return [value and value.astimezone(UTC) for value in column]
    return column
