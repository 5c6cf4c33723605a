"""The home page of a chain chief: what we have, what is missing, what is stuck."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import get_language

from lianqun.office.accounts.models import User
from lianqun.office.queries.diagnose.states import STATES, StandingChain, StandingLink, chains_for, stand_chains
from lianqun.office.queries.lists.known import OVER, narrow
from lianqun.office.queries.lists.worked_out import problem_rows
from lianqun.office.queries.rows.keeping import keep
from lianqun.office.queries.rows.scope import Scope, place_ids, placed_within
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.registry.models import ChainLink, Fund, Indicator, Need, Organization, Placement, Platform, Project

MOST_SHOWN = 8
MOST_LEADS = 60
MOST_FIGURES = 6


@dataclass(frozen=True, slots=True)
class Home:
    """All that the page says; every number is the number of rows of a list of the same name and filter."""

    chains: list[StandingChain]
    states: dict[str, int]
    placements: dict[str, int]
    leaders: list[tuple[Organization, list[Placement]]]
    projects: int
    running: int
    investment: Decimal | None
    without_investment: int
    platforms: int
    funds: Decimal | None
    figures: list[Indicator]
    gaps: list[tuple[StandingChain, StandingLink]]
    problems: list[dict[str, Any]]
    late: int
    open_needs: int
    without_due: int

    @property
    def links(self) -> int:
        """Links of all chains, one shared by two chains counted in both."""
        return sum(self.states.values())


def read_home(user: User, scope: Scope, on: date) -> Home:
    """What the page says for a scope on a day; kept as long as the data do not change."""
    place, chain = (row.pk if row else "" for row in (scope.place, scope.chain))
    parts = ("home", str(get_language()), on.isoformat(), place, chain)
    return keep(user, *parts, make=lambda: _read_home(user, scope, on))


def _read_home(user: User, scope: Scope, on: date) -> Home:
    chains = stand_chains(user, list(chains_for(user, scope.place, scope.chain)), scope.place)
    projects = narrow(user, Project.objects.all(), scope)
    money = projects.aggregate(n=Count("pk"), sum=Sum("investment_wan_yuan"), known=Count("investment_wan_yuan"))
    problems = problem_rows(user, projects, narrow(user, Need.objects.all(), scope), on)
    late = sum(row["title.ref"] is None for row in problems)
    running = projects.exclude(stage__in=OVER)
    return Home(
        chains=chains,
        states={state: sum(chain.counts[state] for chain in chains) for state in STATES},
        placements=_count_placements(user, scope),
        leaders=_leaders(user, scope),
        projects=money["n"],
        running=running.count(),
        investment=money["sum"],
        without_investment=money["n"] - money["known"],
        platforms=narrow(user, Platform.objects.all(), scope).count(),
        funds=narrow(user, Fund.objects.all(), scope).aggregate(sum=Sum("size_wan_yuan"))["sum"],
        figures=_figures(user, scope),
        gaps=_gaps(chains),
        problems=problems[:MOST_SHOWN],
        late=late,
        open_needs=len(problems) - late,
        without_due=running.filter(due_on=None).count(),
    )


def _count_placements(user: User, scope: Scope) -> dict[str, int]:
    """Organisations on links, by role: the same rows as the lists of leaders, backbone firms and placements."""
    rows = visible_to(user, Placement.objects.exclude(status="refused"))
    rows = rows.filter(placed_within(place_ids(scope.place)))
    if scope.chain:
        rows = rows.filter(link_id__in=ChainLink.objects.filter(chain=scope.chain).values("link_id"))
    counts = Counter(dict(rows.values_list("role").annotate(n=Count("pk"))))
    return {"all": counts.total(), "leader": counts["leader"], "backbone": counts["backbone"]}


def _leaders(user: User, scope: Scope) -> list[tuple[Organization, list[Placement]]]:
    """Chain leaders, each once, with the placements on which they lead."""
    rows = visible_to(user, Placement.objects.filter(role="leader").exclude(status="refused"))
    rows = rows.filter(placed_within(place_ids(scope.place)))
    if scope.chain:
        rows = rows.filter(link_id__in=ChainLink.objects.filter(chain=scope.chain).values("link_id"))
    found: dict[str, tuple[Organization, list[Placement]]] = {}
    for row in rows.select_related("organization", "link").order_by("organization_id", "link_id")[:MOST_LEADS]:
        found.setdefault(row.organization_id, (row.organization, []))[1].append(row)
    return list(found.values())[:MOST_SHOWN]


def _figures(user: User, scope: Scope) -> list[Indicator]:
    """Actual figures of the place or chain itself (not of single firms): those that tell of growth first, then the newest."""
    rows = narrow(user, Indicator.objects.filter(organization=None, modality="actual"), scope)
    return list(rows.select_related("place", "chain").order_by("-change", "-period", "id")[:MOST_FIGURES])


def _gaps(chains: list[StandingChain]) -> list[tuple[StandingChain, StandingLink]]:
    """Absent links first, then weak and unknown ones, key links before others."""
    order = {"absent": 0, "weak": 1, "unknown": 2}
    found = [(chain, link) for chain in chains for link in chain.links if link.state in order]
    found.sort(key=lambda pair: (not pair[1].is_key, order[pair[1].state]) if pair[1].state != "absent" else (False, -1))
    return found[:MOST_SHOWN]
