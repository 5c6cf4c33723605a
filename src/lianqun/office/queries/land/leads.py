"""Where leads stand: their clocks on a day, what they lack, and in which part of the desk each lies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects

from lianqun.land import Calendar, Condition, LeadAct, LeadClock, city_above, lead_acts, lead_clock, state_after, unmet
from lianqun.land.lead_clocks import ends_paused, present_steps
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.permissions import Permission, granting
from lianqun.office.queries.land.investors import ENDED
from lianqun.office.queries.land.signing import principals_of
from lianqun.office.queries.lists.known import narrow
from lianqun.office.queries.rows.caching import cached
from lianqun.office.queries.rows.realm import of_realm
from lianqun.office.queries.rows.scope import Scope
from lianqun.office.queries.rows.visible import may, places_within
from lianqun.office.registry.models import CalendarDay, Lead, LeadStep, Place
from lianqun.vocab.dictionary import tables

HANDED = "→ "
"""How the note of a lead that was handed over begins; the sign-in name of whoever took it over follows."""
PARTS = ("late", "today", "week", "later", "disputed", "paused", "back", "ended")
WAITING = PARTS[:-1]
SUNDAY = 7
MOST_SHOWN = 200
CALLED = "投资线索"
READS = ("leads", "lead_steps", "calendar_days", "chains", "organizations", "places")
Step = dict[str, Any]


def calendar() -> Calendar:
    """Working days with the office's own; beyond the announced years weekends alone, provisionally."""
    return Calendar(dict(CalendarDay.objects.values_list("on", "is_working")), provisional=True)


def places_by_id() -> dict[str, tuple[str, str | None]]:
    """Every place: id → its level and the place above it."""
    return {own: (level, above) for own, level, above in Place.objects.values_list("id", "level", "parent_id")}


def name_of_lead(investor: str) -> str:
    """The Chinese name of a lead that nobody has named."""
    return f"{investor}{CALLED}"


def name_of_project(lead: str) -> str:
    """What a project is called that a lead becomes: a name that says “lead” says “project” from now on."""
    return f"{lead.removesuffix(CALLED)}投资项目" if lead.endswith(CALLED) else lead


def steps_of(lead: Lead) -> list[LeadStep]:
    """The steps of a lead, the oldest first, read once for each state of the row."""
    prefetch_related_objects([lead], "lead_steps")
    return sorted(lead.lead_steps.all(), key=lambda step: (step.at, step.pk))


def told_steps(lead: Lead) -> list[Step]:
    """The steps of a lead as the rules of leads take them."""
    return [{"kind": step.kind, "at": step.at} for step in steps_of(lead)]


def values_of(lead: Lead) -> dict[str, Any]:
    """The values of a lead as the rules of leads take them."""
    return {column.name: getattr(lead, column.name) for column in tables()["leads"].columns}


def present(lead: Lead) -> list[Step]:
    """The steps since a lead was reported, or was last taken up again."""
    return [dict(step) for step in present_steps(values_of(lead), told_steps(lead))[1]]


def is_paused(lead: Lead) -> bool:
    """Whether the clock of a lead stands still."""
    return ends_paused(present(lead))


def state_by_steps(lead: Lead) -> str:
    """The state that a lead under way has by its steps."""
    return state_after(present(lead))


@dataclass
class Standing:
    """A lead on a day: its clock, the city that joins it (empty: none), and whether that city's answer is waited for."""

    lead: Lead
    clock: LeadClock
    city_id: str
    on: date

    @cached_property
    def lacks(self) -> list[Condition]:
        """The conditions that it does not meet, the refusing ones first."""
        return unmet(values_of(self.lead))

    @property
    def waits_for_city(self) -> bool:
        """Whether the city has still to answer."""
        return self.clock.city_due_on is not None

    @property
    def act(self) -> LeadAct | None:
        """The act that stops the clock."""
        return next((act for act in lead_acts().values() if act.step == self.clock.waits_for), None)

    @property
    def part(self) -> str:
        """Where it lies on the desk: one of PARTS."""
        lead, clock = self.lead, self.clock
        if lead.state in ENDED:
            returns = lead.state == "refused" and lead.returns_on is not None and lead.returns_on <= self.on
            return "back" if returns else "ended"
        if lead.state == "disputed" or clock.state in ("paused", "late"):
            return "disputed" if lead.state == "disputed" else clock.state
        if clock.due_on is None or clock.due_on > self.on + timedelta(days=SUNDAY - self.on.isoweekday()):
            return "later"
        return "today" if clock.due_on <= self.on else "week"


