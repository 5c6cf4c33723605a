"""All layers of one document, side by side: what the rules of prose read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lianqun.read.layers.organization_names import Organization
from lianqun.read.layers.organizations import find_organizations
from lianqun.read.layers.people import Person, find_people
from lianqun.read.layers.places import Place, find_places
from lianqun.read.layers.projects import Project, find_projects
from lianqun.read.layers.quantities import Quantity, find_quantities
from lianqun.read.layers.spans import Spans
from lianqun.read.layers.structure import Structure, find_structure
from lianqun.read.layers.tagged import TaggedName
from lianqun.read.layers.times import Time, find_times


@dataclass(frozen=True, slots=True)
class Page:
    """One document with its layers of spans; every layer is sorted by place."""

    text: str
    published: date | None
    structure: Structure
    quantities: Spans[Quantity]
    times: Spans[Time]
    places: Spans[Place]
    organizations: Spans[Organization]
    people: Spans[Person]
    projects: Spans[Project]


def names_in(page: Page, start: int, end: int) -> list[str]:
    """Names of the organisations, then of the places, that begin in `start:end`."""
    return [o.name for o in page.organizations.starting(start, end)] + [p.name for p in page.places.starting(start, end)]


def lay_out(text: str, published: date | None, known: Mapping[str, str] | None = None, tagged: Sequence[TaggedName] = ()) -> Page:
    """Find all layers of a main text; `tagged` are names that a model proposes, `known` maps every name of the office's register to the official one."""
    structure = find_structure(text)
    times = find_times(text, published)
    places = find_places(text)
    organizations = Spans(find_organizations(text, places, known, tagged))
    quantities = _outside(find_quantities(text), times, organizations)
    return Page(
        text=text,
        published=published,
        structure=structure,
        quantities=Spans(quantities),
        times=Spans(times),
        places=Spans(places),
        organizations=organizations,
        people=Spans(find_people(text, organizations, tagged)),
        projects=Spans(find_projects(text, organizations)),
    )


def _outside(
    quantities: Sequence[Quantity], times: Sequence[Time], organizations: Sequence[Organization]
) -> tuple[Quantity, ...]:
    """Quantities that are no part of a time or of a name."""
    taken = sorted([(t.start, t.end) for t in times] + [(o.start, o.end) for o in organizations])
    kept: list[Quantity] = []
    at = 0
    for quantity in quantities:
        while at < len(taken) and taken[at][1] <= quantity.number_start:
            at += 1
        if at == len(taken) or taken[at][0] >= quantity.end:
            kept.append(quantity)
    return tuple(kept)
