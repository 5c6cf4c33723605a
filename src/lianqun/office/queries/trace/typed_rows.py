"""Which row of the register a statement could stand in: a placement on a link, or a tie to an organisation or place."""

from collections.abc import Collection
from dataclasses import dataclass

from lianqun.office.evidence.models import Document, Evidence, Statement
from lianqun.office.queries.rows.names import organizations_named, rows_named
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.registry.models import Link, Place
from lianqun.vocab.codes import code_lists

TABLES = ("placements", "ties")
MOST = 200


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row that a statement speaks of: its table and what makes it that row; `row_id` where it is on record already."""

    table: str
    columns: dict[str, str]
    row_id: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A statement with the row it could stand in, and whether it is evidence there already."""

    statement: Statement
    row: TypedRow
    is_added: bool


def row_for(statement: Statement) -> TypedRow | None:
    """The row that a statement speaks of, or None: its subject must be tied, and what it names be on record under that very name."""
    return _row_for(statement, organizations_named([statement.value_text]), _rows_named([statement.value_text]))


def _rows_named(names: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    return rows_named(Link, names), rows_named(Place, names)


def _row_for(
    statement: Statement, organizations: dict[str, str], others: tuple[dict[str, str], dict[str, str]]
) -> TypedRow | None:
    own, value, (links, places) = statement.subject_id, statement.value_text, others
    if not own:
        return None
    if (statement.claim_type, statement.attribute) == ("placement", "on_link") and value in links:
        return _on_record("placements", {"organization_id": own, "link_id": links[value]})
    if statement.claim_type != "relation" or statement.attribute not in code_lists()["tie_kind"]:
        return None
    if organizations.get(value, own) != own:
        return _on_record(
            "ties", {"from_organization_id": own, "to_organization_id": organizations[value], "kind": statement.attribute}
        )
    if value in places:
        return _on_record("ties", {"from_organization_id": own, "to_place_id": places[value], "kind": statement.attribute})
    return None


def _on_record(table: str, columns: dict[str, str]) -> TypedRow:
    found = models_by_table()[table]._default_manager.filter(**columns).order_by("pk").values_list("pk", flat=True).first()
    return TypedRow(table, columns, str(found or ""))


def evidence_of(statement: Statement) -> Evidence | None:
    """The piece of evidence that a statement is for a row of these tables, if it is one."""
    return Evidence.objects.filter(statement=statement, table__in=TABLES).order_by("pk").first()


def rows_offered(document: Document) -> list[Offered]:
    """The accepted statements of a document that could stand, or stand, in a row of the register; at most two hundred are looked at."""
    accepted = Statement.objects.filter(passage__document=document, status="accepted", claim_type__in=("placement", "relation"))
    chosen = list(accepted.exclude(subject_id="").select_related("passage").order_by("passage__start", "id")[:MOST])
    values = {one.value_text for one in chosen}
    organizations, others = organizations_named(values), _rows_named(values)
    added = set(Evidence.objects.filter(statement__in=chosen, table__in=TABLES).values_list("statement_id", flat=True))
    rows = ((one, _row_for(one, organizations, others)) for one in chosen)
    return [Offered(one, row, one.pk in added) for one, row in rows if row is not None]
