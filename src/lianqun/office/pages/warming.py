"""Everything that the first page would have to wait for, done when the site starts."""

import gc
from pathlib import Path

from django.template.loader import get_template
from django.urls import get_resolver

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


def warm() -> int:
    """Import the pages and compile their templates. Returns how many templates there are."""
    assert get_resolver().url_patterns
    names = [str(file.relative_to(TEMPLATES)) for file in sorted(TEMPLATES.rglob("*.html"))]
    for name in names:
        get_template(name)
    # what is loaded by now stays; looking through it again and again costs a large page a third of its time
    gc.collect()
    gc.freeze()
    return len(names)
