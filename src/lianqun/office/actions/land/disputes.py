"""Disputes over who reported an investor first: opened by the rule, argued by both sides, decided by a person, taken back at will.

The words of a side are those of its own desk, or of a deputy of who reported or handles its lead; who answers for both places is no side.

The first instant is the clock's, and of two in one instant the lower number of the event. The decision refuses the other lead with its
reason, or lets both stand where they are two investors after all. Nobody decides about a lead of their own or speaks for a side and decides.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.land.lead_rows import change_leads, frame_of_records, step
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import delete_rows, write_rows
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role, refusal_of_row
from lianqun.office.queries.land.disputes import DECIDED, OPEN
from lianqun.office.queries.land.investors import ENDED, Met, first_events, leads_met
from lianqun.office.queries.land.leads import is_paused, speaks_for, state_by_steps
from lianqun.office.queries.rows.whole_tables import records_of
from lianqun.office.registry.models import Lead, LeadDispute, LeadStep

DISPUTED, REFUSED, CONVERTED = "disputed", "refused", "converted"
FIRST_REPORT = "first_report"
NOTE = "first_report_disputed"
NOTES = (NOTE, "首报待裁定")
"""What the pause of a dispute is noted with: the code, and the words that stood there before there was one."""


def open_disputes(*, by: User, lead: Lead, at: datetime) -> list[LeadDispute]:
    """Open a dispute with every standing lead of another place for the same investor, for the acts that report; once a pair."""
    met = [one for one in leads_met(lead.investor_name, lead.organization_id or "", lead.place_id, but=lead.pk) if one.is_rival]
    pairs = disputed_pairs(lead.pk)
    return [_open(by, lead, one, at) for one in met if frozenset((lead.pk, one.lead.pk)) not in pairs]


def disputed_pairs(lead_id: str) -> set[frozenset[str]]:
    """The pairs of leads, this one among them, between which there was a dispute."""
    told = LeadDispute.objects.filter(lead_id=lead_id) | LeadDispute.objects.filter(other_lead_id=lead_id)
    return {frozenset(pair) for pair in told.values_list("lead_id", "other_lead_id")}


def _open(by: User, lead: Lead, met: Met, at: datetime) -> LeadDispute:
    first, later = in_order(lead, met.lead)
    own = f"dispute-{uuid.uuid4().hex}"
    row = {"id": own, "lead_id": first.pk, "other_lead_id": later.pk, "found_by": met.sameness.noted, "state": OPEN}
    _hold(by, own, [first, later], at=at, others={"lead_disputes": [row]})
    dispute = LeadDispute.objects.get(pk=own)
    found = {"leads": [first.pk, later.pk], "rule": met.sameness.rule}
    log_event(type="lead.dispute", by=by, subject=dispute, parent=lead, after=found)
    return dispute


def in_order(one: Lead, other: Lead) -> tuple[Lead, Lead]:
    """Two leads, the first report first; within one instant the lower number of the event."""
    events = first_events([one.pk, other.pk])
    first, later = sorted((one, other), key=lambda it: (it.reported_at, events.get(it.pk, 0), it.pk))
    return first, later


def _hold(by: User, dispute_id: str, leads: Iterable[Lead], *, at: datetime, others: dict[str, list[Any]]) -> None:
    """Let leads wait for a decision: their clocks stand still meanwhile. One that became a project stays what it is."""
    changes: dict[str, dict[str, Any]] = {}
    steps = []
    for lead in leads:
        if lead.state in ENDED:
            continue
        if not is_paused(lead):
            steps.append(step(lead, "pause", by=by, at=at, note=NOTE, key=step_id(dispute_id, "pause", lead)))
        changes[lead.pk] = {"state": DISPUTED}
    change_leads(by=by, changes=changes, steps=steps, others=others, is_asked=True)


def step_id(dispute_id: str, kind: str, lead: Lead) -> str:
    """The key of the step that a dispute writes to a lead, by which it is found and taken back."""
    return f"{dispute_id[-32:]}-{kind}-{lead.pk[-36:]}"


def sides_of(by: User, dispute: LeadDispute) -> list[Lead]:
    """The leads of a dispute for which a person speaks."""
    return [it for it in (dispute.lead, dispute.other_lead) if _refusal_of_side(by, dispute, it) is None]


def _refusal_of_side(by: User, dispute: LeadDispute, lead: Lead) -> Refused | None:
    """Why a person has no say for a side: it is neither theirs, nor their desk's, or the other one is their desk's as well."""
    if speaks_for(by, lead):
        return None
    refusal = refusal_of_row(by, Permission.LEAD_REPORT, lead)
    if refusal is not None:
        return refusal
    other = dispute.other_lead if lead.pk == dispute.lead_id else dispute.lead
    if speaks_for(by, other) or refusal_of_row(by, Permission.LEAD_REPORT, other) is None:
        return Refused(
            "no_side", _("You answer for both places, or speak for the other; each side enters its own words."), status=403
        )
    return None


def _check_saying(
    by: User, *, dispute: LeadDispute | None = None, lead: Lead | None = None, words: str | None = None
) -> Refused | None:
    refusal = refusal_of_role(by, Permission.LEAD_REPORT)
    if refusal is not None or dispute is None:
        return refusal
    if lead is not None and lead.pk not in (dispute.lead_id, dispute.other_lead_id):
        return Refused("other_dispute", _("This lead is no side of the dispute."), status=422)
    if lead is not None and (refusal := _refusal_of_side(by, dispute, lead)) is not None:
        return refusal
    if dispute.state != OPEN:
        return Refused("decided_already", _("This has been decided; the words of both sides stay as they are."))
    if words is not None and not words.strip():
        return Refused("no_words", _("Say something, or leave it as it is."), status=422)
    return None


@action(_check_saying)
def say(*, by: User, dispute: LeadDispute, lead: Lead, words: str) -> LeadDispute:
    """Enter the words of one side, that of `lead`; until it is decided they may be changed. Returns the dispute."""
    column = "first_words" if lead.pk == dispute.lead_id else "other_words"
    _write(by, dispute, {column: words.strip()}, is_asked=True)
    log_event(type="lead.say", by=by, subject=dispute, parent=lead, reason=words)
    return dispute


def _write(by: User, dispute: LeadDispute, changes: dict[str, Any], *, is_asked: bool = False) -> None:
    record = records_of("lead_disputes", [dispute.pk])[dispute.pk]
    rows = {"lead_disputes": frame_of_records("lead_disputes", [{**record, **changes}])}
    write_rows(by=by, rows=rows, permission=Permission.LEAD_DECIDE, is_asked=is_asked)
    dispute.refresh_from_db()


def refusal_of_judge(by: User, dispute: LeadDispute | None) -> Refused | None:
    """Why a person may not decide a dispute: the right, the places of both leads, and whether one is their own."""
    refusal = refusal_of_role(by, Permission.LEAD_DECIDE)
    if refusal is not None or dispute is None:
        return refusal
    for lead in (dispute.lead, dispute.other_lead):
        if speaks_for(by, lead):
            sentence = _("You, or somebody whose deputy you are, reported or handle one of the two; somebody else has to decide.")
            return Refused("own_lead", sentence, status=403)
        if (refusal := refusal_of_row(by, Permission.LEAD_DECIDE, lead)) is not None:
            return refusal
    return None


def _check_deciding(
    by: User, *, dispute: LeadDispute | None = None, winner: Lead | None = None, reason: str | None = None
) -> Refused | None:
    refusal = refusal_of_judge(by, dispute)
    if refusal is not None or dispute is None:
        return refusal
    if dispute.state != OPEN:
        return Refused("decided_already", _("This has been decided; take the decision back first."))
    if winner is not None and winner.pk not in (dispute.lead_id, dispute.other_lead_id):
        return Refused("other_dispute", _("This lead is no side of the dispute."), status=422)
    loser = _loser(dispute, winner)
    if loser is not None and loser.state == CONVERTED:
        return Refused("is_a_project", _("The other lead is a project already; end that project before it is decided so."))
    if reason is not None and not reason.strip():
        return Refused("no_reason", _("Give the reason; the side that loses is refused with it."), status=422)
    return None


def _loser(dispute: LeadDispute, winner: Lead | None) -> Lead | None:
    if winner is None:
        return None
    return dispute.other_lead if winner.pk == dispute.lead_id else dispute.lead


@action(_check_deciding)
def decide(*, by: User, dispute: LeadDispute, reason: str, winner: Lead | None = None) -> LeadDispute:
    """Decide whose lead it is: the other is refused with the reason. Without a winner they are two investors, and both stand.

    A lead that stands goes on where it was once it waits for no other decision. Returns the dispute.
    """
    now, loser = timezone.now(), _loser(dispute, winner)
    changes: dict[str, dict[str, Any]] = {}
    steps = []
    for lead in (dispute.lead, dispute.other_lead):
        if loser is not None and lead.pk == loser.pk and lead.state == DISPUTED:
            changes[lead.pk] = {
                "state": REFUSED,
                "refused_by_rule": FIRST_REPORT,
                "refused_reason": reason.strip(),
                "returns_on": None,
            }
            steps.append(step(lead, "refuse", by=by, at=now, note=reason.strip(), key=step_id(dispute.pk, "refuse", lead)))
        elif lead.state == DISPUTED and not _other_open(lead, dispute):
            changes[lead.pk] = {"state": state_by_steps(lead)}
            steps += _resumed(by, lead, now)
    row = {
        **records_of("lead_disputes", [dispute.pk])[dispute.pk],
        **{
            "state": DECIDED,
            "for_lead_id": winner and winner.pk,
            "decided_by": by.username,
            "decided_at": now,
            "reason": reason.strip(),
        },
    }
    change_leads(
        by=by, changes=changes, steps=steps, others={"lead_disputes": [row]}, reason=reason, permission=Permission.LEAD_DECIDE
    )
    dispute.refresh_from_db()
    log_event(type="lead.decide", by=by, subject=dispute, after={"for": dispute.for_lead_id or ""}, reason=reason)
    return dispute


def _other_open(lead: Lead, dispute: LeadDispute) -> bool:
    told = LeadDispute.objects.filter(lead=lead) | LeadDispute.objects.filter(other_lead=lead)
    return told.filter(state=OPEN).exclude(pk=dispute.pk).exists()


def _resumed(by: User, lead: Lead, now: datetime) -> list[dict[str, Any]]:
    """The clock goes on where a dispute stopped it; a pause of the office's own stays."""
    last = LeadStep.objects.filter(lead=lead, kind__in=("pause", "resume")).order_by("-at", "-pk").first()
    if last is None or last.kind != "pause" or last.note not in NOTES:
        return []
    return [step(lead, "resume", by=by, at=now, note=NOTE)]


