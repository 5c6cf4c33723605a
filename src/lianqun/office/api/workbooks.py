"""Tables as Excel workbooks: what is asked for, logged, and fit to be imported again."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Query, Router, Schema

from lianqun.office.actions import exports
from lianqun.office.actions.refusals import Refused
from lianqun.office.api.problems import PROBLEMS
from lianqun.office.api.schemas import query_schema
from lianqun.office.api.signing_in import person
from lianqun.office.api.tables import filtered
from lianqun.office.outside.workbooks import TextTooLong
from lianqun.office.queries.workbooks import workbook_of
from lianqun.vocab.dictionary import Table
from lianqun.vocab.dictionary import tables as dictionary

router = Router(tags=["workbooks"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_A_FILTER = ("limit", "offset", "order")


def _add_workbook(table: Table) -> None:
    question = query_schema(table)

    def send_workbook(request: HttpRequest, asked: Any) -> HttpResponse:
        return _workbook(request, table, asked)

    send_workbook.__annotations__["asked"] = Annotated[question, Query()]
    send_workbook.__doc__ = f"{table.zh} · {table.en} as an Excel workbook: all rows that fit the filter."
    router.get(f"/workbooks/{table.name}.xlsx", response=PROBLEMS, operation_id=f"workbook_{table.name}")(send_workbook)


def _workbook(request: HttpRequest, table: Table, asked: Schema) -> HttpResponse:
    filters = {name: str(value) for name, value in asked.model_dump().items() if value and name not in NOT_A_FILTER}
    rows = filtered(request, table, asked).order_by("pk")
    by = person(request)
    exports.record(by=by, list_name=table.name, filters=filters, rows=rows.count())
    try:
        data, _rows = workbook_of(rows, by=str(by), filters=filters, language="en" if get_language() == "en" else "zh")
    except TextTooLong as error:
        raise Refused("text_too_long", exports.TEXT_TOO_LONG, status=422) from error
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{table.name}.xlsx"'
    return response


for _table in dictionary().values():
    _add_workbook(_table)
