"""Everything that the first page would have to wait for, done when the site starts."""

import gc
from pathlib import Path

from django.template.loader import get_template
from django.urls import get_resolver

# a large page makes some 100,000 objects and gives them all back; looked through every 700 of them, it took a fifth longer
BETWEEN_COLLECTIONS = (100_000, 50, 100)
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
    gc.set_threshold(*BETWEEN_COLLECTIONS)
    return len(names)