def _check_taking_back(by: User, *, dispute: LeadDispute | None = None, why: str | None = None) -> Refused | None:
    refusal = refusal_of_judge(by, dispute)
    if refusal is not None or dispute is None:
        return refusal
    if dispute.state != DECIDED:
        return Refused("not_decided", _("This has not been decided, so there is nothing to take back."))
    if _moved_on(dispute):
        return Refused("moved_on", _("One of the two leads has moved on since the decision, so it stays."))
    if why is not None and not why.strip():
        return Refused("no_reason", _("Say why the decision is taken back."), status=422)
    return None


def _moved_on(dispute: LeadDispute) -> bool:
    """Whether something was done with one of the leads after the decision."""
    return _steps_of(dispute).filter(at__gt=dispute.decided_at or timezone.now()).exists()


def _steps_of(dispute: LeadDispute) -> QuerySet[LeadStep]:
    return LeadStep.objects.filter(lead_id__in=(dispute.lead_id, dispute.other_lead_id))


@action(_check_taking_back)
def take_back(*, by: User, dispute: LeadDispute, why: str) -> LeadDispute:
    """Take a decision back: what it wrote to the leads goes, and both wait again. Returns the dispute, open."""
    steps = list(_steps_of(dispute).filter(at=dispute.decided_at or timezone.now(), kind__in=("refuse", "resume")))
    refused = {one.lead_id for one in steps if one.kind == "refuse"}
    delete_rows(by=by, ids={"lead_steps": [one.pk for one in steps]}, reason=why, permission=Permission.LEAD_DECIDE)
    row = {
        **records_of("lead_disputes", [dispute.pk])[dispute.pk],
        **{"state": OPEN, "for_lead_id": None, "decided_by": None, "decided_at": None, "reason": None},
    }
    undone = {"state": DISPUTED, "refused_by_rule": None, "refused_reason": None, "returns_on": None}
    sides = (dispute.lead, dispute.other_lead)
    changes = {lead.pk: undone for lead in sides if lead.pk in refused or lead.state not in ENDED}
    change_leads(by=by, changes=changes, others={"lead_disputes": [row]}, reason=why, permission=Permission.LEAD_DECIDE)
    dispute.refresh_from_db()
    log_event(type="lead.take_back", by=by, subject=dispute, reason=why)
    return dispute
