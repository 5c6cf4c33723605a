"""Drawings as they stand inside a page."""

import json

from markupsafe import Markup

from lianqun.maps import Drawing


def as_json(drawing: Drawing) -> Markup:
    """The drawing as JSON that cannot close the element that it stands in."""
    text = json.dumps(drawing.as_dict(), ensure_ascii=False, default=str, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))
