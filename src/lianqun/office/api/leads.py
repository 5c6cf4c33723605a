"""Leads over the interface: reported, listed with their clocks, and everything done with them, by the same actions as on the site."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from lianqun.land import conditions, unmet
from lianqun.office.accounts.languages import in_words
from lianqun.office.accounts.models import User
from lianqun.office.actions.land import conversion, disputes, leads
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.api.problems import PROBLEMS
from lianqun.office.api.schemas import Key, Plain, as_row, row_schema
from lianqun.office.api.signing_in import person
from lianqun.office.pages.lead_form import read_lead
from lianqun.office.queries.land.investors import leads_met
from lianqun.office.queries.land.leads import Standing, stand, values_of
from lianqun.office.queries.rows.visible import places_within, visible_to
from lianqun.office.registry.models import Lead, LeadDispute
from lianqun.vocab.dictionary import tables

router = Router(tags=["leads"])
TABLE = tables()["leads"]
LeadRow = row_schema(TABLE)
DisputeRow = row_schema(tables()["lead_disputes"])
MOST = 500
Note = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[^\x00]*$")]
Token = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{32})?$")]


class ClockOfLead(Schema):
    """Where a lead's clock stands on the day that is asked for; see `lianqun land`."""

    waits_for: str
    due_on: date | None
    state: str
    paused_days: int
    days_late: int | None
    is_provisional: bool
    city_due_on: date | None
    city_days_late: int | None


class LeadWithClock(Schema):
    """A lead, its clock, the part of the desk on which it lies, and the codes of the conditions that it does not meet."""

    lead: LeadRow  # type: ignore[valid-type]
    clock: ClockOfLead
    part: str
    unmet: list[str]


class MetLead(Schema):
    """A standing lead of the same investor: which place reported it when, and why it is held to be the same."""

    place_id: str
    reported_at: str
    rule: str
    why: str
    is_rival: bool


class Reported(Schema):
    """A lead that was reported, and the leads of other places that it met."""

    lead: LeadRow  # type: ignore[valid-type]
    unmet: list[str]
    met: list[MetLead]


class LeadReport(Schema):
    """A lead as it is reported: `place` and what is known, each value written as in a form (`1.2亿` is understood).

    `token`: 32 hexadecimal digits of the caller's own; the same report sent twice with one token is reported once. `again`: why
    another lead is reported of an investor of whom the place itself has an open one.
    """

    place: Key
    investor_name: Plain
    values: dict[str, Note] = Field(default_factory=dict)
    token: Token = ""
    again: Note = ""


class LeadStepTold(Schema):
    """What is said with an act. `rule` and `returns_on` go with `refuse`, `to` (a sign-in name) with `hand_over`, `stage` (the first, or what follows it; without it the latter) with `convert`."""

    note: Note = ""
    token: Token = ""
    rule: Key = ""
    returns_on: date | None = None
    to: Plain = ""
    stage: Key = ""


class DisputeTold(Schema):
    """Words of a side, or a decision: `lead` is whose words, or whose lead it is; empty: both stand."""

    lead: Key = ""
    words: Note = ""


class LeadQuery(Schema):
    """Which leads: of a place with all below it, a chain, a state; `on` another day than today."""

    place: Key = ""
    chain: Key = ""
    state: Key = ""
    on: date | None = None


def _row(lead: Lead) -> dict[str, Any]:
    return as_row(values_of(lead), TABLE.name)


def _told(it: Standing) -> dict[str, Any]:
    clock = {name: getattr(it.clock, name) for name in ClockOfLead.model_fields}
    return {"lead": _row(it.lead), "clock": clock, "part": it.part, "unmet": [one.code for one in it.lacks]}


def _lead(request: HttpRequest, lead_id: str) -> Lead:
    found = visible_to(person(request), Lead.objects.filter(pk=lead_id)).first()
    if found is None:
        raise Http404
    return found


@router.get("/leads-with-clocks", response={200: list[LeadWithClock], **PROBLEMS}, operation_id="leads_with_clocks")
def list_leads(request: HttpRequest, asked: Query[LeadQuery]) -> Any:
    """Leads with their clocks, those that were reported first on top; at most 500."""
    rows = visible_to(person(request), Lead.objects.all())
    rows = rows.filter(place_id__in=places_within([asked.place])) if asked.place else rows
    rows = rows.filter(chain_id=asked.chain) if asked.chain else rows
    rows = rows.filter(state=asked.state) if asked.state else rows
    return [_told(it) for it in stand(rows.order_by("reported_at", "pk")[:MOST], asked.on or timezone.localdate())]


