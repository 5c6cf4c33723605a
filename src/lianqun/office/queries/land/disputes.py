"""Disputes over first reports: those that a person sees, with what both sides may know of each other."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lianqun.office.accounts.models import User
from lianqun.office.queries.land.investors import first_events
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.registry.models import Lead, LeadDispute

OPEN, DECIDED = "open", "decided"
MOST = 200


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a dispute: its lead, whether the person may open it, the number of the event that proves its report, its words."""

    lead: Lead
    is_seen: bool
    event: int
    words: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Disputed:
    """A dispute with its two sides, the first report first, and whether both were reported in one instant."""

    dispute: LeadDispute
    sides: tuple[Side, Side]
    is_one_instant: bool


def disputes_seen(user: User, *, decided: bool = False, lead: Lead | None = None) -> list[Disputed]:
    """The disputes that a person sees, the oldest that waits first, the newest decision first; or those of one lead, whatever their state."""
    rows = visible_to(user, LeadDispute.objects.all()).select_related("lead__place", "other_lead__place", "for_lead")
    if lead is not None:
        rows = rows.filter(Q(lead=lead) | Q(other_lead=lead)).order_by("-state", "-lead__reported_at")
    else:
        rows = (
            rows.filter(state=DECIDED).order_by("-decided_at")
            if decided
            else rows.filter(state=OPEN).order_by("other_lead__reported_at")
        )
    return _disputed(user, rows)


def _disputed(user: User, rows: QuerySet[LeadDispute]) -> list[Disputed]:
    found = list(rows[:MOST])
    ids = {own for one in found for own in (one.lead_id, one.other_lead_id)}
    seen = set(visible_to(user, Lead.objects.filter(pk__in=ids)).values_list("pk", flat=True))
    events = first_events(ids)
    return [
        Disputed(
            one,
            (
                Side(one.lead, one.lead_id in seen, events.get(one.lead_id, 0), one.first_words, is_first=True),
                Side(
                    one.other_lead, one.other_lead_id in seen, events.get(one.other_lead_id, 0), one.other_words, is_first=False
                ),
            ),
            one.lead.reported_at == one.other_lead.reported_at,
        )
        for one in found
    ]


def count_open(user: User) -> int:
    """How many disputes wait that a person sees."""
    return visible_to(user, LeadDispute.objects.filter(state=OPEN)).count()
