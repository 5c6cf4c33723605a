"""The regional map 区域分布图: shapes with place names, parks as points, organisations, and where customers and suppliers are."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from lianqun.maps import assets
from lianqun.maps.drawing import Drawing, Nodes, column, custom_option, empty, entry, finish, ref
from lianqun.maps.kinds import MapKind
from lianqun.maps.scene import Firm, Place, Scene, Trade
from lianqun.maps.words import join, say
from lianqun.vocab.codes import word
from lianqun.vocab.regions import is_generated

KIND = MapKind(50, "r", tables=("ties",), counts_below=True)
MUNICIPALITIES = ("11", "12", "31", "50")
ROUND = tuple(step * 10**power for power in range(7) for step in (1, 2, 3, 5, 7))
CLASSES = 5
DOTS_AT_MOST = 40
NAMED_AT_MOST = 12
COLUMNS = ("place", "level", "organizations", "confirmed", "named")
ROLE_RANK = {"leader": 0, "backbone": 1}


def shape_of(place: Place) -> str:
    """Name of the shape that shows the places below `place`; for a county or a park, the one in which it lies."""
    code = place.id[:6]
    if place.level == "country":
        return "china"
    if place.level == "province" or code[:2] in MUNICIPALITIES:
        return f"{code[:2]}0000"
    return f"{code[:4]}00"


def draw(scene: Scene, *, language: str = "zh") -> Drawing:
    """The place with the places below it, a national inset, and the world when customers are abroad."""
    if not scene.places:
        return empty("regions", scene, language, "no_places")
    shown = _shown(scene)
    breaks = _breaks(
        [scene.organizations_at.get(place.id, 0) for place in shown if place.level != "park" and place.id != scene.place.id]
    )
    nodes = Nodes()
    regions = [_region(place, breaks, scene, nodes, language) for place in shown if place.level != "park"]
    parks = [_park(place, scene, nodes, language) for place in shown if place.level == "park"]
    dots = _dots(scene, nodes, language)
    trades = _trades(scene, nodes, language)
    shape = shape_of(scene.place)
    abroad = any(_is_abroad(target) for target in _targets(scene))
    # a place that does not exist lies nowhere in the country
    nation = [] if is_generated(scene.place.id) else ["china"]
    payload = {
        "shape": shape,
        "focus": scene.place.id[:6] if scene.place.level in ("county", "park") else "",
        "place": {"id": scene.place.id, "code": scene.place.id[:6], "name": scene.place.name(language), "at": _at(scene.place)},
        "regions": regions,
        "parks": parks,
        "dots": dots,
        "trades": trades,
        "classes": len(breaks),
        "abroad": abroad,
        "generated": is_generated(scene.place.id),
        "words": {
            key: say(f"regions.{key}", language) for key in ("nation", "world", "schematic", "no_data", "unplaced", "no_shape")
        },
    }
    return finish(
        "regions",
        scene,
        language,
        finding=_finding(scene, shown, language),
        option=custom_option("regions", payload, nodes.items),
        columns=[column(key, language, numeric=key in ("organizations", "confirmed")) for key in COLUMNS],
        rows=[_row(place, scene, language) for place in shown] + [_trade_row(trade, scene, language) for trade in scene.trades],
        legend=_legend(breaks, bool(parks), language),
        shape=shape,
        shapes=list(dict.fromkeys([shape, *nation, *(["world"] if abroad else [])])),
        approval=assets.approval(language, scene.place.id),
    )


def _shown(scene: Scene) -> list[Place]:
    """Places to be coloured and the parks: those right below the place, and parks further down; a county shows itself."""
    here = scene.place
    below = [place for place in scene.places.values() if place.parent_id == here.id]
    parks = [place for place in scene.places.values() if place.level == "park" and _lies_in(place, here.id, scene)]
    itself = [here] if here.level in ("county", "park") else []
    found = {place.id: place for place in [*itself, *below, *parks]}
    return sorted(found.values(), key=lambda place: (place.level == "park", place.id))


def _lies_in(place: Place, owner: str, scene: Scene) -> bool:
    parent = scene.places.get(place.parent_id)
    return place.parent_id == owner or (parent is not None and parent.id != place.id and _lies_in(parent, owner, scene))


def _at(place: Place) -> list[float] | None:
    return None if place.longitude is None or place.latitude is None else [place.longitude, place.latitude]


def _breaks(values: Sequence[int]) -> list[int]:
    """Lower limits of at most five classes: the fifths of the values known, rounded down to round numbers; each is used."""
    known = sorted(value for value in values if value)
    fifths = [known[len(known) * part // CLASSES] for part in range(CLASSES)] if known else []
    return sorted({max(limit for limit in ROUND if limit <= value) for value in fifths})


def _class(value: int, breaks: Sequence[int]) -> int | None:
    """Number of the class, 0 the lowest; None where nothing is known."""
    return sum(value >= limit for limit in breaks) - 1 if value else None


def _region(place: Place, breaks: Sequence[int], scene: Scene, nodes: Nodes, language: str) -> int:
    value = scene.organizations_at.get(place.id, 0)
    note = say("block.standings", language, n=value) if value else say("regions.no_data", language)
    rest = {"rank": _class(value, breaks), "count": value or None, "note": note, "at": _at(place)}
    return nodes.add("region", place.name(language), ref=ref("place", place.id), code=place.id[:6], **rest)


def _park(place: Place, scene: Scene, nodes: Nodes, language: str) -> int:
    value = scene.organizations_at.get(place.id, 0)
    note = say("block.standings", language, n=value) if value else say("regions.no_data", language)
    rest = {"at": _at(place), "code": place.parent_id[:6], "count": value or None, "note": note}
    return nodes.add("park", place.name(language), ref=ref("place", place.id), **rest)


def _roles(scene: Scene) -> dict[str, int]:
    """Organisation → 0 leader, 1 backbone, 2 other; organisations on none of the scene's links are left out."""
    ranks: dict[str, int] = {}
    for link in scene.links.values():
        for standing in link.standings:
            ranks[standing.firm.id] = min(ranks.get(standing.firm.id, 2), ROLE_RANK.get(standing.role, 2))
    return ranks


