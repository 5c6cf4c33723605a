"""Leads: reported from the clock, answered, judged, followed, paused, refused, taken up again, dropped, handed over.

Which act is legal in which state stands in `land/lead_acts.csv`. Each writes its step and the lead's state in one transaction. The
instant of the report is the clock's; its proof is the event. A form's token makes a second sending of the same form write nothing.
"""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.land import conditions, lead_acts, state_after, unmet
from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.languages import in_words
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.land.disputes import FIRST_REPORT, open_disputes
from lianqun.office.actions.land.lead_rows import (
    TOKEN,
    change_leads,
    frame_of_records,
    is_written,
    refusal_of_act,
    step,
    step_key,
)
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import write_rows
from lianqun.office.actions.rows.refusals import Refused, filled, refusal_of_role, refusal_of_row
from lianqun.office.queries.land.investors import leads_met, organization_of, own_open
from lianqun.office.queries.land.leads import HANDED, handlers, name_of_lead, present
from lianqun.office.queries.rows.visible import may
from lianqun.office.registry.models import Lead
from lianqun.vocab.dictionary import tables

SIMPLE = ("answer", "join", "experts", "judge", "feedback", "report", "pause", "resume", "drop")
OWN_LEAD_OPEN = "own_lead_open"
# Whoever changes these is asked anew whether another place was first, so no table writes them.
LOOKED_UP = ("investor_name", "organization_id")
Values = Mapping[str, Any]


def told_columns() -> tuple[str, ...]:
    """The columns of a lead that a person tells, the investor by its acts alone; the others are moved by acts."""
    moved = {it.name for it in tables()["leads"].columns if it.is_moved} - set(LOOKED_UP)
    return tuple(
        it.name for it in tables()["leads"].columns if not (it.key or it.name in moved or it.name in ("place_id", "owner"))
    )


def _check_reporting(by: User, *, place_id: str = "", values: Values | None = None, token: str = "") -> Refused | None:
    chain_id = str((values or {}).get("chain_id") or "")
    if not may(by, Permission.LEAD_REPORT, place_id=place_id, chain_id=chain_id):
        return refusal_of_role(by, Permission.LEAD_REPORT) or Refused(
            "outside_your_places", _("Your role reports leads for other places or chains; choose one that it covers."), status=403
        )
    if values is None or _reported_by(by, token):
        return None
    return _refusal_of_kind(values) or _refusal_of_nobody(values)


def _refusal_of_own(lead: Lead) -> Refused | None:
    """An office that has an open lead of the investor goes on with that one, or says why it reports another."""
    own = own_open(lead.investor_name, lead.organization_id or "", lead.place_id, but=lead.pk)
    if own is None:
        return None
    words = {"investor": own.investor_name, "day": timezone.localtime(own.reported_at).date().isoformat()}
    sentence = _(
        "Your own office has an open lead of “%(investor)s”, reported on %(day)s: open it, or say why you report another."
    )
    return Refused(OWN_LEAD_OPEN, filled(sentence, words))


def _refusal_of_nobody(values: Values) -> Refused | None:
    if str(values.get("investor_name") or "").strip():
        return None
    return Refused("no_investor", _("Say who would invest; everything else can follow later."), status=422)


def _refusal_of_kind(values: Values) -> Refused | None:
    """What is not taken as a lead at all, with its rule."""
    found = next((one for one in unmet(values) if one.kind == "refuses"), None)
    if found is None:
        return None
    zh, en = f"{found.zh}（{found.reference_zh}）。", f"{found.en[:1].upper()}{found.en[1:]} ({found.reference_en})."
    return Refused("not_taken", in_words(zh, en), status=422)


def _reported_by(by: User, token: str) -> Lead | None:
    """The lead that this form reported already."""
    return Lead.objects.filter(pk=f"lead-{token}", reported_by=by.username).first() if TOKEN.fullmatch(token) else None


