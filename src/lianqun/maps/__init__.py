"""What is drawn: the maps, each a pure `draw` in a module of its name, with its words in `words.csv`."""

from importlib import import_module

from lianqun.maps.compose import compose
from lianqun.maps.drawing import Drawing
from lianqun.maps.kinds import MapKind
from lianqun.maps.scene import Scene
from lianqun.maps.words import titled

_MODULES = {name: import_module(f"{__name__}.{name}") for name in titled()}
KINDS: dict[str, MapKind] = dict(sorted(((name, it.KIND) for name, it in _MODULES.items()), key=lambda pair: pair[1].rank))


def draw(kind: str, scene: Scene, *, language: str = "zh") -> Drawing:
    """Draw one of the maps. Raises KeyError for another kind."""
    drawing: Drawing = _MODULES[kind].draw(scene, language=language)
    return drawing


__all__ = ["KINDS", "Drawing", "MapKind", "Scene", "compose", "draw"]
