"""Which buttons a page of leads shows to a person: those they may press, and those that the state does not allow, with the sentence why."""

from collections.abc import Callable
from typing import Any

from lianqun.land import LeadAct, lead_acts
from lianqun.office.accounts.models import User
from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.land import conversion, disputes, leads
from lianqun.office.actions.rows.refusals import refusal_of_row
from lianqun.office.queries.land.disputes import OPEN, Disputed
from lianqun.office.registry.models import Lead

Offered = list[tuple[LeadAct, str | None]]
WHOLE: dict[str, Callable[[User, Lead], str | None]] = {
    "refuse": lambda user, lead: leads.refuse.why_not(user, lead=lead),
    "come_back": lambda user, lead: leads.come_back.why_not(user, lead=lead),
    "convert": lambda user, lead: conversion.convert.why_not(user, lead=lead),
    "hand_over": lambda user, lead: leads.hand_over.why_not(user, lead=lead),
}


def handles(user: User, lead: Lead) -> bool:
    """Whether a person handles a lead, whatever its state."""
    return refusal_of_row(user, Permission.LEAD_HANDLE, lead) is None


def acts_offered(user: User, lead: Lead) -> Offered:
    """The acts for those who handle the lead, each with why it may not be done now; the city's only where it may be."""
    told = [(act, _why_not(user, act, lead)) for act in lead_acts().values() if act.code != "amend"]
    return [(act, why) for act, why in told if act.who != "city" or why is None] if handles(user, lead) else []


def _why_not(user: User, act: LeadAct, lead: Lead) -> str | None:
    if act.code in WHOLE:
        return WHOLE[act.code](user, lead)
    return leads.take_step.why_not(user, lead=lead, act=act.code)


def offer_of_dispute(user: User, one: Disputed) -> dict[str, Any]:
    """What a person may do about a dispute: the sides that they speak for, and why they may not decide or take back."""
    dispute = one.dispute
    speaks = {lead.pk for lead in disputes.sides_of(user, dispute)} if dispute.state == OPEN else set()
    return {
        "speaks": speaks,
        "decide_refusal": disputes.decide.why_not(user, dispute=dispute),
        "take_back_refusal": disputes.take_back.why_not(user, dispute=dispute),
    }
