"""What is worked out once and kept as long as the tables that it was worked out of do not change."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.core.cache import cache

from lianqun.office.accounts.models import User
from lianqun.office.queries.rows.realm import realm_name
from lianqun.office.queries.rows.scope import sight_of
from lianqun.office.queries.rows.version import NO_VERSION, data_version, tables_version

Kept = TypeVar("Kept")

FOR_SECONDS = 3600


def cached(user: User, *parts: str, make: Callable[[], Kept], reads: Iterable[str] = ()) -> Kept:
    """What `make` yields for these parts and for all who see the same; made anew once one of the tables it reads has changed.

    `reads` names all of these tables (that of places, by which people see, may be left out); without them it is made anew
    after any change at all. Where nothing was ever written through the site there is no version, and nothing is kept.
    """
    named = tuple(reads)
    version = tables_version((*named, "places")) if named else data_version()[0]
    if version == NO_VERSION:
        return make()
    key = ":".join(("kept", version, realm_name(), *parts, sight_of(user)))
    found: Kept | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, FOR_SECONDS)
    return found