def _dots(scene: Scene, nodes: Nodes, language: str) -> list[int]:
    """Organisations of the scene's links, leaders first; a place names at most forty."""
    ranks = _roles(scene)
    ordered = sorted((firm for firm in scene.firms.values() if firm.id in ranks), key=lambda firm: (ranks[firm.id], firm.id))
    seen: Counter[str] = Counter()
    dots = []
    for firm in ordered:
        seen[firm.place_id] += 1
        if seen[firm.place_id] <= DOTS_AT_MOST:
            dots.append(_dot(firm, ranks[firm.id], scene, nodes, language))
    return dots


def _dot(firm: Firm, rank: int, scene: Scene, nodes: Nodes, language: str) -> int:
    place = scene.places.get(firm.place_id)
    rest = {"codes": _codes_above(place, scene), "at": _at(place), "note": place.name(language)} if place else {"codes": []}
    return nodes.add("dot", firm.short(language), ref=ref("organization", firm.id), rank=rank, **rest)


def _codes_above(place: Place, scene: Scene) -> list[str]:
    """Codes of the place and of those above it, nearest first: the first that the shape knows is where the dot stands."""
    parent = scene.places.get(place.parent_id)
    return [place.id[:6], *(_codes_above(parent, scene) if parent and parent.id != place.id else [])]


def _target(trade: Trade) -> str:
    return trade.to_place_id or (trade.other.place_id if trade.other else "")


def _targets(scene: Scene) -> list[str]:
    return [target for trade in scene.trades if (target := _target(trade))]


def _is_abroad(place_id: str) -> bool:
    return place_id.isalpha() and place_id != "CN"


def _trades(scene: Scene, nodes: Nodes, language: str) -> list[int]:
    """One node a place that the organisations here trade with."""
    groups: dict[str, list[Trade]] = {}
    for trade in scene.trades:
        if _target(trade) in scene.places:
            groups.setdefault(_target(trade), []).append(trade)
    return [_trade(target, trades, scene, nodes, language) for target, trades in sorted(groups.items())]


