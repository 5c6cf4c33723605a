"""Moves of projects over the interface: the same actions as on the pages, the same sentences where one is refused."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from lianqun.office.actions.land import amounts, moves, reviewing_again, signing, statuses
from lianqun.office.api.problems import PROBLEMS
from lianqun.office.api.schemas import Key, as_row, row_schema
from lianqun.office.api.signing_in import person
from lianqun.office.queries.land.project_life import standing_of
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import records_of
from lianqun.office.registry.models import Place, Project, StageReview
from lianqun.vocab.dictionary import tables

router = Router(tags=["land"])
ReviewRow, ProjectRow, AmountRow = (row_schema(tables()[name]) for name in ("stage_reviews", "projects", "stage_amounts"))
Words = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[^\x00]*$")]
Amount = Annotated[Decimal, Field(gt=0, max_digits=13, decimal_places=4)]


class Lacking(Schema):
    """Something that a following stage asks for and the project lacks."""

    stage: str
    what: str
    how: str
    how_en: str


class Standing(Schema):
    """Where a project stands on a day, as `lianqun land` says it."""

    id: str
    stage: str
    status: str
    since: date | None
    days_in_stage: int | None
    limit_days: int | None
    limit_unit: str | None
    days_late: int | None
    next: list[str]
    missing: list[Lacking]


class Proposal(Schema):
    """A stage to put up for review: its day, the reason where it is out of order; `submit` false saves a draft."""

    to: Key
    on: date
    reason: Words = ""
    submit: bool = True


class Again(Schema):
    """A stage to review again, and why its values or documents changed."""

    stage: Key
    reason: Words


class Verdict(Schema):
    """A signature, `agreed` or `returned`, with an opinion; `for_signer` is whom a deputy signs for."""

    verdict: Key
    opinion: Words = ""
    for_signer: Words = ""


class NewStatus(Schema):
    """A status from a day on, with the reason, and where the project was lost to."""

    status: Key
    on: date
    reason: Words
    lost_to_place_id: Words = ""


class NewAmount(Schema):
    """An amount in 万元 of a stage: `reported`, `recognised` or `reversed`."""

    stage: Key
    kind: Key
    amount_wan_yuan: Amount
    on: date
    note: Words = ""


def _project(request: HttpRequest, project_id: str) -> Project:
    found = visible_to(person(request), Project.objects.filter(pk=project_id)).first()
    if found is None:
        raise Http404
    return found


def _review(request: HttpRequest, review_id: str) -> StageReview:
    found = visible_to(person(request), StageReview.objects.filter(pk=review_id)).select_related("project").first()
    if found is None:
        raise Http404
    return found


def _row(table: str, row_id: str) -> dict[str, Any]:
    return as_row(records_of(table, [row_id])[row_id])


@router.get("/projects/{project_id}/standing", response={200: Standing, **PROBLEMS}, operation_id="show_standing")
def show_standing(request: HttpRequest, project_id: Key) -> Any:
    """Since when a project stands at its stage, how long it may, what follows and what is missing for it."""
    return standing_of(_project(request, project_id), timezone.localdate())


@router.post("/projects/{project_id}/moves", response={200: ReviewRow, **PROBLEMS}, operation_id="propose_move")
def propose_move(request: HttpRequest, project_id: Key, proposal: Proposal) -> Any:
    """Put a stage up for review; the project stands there once all who must have signed."""
    review = moves.propose(by=person(request), project=_project(request, project_id), **proposal.model_dump())
    return _row("stage_reviews", review.pk)


@router.post("/projects/{project_id}/reviews-again", response={200: ReviewRow, **PROBLEMS}, operation_id="review_again")
def review_again(request: HttpRequest, project_id: Key, wanted: Again) -> Any:
    """Have a stage reviewed again whose approval no longer rests on what it saw; the project moves nowhere."""
    project = _project(request, project_id)
    return _row("stage_reviews", reviewing_again.review_again(by=person(request), project=project, **wanted.model_dump()).pk)


@router.post("/reviews/{review_id}/submit", response={200: ReviewRow, **PROBLEMS}, operation_id="submit_review")
def submit_review(request: HttpRequest, review_id: Key) -> Any:
    """Hand a saved review in."""
    review = _review(request, review_id)
    return _row("stage_reviews", moves.submit(by=person(request), review=review, project=review.project).pk)


@router.post("/reviews/{review_id}/withdraw", response={200: ReviewRow, **PROBLEMS}, operation_id="withdraw_review")
def withdraw_review(request: HttpRequest, review_id: Key) -> Any:
    """Take a review back that is not decided yet."""
    review = _review(request, review_id)
    return _row("stage_reviews", moves.withdraw(by=person(request), review=review, project=review.project).pk)


@router.post("/reviews/{review_id}/sign", response={200: ReviewRow, **PROBLEMS}, operation_id="sign_review")
def sign_review(request: HttpRequest, review_id: Key, verdict: Verdict) -> Any:
    """Sign a review, or return it."""
    review = _review(request, review_id)
    signed = signing.sign(by=person(request), review=review, project=review.project, **verdict.model_dump())
    return _row("stage_reviews", signed.pk)


@router.post("/projects/{project_id}/status", response={200: ProjectRow, **PROBLEMS}, operation_id="set_status")
def set_status(request: HttpRequest, project_id: Key, status: NewStatus) -> Any:
    """Give a project a status beside its stage."""
    told = status.model_dump()
    lost_to = Place.objects.filter(pk=told.pop("lost_to_place_id")).first()
    project = statuses.set_status(by=person(request), project=_project(request, project_id), lost_to=lost_to, **told)
    return _row("projects", project.pk)


@router.post("/projects/{project_id}/amounts", response={200: AmountRow, **PROBLEMS}, operation_id="add_amount")
def add_amount(request: HttpRequest, project_id: Key, amount: NewAmount) -> Any:
    """Add an amount to a stage; what was added before stays as it was."""
    row = amounts.record_amount(by=person(request), project=_project(request, project_id), **amount.model_dump())
    return _row("stage_amounts", row.pk)
