"""What people are called: rows keep the name with which somebody signs in, readers know them by their own."""

from collections.abc import Iterable

from lianqun.office.accounts.models import User


def people_named() -> dict[str, str]:
    """Sign-in name → name, of everybody who has one beside it."""
    return dict(User.objects.exclude(name="").values_list("username", "name"))


def called(names: Iterable[str]) -> str:
    """Some people by their own names, for a sentence; a text that is nobody's sign-in name stays as it is."""
    wanted = list(names)
    known = dict(User.objects.filter(username__in=wanted).exclude(name="").values_list("username", "name"))
    return ", ".join(known.get(name, name) for name in wanted)
