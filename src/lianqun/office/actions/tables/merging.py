"""Two rows that are one are made one, and split again: organisations, projects, leads, links, whatever `tables.csv` says is merged.

The merged row goes; what referred to it refers to the row that stays, and its key leads there. Everything is kept with the merge as it stood, so
that a split brings it back. What moves have written (stage, status, their days, the instant of a report) is never changed by either.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import polars as pl
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import delete_rows, write_rows
from lianqun.office.actions.rows.refusals import Refused, filled, refusal_of_role, refusal_of_row
from lianqun.office.actions.rows.tallies import recount
from lianqun.office.actions.tables.merging_states import refusal_of_state
from lianqun.office.queries.rows.merged import stands_for
from lianqun.office.queries.rows.realm import realm_of_row
from lianqun.office.queries.rows.row_names import name_of
from lianqun.office.queries.rows.visible import may
from lianqun.office.queries.rows.whole_tables import frame_of_rows, frame_of_texts, models_by_table, records_of
from lianqun.office.queries.tables.merging import Plan, plan_merge
from lianqun.office.queries.tables.splitting import SplitPlan, Stays, as_kept, kept_by, plan_split
from lianqun.office.queries.trace.identity import groups_of
from lianqun.office.queries.trace.tallying import links_of
from lianqun.office.registry.models import Alias, Merge, NameQuestion
from lianqun.tables import schema
from lianqun.tables.workbooks.keys import made_id
from lianqun.vocab.dictionary import tables as dictionary

Record = Mapping[str, Any]
LONGEST = 300


def permission_of(table: str) -> Permission | None:
    """What one must be permitted to make two rows of a table one; None where they never are."""
    word = dictionary()[table].merged_by if table in dictionary() else ""
    return Permission(word) if word else None


def _check(by: User | None, *, table: str = "", kept_id: str = "", merged_id: str = "") -> Refused | None:
    permission = permission_of(table)
    if permission is None:
        return Refused("never_merged", _("Rows of this table are never merged."), status=422)
    refusal = refusal_of_role(by, permission)
    if refusal is not None or not kept_id:
        return refusal
    return _refusal_of_one(by, permission, table, kept_id) or (
        _refusal_of_two(by, permission, table, kept_id, merged_id) if merged_id else None
    )


def _refusal_of_one(by: User | None, permission: Permission, table: str, row_id: str) -> Refused | None:
    """A row that is not there, was merged already, or is not this person's to change."""
    row = models_by_table()[table]._default_manager.filter(pk=row_id).first()
    if row is not None:
        return refusal_of_row(by, permission, row)
    led = stands_for(table, row_id)
    if led:
        words = {"old": row_id, "row": name_of(table, led)}
        return Refused("merged_already", filled(_("“%(old)s” was merged into “%(row)s” already; take that row instead."), words))
    return Refused("no_row", filled(_("There is no row “%(id)s” in this table."), {"id": row_id}), status=404)


def _refusal_of_two(by: User | None, permission: Permission, table: str, kept_id: str, merged_id: str) -> Refused | None:
    if kept_id == merged_id:
        return Refused("same_row", _("Choose two rows; these are one and the same."))
    refusal = _refusal_of_one(by, permission, table, merged_id)
    if refusal is not None:
        return refusal
    model = models_by_table()[table]
    if realm_of_row(model, kept_id) != realm_of_row(model, merged_id):
        return Refused("two_realms", _("One of the two is of a generated place and the other of a real one; these stay apart."))
    return refusal_of_state(table, kept_id, merged_id)


@action(_check)
def merge(
    *,
    by: User | None,
    table: str,
    kept_id: str,
    merged_id: str,
    taken: Collection[str] | None = None,
    is_named: bool = True,
    reason: str = "",
) -> Merge:
    """Make two rows one: the merged row goes, and what referred to it refers to the row that stays. Returns the merge.

    `taken` are the columns in which the merged row's value holds; None: those in which the kept row says nothing. `is_named` keeps the name of a
    merged organisation as a former name. Raises Refused in words, and NotRight where a value that is taken is not right.
    """
    permission = permission_of(table)
    assert permission is not None
    _hold(table, kept_id, merged_id)
    plan, now = plan_merge(table, kept_id, merged_id, taken), timezone.now()
    one = _begun(by, plan, now, reason)
    told: dict[str, Any] = {"by": by, "parent": one, "reason": reason, "permission": permission}
    gone: dict[str, list[str]] = {}
    for other, own in plan.gone:
        gone.setdefault(other, []).append(own)
    delete_rows(ids={**gone, table: [own for own in gone[table] if own != merged_id]}, is_asked=True, **told)
    _keep(plan, told)
    others = {spot: {**plan.before[spot], **changes} for spot, changes in plan.changed.items() if spot != (table, kept_id)}
    write_rows(rows=_frames(others), are_checked=True, is_asked=True, as_stood=True, **told)
    added = _add_former_name(plan, told) if is_named and table == "organizations" else {}
    delete_rows(ids={table: [merged_id]}, **told)
    accounts, questions = _point_beside(table, merged_id, kept_id)
    one.rows = as_kept(plan, added=added, accounts=accounts, questions=questions)
    write_rows(rows={"merges": frame_of_rows([one])}, is_asked=True, **told)
    _recount_groups(one)
    log_event(
        type="row.merge", by=by, subject=f"{table}/{kept_id}", parent=one, reason=reason,
        after={"merged_id": merged_id, "name": one.name, "merge": one.pk},
    )  # fmt: skip
    return one


