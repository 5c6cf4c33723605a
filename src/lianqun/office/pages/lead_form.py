"""The form of a lead: which fields it has, and what was typed into them, read as cells of a workbook are, all of it at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lianqun.office.accounts.languages import in_words
from lianqun.office.actions.rows.door import NotRight
from lianqun.office.pages.words import is_chinese, number
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.registry.models import Lead
from lianqun.tables.workbooks.cells import Misfit, read_cell
from lianqun.tables.workbooks.import_problems import messages
from lianqun.vocab.dictionary import Column, tables

FIRST = ("investor_name", "investment_wan_yuan", "content", "contact_name", "contact_phone")
LATER = (
    *("name_zh", "sector", "chain_id", "link_id", "fixed_investment_wan_yuan", "land_mu", "energy_tce", "environment_note"),
    *("planned_output_wan_yuan", "planned_tax_wan_yuan", "investor_origin", "came_by"),
)


@dataclass
class TypedLead:
    """What was typed (`texts`), the `values` that could be read, and the sentences about those that could not, by column."""

    texts: Mapping[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What stands in a field."""
        return self.texts.get(name, "")


def columns(names: Sequence[str]) -> list[Column]:
    """The columns of some fields, in their order."""
    return [tables()["leads"].column(name) for name in names]


def read_lead(texts: Mapping[str, str], names: Sequence[str] = (*FIRST, *LATER)) -> TypedLead:
    """Read the fields that were sent; an empty one is nothing."""
    typed = TypedLead({name: texts[name] for name in (*names, "place") if name in texts})
    for column in columns([name for name in names if name in texts]):
        text = texts[column.name].replace("\r\n", "\n").strip()
        try:
            typed.values[column.name] = read_cell(text, column) if text else None
        except Misfit as misfit:
            typed.problems[column.name] = _sentence(messages()[misfit.code], text)
        if column.references and text and not models_by_table()[column.references]._default_manager.filter(pk=text).exists():
            typed.problems[column.name] = _sentence(messages()["unknown_reference"], text)
            typed.values.pop(column.name, None)
    return typed


def _sentence(message: Mapping[str, str], text: str) -> str:
    told = {part: words.replace("{value}", text[:60]) for part, words in message.items()}
    return str(in_words(told["zh"] + told["mend_zh"], f"{told['en']} {told['mend_en']}"))


def texts_of(lead: Lead) -> TypedLead:
    """The form of a lead that is on record."""
    told = {column.name: _text(getattr(lead, column.name)) for column in columns((*FIRST, *LATER))}
    return TypedLead({name: text for name, text in told.items() if name != "contact_phone"})


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else number(value).replace(",", "")


def told_at_fields(typed: TypedLead, wrong: NotRight) -> TypedLead:
    """The same form with what the checks found, each at its field."""
    for one in wrong.problems:
        said = f"{one.zh}。{one.mend_zh}。" if is_chinese() else f"{one.en}. {one.mend_en}."
        typed.problems.setdefault(one.column or "name_zh", said)
    return typed
