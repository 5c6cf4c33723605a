"""The review: passage by passage by key, all claims of one kind at once, and what it costs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.models import AuditEvent
from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.read import statements as acts
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.evidence.models import Statement
from lianqun.office.pages.frame import PageRequest, back, is_partial, page, render
from lianqun.office.pages.rail import Entry
from lianqun.office.queries.read import review
from lianqun.office.queries.read.decisions import history_of, last_decision, statement_of
from lianqun.office.queries.read.effect import foresee
from lianqun.office.queries.read.effort import read_effort
from lianqun.office.queries.read.source_picture import PagePicture, TablePicture, picture_of
from lianqun.office.queries.rows.row_names import name_rows
from lianqun.office.queries.rows.visible import visible_to

CORRECTABLE = ("subject", "value", "unit", "qualifier", "change", "period", "region", "chain", "modality")
FILTERS = ("document", "type")


def _filtered(request: PageRequest) -> QuerySet[Statement]:
    return review.filter_statements(
        request.frame.user, document_id=request.GET.get("document", ""), claim_type=request.GET.get("type", "")
    )


@page("review", "review", Permission.STATEMENT_REVIEW, rail=(Entry("read", 20, gettext_lazy("Review"), "v"),))
def show_queue(request: PageRequest) -> HttpResponse:
    """The queue under a filter: the source on the left, its passages with their claims on the right."""
    context = {
        "title": _("Review"),
        "documents": review.document_choices(request.frame.user),
        "chosen_type": request.GET.get("type", ""),
        "chosen_document": request.GET.get("document", ""),
        **_panes(request, request.GET.get("at", "")),
    }
    return render(request, "read/_review_panes.html" if is_partial(request) else "read/review.html", context)


def _panes(request: PageRequest, at: str) -> dict[str, Any]:
    """The two panes, around the claim `at` where it can be seen and its document is not filtered away."""
    statements = _filtered(request)
    asked = statements.select_related("passage__document__source").filter(pk=at).first() if at else None
    queue = review.read_queue(statements, asked)
    waiting = [claim for claim in queue.claims if claim.status == "proposed"]
    current = next((claim for claim in queue.claims if claim.pk == at), waiting[0] if waiting else None)
    return {
        "queue": queue,
        "current": current,
        "progress": review.measure_progress(statements),
        "filters": {name: request.GET.get(name) for name in FILTERS},
        "picture": _picture(current) if current else None,
    }


def _picture(claim: Statement) -> TablePicture | PagePicture | None:
    passage = claim.passage
    said = [claim.value_text, "" if claim.value_number is None else str(claim.value_number), claim.change]
    return picture_of(passage.document, passage.start, passage.end, said, claim.pk) if passage else None


def _find(request: PageRequest, statement_id: str) -> Statement:
    rows = Statement.objects.select_related("passage__document__source").filter(pk=statement_id)
    found = visible_to(request.frame.user, rows).first()
    if found is None:
        raise Http404(_("There is no such statement."))
    return found


@page("review/<str:statement_id>/beside", "review-beside", Permission.STATEMENT_REVIEW)
def show_beside(request: PageRequest, statement_id: str) -> HttpResponse:
    """What changes if a claim is accepted, and why it reads as it does: rules, doubts, history."""
    statement = _find(request, statement_id)
    effect = foresee(request.frame.user, statement, timezone.localdate())
    context = {
        "claim": statement,
        "effect": effect,
        "names": name_rows(effect.uses),
        "history": history_of(statement),
        "picture": _picture(statement),
    }
    return render(request, "read/_beside.html", {**context, **_asked(request)})


@page("review/<str:statement_id>", "decide", Permission.STATEMENT_REVIEW)
def decide(request: PageRequest, statement_id: str) -> HttpResponse:
    """Accept, refuse, correct or undo one claim; answers with its row and the progress."""
    if request.method != "POST":
        return redirect("review")
    statement = _find(request, statement_id)
    shown = _act(request, statement)
    if not is_partial(request):
        return redirect(back(request))
    statement.refresh_from_db()
    context = {
        "claim": statement,
        "corrected": shown,
        "progress": review.measure_progress(_filtered(request)),
        "current": statement,
        **_asked(request),
    }
    return render(request, "read/_decided.html", context)


def _asked(request: PageRequest) -> dict[str, Any]:
    """What a part of the page keeps of its address: the filters, and the claim's number in its passage."""
    number = request.GET.get("n", "")
    return {
        "filters": {name: request.GET.get(name) for name in FILTERS},
        "number": int(number[:4]) if number.isdecimal() else None,
    }


def _seconds(request: PageRequest) -> float | None:
    """The working seconds that the page measured; None for what is no number."""
    try:
        return float(request.POST.get("seconds", ""))
    except ValueError:
        return None


def _correct(request: PageRequest, statement: Statement, **given: Any) -> Statement:
    told: dict[str, Any] = {name: request.POST[name] for name in CORRECTABLE if name in request.POST}
    return acts.correct(statement=statement, **given, **told)


