"""Which row a name means: exact names, of organisations also aliases; a name that means two rows means none."""

from collections.abc import Collection, Iterable

from lianqun.office.queries.rows.realm import without_generated
from lianqun.office.registry.models import Alias, Link, Organization, Place, Project

STEP = 500


def organizations_named(names: Collection[str], *, real_only: bool = False) -> dict[str, str]:
    """Name → organisation id, for the names that are one organisation's full name, or one organisation's alias.

    `real_only`: organisations of generated places are not meant, as by the names in documents.
    """
    firms, aliases = Organization.objects.all(), Alias.objects.all()
    if real_only:
        firms, aliases = without_generated(firms), without_generated(aliases)
    full = _unambiguous(pair for part in _parts(names) for pair in firms.filter(name_zh__in=part).values_list("name_zh", "id"))
    rest = [name for name in names if name not in full]
    alias = _unambiguous(
        pair for part in _parts(rest) for pair in aliases.filter(alias__in=part).values_list("alias", "organization_id")
    )
    return {**alias, **full}


def rows_named(model: type[Place] | type[Project] | type[Link], names: Collection[str]) -> dict[str, str]:
    """Name → id, for the names that are exactly one place's, project's or link's."""
    return _unambiguous(
        pair for part in _parts(names) for pair in model._default_manager.filter(name_zh__in=part).values_list("name_zh", "id")
    )


def _parts(names: Collection[str]) -> Iterable[list[str]]:
    ordered = sorted(names)
    return (ordered[start : start + STEP] for start in range(0, len(ordered), STEP))


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The names that stand for exactly one id."""
    meant: dict[str, set[str]] = {}
    for name, row_id in pairs:
        meant.setdefault(name, set()).add(row_id)
    return {name: min(ids) for name, ids in meant.items() if len(ids) == 1}
