"""What a click on a map opens: from a node to its list, from the list to an organisation, from there to the sentences."""

from collections.abc import Iterable
from typing import Any

from lianqun.maps.drawing import ref
from lianqun.maps.regions import names_within
from lianqun.maps.scene import Chain, Evidence, Firm, Link, Place, Project, Scene, Standing, Technology
from lianqun.maps.words import say, yi_yuan
from lianqun.vocab.codes import word

Detail = dict[str, Any]
ITEMS_AT_MOST = 200


def describe(scene: Scene, *, language: str = "zh") -> dict[str, Detail]:
    """`kind:id` → title, facts (label, value), lists (title, items with ref, text, note) and evidence (quote, title, by, why)."""
    found: dict[str, Detail] = {}
    for link in scene.links.values():
        found[f"link:{link.id}"] = _link(link, scene, language)
    for chain in scene.shown():
        found[f"chain:{chain.id}"] = _chain(chain, scene, language)
    for firm in _firms(scene):
        found[f"organization:{firm.id}"] = _firm(firm, scene, language)
    for project in scene.projects:
        found[f"project:{project.id}"] = _project(project, scene, language)
    for technology in scene.technologies:
        found[f"technology:{technology.id}"] = _technology(technology, scene, language)
    for place in scene.places.values():
        found[f"place:{place.id}"] = _place(place, scene, language)
    return found


def _detail(
    title: str, facts: Iterable[tuple[str, object]], lists: Iterable[Detail], evidence: Iterable[Evidence], language: str
) -> Detail:
    """Facts without a value and lists without items are left out."""
    return {
        "title": title,
        "facts": [[say(f"fact.{key}", language), str(value)] for key, value in facts if value not in (None, "")],
        "lists": [one for one in lists if one["items"]],
        "evidence": [_sentence(one) for one in dict.fromkeys(evidence)],
    }


def _sentence(one: Evidence) -> Detail:
    return {"quote": one.quote, "title": one.title, "document_id": one.document_id, "by": one.said_by, "why": one.said_why}


def _list(key: str, items: Iterable[Detail], language: str) -> Detail:
    return {"title": say(f"list.{key}", language), "items": list(items)[:ITEMS_AT_MOST]}


def _item(kind: str, row_id: str, text: str, note: str = "") -> Detail:
    return {"ref": ref(kind, row_id), "text": text, "note": note}


def _role(standing: Standing, language: str) -> str:
    role, status = word("placement_role", standing.role, language), word("placement_status", standing.status, language)
    return " · ".join(part for part in (role, status, standing.product(language)) if part)


def _link(link: Link, scene: Scene, language: str) -> Detail:
    facts = [
        ("state", say(f"state.{link.state}", language)),
        ("reason", link.reason(language)),
        ("stage", word("link_stage", link.stage, language)),
        ("organizations", link.organizations or ""),
        ("confirmed", link.confirmed if link.organizations else ""),
    ]
    firms = (_item("organization", one.firm.id, one.firm.name(language), _role(one, language)) for one in link.standings)
    projects = (_project_item(project, language) for project in link.projects)
    technologies = (_item("technology", one.id, one.name(language)) for one in scene.technologies if one.link_id == link.id)
    lists = [
        _list("organizations", firms, language),
        _list("projects", projects, language),
        _list("technologies", technologies, language),
    ]
    evidence = scene.evidence_of("link_findings", link.finding_id) + scene.evidence_of("links", link.id)
    return _detail(link.name(language), facts, lists, evidence, language)


def _project_item(project: Project, language: str) -> Detail:
    note = " · ".join(
        part for part in (word("project_stage", project.stage, language), yi_yuan(project.investment_wan_yuan, language)) if part
    )
    return _item("project", project.id, project.name(language), note)


