"""A drawing: one map as an ECharts option with the same rows as a table, and the words that go with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from lianqun.maps.scene import STATES, Scene
from lianqun.maps.words import column_of, say
from lianqun.vocab.regions import is_generated

Node = dict[str, Any]
STATE_SWATCH = {"present": "fill", "weak": "light", "absent": "outline", "unknown": "hatch"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """One map, ready to be drawn in a browser or on Node, and read as a table without a picture.

    `generated` says that the place was made up by a program. `option` is pure JSON; custom series are named and registered by the front end. `columns` are dictionaries with `key`,
    `label` and `numeric`; each row holds a value for every column key, and `ref`. `shapes` are the map shapes needed.
    """

    kind: str
    title: str
    finding: str
    option: dict[str, Any]
    columns: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    legend: list[dict[str, str]]
    how_to_read: str
    does_not_decide: str
    sources: list[dict[str, str]]
    as_of: str
    version: str
    language: str
    shape: str = ""
    approval: str = ""
    shapes: list[str] = field(default_factory=list)
    generated: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The drawing as JSON-ready dictionaries and lists; they are the drawing's own, not copies."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def ref(kind: str, row_id: str) -> dict[str, str]:
    """What a node or a row opens."""
    return {"kind": kind, "id": row_id}


def scope_name(scene: Scene, language: str) -> str:
    """The place and, when one is chosen, the chain: "德州市 · 电子信息产业链"."""
    place = scene.place.name(language)
    return place if scene.chain is None else f"{place} · {scene.chain.name(language)}"


def finish(kind: str, scene: Scene, language: str, **parts: Any) -> Drawing:
    """A drawing with the words that every map of its kind carries."""
    return Drawing(
        kind=kind,
        title=f"{scope_name(scene, language)} · {say(f'{kind}.title', language)}",
        how_to_read=say(f"{kind}.how_to_read", language),
        does_not_decide=say(f"{kind}.does_not_decide", language),
        sources=[{"document_id": s.document_id, "title": s.title, "published_on": s.published_on} for s in scene.sources],
        as_of=scene.as_of.isoformat(),
        version=scene.version,
        language=column_of(language),
        generated=is_generated(scene.place.id),
        **parts,
    )


def empty(kind: str, scene: Scene, language: str, reason: str) -> Drawing:
    """A map with nothing to draw: the finding says why and what to do next, and so does the picture."""
    sentence = say(f"empty.{reason}", language, place=scene.place.name(language))
    option = custom_option("empty", {"text": sentence}, [{"kind": "backdrop", "name": sentence}])
    return finish(kind, scene, language, finding=sentence, option=option, columns=[], rows=[], legend=[])


def custom_option(series: str, payload: dict[str, Any], nodes: Sequence[Node]) -> dict[str, Any]:
    """An option with one custom series. Node 0 is the backdrop; each other node becomes a data item with its name, state and ref."""
    return {
        "animation": False,
        "series": [
            {
                "type": "custom",
                "name": series,
                "renderItem": f"lianqun.{series}",
                "coordinateSystem": "none",
                "itemPayload": {**payload, "nodes": [_without_ref(node) for node in nodes]},
                "data": [_item(at, node) for at, node in enumerate(nodes)],
            }
        ],
    }


def _without_ref(node: Node) -> Node:
    return {key: value for key, value in node.items() if key != "ref"}


def _item(at: int, node: Node) -> Node:
    kept: Node = {key: node[key] for key in ("ref", "state") if key in node}
    return {"value": at, "name": node.get("name", ""), **kept}


def column(key: str, language: str, *, numeric: bool = False) -> dict[str, Any]:
    """A column of the map's table."""
    return {"key": key, "label": say(f"column.{key}", language), "numeric": numeric}


def state_legend(language: str) -> list[dict[str, str]]:
    """Legend entries of the four states, told apart by fill, light fill, outline and hatch."""
    return [
        {"key": state, "label": say(f"state.{state}", language), "swatch": STATE_SWATCH[state], "tone": state} for state in STATES
    ]


def entry(key: str, swatch: str, tone: str, language: str) -> dict[str, str]:
    """One other legend entry."""
    return {"key": key, "label": say(f"legend.{key}", language), "swatch": swatch, "tone": tone}


class Nodes:
    """The nodes of a custom series in order; node 0 is the backdrop."""

    def __init__(self) -> None:
        self.items: list[Node] = [{"kind": "backdrop", "name": ""}]

    def add(self, kind: str, name: str, **rest: Any) -> int:
        """Append a node and return its number; values that are None or empty are left out."""
        self.items.append(
            {"kind": kind, "name": name, **{key: value for key, value in rest.items() if value not in (None, "", [])}}
        )
        return len(self.items) - 1