@action(_check_reporting)
def report(*, by: User, place_id: str, values: Values, token: str = "", again: str = "") -> Lead:
    """Report a lead for a place, with what is known of it; the clock gives the instant. Returns the lead.

    Where another place has reported the same investor a dispute is opened, and both leads wait for its decision. Where the place
    itself has an open lead of the investor, `again` says why there is to be another. The same form sent twice reports once. Raises
    Refused for a kind that is not taken as a lead, and for a second lead without a reason; NotRight for values that the checks refuse.
    """
    known = _reported_by(by, token)
    if known is not None:
        return known
    told = _told(values)
    own = f"lead-{token if TOKEN.fullmatch(token) else uuid.uuid4().hex}"
    owner = by.username if may(by, Permission.LEAD_HANDLE, place_id=place_id, chain_id=told.get("chain_id") or "") else None
    now = timezone.now()
    row = {
        **told,
        "id": own,
        "place_id": place_id,
        "state": "reported",
        "reported_at": now,
        "reported_by": by.username,
        "owner": owner,
    }
    write_rows(by=by, rows={"leads": frame_of_records("leads", [row])}, permission=Permission.LEAD_REPORT, from_clock=True)
    lead = Lead.objects.get(pk=own)
    told_at = {"name": lead.investor_name, "reported_at": now.isoformat()}
    log_event(type="lead.reported", by=by, subject=lead, after=told_at, reason=again.strip())
    # only now: who reports at the same time waits in the log for this transaction to end, and then sees this lead
    if not again.strip() and (refusal := _refusal_of_own(lead)):
        raise refusal
    open_disputes(by=by, lead=lead, at=now)
    lead.refresh_from_db()
    return lead


def _told(values: Values) -> dict[str, Any]:
    """What a person tells of a lead: known columns alone, with the organisation on record and a name where none is given."""
    told = {name: values[name] for name in told_columns() if name in values}
    if "investor_name" in told:
        told["investor_name"] = str(told["investor_name"] or "").strip()
        told["organization_id"] = told.get("organization_id") or organization_of(told["investor_name"]) or None
        told["name_zh"] = told.get("name_zh") or name_of_lead(told["investor_name"])
    return told


def _check_simple(
    by: User, *, lead: Lead | None = None, act: str = "answer", note: str | None = None, token: str = ""
) -> Refused | None:
    if act not in SIMPLE:
        return Refused("no_such_act", _("There is no such act on a lead."), status=422)
    return None if is_written(lead, token) else refusal_of_act(by, act, lead, note)


@action(_check_simple)
def take_step(*, by: User, lead: Lead, act: str, note: str = "", token: str = "") -> Lead:
    """Do one of the acts `SIMPLE`: its step is written, and the state is what the table of acts, or the steps, say. Returns the lead."""
    if is_written(lead, token):
        return lead
    return _act(by, lead, act, note=note, token=token)


def _act(by: User, lead: Lead, code: str, *, note: str, token: str, values: Values | None = None) -> Lead:
    """Write the step of an act with the lead's new state and other values, and its event."""
    act, before = lead_acts()[code], lead.state
    now = timezone.now()
    steps = [{"kind": act.step, "at": now}] if act.step == "come_back" else [*present(lead), {"kind": act.step, "at": now}]
    after = act.to or ("reported" if act.step == "come_back" else state_after(steps) if before != "disputed" else before)
    told = [step(lead, act.step, by=by, at=now, note=note.strip(), key=step_key(token))]
    change_leads(by=by, changes={lead.pk: {"state": after, **(values or {})}}, steps=told, reason=note)
    lead.refresh_from_db()
    log_event(type=f"lead.{code}", by=by, subject=lead, before={"state": before}, after={"state": lead.state}, reason=note)
    return lead


def _check_refusing(
    by: User, *, lead: Lead | None = None, reason: str | None = None, rule: str = "", token: str = ""
) -> Refused | None:
    if rule and rule not in {one.code for one in conditions()}:
        return Refused("no_such_rule", _("There is no such rule; choose one of the list, or give a reason alone."), status=422)
    return None if is_written(lead, token) else refusal_of_act(by, "refuse", lead, reason)


