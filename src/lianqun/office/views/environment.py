"""The Jinja2 environment of the pages: translation, addresses, and the field's words."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """An environment in which a missing value is an error, not an empty string."""
    made = Environment(
        **{**options, "undefined": StrictUndefined, "extensions": ["jinja2.ext.i18n"], "trim_blocks": True, "lstrip_blocks": True}
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(static=static, url=reverse)
    return made
