"""The form of a lead: which fields it has, and what was typed into them, read as cells of a workbook are, all of it at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lianqun.office.actions.rows.door import NotRight
from lianqun.office.actions.tables.typed_values import read_values
from lianqun.office.pages.record_fields import sentence_of
from lianqun.office.pages.record_fields import texts_of as record_texts
from lianqun.office.registry.models import Lead
from lianqun.tables import Problem
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
    sent = {name: texts[name] for name in names if name in texts}
    read = read_values("leads", {name: text.strip() for name, text in sent.items()})
    typed = TypedLead({**sent, **({"place": texts["place"]} if "place" in texts else {})})
    typed.values = {name: value for name, value in read.values.items() if name not in read.unread}
    return _with_problems(typed, read.problems)


def _with_problems(typed: TypedLead, problems: Iterable[Problem]) -> TypedLead:
    for one in problems:
        typed.problems.setdefault(one.column or "name_zh", sentence_of(one))
    return typed


def texts_of(lead: Lead) -> TypedLead:
    """The form of a lead that is on record."""
    told = record_texts({column.name: getattr(lead, column.name) for column in columns((*FIRST, *LATER))})
    return TypedLead({name: text for name, text in told.items() if name != "contact_phone"})


def told_at_fields(typed: TypedLead, wrong: NotRight) -> TypedLead:
    """The same form with what the checks found, each at its field."""
    return _with_problems(typed, wrong.problems)
