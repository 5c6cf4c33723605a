"""One project: where it stands, what follows and what is missing, who must act; money, progress, parts, documents, log."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqun.land import late_projects, stages, status_of, statuses
from lianqun.office.accounts.permissions import has_permission
from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.land import amounts, attachments, moves, reviewing_again, signing, taking_over
from lianqun.office.actions.land import statuses as status_acts
from lianqun.office.outside.files import attachment_path
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.typed import day_typed, file_sent, number_typed, place_typed
from lianqun.office.pages.words import named
from lianqun.office.queries.land import project_life as life
from lianqun.office.queries.land.signing import signings_of
from lianqun.office.queries.read.documents import statements_about
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import frame_of
from lianqun.office.registry.models import Attachment, Commitment, Need, Project, Promise, StageReview


@page("projects/<str:project_id>", "project", Permission.MAP_VIEW, single=True)
def show_project(request: PageRequest, project_id: str) -> HttpResponse:
    """The page of a project."""
    user, project = request.frame.user, _find(request, project_id)
    rows, today = Project.objects.filter(pk=project.pk), timezone.localdate()
    context: dict[str, Any] = {
        "title": named(project),
        "project": project,
        "today": today,
        "status": status_of(project.status),
        "statements": statements_about(user, subject_project_id=project.pk),
        "way": life.way_of(project),
        "standing": life.standing_of(project, today),
        "lateness": late_projects(frame_of(rows), as_of=today).row(0, named=True),
        "events": life.events_of(project),
        "needs": list(visible_to(user, Need.objects.filter(project=project)).select_related("organization", "project")),
        "promises": list(visible_to(user, Promise.objects.filter(project=project)).select_related("policy")),
        "commitments": list(visible_to(user, Commitment.objects.filter(project=project)).select_related("fund")),
        "parts": life.parts_of(user, project),
        "series": life.series_of(user, project),
        "works": has_permission(user, Permission.RECORD_VIEW),
    }
    if context["works"]:
        context |= _work(request, project, context["way"])
    return render(request, "land/project.html", context)


def _find(request: PageRequest, project_id: str) -> Project:
    rows = visible_to(request.frame.user, Project.objects.filter(pk=project_id))
    project = rows.select_related("organization", "place", "chain", "link", "lost_to_place", "brought_by_project").first()
    if project is None:
        raise Http404(_("There is no project “%(id)s” that your role covers.") % {"id": project_id})
    return project


def _work(request: PageRequest, project: Project, way: Sequence[life.Passed]) -> dict[str, Any]:
    """What those who work on the project see and may do."""
    user = request.frame.user
    usual = [stage.code for stage, _missing in life.following(project)]
    return {
        "following": [
            (stage, missing, moves.propose.why_not(user, project=project, to=stage.code))
            for stage, missing in life.following(project)
        ],
        "others": [stage for stage in stages() if stage.code not in (project.stage, *usual)],
        "open": life.open_review(user, project),
        "reviews": life.reviews_of(project),
        "attachments": life.attachments_of(user, project),
        "log": life.log_of(project),
        "statuses": [one for one in statuses() if one != status_of(project.status).code],
        "status_refusal": status_acts.set_status.why_not(user, project=project),
        "again_refusals": {
            it.stage.code: reviewing_again.review_again.why_not(user, project=project, stage=it.stage.code)
            for it in way
            if it.state == "reopened"
        },
        "correct_refusal": moves.correct.why_not(user, project=project),
        "take_over_refusal": taking_over.take_over.why_not(user, project=project),
        "attach_refusal": attachments.attach.why_not(user, project=project),
        "amount_kinds": [kind for kind in amounts.WHO if not amounts.record_amount.why_not(user, project=project, kind=kind)],
    }


@page("projects/<str:project_id>/<str:act>", "project-act", Permission.RECORD_VIEW, single=True)
def act_on_project(request: PageRequest, project_id: str, act: str) -> HttpResponse:
    """Move a project, give it a status, add an amount or a document; leads back to its page."""
    project = _find(request, project_id)
    if request.method == "POST" and act in ACTS:
        messages.success(request, ACTS[act](request, project))
    return redirect("project", project_id)


def _move(request: PageRequest, project: Project) -> str:
    told = request.POST
    review = moves.propose(
        by=request.frame.user,
        project=project,
        to=told.get("to", ""),
        on=day_typed(told.get("on", "")),
        reason=told.get("reason", ""),
        submit=told.get("save") != "yes",
    )
    return (
        _("Saved; hand it in when it is complete.") if review.state == "saved" else _("Handed in; it waits for its signatures.")
    )


def _set_status(request: PageRequest, project: Project) -> str:
    told = request.POST
    status_acts.set_status(
        by=request.frame.user,
        project=project,
        status=told.get("status", ""),
        on=day_typed(told.get("on", ""), "projects", "status_on"),
        reason=told.get("reason", ""),
        lost_to=place_typed(told.get("lost_to", "")),
    )
    return _("The status is set.")


def _add_amount(request: PageRequest, project: Project) -> str:
    told = request.POST
    amounts.record_amount(
        by=request.frame.user,
        project=project,
        stage=told.get("stage", ""),
        kind=told.get("kind", ""),
        amount_wan_yuan=number_typed("stage_amounts", "amount_wan_yuan", told.get("amount", "")),
        on=day_typed(told.get("on", ""), "stage_amounts", "on"),
        note=told.get("note", ""),
    )
    return _("The amount is added.")


def _attach(request: PageRequest, project: Project) -> str:
    review = project.stage_reviews.filter(pk=request.POST.get("review", "")).first()
    attachments.attach(by=request.frame.user, project=project, review=review, **file_sent(request))
    return _("The document is added.")


def _correct(request: PageRequest, project: Project) -> str:
    told = request.POST
    on = day_typed(told["on"]) if told.get("on") else None
    moves.correct(by=request.frame.user, project=project, to=told.get("to", ""), reason=told.get("reason", ""), on=on)
    return _("The stage is corrected; it is no event and counts for nothing.")


def _review_again(request: PageRequest, project: Project) -> str:
    told = request.POST
    reviewing_again.review_again(
        by=request.frame.user, project=project, stage=told.get("stage", ""), reason=told.get("reason", "")
    )
    return _("Handed in again; it waits for its signatures.")


def _take_over(request: PageRequest, project: Project) -> str:
    passed = taking_over.take_over(by=request.frame.user, project=project)
    return _("The project is taken over; %(n)s stages stand as passed.") % {"n": passed}


ACTS: dict[str, Callable[[PageRequest, Project], str]] = {
    "move": _move,
    "status": _set_status,
    "amount": _add_amount,
    "attach": _attach,
    "correct": _correct,
    "take-over": _take_over,
    "review-again": _review_again,
}


@page("reviews/<str:review_id>/<str:act>", "review-act", Permission.RECORD_VIEW, single=True)
def act_on_review(request: PageRequest, review_id: str, act: str) -> HttpResponse:
    """Sign a review or return it, hand it in, take it back, urge it; `sheet` is the sheet for print."""
    found = visible_to(request.frame.user, StageReview.objects.filter(pk=review_id)).select_related("project").first()
    if found is None:
        raise Http404(_("There is no review “%(id)s” that your role covers.") % {"id": review_id})
    if act == "sheet":
        context = {"title": named(found.project), "review": found, "project": found.project, "parts": signings_of(found)}
        return render(
            request, "land/review_sheet.html", {**context, "attachments": life.attachments_of(request.frame.user, found.project)}
        )
    if request.method == "POST" and act in REVIEW_ACTS:
        messages.success(request, REVIEW_ACTS[act](request, found))
    return redirect("approvals") if request.POST.get("next") == "/approvals" else redirect("project", found.project_id)


def _sign(request: PageRequest, review: StageReview, verdict: str) -> str:
    told = request.POST
    signed = signing.sign(
        by=request.frame.user,
        review=review,
        project=review.project,
        verdict=verdict,
        opinion=told.get("opinion", ""),
        for_signer=told.get("for", ""),
    )
    done = {"approved": _("Signed; the project stands at its new stage."), "refused": _("Returned, with your opinion.")}
    return done.get(signed.state, _("Signed; others sign next."))


def _submit(request: PageRequest, review: StageReview) -> str:
    moves.submit(by=request.frame.user, review=review, project=review.project)
    return _("Handed in; it waits for its signatures.")


def _withdraw(request: PageRequest, review: StageReview) -> str:
    moves.withdraw(by=request.frame.user, review=review, project=review.project, reason=request.POST.get("reason", ""))
    return _("Taken back; the project stands where it stood.")


def _urge(request: PageRequest, review: StageReview) -> str:
    moves.urge(by=request.frame.user, review=review, project=review.project)
    return _("Those who must sign see that you asked.")


REVIEW_ACTS: dict[str, Callable[[PageRequest, StageReview], str]] = {
    "agree": lambda request, review: _sign(request, review, signing.AGREED),
    "return": lambda request, review: _sign(request, review, signing.RETURNED),
    "submit": _submit,
    "withdraw": _withdraw,
    "urge": _urge,
}


@page("attachments/<str:attachment_id>", "attachment", Permission.RECORD_VIEW, single=True)
def send_attachment(request: PageRequest, attachment_id: str) -> HttpResponseBase:
    """A document of a project or a lead, as it came; sent with a reason, it is taken out."""
    found = visible_to(request.frame.user, Attachment.objects.filter(pk=attachment_id)).first()
    path = attachment_path(found.sha256) if found is not None and found.sha256 else None
    if found is None or path is None or not path.is_file():
        raise Http404(_("There is no document “%(id)s” that your role covers.") % {"id": attachment_id})
    if request.method == "POST":
        return _take_out(request, found)
    return FileResponse(path.open("rb"), as_attachment=True, filename=found.file_name)


def _take_out(request: PageRequest, found: Attachment) -> HttpResponse:
    by, reason = request.frame.user, request.POST.get("reason", "")
    if found.project is not None:
        attachments.remove(by=by, attachment=found, project=found.project, reason=reason)
    elif found.lead is not None:
        attachments.remove_from_lead(by=by, attachment=found, lead=found.lead, reason=reason)
    messages.success(request, _("The document is taken out."))
    return redirect("project", found.project_id) if found.project_id else redirect("lead", found.lead_id)
