"""Projects that existed before are taken over as they stand: by the button on their page, or by the import that brings them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.land import RuleBook, documents_seen, passed_stages, values_seen
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import write_rows
from lianqun.office.actions.rows.refusals import Refused, refusal_of_row
from lianqun.office.queries.land.rules import documents_of, record_of, rule_book
from lianqun.office.queries.rows.whole_tables import frame_of_rows
from lianqun.office.registry.models import Project
from lianqun.tables import schema

Rows = dict[str, pl.DataFrame]


def _check(by: User, *, project: Project | None = None) -> Refused | None:
    if project is None:
        return None
    refusal = refusal_of_row(by, Permission.PROJECT_MOVE, project)
    if refusal is None and project.stage_reviews.exists():
        return Refused("reviewed_already", _("This project has reviews already; it needs no taking over."))
    return refusal


@action(_check)
def take_over(*, by: User, project: Project) -> int:
    """Take over an existing project as it stands: each stage up to its own stands as taken over, with its day where one is known.

    Returns how many stages those are.
    """
    made = _reviews(record_of(project), by.username, rule_book(), documents_of(project))
    project.taken_over_on, project.taken_over_by = timezone.localdate(), by.username
    rows = {"projects": frame_of_rows([project]), "stage_reviews": _frame("stage_reviews", made)}
    write_rows(by=by, rows=rows, permission=Permission.PROJECT_MOVE, parent=project)
    return len(made)


def with_openings(rows: Mapping[str, pl.DataFrame], new: Collection[str], who: str) -> Rows:
    """Rows of an import with the reviews of those of its new projects that stand beyond the first stage: taken over, today, by a person.

    Nothing is added for a project whose reviews come along; what the rows say of when and by whom it was taken over stays.
    """
    reviewed = set(rows["stage_reviews"]["project_id"]) if "stage_reviews" in rows else set()
    book, today = rule_book(), timezone.localdate()
    projects, made = [], []
    for record in rows["projects"].iter_rows(named=True) if "projects" in rows else ():
        reviews = _reviews(record, who, book) if record["id"] in new and record["id"] not in reviewed else []
        told = {"taken_over_on": record["taken_over_on"] or today, "taken_over_by": record["taken_over_by"] or who or None}
        projects.append({**record, **told} if reviews else record)
        made += reviews
    if not made:
        return dict(rows)
    standing = [rows["stage_reviews"]] if "stage_reviews" in rows else []
    return {
        **rows,
        "projects": _frame("projects", projects),
        "stage_reviews": pl.concat([*standing, _frame("stage_reviews", made)]),
    }


def _reviews(
    record: Mapping[str, Any], who: str, book: RuleBook, documents: Sequence[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """A review for each stage that a project passed, approved as it is entered."""
    now, told = timezone.now(), {"project_id": record["id"], "from_stage": record["stage"], "kind": "taken_over"}
    told |= {"state": "approved", "rules_on": book.on, "submitted_by": who or None, "submitted_at": now}
    told |= {"decided_by": who or None, "decided_at": now}
    found = []
    for stage in passed_stages(record):
        key = f"rev-{uuid.uuid4().hex[:16]}"
        seen = {
            "seen": values_seen(book, stage.code, record),
            "documents": documents_seen(book, stage.code, record, documents, review_id=key),
        }
        found.append({"id": key, "stage": stage.code, "on": record.get(stage.date_column), **told, **seen})
    return found


def _frame(table: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    shape = schema(table)
    return pl.DataFrame([{name: row.get(name) for name in shape} for row in rows], schema=shape, orient="row")
