"""What somebody typed into single fields of a form, read as the editor of records and a workbook read it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from lianqun.office.accounts.languages import in_words
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.tables.typed_values import read_values
from lianqun.office.pages.record_fields import sentence_of
from lianqun.office.registry.models import Place
from lianqun.vocab.dictionary import tables


def value_typed(table: str, column: str, text: str) -> Any:
    """The value that was typed into a field of a column; None for nothing. Raises Refused, naming the field, for what cannot be read."""
    known, read = tables()[table].column(column), read_values(table, {column: text.strip()})
    if read.problems:
        said = sentence_of(read.problems[0])
        raise Refused(read.problems[0].code, in_words(f"{known.zh}：{said}", f"{known.en}: {said}"), status=422)
    return read.values[column]


def day_typed(text: str, table: str = "stage_reviews", column: str = "on") -> date:
    """The day that was typed. Raises Refused for nothing, or for no day."""
    return _wanted(table, column, text)  # type: ignore[no-any-return]


def number_typed(table: str, column: str, text: str) -> Decimal:
    """The number that was typed into a field of a column, in the column's unit. Raises Refused."""
    return _wanted(table, column, text)  # type: ignore[no-any-return]


def _wanted(table: str, column: str, text: str) -> Any:
    known, value = tables()[table].column(column), value_typed(table, column, text)
    if value is None:
        raise Refused("empty", in_words(f"请填写“{known.zh}”。", f"Fill in “{known.en}”."), status=422)
    return value


def place_typed(text: str) -> Place | None:
    """The place whose name or code was typed; None for nothing. Raises Refused for a place that is not on record."""
    key = value_typed("projects", "lost_to_place_id", text)
    return None if key is None else Place.objects.get(pk=key)


def file_sent(request: HttpRequest) -> dict[str, Any]:
    """The document of a form: its bytes and name, what it proves, and its title. Without a file the bytes are empty."""
    told, file = request.POST, request.FILES.get("file")
    data, name = (file.read(), str(file.name)) if file is not None else (b"", "")
    return {"proves": told.get("proves", ""), "title": told.get("title", ""), "name": name, "data": data}
