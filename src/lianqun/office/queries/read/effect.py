"""What changes if a claim is accepted: what the office holds for its subject, attribute and period, and what it will hold then."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from lianqun.office.accounts.models import User
from lianqun.office.evidence.models import Document, Evidence, Statement
from lianqun.office.queries.read.documents import evidence_within
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.trace.conflicts import holds_over, side_of
from lianqun.office.registry.models import Indicator, Organization, Project
from lianqun.read.lists import rows_of
from lianqun.trace import Figure, compare, rank

MOST = 60
MOST_SHOWN = 4
# How a claim stands to what is held, by how its figure stands to the held one; the strongest of several is told.
VERDICTS = ("differs", "finer", "same", "coarser", "overlaps", "incomparable")


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that the office holds: an accepted statement, or a value in a table; how the new claim stands to it."""

    value: Any
    stands: str
    period: str
    document: Document | None = None
    statement: Statement | None = None
    table: str = ""
    row_id: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What is held now, the verdict in one word, and whether the new claim would hold then.

    `then` is the statement that holds once this one is accepted, by `lianqun.trace.rank`.
    `verdict` is `first` where nothing is held, `adds` for a text beside other texts, else one of VERDICTS. `others` are of
    other periods. `uses` are rows that rest on the very sentence.
    """

    verdict: str
    held: list[Held]
    others: list[Held]
    wins: bool
    then: Statement
    uses: list[Evidence]


def foresee(user: User, claim: Statement, on: date) -> Effect:
    """The effect of accepting a proposed claim on a day; reads only."""
    accepted = list(_accepted(user, claim))
    same = [one for one in accepted if _same_time(one, claim)]
    held = [_of_statement(one, claim) for one in same] + list(_rows(user, claim))
    others = [_of_statement(one, claim) for one in accepted if one not in same]
    verdicts = {one.stands for one in held}
    verdict = next((word for word in (*VERDICTS, "adds") if word in verdicts), "first")
    preferred = holds_over([claim.pk, *(one.pk for one in same)])
    # as it will be: a proposed claim would stand behind every accepted one
    accepted_then = copy(claim)
    accepted_then.status = "accepted"
    best = min([accepted_then, *same], key=lambda one: rank(side_of(one), on, preferred))
    return Effect(verdict, held[:MOST_SHOWN], others[:MOST_SHOWN], best is accepted_then, best, _uses(user, claim))


def _accepted(user: User, claim: Statement) -> Iterator[Statement]:
    """Accepted statements on the same subject and attribute, said of the same kind of time, region and chain."""
    who = Q(subject=claim.subject) | (Q(subject_id=claim.subject_id) if claim.subject_id else Q())
    rows = visible_to(user, Statement.objects.filter(who, attribute=claim.attribute, status="accepted").exclude(pk=claim.pk))
    for one in rows.select_related("passage__document__source").order_by("-reviewed_at", "id")[:MOST]:
        alike = all(_agree(getattr(one, name), getattr(claim, name)) for name in ("region", "chain"))
        if alike and (one.modality or "actual") == (claim.modality or "actual") and one.claim_type == claim.claim_type:
            yield one


def _agree(left: str, right: str) -> bool:
    return not left or not right or left == right


def _same_time(one: Statement, claim: Statement) -> bool:
    return one.period == claim.period


def _of_statement(one: Statement, claim: Statement) -> Held:
    document = one.passage.document if one.passage else None
    return Held(one, _stands(figure_of(one), claim, one.value_text), one.period, document, one)


def figure_of(one: Statement) -> Figure | None:
    """The number of a statement, ready to be compared; None for a text."""
    return None if one.value_number is None else Figure(one.value_number, one.unit, one.qualifier, one.value_upper)


def _stands(figure: Figure | None, claim: Statement, text: str = "") -> str:
    """How the claim stands to what is held: texts are the same or stand beside each other."""
    own = figure_of(claim)
    if figure is not None and own is not None:
        return compare(figure, own)
    return "same" if figure is None and own is None and text == claim.value_text else "adds"


def _rows(user: User, claim: Statement) -> Iterator[Held]:
    """Figures and typed columns of the office's own tables that say the same thing."""
    if claim.value_number is None:
        return
    yield from _indicators(user, claim)
    for known in rows_of(__package__, "held_columns.csv"):
        if known["claim_type"] == claim.claim_type and claim.attribute in known["words"].split():
            yield from _typed(user, claim, known)


def _indicators(user: User, claim: Statement) -> Iterator[Held]:
    who = Q(organization_id=claim.subject_id) if claim.subject_id else Q(organization=None, place__name_zh=claim.subject)
    rows = visible_to(user, Indicator.objects.filter(who, period=claim.period, modality=claim.modality or "actual"))
    for row in rows.select_related("chain")[:MOST]:
        chain = row.chain.name_zh if row.chain else ""
        if row.name == claim.attribute or (
            claim.attribute.endswith(row.name) and chain.startswith(claim.attribute[: -len(row.name)])
        ):
            figure = Figure(row.value, row.unit, row.qualifier)
            yield Held(figure, _stands(figure, claim), row.period, table="indicators", row_id=row.pk)


def _typed(user: User, claim: Statement, known: dict[str, str]) -> Iterator[Held]:
    if known["table"] == "organizations":
        found: Any = visible_to(user, Organization.objects.filter(pk=claim.subject_id)) if claim.subject_id else ()
    else:
        found = visible_to(user, Project.objects.filter(name_zh=claim.subject))
    for row in found[:MOST_SHOWN]:
        value = getattr(row, known["column"])
        if value is not None:
            qualifier = row.investment_qualifier if known["column"] == "investment_wan_yuan" else ""
            figure = Figure(Decimal(value), known["unit"] or getattr(row, "capacity_unit", ""), qualifier)
            yield Held(figure, _stands(figure, claim), "", table=known["table"], row_id=row.pk)


def _uses(user: User, claim: Statement) -> list[Evidence]:
    """Rows whose evidence is this statement or quotes its sentence."""
    tied = list(visible_to(user, Evidence.objects.filter(statement=claim))[:MOST_SHOWN])
    passage = claim.passage
    quoted = evidence_within(user, passage.document, passage.start, passage.end)[:MOST_SHOWN] if passage else []
    return [*tied, *(one for one in quoted if one.statement_id != claim.pk)]
