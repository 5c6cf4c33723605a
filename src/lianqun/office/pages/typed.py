"""What somebody typed into a field, read as a cell of a workbook is: `1.2亿` in a field of 万元 is 12000."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from lianqun.office.accounts.languages import in_words
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.registry.models import Place
from lianqun.tables.workbooks.cells import Misfit, read_cell
from lianqun.tables.workbooks.import_problems import messages
from lianqun.vocab.dictionary import Column, tables

DAY = ("project_events", "on")


def day_typed(text: str) -> date:
    """The day that was typed. Raises Refused for nothing, or for no day."""
    return _typed(tables()[DAY[0]].column(DAY[1]), text)  # type: ignore[no-any-return]


def number_typed(table: str, column: str, text: str) -> Decimal:
    """The number that was typed into a field of a column, in the column's unit. Raises Refused."""
    return _typed(tables()[table].column(column), text)  # type: ignore[no-any-return]


def _typed(column: Column, text: str) -> Any:
    try:
        value = read_cell(text.strip(), column)
    except Misfit as misfit:
        told = {name: words.replace("{value}", text[:60]) for name, words in messages()[misfit.code].items()}
        zh, en = f"{column.zh}：{told['zh']}{told['mend_zh']}", f"{column.en}: {told['en']} {told['mend_en']}"
        raise Refused(misfit.code, in_words(zh, en), status=422) from misfit
    if value is None:
        raise Refused("empty", in_words(f"请填写“{column.zh}”。", f"Fill in “{column.en}”."), status=422)
    return value


def file_sent(request: HttpRequest) -> dict[str, Any]:
    """The document of a form: its bytes and name, what it proves, and its title. Without a file the bytes are empty."""
    told, file = request.POST, request.FILES.get("file")
    data, name = (file.read(), str(file.name)) if file is not None else (b"", "")
    return {"proves": told.get("proves", ""), "title": told.get("title", ""), "name": name, "data": data}


def place_typed(text: str) -> Place | None:
    """The place whose name or code was typed; None for nothing. Raises Refused for a place that is not on record."""
    if not text.strip():
        return None
    found = Place.objects.filter(Q(pk=text.strip()) | Q(name_zh=text.strip()) | Q(name_en=text.strip())).order_by("pk").first()
    if found is None:
        zh, en = (
            f"没有登记“{text}”这个地区；请写全称，或先登记该地区。",
            f"“{text}” is not on record; write its full name, or enter it first.",
        )
        raise Refused("no_place", in_words(zh, en), status=422)
    return found
