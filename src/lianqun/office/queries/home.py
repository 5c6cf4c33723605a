"""The home page of a chain chief: what we have, what is missing, what is stuck."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Sum, When
from django.utils.translation import get_language

from lianqun.land import over_stages, over_statuses
from lianqun.office.accounts.models import User
from lianqun.office.queries.diagnose.states import SharedLink, StandingChain, chains_for, count_states, links_once, stand_chains
from lianqun.office.queries.lists.known import narrow
from lianqun.office.queries.lists.worked_out import late_of, open_of, problem_rows
from lianqun.office.queries.rows.caching import cached
from lianqun.office.queries.rows.scope import Scope, place_ids, placed_within
from lianqun.office.queries.rows.visible import visible_place_ids, visible_to
from lianqun.office.registry.models import ChainLink, Fund, Indicator, LinkTally, Need, Organization, Placement, Platform, Project

MOST_SHOWN = 8
MOST_LEADS = 60
MOST_FIGURES = 6
READS = (
    *("chains", "chain_links", "links", "link_findings", "link_tally", "placements", "organizations"),
    *("projects", "needs", "platforms", "funds", "indicators"),
)


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
    gaps: list[SharedLink]
    problems: list[dict[str, Any]]
    late: int
    open_needs: int
    without_due: int

    @property
    def links(self) -> int:
        """Links of all chains, one shared by two chains counted once."""
        return sum(self.states.values())


def read_home(user: User, scope: Scope, on: date) -> Home:
    """What the page says for a scope on a day; kept as long as the data do not change."""
    place, chain = (row.pk if row else "" for row in (scope.place, scope.chain))
    parts = ("home", str(get_language()), on.isoformat(), place, chain)
    return cached(user, *parts, make=lambda: _read_home(user, scope, on), reads=READS)


def _read_home(user: User, scope: Scope, on: date) -> Home:
    chains = stand_chains(user, list(chains_for(user, scope.place, scope.chain)), scope.place)
    links = links_once(chains)
    projects = narrow(user, Project.objects.all(), scope)
    money = projects.aggregate(n=Count("pk"), sum=Sum("investment_wan_yuan"), known=Count("investment_wan_yuan"))
    needs = narrow(user, Need.objects.all(), scope)
    running = projects.exclude(stage__in=over_stages()).exclude(status__in=over_statuses())
    return Home(
        chains=chains,
        states=count_states(shared.link for shared in links),
        placements=_count_placements(user, scope),
        leaders=_leaders(user, scope),
        projects=money["n"],
        running=running.count(),
        investment=money["sum"],
        without_investment=money["n"] - money["known"],
        platforms=narrow(user, Platform.objects.all(), scope).count(),
        funds=narrow(user, Fund.objects.all(), scope).aggregate(sum=Sum("size_wan_yuan"))["sum"],
        figures=_figures(user, scope),
        gaps=_gaps(links),
        problems=problem_rows(projects, needs, on, most=MOST_SHOWN)[:MOST_SHOWN],
        late=late_of(projects, on).count(),
        open_needs=open_of(needs, on).count(),
        without_due=running.filter(due_on=None).count(),
    )


def _count_placements(user: User, scope: Scope) -> dict[str, int]:
    """Organisations on links, by role: the same rows as the lists of leaders, backbone firms and placements."""
    counted = _counted_roles(user, scope)
    if counted is not None:
        return counted
    counts = Counter(dict(_placements(user, scope).values_list("role").order_by().annotate(n=Count("pk"))))
    return {"all": counts.total(), "leader": counts["leader"], "backbone": counts["backbone"]}


def _counted_roles(user: User, scope: Scope) -> dict[str, int] | None:
    """The same from the counts by place and link, which hold them for a place of which the person sees all; None otherwise."""
    covered = visible_place_ids(user)
    if scope.place is None or (covered is not None and scope.place.pk not in covered):
        return None
    rows = LinkTally.objects.filter(place_id=scope.place.pk)
    if scope.chain:
        rows = rows.filter(link_id__in=ChainLink.objects.filter(chain=scope.chain).values("link_id"))
    sums = {"all": Sum("placements"), "leader": Sum("leaders"), "backbone": Sum("backbone")}
    found = rows.aggregate(rows=Count("pk"), counted=Count("placements"), **sums)
    return {role: found[role] or 0 for role in sums} if found["rows"] == found["counted"] else None


def _placements(user: User, scope: Scope) -> QuerySet[Placement]:
    rows = visible_to(user, Placement.objects.exclude(status="refused")).filter(placed_within(place_ids(scope.place)))
    return rows.filter(link_id__in=ChainLink.objects.filter(chain=scope.chain).values("link_id")) if scope.chain else rows


def _leaders(user: User, scope: Scope) -> list[tuple[Organization, list[Placement]]]:
    """Chain leaders, each once, with the placements on which they lead."""
    rows = _placements(user, scope).filter(role="leader").select_related("organization", "link")
    found: dict[str, tuple[Organization, list[Placement]]] = {}
    for row in rows.order_by("organization_id", "link_id")[:MOST_LEADS]:
        found.setdefault(row.organization_id, (row.organization, []))[1].append(row)
    return list(found.values())[:MOST_SHOWN]


def _figures(user: User, scope: Scope) -> list[Indicator]:
    """Actual figures of the place or chain itself (not of single firms): those that tell of growth first, of the whole, the newest."""
    rows = narrow(user, Indicator.objects.filter(organization=None, modality="actual"), scope)
    place = scope.place.pk if scope.place else ""
    behind = (Q(change=""), ~Q(place_id=place), Q(chain__isnull=scope.chain is not None))
    order = [Case(When(condition, then=1), default=0) for condition in behind]
    return list(rows.select_related("place", "chain").order_by(*order, "-period", "id")[:MOST_FIGURES])


def _gaps(links: list[SharedLink]) -> list[SharedLink]:
    """Absent links first, then weak and unknown ones, key links before others."""
    order = {"absent": 0, "weak": 1, "unknown": 2}
    found = [shared for shared in links if shared.link.state in order]
    found.sort(key=lambda it: (not it.link.is_key, order[it.link.state]) if it.link.state != "absent" else (False, -1))
    return found[:MOST_SHOWN]
