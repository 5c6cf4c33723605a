"""Two rows made one after a preview, and taken apart again: of every table whose rows are merged."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.rows import Row
from lianqun.office.actions.rows.door import NotRight
from lianqun.office.actions.tables import merging as acts
from lianqun.office.pages.addresses import join_query
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.merged import compared, told_row, told_rows
from lianqun.office.pages.record_fields import SAID
from lianqun.office.pages.row_facts import title_of
from lianqun.office.pages.words import table_word
from lianqun.office.queries.rows.row_names import name_of
from lianqun.office.queries.rows.visible import may_see
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.queries.tables.finding import find_rows
from lianqun.office.queries.tables.merging import ASIDE, DOUBLED, ITSELF, plan_merge
from lianqun.office.queries.tables.splitting import plan_split
from lianqun.office.registry.models import Merge
from lianqun.office.views.tables.records import address_of, find_row, find_table

OTHER, TAKE, TAKEN = "other", "take.", "merged"


@page("records/<str:table>/<str:row_id>/merge", "record-merge", Permission.RECORD_VIEW, single=True)
def merge_rows(request: PageRequest, table: str, row_id: str) -> HttpResponse:
    """Choose the other row (`?other=`), see what merging the two comes to, and do it."""
    known, kept = find_table(table), find_row(request, table, row_id)
    if kept is None or acts.permission_of(table) is None:
        raise Http404(
            _("There is no row “%(id)s” in %(table)s that your role covers.") % {"id": row_id, "table": table_word(table)}
        )
    other = _other(request, table)
    context: dict[str, Any] = {
        "title": title_of(kept),
        "known": known,
        "kept": kept,
        "merged": other,
        "own_page": address_of(request, table, row_id),
        "said": request.GET.get(OTHER + SAID, ""),
        "refusal": _why_not(request, kept, other),
    }
    if other is None or other.pk == kept.pk:
        return render(request, "tables/merge.html", context)
    if request.method == "POST":
        try:
            return _merge(request, kept, other)
        except NotRight as refused:
            messages.error(request, refused.sentence)
    return render(request, "tables/merge.html", {**context, **_preview(request, kept, other)})


def _why_not(request: PageRequest, kept: Row, other: Row | None) -> str | None:
    known = {"merged_id": str(other.pk)} if other is not None else {}
    return acts.merge.why_not(request.frame.user, table=kept._meta.db_table, kept_id=str(kept.pk), **known)


def _other(request: PageRequest, table: str) -> Row | None:
    """The other row: the one that was chosen, else the only one that is called as was typed."""
    sent = request.POST if request.method == "POST" else request.GET
    chosen, said = sent.get(OTHER, "").strip(), sent.get(OTHER + SAID, "").strip()
    if not chosen and said:
        found = [one.id for one in find_rows(request.frame.user, table, said) if said in (one.id, one.name)]
        chosen = found[0] if len(found) == 1 else ""
    return find_row(request, table, chosen) if chosen else None


def _preview(request: PageRequest, kept: Row, other: Row) -> dict[str, Any]:
    user, table = request.frame.user, kept._meta.db_table
    plan = plan_merge(table, str(kept.pk), str(other.pk))
    return {
        "columns": compared(user, plan),
        "counts": plan.counts(),
        "goes": {way: told_rows(user, plan.gone_for(way)) for way in (DOUBLED, ITSELF, ASIDE)},
        "former": table == "organizations" and not acts.is_known_as(str(kept.pk), str(plan.merged["name_zh"])),
    }


def _merge(request: PageRequest, kept: Row, other: Row) -> HttpResponse:
    told = request.POST
    taken = [name.removeprefix(TAKE) for name, value in told.items() if name.startswith(TAKE) and value == TAKEN]
    table, name = kept._meta.db_table, title_of(other)
    acts.merge(
        by=request.frame.user,
        table=table,
        kept_id=str(kept.pk),
        merged_id=str(other.pk),
        taken=taken,
        is_named=told.get("named") == "yes",
        reason=told.get("reason", ""),
    )
    messages.success(request, _("“%(name)s” was merged into this one; its history splits the two again.") % {"name": name})
    return redirect(_after(request, address_of(request, table, str(kept.pk))))


def _after(request: PageRequest, address: str) -> str:
    """Where one goes afterwards: to the chain that one came from, else to the row."""
    chain = request.POST.get("chain-drawn") or request.GET.get("chain-drawn")
    if not chain or find_row(request, "chains", chain) is None:
        return address
    return join_query(reverse("chain-draw", args=[chain]), request.frame.scope)


@page("merges/<str:merge_id>/split", "merge-split", Permission.RECORD_VIEW, single=True)
def split_rows(request: PageRequest, merge_id: str) -> HttpResponse:
    """See what taking a merge apart comes to, and do it."""
    user = request.frame.user
    merge = Merge.objects.filter(pk=merge_id).first()
    kept = models_by_table()[merge.table]._default_manager.filter(pk=merge.kept_id).first() if merge is not None else None
    if merge is None or kept is None or not may_see(user, kept):
        raise Http404(_("There is no merge “%(id)s” that your role covers.") % {"id": merge_id})
    if request.method == "POST":
        stays = acts.split(by=user, merge=merge, reason=request.POST.get("reason", ""))
        messages.success(request, _("“%(name)s” stands by itself again.") % {"name": merge.name or merge.merged_id})
        if stays:
            messages.info(request, _("Rows that were changed since and stayed: %(n)s.") % {"n": len(stays)})
        return redirect(address_of(request, merge.table, merge.merged_id))
    plan = plan_split(merge)
    context = {
        "title": _("Split again: %(name)s") % {"name": merge.name or merge.merged_id},
        "merge": merge,
        "kept": kept,
        "own_page": address_of(request, merge.table, merge.kept_id),
        "refusal": acts.split.why_not(user, merge=merge),
        "counts": plan.counts(),
        "back": [told_row(user, table, row) for table, rows in plan.back.items() for row in rows][:20],
        "stays": [(one, name_of(one.table, one.row_id)) for one in plan.stays],
    }
    return render(request, "tables/split.html", context)
