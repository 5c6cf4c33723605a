"""One link in one place: its state, who stands on it, what flows in and out, and what the office does there."""

from dataclasses import dataclass
from typing import Any

from lianqun.office.accounts.models import User
from lianqun.office.queries.diagnose.states import read_states
from lianqun.office.queries.rows.scope import place_ids, placed_within
from lianqun.office.queries.rows.tally_frames import tally_of
from lianqun.office.queries.rows.visible import places_above, visible_to
from lianqun.office.registry.models import (
    Application,
    Chain,
    Flow,
    Link,
    LinkFinding,
    LinkTally,
    Need,
    Place,
    Placement,
    Platform,
    Project,
    Technology,
)

MOST_PLACEMENTS = 100
MOST_ROWS = 50
ORDER = {"leader": 0, "backbone": 1}


@dataclass(frozen=True, slots=True)
class LinkView:
    """What the page of a link shows. `state` is None where no place was chosen: a state is always of a place."""

    place: Place | None
    state: tuple[str, str, str] | None
    counts: dict[str, int]
    chains: list[Chain]
    placements: list[Placement]
    findings: list[LinkFinding]
    inflows: list[Flow]
    outflows: list[Flow]
    parts: list[Link]
    technologies: list[Technology]
    applications: list[Application]
    projects: list[Project]
    needs: list[Need]
    platforms: list[Platform]


def read_link(user: User, link: Link, place: Place | None, chain: Chain | None) -> LinkView:
    """What the page shows, in the chosen place or in that of the chosen chain."""
    place = place or (chain.place if chain else None)
    within = place_ids(place)
    here: dict[str, Any] = {} if within is None else {"place_id__in": within}
    placements = visible_to(user, link.placements.select_related("organization__place", "place")).filter(placed_within(within))
    state, counts = _state(user, link, place)
    return LinkView(
        place=place,
        state=state,
        counts=counts,
        chains=list(visible_to(user, Chain.objects.filter(chain_links__link=link)).select_related("place")),
        placements=sorted(placements[:MOST_PLACEMENTS], key=lambda it: (ORDER.get(it.role, 9), it.status, it.organization_id)),
        findings=_findings(user, link, place),
        inflows=list(link.flows_in.select_related("from_link")),
        outflows=list(link.flows_out.select_related("to_link")),
        parts=list(link.parts.all()),
        technologies=list(
            link.technologies.prefetch_related("technology_positions__organization").order_by("generation", "starts_year")
        ),
        applications=list(link.applications.select_related("organization")),
        projects=list(visible_to(user, Project.objects.filter(link=link, **here)).select_related("organization")[:MOST_ROWS]),
        needs=list(
            visible_to(user, Need.objects.filter(link=link, **here)).select_related("organization", "project")[:MOST_ROWS]
        ),
        platforms=list(visible_to(user, Platform.objects.filter(link=link, **here))[:MOST_ROWS]),
    )


def _state(user: User, link: Link, place: Place | None) -> tuple[tuple[str, str, str] | None, dict[str, int]]:
    if place is None:
        return None, {}
    tally = tally_of(LinkTally.objects.filter(place_id=place.pk, link_id=link.pk), most_named=0)
    counts = next(tally.iter_rows(named=True), {})
    numbers = {name: int(counts.get(name, 0)) for name in ("organizations", "confirmed", "uncertain", "refused")}
    return read_states(user, place.pk, [link.pk], tally)[link.pk], numbers


def _findings(user: User, link: Link, place: Place | None) -> list[LinkFinding]:
    found = visible_to(user, link.link_findings.select_related("place").order_by("-as_of"))
    if place is not None:
        found = found.filter(place_id__in=[place.pk, *places_above(place.pk)])
    return list(found[:MOST_ROWS])
