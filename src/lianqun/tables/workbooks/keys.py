"""What tells the rows of a table from each other for a person: names, and the columns that together make a row the one it is."""

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from lianqun.tables.workbooks.cells import Value
from lianqun.vocab.dictionary import tables

NATURAL_KEYS: dict[str, tuple[str, ...]] = {
    "sources": ("name_zh",),
    "organizations": ("name_zh",),
    "aliases": ("organization_id", "alias"),
    "chains": ("place_id", "name_zh"),
    "links": ("name_zh",),
    "chain_links": ("chain_id", "link_id"),
    "flows": ("from_link_id", "to_link_id", "kind"),
    "technologies": ("link_id", "name_zh"),
    "technology_positions": ("technology_id", "organization_id"),
    "applications": ("link_id", "field_zh", "organization_id"),
    "placements": ("organization_id", "link_id"),
    "link_findings": ("place_id", "link_id", "as_of"),
    "ties": ("from_organization_id", "to_organization_id", "to_place_id", "kind"),
    "projects": ("name_zh", "place_id"),
    "project_events": ("project_id", "kind", "on", "note"),
    "needs": ("title", "organization_id", "project_id"),
    "offers": ("title", "organization_id"),
    "matches": ("need_id", "offer_id"),
    "meetings": ("place_id", "title", "held_on"),
    "funds": ("name_zh", "place_id"),
    "commitments": ("fund_id", "project_id"),
    "platforms": ("name_zh", "place_id"),
    "bookings": ("platform_id", "organization_id", "on"),
    "policies": ("title", "place_id"),
    "promises": ("project_id", "clause"),
    "indicators": ("place_id", "chain_id", "organization_id", "name", "period", "modality"),
}
NAME_COLUMNS: dict[str, tuple[str, ...]] = {
    table.name: tuple(column.name for column in table.columns if column.name in ("name_zh", "name_en", "title"))
    for table in tables().values()
}


def told_value(value: Value) -> str:
    """A value as it is shown in a preview and compared in a natural key."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def made_id(table: str, key: Sequence[str]) -> str:
    """The key of a row that has none, made of what it says: the same row gets the same key wherever it is read."""
    return f"{table[:3]}-{hashlib.sha256(chr(31).join((table, *key)).encode()).hexdigest()[:16]}"
