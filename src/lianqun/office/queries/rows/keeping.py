"""What is worked out once and kept as long as the data do not change."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from lianqun.office.accounts.models import User
from lianqun.office.queries.rows.scope import sight_of
from lianqun.office.queries.rows.version import data_version

Kept = TypeVar("Kept")

FOR_SECONDS = 3600
NO_VERSION = "empty"


def keep(user: User, *parts: str, make: Callable[[], Kept]) -> Kept:
    """What `make` yields for these parts and for all who see the same; made anew once a version of the data is over.

    Where nothing was ever written through the site there is no version, and nothing is kept.
    """
    version = data_version()[0]
    if version == NO_VERSION:
        return make()
    key = ":".join(("kept", version, *parts, sight_of(user)))
    found: Kept | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, FOR_SECONDS)
    return found