def _trade(target: str, trades: Sequence[Trade], scene: Scene, nodes: Nodes, language: str) -> int:
    place = scene.places[target]
    firms = join(list(dict.fromkeys(trade.firm.short(language) for trade in trades)), language)
    kinds = join(list(dict.fromkeys(word("tie_kind", trade.kind, language) for trade in trades)), language)
    rest = {"code": target[:6], "at": _at(place), "abroad": _is_abroad(target) or None, "note": f"{kinds} · {firms}"}
    return nodes.add("trade", place.name(language), ref=ref("place", target), n=len(trades), **rest)


def names_within(place: Place, scene: Scene) -> list[Firm]:
    """Organisations of the scene's links that stand in a place or below it."""
    ranks = _roles(scene)
    return [firm for firm in scene.firms.values() if firm.id in ranks and _is_at(firm, place.id, scene)]


def _is_at(firm: Firm, place_id: str, scene: Scene) -> bool:
    home = scene.places.get(firm.place_id)
    return firm.place_id == place_id or (home is not None and _lies_in(home, place_id, scene))


def _row(place: Place, scene: Scene, language: str) -> dict[str, Any]:
    return {
        "ref": ref("place", place.id),
        "place": place.name(language),
        "level": word("place_level", place.level, language),
        "organizations": scene.organizations_at.get(place.id) or say("regions.no_data", language),
        "confirmed": scene.confirmed_at.get(place.id, 0) if scene.organizations_at.get(place.id) else "",
        "named": join([firm.name(language) for firm in names_within(place, scene)[:NAMED_AT_MOST]], language),
    }


def _trade_row(trade: Trade, scene: Scene, language: str) -> dict[str, Any]:
    target = scene.places.get(_target(trade))
    other = trade.other.name(language) if trade.other else ""
    where = target.name(language) if target else say("regions.no_data", language)
    return {
        "ref": ref("organization", trade.firm.id),
        "place": where,
        "level": word("tie_kind", trade.kind, language),
        "organizations": "",
        "confirmed": "",
        "named": " → ".join(part for part in (trade.firm.name(language), other or where) if part),
    }


def _legend(breaks: Sequence[int], parks: bool, language: str) -> list[dict[str, str]]:
    limits = [*breaks[1:], None] if breaks else []
    ramp = [
        {"key": f"class{at}", "label": _limits(low, high, language), "swatch": "fill", "tone": f"ramp{_shade(at, len(breaks))}"}
        for at, (low, high) in enumerate(zip(breaks, limits, strict=True))
    ]
    marks = [entry("no_data", "hatch", "unknown", language), entry("leader_dot", "dot_leader", "accent", language)]
    park = [entry("park", "diamond", "ink", language)] if parks else []
    return [*ramp, *marks, entry("dot", "dot", "accent", language), *park, entry("trade", "flow", "accent", language)]


def _shade(at: int, classes: int) -> int:
    """Step of the five-step ramp for class `at` of `classes`: the darkest is always used."""
    return CLASSES - classes + at


def _limits(low: int, high: int | None, language: str) -> str:
    if high is None:
        return say("regions.from", language, low=low)
    return (
        say("regions.exactly", language, low=low) if high == low + 1 else say("regions.between", language, low=low, high=high - 1)
    )


def _finding(scene: Scene, shown: Sequence[Place], language: str) -> str:
    regions = [place for place in shown if place.level != "park" and place.id != scene.place.id]
    known = [place for place in regions if scene.organizations_at.get(place.id)]
    top = max(known, key=lambda place: scene.organizations_at[place.id], default=None)
    here = scene.organizations_at.get(scene.place.id, 0)
    first = say("regions.finding" if here else "regions.finding_none", language, place=scene.place.name(language), n=here)
    parts = [first]
    if regions and top:
        words = {"known": len(known), "top": top.name(language), "most": scene.organizations_at[top.id]}
        parts.append(say("regions.finding_below", language, **words))
    targets = sorted({target for target in _targets(scene) if target in scene.places})
    if targets:
        names = join([scene.places[one].name(language) for one in targets[:5]], language)
        parts.append(say("regions.finding_trade", language, n=len(targets), names=names))
    return say("sentence.gap", language).join(parts) + say("sentence.end", language)
