"""The technology roadmap 技术路线图: a lane a link, generations as bars over the years, where our organisations and the frontier stand."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from lianqun.maps.drawing import Drawing, Nodes, column, custom_option, empty, entry, finish, ref, state_legend
from lianqun.maps.kinds import MapKind
from lianqun.maps.scene import Position, Scene, Technology
from lianqun.maps.words import join, say
from lianqun.vocab.codes import word

KIND = MapKind(30, "t", tables=("technologies", "technology_positions"))
STATUSES = ("laboratory", "pilot", "growing", "mainstream", "fading")
YEARS_AHEAD = 3
YEARS_BACK = 2
COLUMNS = ("link", "technology", "generation", "status", "from", "to", "here", "frontier")
LEVEL_ORDER = ("production", "pilot", "research")
Lanes = dict[str, tuple[Technology, ...]]


def draw(scene: Scene, *, language: str = "zh") -> Drawing:
    """Technologies of the scene's links; what lies after the date of the data is drawn dashed."""
    if not scene.technologies:
        return empty("roadmap", scene, language, "no_technologies")
    lanes = _lanes(scene)
    here = _positions(scene)
    frontiers = {link_id: _frontier(technologies, scene.as_of.year) for link_id, technologies in lanes.items()}
    nodes = Nodes()
    drawn = [
        {
            "head": _head(link_id, scene, nodes, language),
            "bars": [
                _bar(one, here.get(one.id, ()), nodes, language, frontier=frontiers[link_id], year=scene.as_of.year)
                for one in technologies
            ],
        }
        for link_id, technologies in lanes.items()
    ]
    payload = {
        "years": _years(scene),
        "now": scene.as_of.year + (scene.as_of.month - 1) / 12,
        "lanes": drawn,
        **_labels(scene, language),
    }
    return finish(
        "roadmap",
        scene,
        language,
        finding=_finding(scene, lanes, here, frontiers, language),
        option=custom_option("roadmap", payload, nodes.items),
        columns=[column(key, language, numeric=key in ("generation", "from", "to")) for key in COLUMNS],
        rows=[_row(one, here, frontiers[one.link_id], scene, language) for lane in lanes.values() for one in lane],
        legend=_legend(language),
    )


def _labels(scene: Scene, language: str) -> dict[str, str]:
    return {
        "today": say("roadmap.today", language, date=scene.as_of.isoformat()),
        "frontier": say("roadmap.frontier", language),
        "undated": say("roadmap.undated", language),
    }


def _legend(language: str) -> list[dict[str, str]]:
    statuses = [
        {"key": status, "label": word("technology_status", status, language), "swatch": f"bar_{status}", "tone": "accent"}
        for status in STATUSES
    ]
    marks = [entry(key, key, "ink", language) for key in ("production", "pilot", "research")]
    return [
        *statuses,
        entry("forecast", "dash", "accent", language),
        *marks,
        entry("frontier", "frontier", "ink", language),
        *state_legend(language),
    ]


def _lanes(scene: Scene) -> Lanes:
    """Link → its generations, oldest first; links in the order of their columns."""
    ordered = sorted(scene.technologies, key=lambda one: (scene.links[one.link_id].column, one.link_id, one.generation, one.id))
    return {link_id: tuple(group) for link_id, group in groupby(ordered, key=lambda one: one.link_id)}


def _positions(scene: Scene) -> dict[str, list[Position]]:
    found: dict[str, list[Position]] = defaultdict(list)
    for position in scene.positions:
        found[position.technology_id].append(position)
    return {key: sorted(items, key=lambda one: (LEVEL_ORDER.index(one.level), one.id)) for key, items in found.items()}


def _has_begun(one: Technology, year: int) -> bool:
    return one.status != "laboratory" if one.starts_year is None else one.starts_year <= year


def _frontier(technologies: Sequence[Technology], year: int) -> int | None:
    """The newest generation that has begun by `year`; None when none is known to have begun."""
    return max((one.generation for one in technologies if _has_begun(one, year)), default=None)


def _years(scene: Scene) -> list[int]:
    now = scene.as_of.year
    starts = [one.starts_year for one in scene.technologies if one.starts_year]
    ends = [one.ends_year for one in scene.technologies if one.ends_year]
    since = [one.since_year for one in scene.positions if one.since_year]
    return [min([now - YEARS_BACK, *starts, *since]), max([now + YEARS_AHEAD, *starts, *ends])]


def _head(link_id: str, scene: Scene, nodes: Nodes, language: str) -> int:
    link = scene.links[link_id]
    return nodes.add("link", link.name(language), ref=ref("link", link_id), state=link.state)


def _bar(one: Technology, here: Sequence[Position], nodes: Nodes, language: str, *, frontier: int | None, year: int) -> int:
    marks = [_mark(position, nodes, language) for position in here]
    return nodes.add(
        "technology",
        one.name(language),
        ref=ref("technology", one.id),
        tag=say("roadmap.generation", language, n=one.generation),
        status=one.status,
        years=[one.starts_year, one.ends_year],
        frontier=(one.generation == frontier) or None,
        future=not _has_begun(one, year) or None,
        marks=marks,
        say=one.note(language),
    )


def _mark(position: Position, nodes: Nodes, language: str) -> int:
    level = word("technology_level", position.level, language)
    since = f" {position.since_year}" if position.since_year else ""
    opened = ref("organization", position.firm.id)
    return nodes.add(
        "mark", position.firm.short(language), ref=opened, level=position.level, year=position.since_year, note=level + since
    )


def _here(one: Technology, here: Mapping[str, Sequence[Position]], language: str) -> str:
    names = [
        say(
            "roadmap.stands",
            language,
            name=position.firm.name(language),
            level=word("technology_level", position.level, language),
        )
        for position in here.get(one.id, ())
    ]
    return join(names, language)


def _row(
    one: Technology, here: Mapping[str, Sequence[Position]], frontier: int | None, scene: Scene, language: str
) -> dict[str, Any]:
    return {
        "ref": ref("technology", one.id),
        "link": scene.links[one.link_id].name(language),
        "technology": one.name(language),
        "generation": one.generation,
        "status": word("technology_status", one.status, language),
        "from": one.starts_year,
        "to": one.ends_year,
        "here": _here(one, here, language),
        "frontier": say("yes", language) if one.generation == frontier else "",
    }


def _finding(
    scene: Scene, lanes: Lanes, here: Mapping[str, Sequence[Position]], frontiers: Mapping[str, int | None], language: str
) -> str:
    """How far the place's production lies behind the frontier, lane by lane; lanes without a known position are unknown."""
    lags = Counter(_lag(technologies, here, frontiers[link_id]) for link_id, technologies in lanes.items())
    first = say(
        "roadmap.finding", language, technologies=len(scene.technologies), lanes=len(lanes), place=scene.place.name(language)
    )
    rest = [say(f"roadmap.{key}", language, n=lags[key]) for key in ("level", "behind", "unknown") if lags[key]]
    return say("sentence.gap", language).join([first, *rest]) + say("sentence.end", language)


def _lag(technologies: Sequence[Technology], here: Mapping[str, Sequence[Position]], frontier: int | None) -> str:
    made = [one.generation for one in technologies if any(position.level == "production" for position in here.get(one.id, ()))]
    if not made or frontier is None:
        return "unknown"
    return "level" if max(made) >= frontier else "behind"
