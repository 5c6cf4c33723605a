"""Links as rows of a table, their counts as a sentence, their organisations as nodes: what several maps share."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from lianqun.maps.drawing import column, ref
from lianqun.maps.folding import Fold
from lianqun.maps.scene import STAGES, STATES, Chain, Link, Project, Scene
from lianqun.maps.words import join, say, yi_yuan
from lianqun.vocab.codes import word


def invested(projects: Iterable[Project]) -> Decimal | None:
    """The sum of the known investments in 10,000 yuan; None when none is known."""
    known = [project.investment_wan_yuan for project in projects if project.investment_wan_yuan is not None]
    return sum(known, Decimal(0)) if known else None


def count_states(links: Iterable[Link]) -> list[int]:
    """How many links are present, weak, absent, unknown."""
    counted = Counter(link.state for link in links)
    return [counted[state] for state in STATES]


def sentence_of_states(links: Sequence[Link], language: str) -> str:
    """The counts by state in words; states that do not occur are left out."""
    parts = [f"{say(f'state.{state}', language)} {n}" for state, n in zip(STATES, count_states(links), strict=True) if n]
    return join(parts, language)


def names_of(link: Link, language: str, most: int = 3) -> list[str]:
    """Short names of the link's organisations, leaders first."""
    return [standing.firm.short(language) for standing in link.standings[:most]]


def amount_sentence(projects: Sequence[Project], language: str) -> str:
    """Projects and what is known of their investment: "项目 5 个（其中 3 个有投资额，合计 12.3 亿元）"."""
    if not projects:
        return say("projects.none", language)
    known = sum(project.investment_wan_yuan is not None for project in projects)
    key = "projects.unknown" if not known else "projects.all" if known == len(projects) else "projects.some"
    return say(key, language, n=len(projects), known=known, sum=yi_yuan(invested(projects), language))


LINK_COLUMNS = ("link", "stage", "state", "organizations", "confirmed", "named", "projects", "investment", "reason")
NUMERIC = {"organizations", "confirmed", "projects", "investment"}


def link_columns(language: str, *before: str) -> list[dict[str, Any]]:
    """Columns of a table of links."""
    return [column(key, language, numeric=key in NUMERIC) for key in (*before, *LINK_COLUMNS)]


def link_row(link: Link, language: str) -> dict[str, Any]:
    """One link as a row that opens it."""
    return {
        "ref": ref("link", link.id),
        "link": link.name(language),
        "stage": word("link_stage", link.stage, language),
        "state": say(f"state.{link.state}", language),
        "organizations": link.organizations,
        "confirmed": link.confirmed,
        "named": join([standing.firm.name(language) for standing in link.standings], language),
        "projects": len(link.projects),
        "investment": yi_yuan(invested(link.projects), language),
        "reason": link.reason(language),
    }


def rows_of_chains(chains: Sequence[Chain], scene: Scene, language: str) -> list[dict[str, Any]]:
    """Every link of some chains as one row, upstream first in each chain; a link that several share names them all."""
    named: dict[str, list[str]] = {}
    for chain in chains:
        for link in links_on(chain, scene):
            named.setdefault(link.id, []).append(chain.name(language))
    return [{**link_row(scene.links[link], language), "chain": join(names, language)} for link, names in named.items()]


def links_on(chain: Chain, scene: Scene) -> list[Link]:
    """The links of a chain by stage, upstream first."""
    links = [scene.links[link_id] for link_id in chain.link_ids if link_id in scene.links]
    return sorted(links, key=lambda link: (STAGES.index(link.stage), link.column))


def measures(link: Link) -> list[float]:
    """What a block may be sized by: organisations, investment in 亿元, projects. Only widths are made of these numbers."""
    return [link.organizations, float((invested(link.projects) or Decimal(0)) / 10_000), len(link.projects)]


def note_of(link: Link, language: str) -> str:
    """The second line of a block: organisations and projects, or that there is nothing."""
    parts = [say("block.organizations", language, n=link.organizations)] if link.organizations else []
    parts += [say("block.projects", language, n=len(link.projects))] if link.projects else []
    return " · ".join(parts) or say(f"block.{link.state}", language)


def fold_name(fold: Fold, scene: Scene, language: str) -> str:
    """The parent's name, or "+12 more"."""
    parent = scene.parents.get(fold.parent_id)
    if parent is not None:
        return say("fold.parent", language, name=parent.name(language), n=len(fold))
    return say("fold.more", language, n=len(fold))
