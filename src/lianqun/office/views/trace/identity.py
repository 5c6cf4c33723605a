"""Who is who: pairs of records that may be one organisation, side by side, decided by keys."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.tables import merging
from lianqun.office.actions.trace import organizations as acts
from lianqun.office.evidence.models import Judgement
from lianqun.office.pages.frame import PageRequest, back, is_partial, page, render
from lianqun.office.pages.rail import Entry
from lianqun.office.pages.words import named
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.tables.merging import plan_merge
from lianqun.office.queries.trace import identity
from lianqun.office.registry.models import Merge, Organization

TABLE = "organizations"
DECISIONS = ("accept", "refuse")
LATEST = 12


@page("identity", "identity", Permission.ORGANIZATION_MERGE, rail=(Entry("read", 80, gettext_lazy("Who is who"), "w"),))
def show_identity(request: PageRequest) -> HttpResponse:
    """The pairs to decide on the right, the two records on the left; the latest judgements below."""
    questions = identity.read_questions(request.frame.user)
    latest = list(visible_to(request.frame.user, Judgement.objects.order_by("-at", "id"))[:LATEST])
    context = {
        "title": _("Who is who"),
        "questions": questions,
        "sure": sum(one.is_sure for one in questions),
        "too_many": identity.too_many_to_compare(),
        "latest": latest,
        "merges": list(visible_to(request.frame.user, Merge.objects.filter(table=TABLE).order_by("-at", "pk"))[:LATEST]),
        "judged": Organization.objects.in_bulk({end for it in latest for end in (it.left_id, it.right_id)}),
        **(_side_by_side(questions[0].left, questions[0].right) if questions else {}),
    }
    return render(request, "trace/identity.html", context)


def _side_by_side(left: Organization, right: Organization) -> dict[str, object]:
    return {"left": left, "right": right, "counts": plan_merge(TABLE, left.pk, right.pk).counts(), "facts": _facts(left, right)}


def _facts(left: Organization, right: Organization) -> list[tuple[str, object, object]]:
    """What both records say: label, left, right."""
    labels: dict[str, Callable[[Organization], object]] = {
        _("Chinese name"): lambda it: it.name_zh,
        _("English name"): lambda it: it.name_en,
        _("Credit code"): lambda it: it.credit_code,
        _("Place"): lambda it: named(it.place),
        _("Parent"): lambda it: named(it.parent),
        _("Industry code"): lambda it: it.industry_code,
        _("Founded"): lambda it: it.founded_year,
        _("Staff"): lambda it: it.employees,
    }
    return [(label, told(left), told(right)) for label, told in labels.items()]


def _find_pair(request: PageRequest, left_id: str, right_id: str) -> tuple[Organization, Organization]:
    rows = Organization.objects.select_related("place", "parent").filter(pk__in=(left_id, right_id))
    found = {row.pk: row for row in visible_to(request.frame.user, rows)}
    if len(found) < len({left_id, right_id}):
        raise Http404(_("One of these two organisations is not there."))
    return found[left_id], found[right_id]


@page("identity/<str:left_id>/<str:right_id>/text", "identity-text", Permission.ORGANIZATION_MERGE)
def show_side_by_side(request: PageRequest, left_id: str, right_id: str) -> HttpResponse:
    """The two records of one pair, and what merging them changes."""
    return render(request, "trace/_side_by_side.html", _side_by_side(*_find_pair(request, left_id, right_id)))


@page("identity/<str:left_id>/<str:right_id>", "identity-decide", Permission.ORGANIZATION_MERGE)
def decide(request: PageRequest, left_id: str, right_id: str) -> HttpResponse:
    """Make two records one, hold them to be different, or take that back; answers with the pair's line."""
    if request.method != "POST":
        return redirect("identity")
    wanted, reason = request.POST.get("act", ""), request.POST.get("reason", "")
    if wanted == "undo":
        _take_back(request, left_id, right_id)
    left, right = _find_pair(request, left_id, right_id)
    if wanted == "accept":
        merging.merge(by=request.frame.user, table=TABLE, kept_id=left.pk, merged_id=right.pk, reason=reason)
    elif wanted == "refuse":
        acts.mark_different(by=request.frame.user, left=left, right=right, why=reason)
    if not is_partial(request):
        return redirect(back(request))
    pair = identity.Question(
        left, right, float(request.POST.get("score") or 0), is_sure=False, reason_zh=reason, reason_en=reason
    )
    return render(request, "trace/_pair.html", {"pair": pair, "decision": wanted if wanted in DECISIONS else ""})


def _take_back(request: PageRequest, left_id: str, right_id: str) -> None:
    """Split two records that were merged, or end the judgement of them that stands."""
    merged = Merge.objects.filter(table=TABLE, kept_id=left_id, merged_id=right_id, split_at=None).first()
    if merged is not None:
        merging.split(by=request.frame.user, merge=merged)
    else:
        acts.unmerge(by=request.frame.user, judgement=_standing(*_find_pair(request, left_id, right_id)))


def _standing(left: Organization, right: Organization) -> Judgement:
    pair = Q(left_id=left.pk, right_id=right.pk) | Q(left_id=right.pk, right_id=left.pk)
    found = Judgement.objects.filter(pair, undone_at=None).order_by("-at").first()
    if found is None:
        raise Http404(_("There is no judgement of these two to take back."))
    return found


@page("identity/sure", "identity-sure", Permission.ORGANIZATION_MERGE)
def merge_sure(request: PageRequest) -> HttpResponse:
    """Merge every pair that is as good as certain, each by itself, so that each can be split again."""
    if request.method == "POST":
        done, refused = 0, 0
        for one in identity.read_questions(request.frame.user):
            if one.is_sure:
                try:
                    merging.merge(
                        by=request.frame.user, table=TABLE, kept_id=one.left.pk, merged_id=one.right.pk, reason=one.reason_zh
                    )
                    done += 1
                except Refused:
                    refused += 1
        messages.success(
            request,
            _("%(done)s pairs were merged, %(refused)s not; each can be split again below.") % {"done": done, "refused": refused},
        )
    return redirect("identity")