@action(_check_refusing)
def refuse(*, by: User, lead: Lead, reason: str, rule: str = "", returns_on: date | None = None, token: str = "") -> Lead:
    """Take a lead off the desk, by a rule of the table of conditions or for another reason; on `returns_on` it may come back."""
    if is_written(lead, token):
        return lead
    values = {"refused_by_rule": rule or None, "refused_reason": reason, "returns_on": returns_on}
    return _act(by, lead, "refuse", note=reason, token=token, values=values)


def _check_coming_back(by: User, *, lead: Lead | None = None, reason: str | None = None, token: str = "") -> Refused | None:
    if is_written(lead, token):
        return None
    refusal = refusal_of_act(by, "come_back", lead, reason)
    if refusal is not None or lead is None:
        return refusal
    return _refusal_of_kind({"sector": lead.sector}) or (
        _refusal_of_first(lead) if lead.refused_by_rule == FIRST_REPORT else None
    )


def _refusal_of_first(lead: Lead) -> Refused | None:
    """Who lost to a first report comes back when that report no longer stands."""
    met = leads_met(lead.investor_name, lead.organization_id or "", lead.place_id, but=lead.pk)
    if not any(one.is_rival for one in met):
        return None
    return Refused(
        "still_anothers", _("The investor is still another place's, whose report came first; it may come back when that ends.")
    )


@action(_check_coming_back)
def come_back(*, by: User, lead: Lead, reason: str, token: str = "") -> Lead:
    """Take a refused or dropped lead up again: its clock begins anew, its first report stays. Returns the lead."""
    if is_written(lead, token):
        return lead
    values = {"refused_by_rule": None, "refused_reason": None, "returns_on": None}
    _act(by, lead, "come_back", note=reason, token=token, values=values)
    open_disputes(by=by, lead=lead, at=timezone.now())
    lead.refresh_from_db()
    return lead


def _check_handing_over(by: User, *, lead: Lead | None = None, to: User | None = None, token: str = "") -> Refused | None:
    if is_written(lead, token):
        return None
    refusal = refusal_of_act(by, "hand_over", lead)
    if refusal is None and lead is not None and to is not None and to.pk not in {it.pk for it in handlers(lead)}:
        return Refused(
            "not_a_handler", _("This person does not handle leads of the place; choose somebody who does."), status=422
        )
    return refusal


@action(_check_handing_over)
def hand_over(*, by: User, lead: Lead, to: User, note: str = "", token: str = "") -> Lead:
    """Give a lead to another officer who may handle it. Returns the lead."""
    if is_written(lead, token):
        return lead
    told = f"{HANDED}{to.username} {note}".strip()
    return _act(by, lead, "hand_over", note=told, token=token, values={"owner": to.username})


def _check_amending(by: User, *, lead: Lead | None = None, values: Values | None = None) -> Refused | None:
    refusal = refusal_of_act(by, "amend", lead)
    if refusal is not None or values is None:
        return refusal
    return _refusal_of_kind(values) if "sector" in values else None


@action(_check_amending)
def amend(*, by: User, lead: Lead, values: Values) -> Lead:
    """Fill in or mend what is told of a lead; another investor is looked up anew. Returns the lead."""
    told = {name: value for name, value in _told(values).items() if getattr(lead, name) != ("" if value is None else value)}
    if not told:
        return lead
    change_leads(by=by, changes={lead.pk: told})
    lead.refresh_from_db()
    log_event(type="lead.amend", by=by, subject=lead, after={"columns": sorted(told)})
    if told.keys() & set(LOOKED_UP):
        open_disputes(by=by, lead=lead, at=timezone.now())
        lead.refresh_from_db()
    return lead


def _check_looking(by: User, *, lead: Lead | None = None) -> Refused | None:
    if lead is None:
        return refusal_of_role(by, Permission.LEAD_HANDLE)
    return refusal_of_row(by, Permission.LEAD_HANDLE, lead)


@action(_check_looking)
def show_contact(*, by: User, lead: Lead) -> str:
    """The whole phone of a lead's contact, for those who handle it; the look is written down."""
    log_event(type="lead.look", by=by, subject=lead)
    return lead.contact_phone
