"""The panorama 产业发展全景图: chains as bands, links as blocks sized by a measure, state by fill, leaders named."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from lianqun.maps.drawing import Drawing, Nodes, custom_option, empty, entry, finish, ref, state_legend
from lianqun.maps.folding import Entry, Fold, fold
from lianqun.maps.kinds import MapKind
from lianqun.maps.link_rows import (
    amount_sentence,
    count_states,
    fold_name,
    invested,
    link_columns,
    links_on,
    measures,
    names_of,
    note_of,
    rows_of_chains,
    sentence_of_states,
)
from lianqun.maps.scene import Chain, Link, Scene
from lianqun.maps.words import say, yi_yuan
from lianqun.vocab.codes import word

KIND = MapKind(10, "o", shows_states=True)
BLOCKS_AT_MOST = 24
MEASURES = ("organizations", "investment", "projects")


def draw(scene: Scene, *, language: str = "zh") -> Drawing:
    """All chains of the place, or one chain large; every link of them is a row of the table."""
    chains = [chain for chain in scene.shown() if chain.link_ids]
    if not chains:
        return empty("panorama", scene, language, "no_chains" if not scene.shown() else "no_links")
    nodes = Nodes()
    bands = [_band(chain, scene, nodes, language) for chain in chains]
    words = {measure: say(f"measure.{measure}", language) for measure in MEASURES}
    payload = {"bands": bands, "measures": words, "large": len(chains) == 1}
    return finish(
        "panorama",
        scene,
        language,
        finding=_finding(scene, chains, language),
        option=custom_option("panorama", payload, nodes.items),
        columns=link_columns(language, "chain"),
        rows=rows_of_chains(chains, scene, language),
        legend=[*state_legend(language), entry("leader", "leader", "accent", language), entry("key", "key", "accent", language)],
    )


def _finding(scene: Scene, chains: Sequence[Chain], language: str) -> str:
    """Links that stand in two chains are counted once."""
    links = list({link.id: link for chain in chains for link in links_on(chain, scene)}.values())
    return say(
        "panorama.finding_one" if scene.chain else "panorama.finding",
        language,
        place=scene.place.name(language),
        chain=chains[0].name(language),
        chains=len(chains),
        links=len(links),
        states=sentence_of_states(links, language),
        confirmed=sum(link.confirmed for link in links),
        projects=amount_sentence(scene.projects, language),
    )


def _band(chain: Chain, scene: Scene, nodes: Nodes, language: str) -> dict[str, Any]:
    links = links_on(chain, scene)
    chief = say("band.chief", language, name=chain.chief_name) if chain.chief_name else say("band.no_chief", language)
    kind = word("chain_kind", chain.kind, language)
    head = nodes.add(
        "chain",
        chain.name(language),
        ref=ref("chain", chain.id),
        lines=[f"{kind} · {chief}" if kind else chief, _totals(chain, links, language)],
        counts=count_states(links),
    )
    entries = fold(links, key=chain.id, at_most=BLOCKS_AT_MOST)
    groups = groupby(entries, key=_stage)
    stages = [
        [word("link_stage", stage, language), [_block(e, scene, nodes, language) for e in group]] for stage, group in groups
    ]
    return {"head": head, "stages": stages}


def _totals(chain: Chain, links: Sequence[Link], language: str) -> str:
    parts = [say("band.links", language, n=len(links)), say("band.projects", language, n=len(chain.projects))]
    return " · ".join([*parts, yi_yuan(invested(chain.projects), language)]).removesuffix(" · ")


def _stage(entry: Entry) -> str:
    return next(entry.links()).stage if isinstance(entry, Fold) else entry.stage


def _block(entry: Entry, scene: Scene, nodes: Nodes, language: str) -> int:
    if isinstance(entry, Fold):
        totals = [sum(column) for column in zip(*map(measures, entry.links()), strict=True)]
        name = fold_name(entry, scene, language)
        return nodes.add("fold", name, ref=ref("fold", entry.key), counts=list(entry.counts), m=totals)
    leaders = [standing.firm.short(language) for standing in entry.leaders]
    return nodes.add(
        "link",
        entry.name(language),
        ref=ref("link", entry.id),
        state=entry.state,
        key=entry.is_key or None,
        m=measures(entry),
        note=note_of(entry, language),
        leaders=leaders,
        others=[name for name in names_of(entry, language, 6) if name not in leaders],
        projects=[project.name(language) for project in entry.projects[:3]],
        say=entry.reason(language),
    )
