"""The review queue: one claim after another, with its sentence in its context."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lianqun.office.accounts.rights import Permission
from lianqun.office.actions import statements as acts
from lianqun.office.evidence.models import Statement
from lianqun.office.queries import documents, review
from lianqun.office.queries.visible import visible_to
from lianqun.office.views.frame import PageRequest, back, is_partial, page, render

CORRECTABLE = ("subject", "value", "unit", "qualifier", "change", "period", "region", "chain", "modality")


def _filtered(request: PageRequest) -> QuerySet[Statement]:
    return review.filter_statements(
        request.frame.user, document_id=request.GET.get("document", ""), claim_type=request.GET.get("type", "")
    )


@page(Permission.STATEMENT_REVIEW)
def show_queue(request: PageRequest) -> HttpResponse:
    """The queue under a filter: text on the left, claims on the right."""
    statements = _filtered(request)
    queue = review.read_queue(statements)
    asked = request.GET.get("at", "")
    current = next((one for one in queue if one.pk == asked), queue[0] if queue else None)
    context = {
        "title": _("Review"),
        "queue": queue,
        "current": current,
        "progress": review.measure_progress(statements),
        "documents": review.document_choices(request.frame.user),
        "pieces": _context(current) if current else [],
        "chosen_type": request.GET.get("type", ""),
        "chosen_document": request.GET.get("document", ""),
    }
    return render(request, "review.html", context)


def _context(statement: Statement) -> list[documents.Piece]:
    passage = statement.passage
    return documents.mark_text(passage.document, (passage.start, passage.end)) if passage else []


def _find(request: PageRequest, statement_id: str) -> Statement:
    rows = Statement.objects.select_related("passage__document__source").filter(pk=statement_id)
    found = visible_to(request.frame.user, rows).first()
    if found is None:
        raise Http404(_("There is no such statement."))
    return found


@page(Permission.STATEMENT_REVIEW)
def show_context(request: PageRequest, statement_id: str) -> HttpResponse:
    """The text around one claim."""
    statement = _find(request, statement_id)
    return render(request, "parts/context.html", {"current": statement, "pieces": _context(statement)})


@page(Permission.STATEMENT_REVIEW)
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
    }
    return render(request, "parts/decided.html", context)


def _act(request: PageRequest, statement: Statement) -> Statement | None:
    """Do what the button says; returns the new statement of a correction."""
    by, act, note = request.frame.user, request.POST.get("act", ""), request.POST.get("note", "")
    if act == "correct":
        told = {name: request.POST[name] for name in CORRECTABLE if name in request.POST}
        return acts.correct(by=by, statement=statement, note=note, **told)
    if act == "undo":
        acts.undo(by=by, statement=statement)
    elif act == "refuse":
        acts.refuse(by=by, statement=statement, note=note)
    elif act == "accept":
        acts.accept(by=by, statement=statement, note=note)
    return None
