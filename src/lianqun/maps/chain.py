"""The chain map 产业链图: links in columns from upstream to downstream, flows between them, organisations on them, gaps plain to see."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from lianqun.maps.drawing import Drawing, Nodes, custom_option, empty, entry, finish, ref, state_legend
from lianqun.maps.folding import Entry, Fold, fold
from lianqun.maps.link_rows import fold_name, link_columns, link_row, note_of, sentence_of_states
from lianqun.maps.ordering import order_columns
from lianqun.maps.scene import STAGES, Link, Scene, Standing
from lianqun.maps.words import join, say
from lianqun.vocab.codes import word

CHIPS_AT_MOST = 6
CHIPS_WHEN_MANY = 2
MANY_LINKS = 200
GAPS_NAMED = 4
TONES = {"leader": "leader", "backbone": "backbone"}


def draw(scene: Scene, *, language: str = "zh") -> Drawing:
    """One chain, or all links of the place's chains together; at most seven links a column before they fold."""
    links = list(scene.links.values())
    if not links:
        return empty("chain", scene, language, "no_chains" if not scene.shown() else "no_links")
    nodes = Nodes()
    numbers: dict[str, int] = {}
    chips = CHIPS_AT_MOST if len(links) <= MANY_LINKS else CHIPS_WHEN_MANY
    columns = order_columns(_columns(links), scene.flows)
    drawn = [_column(at, column, scene, _Pen(nodes, numbers, chips, language)) for at, column in enumerate(columns)]
    flows = [[numbers[flow.from_link_id], numbers[flow.to_link_id], flow.kind] for flow in scene.flows]
    return finish(
        "chain",
        scene,
        language,
        finding=_finding(scene, links, language),
        option=custom_option("chain", {"columns": drawn, "flows": flows, "fold": say("fold.close", language)}, nodes.items),
        columns=link_columns(language),
        rows=[link_row(link, language) for column in columns for link in column],
        legend=[*state_legend(language), *_marks(language)],
    )


def _marks(language: str) -> list[dict[str, str]]:
    marks = (("leader", "leader"), ("backbone", "chip"), ("doubt", "chip_dotted"), ("key", "key"), ("flow", "flow"))
    return [entry(key, swatch, "accent", language) for key, swatch in marks]


def _columns(links: Sequence[Link]) -> list[list[Link]]:
    """Links by column, upstream first; columns without links are left out."""
    found: dict[int, list[Link]] = defaultdict(list)
    for link in sorted(links, key=lambda link: (STAGES.index(link.stage), link.id)):
        found[link.column].append(link)
    return [found[number] for number in sorted(found)]


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
    """Where nodes are written, which number each link got, how many organisations a block names, and in which language."""

    def __init__(self, nodes: Nodes, numbers: dict[str, int], chips: int, language: str) -> None:
        self.nodes, self.numbers, self.chips, self.language = nodes, numbers, chips, language


def _column(at: int, links: Sequence[Link], scene: Scene, pen: _Pen) -> dict[str, Any]:
    stages = list(dict.fromkeys(link.stage for link in links))
    title = join([word("link_stage", stage, pen.language) for stage in stages], pen.language)
    entries = [_entry(one, scene, pen) for one in fold(links, key=f"c{at}")]
    return {"title": title, "count": say("band.links", pen.language, n=len(links)), "entries": entries}


def _entry(one: Entry, scene: Scene, pen: _Pen) -> int:
    if isinstance(one, Fold):
        inside = [_entry(member, scene, pen) for member in one.entries]
        name = fold_name(one, scene, pen.language)
        return pen.nodes.add("fold", name, ref=ref("fold", one.key), counts=one.counts(), entries=inside)
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