def _chain(chain: Chain, scene: Scene, language: str) -> Detail:
    facts = [
        ("kind", word("chain_kind", chain.kind, language)),
        ("chief", " ".join(part for part in (chain.chief_name, chain.chief_title) if part)),
        ("task_force", chain.task_force),
    ]
    links = [scene.links[link_id] for link_id in chain.link_ids if link_id in scene.links]
    items = (_item("link", link.id, link.name(language), say(f"state.{link.state}", language)) for link in links)
    projects = (_project_item(project, language) for project in chain.projects)
    lists = [_list("links", items, language), _list("projects", projects, language)]
    return _detail(chain.name(language), facts, lists, scene.evidence_of("chains", chain.id), language)


def _firms(scene: Scene) -> list[Firm]:
    """Organisations that something on the map leads to."""
    standing = {one.firm.id: one.firm for link in scene.links.values() for one in link.standings}
    placed = {one.firm.id: one.firm for one in scene.positions} | {one.firm.id: one.firm for one in scene.trades}
    invested = {
        one.organization_id: scene.firms[one.organization_id] for one in scene.projects if one.organization_id in scene.firms
    }
    return list((standing | placed | invested).values())


def _firm(firm: Firm, scene: Scene, language: str) -> Detail:
    place = scene.places.get(firm.place_id)
    facts = [("kind", word("organization_kind", firm.kind, language)), ("place", place.name(language) if place else "")]
    standings = [(link, one) for link in scene.links.values() for one in link.standings if one.firm.id == firm.id]
    positions = [one for one in scene.positions if one.firm.id == firm.id]
    trades = [one for one in scene.trades if one.firm.id == firm.id]
    projects = [one for one in scene.projects if one.organization_id == firm.id]
    rows = [("organizations", firm.id), *(("placements", one.placement_id) for _, one in standings)]
    rows += [("technology_positions", one.id) for one in positions] + [("ties", one.id) for one in trades]
    lists = [
        _list("links", (_item("link", link.id, link.name(language), _role(one, language)) for link, one in standings), language),
        _list("projects", (_project_item(project, language) for project in projects), language),
    ]
    return _detail(firm.name(language), facts, lists, (e for row in rows for e in scene.evidence_of(*row)), language)


def _project(project: Project, scene: Scene, language: str) -> Detail:
    place, link = scene.places.get(project.place_id), scene.links.get(project.link_id)
    firm = scene.firms.get(project.organization_id)
    facts = [
        ("project_stage", word("project_stage", project.stage, language)),
        ("investment", yi_yuan(project.investment_wan_yuan, language)),
        ("place", place.name(language) if place else ""),
    ]
    items = [_item("organization", firm.id, firm.name(language))] if firm else []
    links = [_item("link", link.id, link.name(language))] if link else []
    lists = [_list("organizations", items, language), _list("links", links, language)]
    return _detail(project.name(language), facts, lists, scene.evidence_of("projects", project.id), language)


def _technology(one: Technology, scene: Scene, language: str) -> Detail:
    facts = [
        ("generation", one.generation),
        ("status", word("technology_status", one.status, language)),
        ("from", one.starts_year),
        ("to", one.ends_year),
        ("note", one.note(language)),
    ]
    here = [position for position in scene.positions if position.technology_id == one.id]
    firms = (
        _item("organization", at.firm.id, at.firm.name(language), word("technology_level", at.level, language)) for at in here
    )
    link = scene.links[one.link_id]
    lists = [_list("organizations", firms, language), _list("links", [_item("link", link.id, link.name(language))], language)]
    return _detail(one.name(language), facts, lists, scene.evidence_of("technologies", one.id), language)


def _place(place: Place, scene: Scene, language: str) -> Detail:
    facts = [
        ("level", word("place_level", place.level, language)),
        ("organizations", scene.organizations_at.get(place.id) or say("regions.no_data", language)),
    ]
    firms = (_item("organization", firm.id, firm.name(language)) for firm in names_within(place, scene))
    return _detail(place.name(language), facts, [_list("organizations", firms, language)], (), language)
