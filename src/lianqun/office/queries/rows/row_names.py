"""What the rows are called that a piece of evidence speaks of."""

from collections.abc import Iterable

from lianqun.office.evidence.models import Evidence
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.registry.models import Placement, TechnologyPosition

NAMES = ("name_zh", "title", "field_zh", "name", "alias", "clause", "note")


def name_rows(evidence: Iterable[Evidence]) -> dict[tuple[str, str], str]:
    """(table, row) → the name of the row; rows without a name of their own are left out, one query a table."""
    ids: dict[str, set[str]] = {}
    for one in evidence:
        ids.setdefault(one.table, set()).add(one.row_id)
    return {(table, row_id): name for table, wanted in ids.items() for row_id, name in _names(table, wanted).items()}


def _names(table: str, ids: set[str]) -> dict[str, str]:
    if table == "placements":
        rows = Placement.objects.filter(pk__in=ids).values_list("pk", "organization__name_zh", "link__name_zh")
        return {pk: f"{organization} · {link}" for pk, organization, link in rows}
    if table == "technology_positions":
        pairs = TechnologyPosition.objects.filter(pk__in=ids).values_list("pk", "organization__name_zh", "technology__name_zh")
        return {pk: f"{organization} · {technology}" for pk, organization, technology in pairs}
    model = models_by_table().get(table)
    fields = {field.name for field in model._meta.get_fields()} if model else set()
    name = next((one for one in NAMES if one in fields), None)
    if model is None or name is None:
        return {}
    return {pk: said for pk, said in model._default_manager.filter(pk__in=ids).values_list("pk", name) if said}