def _hold(table: str, *ids: str) -> None:
    """Hold both rows until the transaction ends, so that two merges of the same rows follow one another."""
    rows = models_by_table()[table]._default_manager.filter(pk__in=ids).order_by("pk")
    if len(rows.select_for_update().values_list("pk", flat=True)) < len(set(ids)):
        raise Refused("merged_meanwhile", _("One of the two rows is gone meanwhile; load the page again."))


def _begun(by: User | None, plan: Plan, now: datetime, reason: str) -> Merge:
    kept, shape = plan.kept, schema(plan.table)
    return Merge(
        id=f"merge-{uuid.uuid4().hex}",
        table=plan.table,
        kept_id=plan.kept_id,
        merged_id=plan.merged_id,
        name=name_of(plan.table, plan.merged_id)[:LONGEST],
        place_id=kept["place_id"] if "place_id" in shape else None,
        chain_id=kept["chain_id"] if "chain_id" in shape else None,
        by=by.username if by else "",
        at=now,
        reason=reason.strip(),
    )


def _keep(plan: Plan, told: Mapping[str, Any]) -> None:
    """Write what the kept row takes over, as an edit would be written; what it let go of goes along."""
    spot = (plan.table, plan.kept_id)
    changes = {**plan.taken, **plan.changed.get(spot, {})}
    if changes:
        plan.before[spot], plan.changed[spot] = plan.kept, changes
        write_rows(rows=_frames({spot: {**plan.kept, **changes}}), **told)


def _frames(rows: Mapping[tuple[str, str], Record]) -> dict[str, pl.DataFrame]:
    """Rows by table and key as frames of their tables."""
    found: dict[str, list[Record]] = {}
    for (table, _own), row in rows.items():
        found.setdefault(table, []).append(row)
    return {table: pl.DataFrame(told, schema=schema(table), orient="row") for table, told in found.items()}


def is_known_as(organization_id: str, name: str) -> bool:
    """Whether an organisation is called so, or has been."""
    own = models_by_table()["organizations"]._default_manager.filter(pk=organization_id).filter(Q(**{"name_zh": name}))
    return own.exists() or Alias.objects.filter(organization_id=organization_id, alias=name).exists()


def _add_former_name(plan: Plan, told: Mapping[str, Any]) -> dict[str, list[str]]:
    """The name of the merged organisation as a former name of the one that stays, unless it bears it already."""
    name = plan.merged["name_zh"]
    if is_known_as(plan.kept_id, name):
        return {}
    own = made_id("aliases", (plan.kept_id, name))
    alias = Alias(id=own, organization_id=plan.kept_id, alias=name, kind="former")
    write_rows(rows={"aliases": frame_of_rows([alias])}, is_asked=True, **told)
    return {"aliases": [own]}


