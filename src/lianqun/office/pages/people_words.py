"""People as a page names them: by their own name, with the name with which they sign in beside it."""

from collections.abc import Iterable

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup


@pass_context
def person(context: Context, name: str | None) -> str:
    """A person by their own name, the sign-in name as its title; a text that is nobody's sign-in name stays as it is."""
    own = context["frame"].people.get(name)
    return (name or "") if own is None else Markup('<span title="{}">{}</span>').format(name, own)


@pass_context
def persons(context: Context, names: Iterable[str]) -> Markup:
    """Several people, as `person` names each."""
    return Markup(", ").join(person(context, name) for name in names)
