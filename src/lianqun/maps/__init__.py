"""What is drawn: the five maps, each a pure `draw`."""

from collections.abc import Callable

from lianqun.maps import applications, chain, panorama, regions, roadmap
from lianqun.maps.compose import compose
from lianqun.maps.drawing import Drawing
from lianqun.maps.scene import Scene

KINDS = ("panorama", "chain", "roadmap", "applications", "regions")
_DRAW: dict[str, Callable[..., Drawing]] = {
    "panorama": panorama.draw,
    "chain": chain.draw,
    "roadmap": roadmap.draw,
    "applications": applications.draw,
    "regions": regions.draw,
}


def draw(kind: str, scene: Scene, *, language: str = "zh") -> Drawing:
    """Draw one of the five maps. Raises KeyError for another kind."""
    return _DRAW[kind](scene, language=language)


__all__ = ["KINDS", "Drawing", "Scene", "compose", "draw"]
