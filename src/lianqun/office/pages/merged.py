"""The address of a row that was merged leads to the row that stands for it; what pages say of merges."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from jinja2 import pass_context
from jinja2.runtime import Context

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import has_permission
from lianqun.office.actions.tables import merging
from lianqun.office.pages.addresses import join_query
from lianqun.office.pages.realms import rows_at
from lianqun.office.pages.record_words import Names, names_in, value_word
from lianqun.office.pages.words import is_chinese, table_word
from lianqun.office.queries.rows.merged import merges_of, stands_for
from lianqun.office.queries.rows.realm import realm_of_row, turn_to
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import plain_record
from lianqun.office.queries.tables.merging import Gone, Plan, choosable
from lianqun.office.queries.tables.splitting import kept_by
from lianqun.office.registry.models import Merge
from lianqun.vocab.dictionary import Column, tables

MOST_TOLD, MOST_VALUES, LONGEST = 20, 6, 60


def address_kept(request: HttpRequest, user: User) -> str:
    """The same address with the key of the row that a merged one leads to, for those who see that row; empty where none was merged."""
    match = request.resolver_match
    if match is None or request.method != "GET":
        return ""
    for name, model, row_id in rows_at(match.kwargs):
        kept = stands_for(model._meta.db_table, row_id)
        if kept:
            turn_to(realm_of_row(model, kept))
            is_seen = visible_to(user, model._default_manager.filter(pk=kept)).exists()
            path = reverse(match.view_name, kwargs={**match.kwargs, name: kept})
            return join_query(path, dict(request.GET.lists())) if is_seen else ""
    return ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A column of two rows side by side: `way` is choose (`is_taken`: the merged row's value unless somebody objects) or fixed."""

    name: str
    label: str
    kept: str
    merged: str
    way: str
    is_taken: bool


def compared(user: User, plan: Plan) -> list[Compared]:
    """The columns in which two rows say something, in words; where they say something else it can be chosen, unless moves wrote it."""
    table = plan.table
    names = names_in(user, table, [plan.kept, plan.merged])
    open_ = {one.name for one in choosable(table, plan.kept, plan.merged)}
    told = (one for one in tables()[table].columns if not one.key)
    rows = [_compared(one, plan, names, is_open=one.name in open_) for one in told]
    return [row for row in rows if row.kept or row.merged]


def _compared(column: Column, plan: Plan, names: Names, *, is_open: bool) -> Compared:
    kept, merged = (value_word(column, plain_record(row)[column.name], names) for row in (plan.kept, plan.merged))
    label = column.zh if is_chinese() else column.en
    return Compared(column.name, label, kept, merged, "choose" if is_open else "fixed", column.name in plan.taken)


def told_rows(user: User, gone: list[Gone]) -> list[str]:
    """Rows that go, in a few words each; at most twenty."""
    return [told_row(user, one.table, plain_record(one.record)) for one in gone[:MOST_TOLD]]


def told_row(user: User, table: str, record: dict[str, Any]) -> str:
    """A row that is not to be seen elsewhere any more, by its table and the first of what it says."""
    names = names_in(user, table, [record])
    words = (value_word(one, record.get(one.name), names) for one in tables()[table].columns if not one.key)
    shown = [word for word in words if word and len(word) <= LONGEST]
    return f"{table_word(table)}{'：' if is_chinese() else ': '}{' · '.join(shown[:MOST_VALUES])}"


@dataclass(frozen=True, slots=True)
class MergeOffer:
    """Whether two rows of this kind can be merged by this person at all, and why not this one; the merges into it that stand."""

    table: str
    row_id: str
    refusal: str | None
    standing: list[Merge]


@pass_context
def merge_offer(context: Context, row: Model, standing: list[Merge] | None = None) -> MergeOffer | None:
    """The offer to merge a row with another; None for somebody whose role merges none of its kind, and for tables that are never merged.

    `standing` are the merges into it, where the page has read them already.
    """
    user, table = context["frame"].user, row._meta.db_table
    permission = merging.permission_of(table)
    if permission is None or not has_permission(user, permission):
        return None
    refusal = merging.merge.why_not(user, table=table, kept_id=str(row.pk))
    return MergeOffer(table, str(row.pk), refusal, merges_of(table, str(row.pk)) if standing is None else standing)


def set_aside_with(user: User, merges: list[Merge]) -> dict[str, list[str]]:
    """Key of a merge → the rows that went with it, in words: set aside, or the same as one of the row that stays."""
    found = {one.pk: (kept_by(one) or {}).get("gone", ()) for one in merges}
    return {own: [told_row(user, it["table"], it["row"]) for it in gone] for own, gone in found.items() if gone}
