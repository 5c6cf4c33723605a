"""Drawings as they stand inside a page."""

from markupsafe import Markup
from pydantic_core import to_json

from lianqun.maps import Drawing

IN_THE_TABLE = ("rows", "columns")


def as_json(drawing: Drawing) -> Markup:
    """The drawing as JSON that cannot close the element that it stands in, without the rows that the page lists below it."""
    picture = {name: value for name, value in drawing.as_dict().items() if name not in IN_THE_TABLE}
    return Markup(to_json(picture, fallback=str).decode().replace("<", "\\u003c"))
