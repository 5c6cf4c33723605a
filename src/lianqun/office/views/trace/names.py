"""Names in documents: whom they mean, answered by keys; and those that the register does not have yet."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.trace import linking, register, typed_rows
from lianqun.office.evidence.models import Document, Statement
from lianqun.office.pages.frame import PageRequest, back, is_partial, page, render
from lianqun.office.pages.rail import Entry
from lianqun.office.queries.read import questions
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.trace.typed_rows import rows_offered
from lianqun.office.registry.models import NameQuestion, Organization

DECISIONS = {"same": "accept", "different": "refuse"}


@page("names", "names", Permission.STATEMENT_REVIEW, rail=(Entry("read", 70, gettext_lazy("Whom names mean")),))
def show_names(request: PageRequest) -> HttpResponse:
    """The names that wait for an answer; with `?document=` also the answered, the tied and the unknown ones of that document."""
    user = request.frame.user
    wanted = request.GET.get("document", "")
    document = _find_document(request, wanted) if wanted else None
    context: dict[str, Any] = {
        "title": _("Whom names mean"),
        "document": document,
        "asked": questions.read_names(user, document),
        "everywhere_refusal": linking.accept.why_not(user, everywhere=True),
        "look_refusal": linking.look_again.why_not(user),
    }
    if document is not None:
        unknown = questions.unknown_names(document)
        context |= {
            "answered": questions.read_answers(user, document),
            "tied": questions.tied_names(document),
            "unknown": [(one, register.add_organization.why_not(user, statement=one)) for one in unknown],
            "offered": rows_offered(document),
            "row_refusal": typed_rows.add_row.why_not(user),
        }
    return render(request, "trace/names.html", context)


def _find_document(request: PageRequest, document_id: str) -> Document:
    found = visible_to(request.frame.user, Document.objects.filter(pk=document_id)).first()
    if found is None:
        raise Http404(_("There is no document “%(id)s”.") % {"id": document_id})
    return found


@page("names/<int:question_id>", "names-answer", Permission.STATEMENT_REVIEW)
def answer(request: PageRequest, question_id: int) -> HttpResponse:
    """Say that a name means the organisation, here or everywhere, or that it does not, or take that back; answers with its line."""
    if request.method != "POST":
        return redirect("names")
    question = NameQuestion.objects.filter(pk=question_id).first()
    shown = questions.ask_one(request.frame.user, question) if question else None
    if question is None or shown is None:
        raise Http404(_("This question is not there any more; the names were looked up again."))
    by, wanted = request.frame.user, request.POST.get("act", "")
    if wanted in ("accept", "everywhere"):
        linking.accept(by=by, question=question, everywhere=wanted == "everywhere")
    elif wanted == "refuse":
        linking.refuse(by=by, question=question)
    elif wanted == "undo":
        linking.undo(by=by, question=question)
    if not is_partial(request):
        return redirect(back(request))
    refusal = linking.accept.why_not(by, everywhere=True)
    return render(request, "trace/_name_question.html", {"it": questions.ask_one(by, question), "everywhere_refusal": refusal})


@page("documents/<str:document_id>/names/look", "names-look", Permission.STATEMENT_REVIEW)
def look_again(request: PageRequest, document_id: str) -> HttpResponse:
    """Look the names of a document up in the register as it is now."""
    if request.method == "POST":
        done = linking.look_again(by=request.frame.user, document=_find_document(request, document_id))
        messages.success(request, _("%(tied)s statements were tied to the register; %(asked)s questions wait.") % done)
    return redirect(back(request))


@page("documents/<str:document_id>/names/untie", "names-untie", Permission.STATEMENT_REVIEW)
def untie(request: PageRequest, document_id: str) -> HttpResponse:
    """Say that a name does not mean the organisation it is tied to."""
    if request.method == "POST":
        document = _find_document(request, document_id)
        linking.untie(by=request.frame.user, document=document, name=request.POST.get("name", ""))
        messages.success(request, _("The name is tied to nobody now; this can be taken back below."))
    return redirect(back(request))


@page("statements/<str:statement_id>/add-organization", "names-add", Permission.STATEMENT_REVIEW)
def add_organization(request: PageRequest, statement_id: str) -> HttpResponse:
    """Add the organisation that an accepted statement names to the register."""
    if request.method == "POST":
        statement = visible_to(request.frame.user, Statement.objects.filter(pk=statement_id)).first()
        if statement is None:
            raise Http404(_("There is no such statement."))
        added = register.add_organization(by=request.frame.user, statement=statement)
        messages.success(
            request, _("“%(name)s” is on the register now; its page can take it out again.") % {"name": added.name_zh}
        )
    return redirect(back(request))


@page("statements/<str:statement_id>/row", "names-row", Permission.STATEMENT_REVIEW)
def set_row(request: PageRequest, statement_id: str) -> HttpResponse:
    """Put an accepted statement into the register as a placement or tie, or take it back."""
    if request.method == "POST":
        statement = visible_to(request.frame.user, Statement.objects.filter(pk=statement_id)).first()
        if statement is None:
            raise Http404(_("There is no such statement."))
        if request.POST.get("act") == "undo":
            typed_rows.take_back(by=request.frame.user, statement=statement)
            messages.success(request, _("The statement was taken out of the register."))
        else:
            typed_rows.add_row(by=request.frame.user, statement=statement)
            messages.success(request, _("The statement stands in the register now, as evidence."))
    return redirect(back(request))


@page("organizations/<str:organization_id>/take-out", "organization-take-out", Permission.RECORD_VIEW)
def take_out(request: PageRequest, organization_id: str) -> HttpResponse:
    """Take a record out that was added from a statement."""
    organization = visible_to(request.frame.user, Organization.objects.filter(pk=organization_id)).first()
    if organization is None:
        raise Http404(_("There is no organisation “%(id)s”.") % {"id": organization_id})
    if request.method == "POST":
        register.take_out(by=request.frame.user, organization=organization)
        messages.success(request, _("“%(name)s” was taken out of the register.") % {"name": organization.name_zh})
        return redirect("names")
    return redirect("organization", organization_id)
