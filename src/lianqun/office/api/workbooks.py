"""Tables as Excel workbooks: what is asked for, logged, and fit to be imported again."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Query, Router, Schema

from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.tables import exports
from lianqun.office.api.problems import PROBLEMS
from lianqun.office.api.schemas import Key, Plain
from lianqun.office.api.signing_in import person
from lianqun.office.api.tables import filtered
from lianqun.office.queries.rows.realm import file_name
from lianqun.office.queries.tables.workbooks import workbook_of
from lianqun.tables.workbooks.writing import TextTooLong
from lianqun.vocab.dictionary import tables as dictionary

router = Router(tags=["workbooks"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TableName: Any = Literal[tuple(dictionary())]


class WorkbookQuery(Schema):
    """Which rows: a place with all below it, a chain, part of a name."""

    place: Key = ""
    chain: Key = ""
    q: Plain = ""


@router.get("/workbooks/{table}.xlsx", response=PROBLEMS, operation_id="workbook")
def send_workbook(request: HttpRequest, table: TableName, asked: Query[WorkbookQuery]) -> HttpResponse:
    """A table as an Excel workbook: all rows that fit the filter and that the person sees."""
    filters = {name: str(value) for name, value in asked.model_dump().items() if value}
    rows = filtered(request, dictionary()[table], asked).order_by("pk")
    by = person(request)
    exports.record(by=by, list_name=table, filters=filters, rows=rows.count())
    try:
        data, _rows = workbook_of(rows, by=by, filters=filters, language="en" if get_language() == "en" else "zh")
    except TextTooLong as error:
        raise Refused("text_too_long", exports.TEXT_TOO_LONG, status=422) from error
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file_name(table)}.xlsx"'
    return response
