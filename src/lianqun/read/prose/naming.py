"""Claims of name: organisations, people with their offices, places."""

from collections.abc import Iterator

from lianqun.read.certainty import certainty_of
from lianqun.read.prose.page import Page
from lianqun.read.prose.subjects import Topics
from lianqun.vocab.claims import Claim
from lianqun.vocab.regions import full_name, lineage

_LEVELS = {"province": "province", "prefecture": "city", "county": "county", "park": "park", "town": "town", "country": "country"}


def claim_names(page: Page, topics: Topics) -> Iterator[Claim]:
    """One claim for each name, at its first place in the text."""
    yield from _organizations(page)
    yield from _people(page, topics)
    yield from _places(page)


def _organizations(page: Page) -> Iterator[Claim]:
    seen: set[str] = set()
    for organization in page.organizations:
        if organization.name not in seen:
            seen.add(organization.name)
            is_sure = organization.rule.startswith(("known", "fixed", "ending"))
            yield Claim(
                type="organization",
                subject=organization.name,
                attribute=organization.kind,
                value=organization.full or organization.name,
                quote=page.text[organization.start : organization.end],
                start=organization.start,
                end=organization.end,
                confidence=certainty_of("organization:in_register_or_by_ending" if is_sure else "organization:by_shape"),
                rule=f"organization:{organization.rule}",
            )


def _people(page: Page, topics: Topics) -> Iterator[Claim]:
    seen: set[tuple[str, str]] = set()
    for person in page.people:
        for office in person.offices:
            if (person.name, office) not in seen:
                seen.add((person.name, office))
                start = min(person.phrase_start, person.start)
                yield Claim(
                    type="person_role",
                    subject=person.name,
                    attribute=office,
                    value=topics.organization_of(person),
                    quote=page.text[start : person.end],
                    start=start,
                    end=person.end,
                    confidence=certainty_of("person:office_before_name"),
                    rule="person:office_before_name",
                )


def _places(page: Page) -> Iterator[Claim]:
    seen: set[str] = set()
    inside = [(o.start, o.end) for o in page.organizations]
    for place in page.places:
        if place.name in seen:
            continue
        seen.add(place.name)
        rule = "place:gazetteer" if place.code else "place:ending"
        above = lineage(place.code)[1:] or lineage(place.within)
        yield Claim(
            type="place",
            subject=place.name,
            attribute=_LEVELS[place.level],
            value=full_name(above[0].code) if above else "",
            quote=place.name,
            start=place.start,
            end=place.end,
            region=full_name(place.code or place.within),
            confidence=certainty_of(rule),
            rule=rule,
            flags=(
                *(("inside_a_name",) if any(start <= place.start < end for start, end in inside) else ()),
                *(("ambiguous_place",) if place.ambiguous else ()),
            ),
        )
