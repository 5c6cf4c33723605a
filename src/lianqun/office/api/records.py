"""Rows added, changed and ended over the interface: the same actions as on the page, the same sentences, a field each.

A row has a version, sent as `ETag`. A change that is made with `If-Match` is refused with 412 where the row was changed since, and told what.
"""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Header, Router, Schema, Status
from pydantic import ConfigDict, StringConstraints, create_model

from lianqun.office.accounts.rows import Row
from lianqun.office.actions.tables import records
from lianqun.office.actions.tables.record_proofs import Proof
from lianqun.office.api.merged import led_on, refuse_merged
from lianqun.office.api.problems import PROBLEMS, Problem
from lianqun.office.api.schemas import Key, as_row, row_schema
from lianqun.office.api.signing_in import person
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import models_by_table, records_of
from lianqun.office.queries.tables.record_changes import version_of
from lianqun.office.queries.tables.records import typed_columns
from lianqun.vocab.dictionary import Column, Table, tables

router = Router(tags=["records"])
Words = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[^\x00]*$")]
Typed = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")] | bool | int | None
MATCHED: Any = Header("", alias="If-Match")
ANSWERS: dict[Any, Any] = {**PROBLEMS, 412: Problem}


class Attached(Schema):
    """Evidence that comes with a change: a document with its exact words, or who says so and why."""

    document_id: Key = ""
    quote: Words = ""
    said_by: Words = ""
    said_why: Words = ""


def change_schema(table: Table, *, new: bool) -> type[Schema]:
    """What is sent for a row: the columns that people fill in, each as it may stand in a cell of Excel; null or "" is nothing."""
    columns: dict[str, Any] = {column.name: (Typed, _field(column)) for column in typed_columns(table, new=new)}
    name = "".join(part.capitalize() for part in table.name.split("_")) + ("New" if new else "Change")
    row = create_model(f"{name}Cells", __base__=Schema, __config__=None, **columns)
    row.model_config = ConfigDict(**{**row.model_config, "extra": "forbid"})
    row.model_rebuild(force=True)
    doc = f"{table.zh} · {table.en}: a new row" if new else f"{table.zh} · {table.en}: what changes of a row"
    return create_model(name, __base__=Schema, __doc__=doc, row=(row, ...), reason=(Words, ""), evidence=(Attached, Attached()))


def _field(column: Column) -> Any:
    unit = f" ({column.unit})" if column.unit else ""
    return Field(None, title=f"{column.zh}{unit}", description=column.description_en)


def _sent(body: Any) -> dict[str, Any]:
    cells = {name: "" if value is None else value for name, value in body.row.model_dump(exclude_unset=True).items()}
    return {"cells": cells, "reason": body.reason, "proof": Proof(**body.evidence.model_dump())}


def _find(request: HttpRequest, table: str, row_id: str) -> Row:
    row = visible_to(person(request), models_by_table()[table]._default_manager.filter(pk=row_id)).first()
    if row is None:
        refuse_merged(request, table, row_id)
        raise Http404(_("There is no such thing, or your role does not see it."))
    return row


def _answer(response: HttpResponse, table: str, row_id: str) -> dict[str, Any]:
    stands = records_of(table, [row_id])[row_id]
    response["ETag"] = f'"{version_of(stands)}"'
    return as_row(stands, table)


def _add_table(table: Table) -> None:
    row, added, changed = row_schema(table), change_schema(table, new=True), change_schema(table, new=False)

    def show_record(request: HttpRequest, response: HttpResponse, row_id: Key) -> Any:
        _find(request, table.name, row_id)
        return _answer(response, table.name, row_id)

    def create_record(request: HttpRequest, response: HttpResponse, body: Any) -> Any:
        own = records.create(by=person(request), table=table.name, **_sent(body))
        return Status(201, _answer(response, table.name, own))

    def edit_record(
        request: HttpRequest,
        response: HttpResponse,
        row_id: Key,
        body: Any,
        if_match: Key = MATCHED,
    ) -> Any:
        version = if_match.strip().removeprefix("W/").strip('"')
        own = _find(request, table.name, row_id)
        records.edit(by=person(request), row=own, version="" if version == "*" else version, is_strict=True, **_sent(body))
        return _answer(response, table.name, row_id)

    def end_record(request: HttpRequest, row_id: Key, reason: Words = "") -> Any:
        records.end(by=person(request), row=_find(request, table.name, row_id), reason=reason)
        return Status(204, None)

    create_record.__annotations__["body"], edit_record.__annotations__["body"] = added, changed
    what = f"{table.zh} · {table.en}"
    show_record.__doc__ = f"{what}: one row, with its version as ETag."
    create_record.__doc__ = f"{what}: add a row. Its key is made of what it says."
    edit_record.__doc__ = f"{what}: change what is sent. With If-Match, 412 and the differences where the row was changed since."
    end_record.__doc__ = f"{what}: end a row, with a reason. Refused while other rows refer to it."
    one, many = f"/records/{table.name}/{{row_id}}", f"/records/{table.name}"
    router.get(one, response={200: row, **led_on(table), **ANSWERS}, operation_id=f"record_{table.name}")(show_record)
    router.post(many, response={201: row, **ANSWERS}, operation_id=f"create_{table.name}")(create_record)
    router.patch(one, response={200: row, **ANSWERS}, operation_id=f"edit_{table.name}")(edit_record)
    router.api_operation(["DELETE"], one, response={204: None, **ANSWERS}, operation_id=f"end_{table.name}")(end_record)


for _table in tables().values():
    if _table.is_edited:
        _add_table(_table)
