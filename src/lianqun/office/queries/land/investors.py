"""Who has reported the same investor: candidates by the indexes of names and organisations, judged by `lianqun.trace.investors`.

No register is read whole: organisations are found by their keys, those above and below them by their parents, and leads by
the organisation on record or by the first characters of a name.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_

import polars as pl
from django.db.models import Q

from lianqun.office.accounts.models import AuditEvent
from lianqun.office.evidence.models import Judgement
from lianqun.office.queries.trace.identity import canonical_ids, groups_of
from lianqun.office.registry.models import Alias, Lead, NameKey, Organization, Tie
from lianqun.trace import Investor, Sameness, same_investors
from lianqun.trace.names import normalized, simplified_characters, take_apart
from lianqun.vocab.regions import is_generated

OVER = ("refused", "dropped")
ENDED = (*OVER, "converted")
SUBSIDIARY = "subsidiary_of"
MOST_BELOW, MOST_LEADS, MOST_NAMES, DEEPEST = 2_000, 200, 12, 8


@dataclass(frozen=True, slots=True)
class Met:
    """A lead of the same investor: why it is held to be so, and whether another place reported it."""

    lead: Lead
    sameness: Sameness
    is_elsewhere: bool

    @property
    def is_rival(self) -> bool:
        """Whether it is for a person to decide whose lead it is."""
        return self.is_elsewhere and self.sameness.is_same


def organization_of(name: str) -> str:
    """The organisation on record that goes by a name, in whichever characters it is written; empty where none does, or several do."""
    (parts,) = take_apart(pl.Series([name], dtype=pl.String)).iter_rows(named=True)
    core = parts["core"] or ""
    keys = NameKey.objects.filter(head=core[:2], core=core) if core else NameKey.objects.none()
    near = set(keys.values_list("organization_id", flat=True)[:MOST_LEADS])
    told = [*Organization.objects.filter(pk__in=near).values_list("name_zh", "id")]
    told += Alias.objects.filter(organization_id__in=near).values_list("alias", "organization_id")
    written = normalized(pl.Series([one for one, _own in told], dtype=pl.String))
    meant = {own for (_one, own), plain in zip(told, written, strict=True) if plain == parts["name"]}
    stands = _standing(groups_of(meant)) if len(meant) > 1 else {}
    found = {stands.get(own, own) for own in meant}
    return found.pop() if len(found) == 1 else ""


def leads_met(name: str, organization_id: str, place_id: str, *, but: str = "") -> list[Met]:
    """Standing leads of the same investor, the first report first; `but` is the lead that asks."""
    (investor,) = investors_of([(name, organization_id or organization_of(name))])
    # a model region and real places know nothing of each other
    found = [lead for lead in _candidates(investor, but) if is_generated(lead.place_id) is is_generated(place_id)]
    others = investors_of([(lead.investor_name, lead.organization_id or "") for lead in found])
    same = zip(found, same_investors(investor, others), strict=True)
    met = [Met(lead, why, lead.place_id != place_id) for lead, why in same if why is not None]
    order = first_events([one.lead.pk for one in met])
    return sorted(met, key=lambda one: (not one.is_rival, one.lead.reported_at, order.get(one.lead.pk, 0)))


def own_open(name: str, organization_id: str, place_id: str, *, but: str = "") -> Lead | None:
    """The lead of the same investor that a place itself has under way; `but` is the lead that asks. None where it has none."""
    met = leads_met(name, organization_id, place_id, but=but)
    return next((it.lead for it in met if not it.is_elsewhere and it.sameness.is_same and it.lead.state not in ENDED), None)


def first_events(lead_ids: Iterable[str]) -> dict[str, int]:
    """Lead → the number of the event that proves its report: of two within one instant the lower came first."""
    subjects = {f"leads/{own}": own for own in lead_ids}
    told = AuditEvent.objects.filter(subject__in=list(subjects)).order_by("-pk").values_list("subject", "pk")
    return {subjects[subject]: event for subject, event in told}


def investors_of(told: Sequence[tuple[str, str]]) -> list[Investor]:
    """Investors given as name and organisation on record (empty: none), each with its names and what it belongs to."""
    own = {organization_id for _name, organization_id in told if organization_id}
    above = _above(own)
    every = groups_of({*own, *above, *(one for edges in above.values() for one in edges)})
    stands = _standing(every)
    names = dict(Organization.objects.filter(pk__in=every).values_list("id", "name_zh"))
    aliases: dict[str, list[str]] = {}
    members = [one for one in every if stands.get(one, one) in {stands.get(it, it) for it in own}]
    for organization_id, alias in (
        Alias.objects.filter(organization_id__in=members).order_by("pk").values_list("organization_id", "alias")
    ):
        aliases.setdefault(stands.get(organization_id, organization_id), []).append(alias)
    for one in sorted(members):
        aliases.setdefault(stands.get(one, one), []).append(names.get(one, ""))
    return [_investor(name, stands.get(one, one), aliases=aliases, above=above, names=names, stands=stands) for name, one in told]


def _investor(
    name: str,
    own: str,
    *,
    aliases: dict[str, list[str]],
    above: dict[str, set[str]],
    names: dict[str, str],
    stands: dict[str, str],
) -> Investor:
    owners: dict[str, str] = {}
    edge = {one for one in {own, *stands} if stands.get(one, one) == own} if own else set()
    for _ in range(DEEPEST):
        edge = {parent for one in edge for parent in above.get(one, ()) if stands.get(parent, parent) not in owners}
        owners |= {stands.get(one, one): names.get(stands.get(one, one), "") for one in edge}
    owners.pop(own, None)
    return Investor(name, frozenset({own} if own else ()), tuple(aliases.get(own, ())), owners)


def _standing(ids: Collection[str]) -> dict[str, str]:
    """Merged record → the record that stands for it, for some records."""
    pairs = Judgement.objects.filter(left_id__in=ids, right_id__in=ids, verdict="same", undone_at=None).order_by("at", "id")
    return canonical_ids(pairs.values_list("left_id", "right_id"))


def _above(ids: Collection[str]) -> dict[str, set[str]]:
    """Organisation → those directly above it, for some organisations (merged records included) and all above them."""
    found: dict[str, set[str]] = {}
    edge = set(groups_of(ids)) if ids else set()
    for _ in range(DEEPEST):
        if not edge:
            break
        parents = Organization.objects.filter(pk__in=edge).exclude(parent=None).values_list("id", "parent_id")
        ties = Tie.objects.filter(from_organization_id__in=edge, kind=SUBSIDIARY).exclude(to_organization=None)
        for below, above in [*parents, *ties.values_list("from_organization_id", "to_organization_id")]:
            found.setdefault(below, set()).add(above)
        known, above_edge = set(found), {one for below in edge for one in found.get(below, ())}
        edge = set(groups_of(above_edge)) - known if above_edge else set()
    return found


def _below(ids: Collection[str]) -> set[str]:
    """Organisations below some, by level, as far as there are not too many."""
    found: set[str] = set()
    edge = set(ids)
    for _ in range(DEEPEST):
        if not edge or len(found) >= MOST_BELOW:
            break
        children = Organization.objects.filter(parent_id__in=edge).values_list("pk", flat=True)[:MOST_BELOW]
        ties = Tie.objects.filter(to_organization_id__in=edge, kind=SUBSIDIARY).values_list("from_organization_id", flat=True)
        edge = {*children, *ties[:MOST_BELOW]} - found
        found |= edge
    return found


def _candidates(investor: Investor, but: str) -> Iterator[Lead]:
    """Standing leads that may be of the same investor: of its organisation, one above or below it, or of a name that begins alike."""
    own = groups_of(investor.ids) if investor.ids else frozenset()
    ids = {*own, *investor.owners, *_below(own), *_below(investor.owners)} if own else set()
    heads = reduce(or_, (Q(investor_name__contains=head) for head in _heads((investor.name, *investor.names))), Q(pk__in=[]))
    standing = Lead.objects.exclude(state__in=OVER).exclude(pk=but).select_related("place").order_by("reported_at", "pk")
    seen: set[str] = set()
    for rows in (standing.filter(organization_id__in=ids), standing.filter(heads)):
        for lead in rows[:MOST_LEADS]:
            if lead.pk not in seen:
                seen.add(lead.pk)
                yield lead


def _heads(names: Collection[str]) -> set[str]:
    """The first two characters of the cores of some names, in every way of writing them."""
    told = [name for name in dict.fromkeys(names) if name][:MOST_NAMES]
    parts = take_apart(pl.Series(told, dtype=pl.String))
    cores = {core if len(core or "") > 1 else name for core, name in zip(parts["core"], parts["name"], strict=True)}
    former = take_apart(parts["former"].drop_nulls())["core"]
    return {written for core in {*cores, *former} if core for written in _written(core[:2])}


def _written(head: str) -> Iterator[str]:
    """Two characters in Simplified and in each Traditional form."""
    forms = [[character, *_traditional().get(character, ())] for character in head]
    for one in forms[0]:
        for other in forms[1] if len(forms) > 1 else [""]:
            yield one + other


@cache
def _traditional() -> dict[str, tuple[str, ...]]:
    """Simplified character → its Traditional forms."""
    found: dict[str, list[str]] = {}
    for one, simple in simplified_characters().items():
        found.setdefault(simple, []).append(one)
    return {simple: tuple(forms) for simple, forms in found.items()}