def _point_beside(table: str, gone: str, kept: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Accounts of firms and questions about names, which are no rows of the data set, follow an organisation. Returns those that did."""
    if table != "organizations":
        return [], []
    people = User.objects.filter(organization_id=gone)
    accounts = list(people.values_list("username", flat=True))
    people.update(organization_id=kept)
    asked = set(NameQuestion.objects.filter(organization_id=kept).values_list("document_id", "name"))
    moved = [one for one in NameQuestion.objects.filter(organization_id=gone) if (one.document_id, one.name) not in asked]
    NameQuestion.objects.filter(pk__in=[one.pk for one in moved]).update(organization_id=kept)
    return accounts, [(one.document_id, one.name) for one in moved]


def _recount_groups(merge: Merge) -> None:
    """Count anew where organisations stand that judgements of a data set hold to be one with either of the two: the judgements moved."""
    both = {merge.kept_id, merge.merged_id}
    group = groups_of(both) if merge.table == "organizations" else both
    if group - both:
        recount(links_of(group))


def _check_splitting(by: User | None, *, merge: Merge | None = None) -> Refused | None:
    if merge is None:
        return None
    permission = permission_of(merge.table)
    if permission is None:
        return Refused("never_merged", _("Rows of this table are never merged."), status=422)
    refusal = refusal_of_role(by, permission)
    if refusal is not None:
        return refusal
    if merge.split_at is not None:
        return Refused("split_already", _("These two were split again already."))
    return (
        _refusal_of_standing(merge)
        or _refusal_of_one(by, permission, merge.table, merge.kept_id)
        or _refusal_of_back(by, permission, (kept_by(merge) or {})["row"]["row"])
    )


def _refusal_of_back(by: User | None, permission: Permission, row: Record) -> Refused | None:
    """The refusal for a person who may not have the row that comes back where it was: a row without a place is of those who answer for all."""
    if by is None or may(by, permission, place_id=row.get("place_id") or "*", chain_id=row.get("chain_id") or ""):
        return None
    sentence = _("The row that comes back lies outside the places or chains of your role; ask somebody whose role covers it.")
    return Refused("outside_your_places", sentence, status=403)


def _refusal_of_standing(merge: Merge) -> Refused | None:
    """A merge whose rows do not stand as it left them, or are not known here."""
    if models_by_table()[merge.table]._default_manager.filter(pk=merge.merged_id).exists():
        return Refused(
            "there_already", filled(_("“%(id)s” is there already, so nothing is to be split."), {"id": merge.merged_id})
        )
    if kept_by(merge) is None:
        return Refused("not_known", _("How the rows stood before this merge is not known here, so it cannot be taken apart."))
    led = stands_for(merge.table, merge.kept_id)
    if led:
        words = {"row": name_of(merge.table, led)}
        sentence = _("The row that was kept was itself merged into “%(row)s” since; split those two first.")
        return Refused("merged_since", filled(sentence, words))
    return None


@action(_check_splitting)
def split(*, by: User | None, merge: Merge, reason: str = "") -> list[Stays]:
    """Take a merge apart: the merged row is there again, and what moved and was not changed since goes back. Returns what stays.

    Raises Refused where the row that comes back would not be the person's to change.
    """
    permission = permission_of(merge.table)
    assert permission is not None
    _hold(merge.table, merge.kept_id)
    plan = plan_split(merge)
    merge.split_by, merge.split_at, merge.split_reason = by.username if by else "", timezone.now(), reason.strip()
    told: dict[str, Any] = {"by": by, "parent": merge, "reason": reason, "permission": permission}
    write_rows(rows={"merges": frame_of_rows([merge])}, are_checked=True, is_asked=True, as_stood=True, **told)
    delete_rows(ids=plan.removed, is_asked=True, **told)
    _bring_back(plan, told)
    _point_back(merge)
    _recount_groups(merge)
    log_event(
        type="row.split", by=by, subject=f"{merge.table}/{merge.kept_id}", parent=merge, reason=reason,
        after={"merged_id": merge.merged_id, "name": merge.name, "merge": merge.pk},
    )  # fmt: skip
    return plan.stays


def _bring_back(plan: SplitPlan, told: Mapping[str, Any]) -> None:
    """The row itself first, for which it is asked whether the person may have it there; then all that came along with it."""
    merge = plan.merge
    back = {table: list(rows) for table, rows in plan.back.items()}
    own = [row for row in back.get(merge.table, ()) if row["id"] == merge.merged_id]
    write_rows(rows=_texts({merge.table: own}), are_checked=True, as_stood=True, from_clock=True, **told)
    refusal = refusal_of_row(
        told["by"], told["permission"], models_by_table()[merge.table]._default_manager.get(pk=merge.merged_id)
    )
    if refusal is not None:
        raise refusal
    back[merge.table] = [row for row in back.get(merge.table, ()) if row["id"] != merge.merged_id]
    for (table, row_id), columns in plan.columns.items():
        back.setdefault(table, []).append({**records_of(table, [row_id])[row_id], **columns})
    write_rows(rows=_texts(back), are_checked=True, is_asked=True, as_stood=True, from_clock=True, **told)


def _texts(rows: Mapping[str, Iterable[Record]]) -> dict[str, pl.DataFrame]:
    """Rows by table, their values as JSON has them or as they are typed, as frames."""
    return {
        table: frame_of_texts(table, [{name: _text(row[name]) for name in schema(table)} for row in told])
        for table, told in rows.items()
        if told
    }


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _point_back(merge: Merge) -> None:
    """Accounts and questions that followed go back, as far as they still are where they went."""
    told = kept_by(merge) or {}
    people = User.objects.filter(username__in=told.get("accounts", ()), organization_id=merge.kept_id)
    people.update(organization_id=merge.merged_id)
    for document_id, name in told.get("questions", ()):
        asked = NameQuestion.objects.filter(document_id=document_id, name=name, organization_id=merge.kept_id)
        asked.update(organization_id=merge.merged_id)
