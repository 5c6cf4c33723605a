"""The application map 应用领域图: links at the left, fields at the right, ribbons by share; an unknown share is hatched and said so."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from lianqun.maps.drawing import Drawing, Nodes, column, custom_option, empty, entry, finish, ref, state_legend
from lianqun.maps.kinds import MapKind
from lianqun.maps.scene import Application, Firm, Scene
from lianqun.maps.words import join, percent, say

KIND = MapKind(40, "a", tables=("applications",))
COLUMNS = ("link", "field", "share", "named")
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Use:
    """A link's use in one field: the share of the link's use in percent, None when it is not known, and who is named."""

    link_id: str
    field: str
    share: Decimal | None
    firms: tuple[Firm, ...]


def draw(scene: Scene, *, language: str = "zh") -> Drawing:
    """Links and the fields they go to. A link's ribbons fill its height only as far as shares are known."""
    uses = _uses(scene, language)
    if not uses:
        return empty("applications", scene, language, "no_applications")
    nodes = Nodes()
    fields = {field: nodes.add("field", field) for field in _fields(uses)}
    drawn = [
        _link(link_id, tuple(group), fields, scene, (nodes, language))
        for link_id, group in groupby(uses, lambda use: use.link_id)
    ]
    payload = {
        "links": drawn,
        "fields": list(fields.values()),
        "unknown": say("applications.unknown", language),
        "rest": say("applications.rest", language),
        "heads": [say("applications.links", language), say("applications.fields", language)],
    }
    return finish(
        "applications",
        scene,
        language,
        finding=_finding(scene, uses, language),
        option=custom_option("applications", payload, nodes.items),
        columns=[column(key, language, numeric=key == "share") for key in COLUMNS],
        rows=[_row(use, scene, language) for use in uses],
        legend=[
            entry("known_share", "fill", "accent", language),
            entry("unknown_share", "hatch", "unknown", language),
            *state_legend(language),
        ],
    )


def _uses(scene: Scene, language: str) -> list[Use]:
    """Applications of one link in one field as one use, in the order of the links' columns, larger shares first."""
    ordered = sorted(scene.applications, key=lambda one: (scene.links[one.link_id].column, one.link_id, one.field_zh))
    groups = groupby(ordered, key=lambda one: (one.link_id, one.field(language)))
    uses = [Use(link_id, field, *_joined(tuple(group))) for (link_id, field), group in groups]
    return sorted(uses, key=lambda use: (scene.links[use.link_id].column, use.link_id, use.share is None, -(use.share or 0)))


def _joined(group: Sequence[Application]) -> tuple[Decimal | None, tuple[Firm, ...]]:
    """The share of the link as a whole when it is stated; several organisations' own shares cannot be added, so they give none."""
    whole = [one for one in group if one.firm is None] or (list(group) if len(group) == 1 else [])
    return (whole[0].share_percent if whole else None), tuple(one.firm for one in group if one.firm)


def _fields(uses: Sequence[Use]) -> list[str]:
    """Fields in the order in which few ribbons cross: by the mean place of the links that reach them."""
    rank = {link_id: at for at, link_id in enumerate(dict.fromkeys(use.link_id for use in uses))}
    reached: dict[str, list[int]] = {}
    for use in uses:
        reached.setdefault(use.field, []).append(rank[use.link_id])
    return sorted(reached, key=lambda field: (sum(reached[field]) / len(reached[field]), -len(reached[field]), field))


def _link(link_id: str, uses: Sequence[Use], fields: dict[str, int], scene: Scene, pen: tuple[Nodes, str]) -> dict[str, Any]:
    nodes, language = pen
    link = scene.links[link_id]
    known = sum((use.share or Decimal(0) for use in uses), Decimal(0))
    rest = float(max(WHOLE - known, Decimal(0)))
    head = nodes.add("link", link.name(language), ref=ref("link", link_id), state=link.state, rest=rest)
    return {"head": head, "ribbons": [_ribbon(use, fields[use.field], link.name(language), pen) for use in uses]}


def _ribbon(use: Use, field: int, link: str, pen: tuple[Nodes, str]) -> int:
    nodes, language = pen
    share = say("applications.unknown", language) if use.share is None else percent(use.share)
    known = None if use.share is None else float(use.share)
    opened = ref("link", use.link_id)
    return nodes.add(
        "ribbon", f"{link} → {use.field}", ref=opened, field=field, share=known, note=share, say=_named(use, language)
    )


def _named(use: Use, language: str) -> str:
    return join([firm.short(language) for firm in use.firms], language)


def _row(use: Use, scene: Scene, language: str) -> dict[str, Any]:
    return {
        "ref": ref("link", use.link_id),
        "link": scene.links[use.link_id].name(language),
        "field": use.field,
        "share": say("applications.unknown", language) if use.share is None else percent(use.share),
        "named": join([firm.name(language) for firm in use.firms], language),
    }


def _finding(scene: Scene, uses: Sequence[Use], language: str) -> str:
    unknown = sum(use.share is None for use in uses)
    counts = {"links": len({use.link_id for use in uses}), "fields": len({use.field for use in uses}), "uses": len(uses)}
    silent = len(scene.links) - counts["links"]
    return say("applications.finding", language, place=scene.place.name(language), unknown=unknown, silent=silent, **counts)
