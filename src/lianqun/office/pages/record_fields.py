"""The fields of the form of a row, made of the data dictionary: what stands in each, how it is filled in, and what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import TextField
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqun.office.accounts.models import User
from lianqun.office.pages.words import is_chinese, number, words_of
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.queries.tables.records import names_seen
from lianqun.tables import Problem
from lianqun.tables.workbooks.sheets import Cell
from lianqun.vocab.dictionary import Column, tables
from lianqun.vocab.units import unit_in_english

SAID = ".said"
GIVEN = "v."
KINDS = {"integer": "number", "decimal": "number", "boolean": "code", "instant": "instant", "date": "date", "year": "year"}
# Not an example: an empty date must not look like one that is known.
WRITTEN_ZH = {"date": "年-月-日", "year": "四位年份", "instant": "年-月-日 时:分"}
WRITTEN_EN = {"date": "year-month-day", "year": "four digits", "instant": "year-month-day hour:minute"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `kind` is text, long, code, reference, number, date, year or instant; `text` is what stands in it.

    `said` is the name of the row that a reference means, `options` the words to choose from, `problems` what is wrong, in the reader's language.
    """

    column: Column
    kind: str
    text: str
    said: str = ""
    options: Sequence[tuple[str, str]] = ()
    problems: Sequence[str] = ()
    longest: int | None = None

    @property
    def name(self) -> str:
        """Name of the column, and of the field in the form."""
        return self.column.name

    @property
    def label(self) -> str:
        """The word for the column."""
        return self.column.zh if is_chinese() else self.column.en

    @property
    def unit(self) -> str:
        """The unit beside the field; in English money says what its unit is."""
        return self.column.unit if is_chinese() else unit_in_english(self.column.unit)

    @property
    def hint(self) -> str:
        """What the dictionary says of the column."""
        return self.column.description_zh if is_chinese() else self.column.description_en

    @property
    def example(self) -> str:
        """How it is written, and between what a number must lie; shown while the field is empty."""
        written = (WRITTEN_ZH if is_chinese() else WRITTEN_EN).get(self.kind)
        if written:
            return written
        least, most = self.column.least, self.column.most
        span = f"{number(least)} – {number(most)}" if least is not None and most is not None else ""
        span = span or (f"≥ {number(least)}" if least is not None else "")
        return " · ".join(part for part in (span, _("1.2亿 is understood") if self.column.unit == "万元" else "") if part)


def texts_of(record: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the fields for a row: numbers without useless zeros, times in the office's own zone."""
    return {name: _text(value) for name, value in record.items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}".removesuffix(":00") if hasattr(value, "hour") else str(value)


def fields_of(user: User, columns: Iterable[Column], texts: Mapping[str, str], problems: Iterable[Problem] = ()) -> list[Field]:
    """The fields of some columns of one table, with the texts that stand in them and what is wrong with each."""
    shown, wrong = list(columns), list(problems)
    named = _names(user, shown, texts)
    told = {column.name: [sentence_of(one) for one in wrong if one.column == column.name] for column in shown}
    return [_field(column, texts, named, told[column.name]) for column in shown]


def sentence_of(problem: Problem) -> str:
    """What is wrong and how to mend it, in the language of the reader."""
    if is_chinese():
        return "。".join(part.rstrip("。") for part in (problem.zh, problem.mend_zh) if part) + "。"
    return " ".join(f"{part[:1].upper()}{part[1:].rstrip('.')}." for part in (problem.en, problem.mend_en) if part)


def _names(user: User, columns: Sequence[Column], texts: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """(table, key) → name, of the rows that the fields refer to; one query a table."""
    ids: dict[str, set[str]] = {}
    for column in columns:
        if column.references and texts.get(column.name):
            ids.setdefault(column.references, set()).add(texts[column.name])
    return {
        (table, key): name
        for table, keys in ids.items()
        for key, name in names_seen(user, table, keys, english=not is_chinese()).items()
    }


def _field(column: Column, texts: Mapping[str, str], named: Mapping[tuple[str, str], str], problems: Sequence[str]) -> Field:
    text = texts.get(column.name, "")
    if column.references:
        said = texts.get(column.name + SAID) or named.get((column.references, text), text)
        return Field(column, "reference", text, said, (), problems)
    if column.codes or column.type == "boolean":
        return Field(column, "code", text, "", options_of(column, text), problems)
    field = models_by_table()[column.table]._meta.get_field(column.name)
    kind = "long" if isinstance(field, TextField) else KINDS.get(column.type, "text")
    return Field(column, kind, text, "", (), problems, getattr(field, "max_length", None))


def options_of(column: Column, text: str = "") -> list[tuple[str, str]]:
    """The words to choose from: those that only a rule gives are left out, unless one of them stands there."""
    if column.type == "boolean":
        return [("true", _("yes")), ("false", _("no"))]
    return [(code, word) for code, word in words_of(column.codes) if code not in column.computed or code == text]


def cells_of(user: User, table: str, sent: Mapping[str, str]) -> dict[str, Cell]:
    """The cells of a form that was sent. A reference is what was chosen, unless something else was typed after that."""
    cells: dict[str, Cell] = {}
    for column in tables()[table].columns:
        if column.name in sent or column.name + SAID in sent:
            cells[column.name] = _cell(user, column, sent)
    return cells


def _cell(user: User, column: Column, sent: Mapping[str, str]) -> str:
    chosen, said = sent.get(column.name, "").strip(), sent.get(column.name + SAID, "").strip()
    if not column.references or column.name + SAID not in sent:
        return chosen if column.references else sent.get(column.name, "")
    return chosen if means(user, column.references, chosen, said) else said


def means(user: User, table: str, chosen: str, said: str) -> bool:
    """Whether the row that was chosen is still what is said: its name in either language, or its key where it has none."""
    names = (
        [names_seen(user, table, [chosen], english=english).get(chosen, chosen) for english in (False, True)] if chosen else []
    )
    return said in names