def _undo(request: PageRequest, statement: Statement, **_given: Any) -> None:
    acts.undo(by=request.frame.user, statement=statement)


def _refuse(request: PageRequest, statement: Statement, **given: Any) -> None:
    acts.refuse(statement=statement, reason=request.POST.get("reason", ""), **given)


def _accept(_request: PageRequest, statement: Statement, **given: Any) -> None:
    acts.accept(statement=statement, **given)


ACTS: dict[str, Callable[..., Statement | None]] = {"accept": _accept, "refuse": _refuse, "correct": _correct, "undo": _undo}


def _act(request: PageRequest, statement: Statement) -> Statement | None:
    """Do what the button says; returns the new statement of a correction."""
    act = ACTS.get(request.POST.get("act", ""))
    given = {"by": request.frame.user, "note": request.POST.get("note", ""), "seconds": _seconds(request)}
    return act(request, statement, **given) if act else None


@page("review/many", "review-many", Permission.STATEMENT_REVIEW)
def accept_many(request: PageRequest) -> HttpResponse:
    """Accept the checked claims, or the clean ones of a passage, by one action."""
    if request.method != "POST":
        return redirect("review-kinds")
    user = request.frame.user
    ids = list(visible_to(user, Statement.objects.filter(pk__in=request.POST.getlist("id"))).values_list("pk", flat=True))
    try:
        acts.accept_many(by=user, statement_ids=ids, seconds=_seconds(request))
    except Refused as refusal:
        return _answer_refused(request, refusal)
    return _answer(request, _("Accepted: %(n)s.") % {"n": len(ids)}, request.POST.get("at", ""))


@page("review/undo", "review-undo", Permission.STATEMENT_REVIEW)
def undo_last(request: PageRequest) -> HttpResponse:
    """Take back the person's last decision that still stands, of one claim or of many."""
    if request.method != "POST":
        return redirect("review")
    event = last_decision(request.frame.user)
    if event is None:
        return _answer_refused(request, Refused("nothing_decided", _("You have decided nothing that could be taken back.")))
    try:
        return _answer(request, *_take_back(request, event))
    except Refused as refusal:
        return _answer_refused(request, refusal)


def _take_back(request: PageRequest, event: AuditEvent) -> tuple[str, str]:
    """Undo a decision; returns the sentence that says so, and the claim to go back to."""
    user = request.frame.user
    if event.type == "statement.accept_many":
        n = acts.undo_many(by=user, event=event)
        return _("Waiting again: %(n)s.") % {"n": n}, (event.after or {}).get("ids", [""])[0]
    statement = statement_of(event)
    if statement is None:
        raise Http404(_("There is no such statement."))
    acts.undo(by=user, statement=statement)
    return _("Taken back: %(subject)s.") % {"subject": statement.subject}, statement.pk


def _answer_refused(request: PageRequest, refusal: Refused) -> HttpResponse:
    """The panes as they are with the sentence above them; a page asked for without scripts gets it as every page does."""
    if not is_partial(request):
        raise refusal
    context = {**_panes(request, request.POST.get("at", "")), "said": "", "refused": refusal.sentence}
    return render(request, "read/_review_panes.html", context, status=refusal.status)


def _answer(request: PageRequest, said: str, at: str) -> HttpResponse:
    """The panes anew where the page asked by script, else the page one came from with the sentence on top."""
    if is_partial(request):
        return render(request, "read/_review_panes.html", {**_panes(request, at), "said": said})
    messages.success(request, said)
    return redirect(back(request))


@page(
    "review/kinds", "review-kinds", Permission.STATEMENT_REVIEW, rail=(Entry("read", 30, gettext_lazy("One kind at once"), "k"),)
)
def show_kinds(request: PageRequest) -> HttpResponse:
    """What waits by type and attribute; the claims of one kind as a table that is accepted at once."""
    document_id = request.GET.get("document", "")
    statements = review.filter_statements(request.frame.user, document_id=document_id)
    kinds = review.count_kinds(statements)
    chosen = (request.GET.get("type", ""), request.GET.get("attribute", ""))
    if not chosen[1]:
        chosen = next(((it.claim_type, it.attribute) for it in kinds if chosen[0] in ("", it.claim_type)), chosen)
    claims = review.read_kind(statements, *chosen)
    context = {
        "title": _("One kind at once"),
        "kinds": kinds,
        "claims": claims,
        "has_quotes": any(claim.passage and claim.passage.quote != claim.subject for claim in claims),
        "chosen": chosen,
        "documents": review.document_choices(request.frame.user),
        "chosen_document": document_id,
        "last": last_decision(request.frame.user),
    }
    return render(request, "read/review_kinds.html", context)


@page("review/effort", "review-effort", Permission.STATEMENT_REVIEW, rail=(Entry("read", 60, gettext_lazy("What review costs")),))
def show_effort(request: PageRequest) -> HttpResponse:
    """What review costs, and which rule errs most."""
    return render(
        request, "read/review_effort.html", {"title": _("What review costs"), "effort": read_effort(request.frame.user)}
    )