@router.post("/lead-reports", response={200: Reported, **PROBLEMS}, operation_id="report_lead")
def report(request: HttpRequest, told: LeadReport) -> Any:
    """Report a lead; the clock gives the instant."""
    unknown = sorted(told.values.keys() - set(leads.told_columns()))
    if unknown:
        sentence = in_words(
            f"线索没有这些可填的列：{'、'.join(unknown)}。", f"A lead has no such columns to fill in: {', '.join(unknown)}."
        )
        raise Refused("unknown_columns", sentence, status=422)
    typed = read_lead({**told.values, "investor_name": told.investor_name}, leads.told_columns())
    if typed.problems:
        raise Refused("not_understood", " ".join(typed.problems.values()), status=422)
    lead = leads.report(by=person(request), place_id=told.place, values=typed.values, token=told.token, again=told.again)
    met = leads_met(lead.investor_name, lead.organization_id or "", lead.place_id, but=lead.pk)
    return {
        "lead": _row(lead),
        "unmet": [one.code for one in unmet(values_of(lead))],
        "met": [
            {
                "place_id": one.lead.place_id,
                "reported_at": one.lead.reported_at.isoformat(),
                "rule": one.sameness.rule,
                "why": str(in_words(one.sameness.zh, one.sameness.en)),
                "is_rival": one.is_rival,
            }
            for one in met
        ],
    }


@router.post("/leads/{lead_id}/{act}", response={200: LeadRow, **PROBLEMS}, operation_id="act_on_lead")
def act_on_lead(request: HttpRequest, lead_id: Key, act: Key, told: LeadStepTold) -> Any:
    """Do an act of `land/lead_acts.csv` with a lead: answer, join, experts, judge, feedback, report, pause, resume, drop,
    refuse, come_back, convert, hand_over."""
    by, lead = person(request), _lead(request, lead_id)
    if act == "refuse":
        leads.refuse(by=by, lead=lead, reason=told.note, rule=told.rule, returns_on=told.returns_on, token=told.token)
    elif act == "come_back":
        leads.come_back(by=by, lead=lead, reason=told.note, token=told.token)
    elif act == "convert":
        conversion.convert(by=by, lead=lead, stage=told.stage, note=told.note, token=told.token)
    elif act == "hand_over":
        to = User.objects.filter(username=told.to).first()
        if to is None:
            raise Refused("nobody", in_words("没有这个账号。", "There is no such account."), status=422)
        leads.hand_over(by=by, lead=lead, to=to, note=told.note, token=told.token)
    else:
        leads.take_step(by=by, lead=lead, act=act, note=told.note, token=told.token)
    lead.refresh_from_db()
    return _row(lead)


@router.post("/lead-disputes/{dispute_id}/{act}", response={200: DisputeRow, **PROBLEMS}, operation_id="act_on_dispute")
def act_on_dispute(request: HttpRequest, dispute_id: Key, act: Key, told: DisputeTold) -> Any:
    """Enter the words of a side (`say`), decide (`decide`), or take the decision back (`take_back`)."""
    by = person(request)
    dispute = visible_to(by, LeadDispute.objects.filter(pk=dispute_id)).select_related("lead", "other_lead").first()
    if dispute is None:
        raise Http404
    lead = {one.pk: one for one in (dispute.lead, dispute.other_lead)}.get(told.lead)
    if act == "decide" and (lead is not None or not told.lead):
        disputes.decide(by=by, dispute=dispute, winner=lead, reason=told.words)
    elif act == "take_back":
        disputes.take_back(by=by, dispute=dispute, why=told.words)
    elif act == "say" and lead is not None:
        disputes.say(by=by, dispute=dispute, lead=lead, words=told.words)
    else:
        raise Http404
    columns = tables()["lead_disputes"].columns
    return as_row({column.name: getattr(dispute, column.name) for column in columns})


@router.get("/lead-conditions", response=dict[str, str], operation_id="lead_conditions")
def list_conditions(request: HttpRequest) -> Any:
    """What a lead must state, and what is not taken as one: code → sentence."""
    return {one.code: str(in_words(one.zh, one.en)) for one in conditions()}