def stand(leads: Iterable[Lead], on: date) -> list[Standing]:
    """Where leads stand on a day; three queries for all of them."""
    rows = list(leads)
    prefetch_related_objects(rows, "lead_steps")
    days, places = calendar(), places_by_id()
    cities = [city_above(lead.place_id, places) or "" for lead in rows]
    return [
        Standing(lead, lead_clock({**values_of(lead), "city_id": city}, told_steps(lead), as_of=on, calendar=days), city, on)
        for lead, city in zip(rows, cities, strict=True)
    ]


def city_of(place_id: str | None) -> str:
    """The city that joins large leads of a place; empty where the place is a city itself."""
    return city_above(place_id, places_by_id()) or ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of leads: the most urgent of those asked for (of the ended ones the newest), how many those are in all (`asked`) and in
    each part, and which part is shown (empty: all that wait)."""

    rows: list[Standing]
    asked: int
    counts: dict[str, int]
    part: str
    city: int
    mine: int


def read_desk(user: User, scope: Scope, on: date, *, part: str = "", state: str = "", mine: bool = False) -> Desk:
    """The leads of a place and a chain that a person sees, by what is due; the counts are those of the rows that each part shows."""
    scoped = (row.pk if row else "" for row in (scope.place, scope.chain))
    parts = ("lead-desk", user.username, on.isoformat(), part, state, str(mine), *scoped)
    make = partial(_read_desk, user, scope, on, part=part, state=state, mine=mine)
    return cached(user, *parts, make=make, reads=READS)


def _read_desk(user: User, scope: Scope, on: date, *, part: str, state: str, mine: bool) -> Desk:
    leads = narrow(user, Lead.objects.select_related("place", "chain", "organization"), scope)
    leads = leads.filter(state=state) if state else leads
    returned = Q(state="refused", returns_on__lte=on)
    waiting = stand(leads.filter(returned | ~Q(state__in=ENDED)).order_by("reported_at", "pk"), on)
    own = [it for it in waiting if is_own(user, it.lead)]
    ended = leads.filter(state__in=ENDED).exclude(returned)
    ended = ended.filter(own_leads(user)) if mine else ended
    rows = own if mine else waiting
    shown = stand(ended.order_by("-reported_at", "pk")[:MOST_SHOWN], on) if part == "ended" else rows
    rows_of_part = sorted((it for it in shown if _is_shown(it, part)), key=_urgency) if part != "ended" else shown
    counts = {**{name: sum(it.part == name for it in rows) for name in WAITING}, "ended": ended.count()}
    return Desk(
        rows=rows_of_part[:MOST_SHOWN],
        asked=counts["ended"] if part == "ended" else len(rows_of_part),
        counts=counts,
        part=part,
        city=sum(_is_shown(it, "city") for it in rows),
        mine=len(own),
    )


def _is_shown(it: Standing, part: str) -> bool:
    if part == "city":
        return it.waits_for_city and it.lead.state not in ENDED
    return it.part == part if part else it.part in WAITING


def _urgency(it: Standing) -> tuple[int, int, date]:
    return PARTS.index(it.part), -(it.clock.days_late or 0), it.clock.due_on or date.max


def reported_again(lead: Lead) -> str:
    """Why a lead was reported although the place had one of the investor under way; empty where it had none."""
    events = AuditEvent.objects.filter(type="lead.reported", subject=f"leads/{lead.pk}")
    return events.values_list("reason", flat=True).first() or ""


def own_leads(user: User) -> Q:
    """The condition of a person's own leads."""
    names = [one for one in (user.username, user.name) if one]
    return Q(reported_by__in=names) | Q(owner__in=names)


def is_own(user: User, lead: Lead) -> bool:
    """Whether a lead is a person's own: reported or handled by them."""
    return bool({lead.reported_by, lead.owner} & {user.username, user.name} - {""})


def speaks_for(user: User, lead: Lead) -> bool:
    """Whether a lead is a person's own, or that of somebody who named them deputy."""
    return is_own(user, lead) or bool({lead.reported_by, lead.owner} & set(principals_of(user)))


def own_place(user: User) -> Place | None:
    """The place for which a person reports leads: the first that their roles name."""
    named = [held.place_id for held in granting(user, Permission.LEAD_REPORT) if held.place_id]
    return Place.objects.filter(pk__in=named[:1]).first()


def reporting_places(user: User) -> QuerySet[Place]:
    """The places for which a person may report leads."""
    held = [one.place_id for one in granting(user, Permission.LEAD_REPORT)]
    every = of_realm(Place.objects.exclude(level__in=("country",))).order_by("pk")
    return every if "" in held else every.filter(pk__in=places_within(held))


def handlers(lead: Lead) -> Sequence[User]:
    """The people who may handle a lead: whom it can be handed over to."""
    people = User.objects.filter(is_active=True, memberships__isnull=False).prefetch_related("memberships").distinct()
    chain = lead.chain_id or ""
    return [it for it in people.order_by("username") if may(it, Permission.LEAD_HANDLE, place_id=lead.place_id, chain_id=chain)]
