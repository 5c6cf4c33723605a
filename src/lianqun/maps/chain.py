"""The chain map 产业链图: links in columns from upstream to downstream, flows between them, organisations on them, gaps plain to see."""

from collections.abc import Sequence
from typing import Any

from lianqun.maps.drawing import Drawing, Nodes, custom_option, empty, entry, finish, ref, state_legend
from lianqun.maps.folding import AT_MOST, Entry, Fold, fold
from lianqun.maps.kinds import MapKind
from lianqun.maps.link_rows import count_states, fold_name, link_columns, links_on, note_of, rows_of_chains, sentence_of_states
from lianqun.maps.ordering import arrange
from lianqun.maps.scene import Chain, Link, Scene, Standing
from lianqun.maps.words import join, say
from lianqun.vocab.codes import word

KIND = MapKind(20, "c", shows_states=True)
COLUMNS_AT_MOST = 7
IN_LANES = 4
CHIPS_IN_LANES = 2
CHIPS_AT_MOST = 4
CHIPS_WHEN_MANY = 2
MANY_LINKS = 200
GAPS_NAMED = 4
TONES = {"leader": "leader", "backbone": "backbone"}


def draw(scene: Scene, *, language: str = "zh") -> Drawing:
    """One chain in up to seven columns, or all chains of the place in lanes; what is too much at once is folded."""
    chains = [chain for chain in scene.shown() if any(link_id in scene.links for link_id in chain.link_ids)]
    if not chains:
        return empty("chain", scene, language, "no_chains" if not scene.shown() else "no_links")
    pen = _Pen(scene, Nodes(), language, alone=len(chains) == 1)
    lanes = [_lane(chain, pen) for chain in chains]
    payload = {"lanes": lanes, "fold": say("fold.close", language)}
    return finish(
        "chain",
        scene,
        language,
        finding=_finding(scene, list(scene.links.values()), language),
        option=custom_option("chain", payload, pen.nodes.items),
        columns=link_columns(language, "chain"),
        rows=rows_of_chains(chains, scene, language),
        legend=[*state_legend(language), *_marks(language)],
    )


def _marks(language: str) -> list[dict[str, str]]:
    marks = (("leader", "chip_full"), ("backbone", "chip"), ("doubt", "chip_dotted"), ("key", "key"), ("flow", "flow"))
    return [entry(key, swatch, "accent", language) for key, swatch in marks]


def _finding(scene: Scene, links: Sequence[Link], language: str) -> str:
    gaps = [link.name(language) for link in links if link.state == "absent"]
    named = join(gaps[:GAPS_NAMED], language)
    key = "chain.no_gap" if not gaps else "chain.gaps" if len(gaps) <= GAPS_NAMED else "chain.many_gaps"
    return say(
        "chain.finding",
        language,
        scope=scene.place.name(language) if scene.chain is None else scene.chain.name(language),
        links=len(links),
        states=sentence_of_states(links, language),
        gaps=say(key, language, names=named, n=len(gaps)),
    )


class _Pen:
    """Where nodes are written and in which language; a chain that stands alone is drawn with more columns and more names."""

    def __init__(self, scene: Scene, nodes: Nodes, language: str, *, alone: bool) -> None:
        self.scene, self.nodes, self.language, self.alone = scene, nodes, language, alone
        self.chips = (CHIPS_AT_MOST if len(scene.links) <= MANY_LINKS else CHIPS_WHEN_MANY) if alone else CHIPS_IN_LANES
        self.numbers: dict[str, int] = {}


def _lane(chain: Chain, pen: _Pen) -> dict[str, Any]:
    """One chain: columns from upstream to downstream, what supports them below (or last, when there are several lanes)."""
    links = links_on(chain, pen.scene)
    pen.numbers = {}
    head = (
        None
        if pen.alone
        else pen.nodes.add("chain", chain.name(pen.language), ref=ref("chain", chain.id), counts=count_states(links))
    )
    columns = arrange(links, pen.scene.flows, most=COLUMNS_AT_MOST if pen.alone else 1)
    support = [link for link in links if link.stage == "support"]
    drawn = [_column(f"{chain.id}.{at}", column, pen) for at, column in enumerate(columns)]
    below = _column(f"{chain.id}.support", support, pen) if support else None
    ends = [(flow, pen.numbers.get(flow.from_link_id), pen.numbers.get(flow.to_link_id)) for flow in pen.scene.flows]
    flows = [[giver, taker, flow.kind] for flow, giver, taker in ends if giver is not None and taker is not None]
    return {"head": head, "columns": drawn, "support": below, "flows": flows}


def _column(key: str, links: Sequence[Link], pen: _Pen) -> dict[str, Any]:
    entries = [_entry(one, pen) for one in fold(links, key=key, at_most=AT_MOST if pen.alone else IN_LANES)]
    count = say("band.links", pen.language, n=len(links))
    return {
        "stage": links[0].stage,
        "title": word("link_stage", links[0].stage, pen.language),
        "count": count,
        "entries": entries,
    }


def _entry(one: Entry, pen: _Pen) -> int:
    if isinstance(one, Fold):
        inside = [_entry(member, pen) for member in one.entries]
        name = fold_name(one, pen.scene, pen.language)
        return pen.nodes.add("fold", name, ref=ref("fold", one.key), counts=list(one.counts), entries=inside)
    pen.numbers[one.id] = _link(one, pen)
    return pen.numbers[one.id]


def _link(link: Link, pen: _Pen) -> int:
    chips = [_chip(standing, pen) for standing in link.standings[: pen.chips]]
    return pen.nodes.add(
        "link",
        link.name(pen.language),
        ref=ref("link", link.id),
        state=link.state,
        key=link.is_key or None,
        note=note_of(link, pen.language),
        say=link.reason(pen.language) if not chips else "",
        chips=chips,
        more=max(link.organizations - len(chips), 0) or None,
    )


def _chip(standing: Standing, pen: _Pen) -> int:
    return pen.nodes.add(
        "chip",
        standing.firm.short(pen.language),
        ref=ref("organization", standing.firm.id),
        tone=TONES.get(standing.role, "member"),
        doubt=(standing.status != "confirmed") or None,
        say=standing.product(pen.language),
    )
