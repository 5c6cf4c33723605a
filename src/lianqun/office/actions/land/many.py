"""The same act on many projects or reviews: each row passes the gates of the single one, in a transaction of its own, and says what became of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.models import User
from lianqun.office.actions.land import moves, signing, unsigning
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.queries.rows.people import called
from lianqun.office.registry.models import Project, StageReview

NOT_SIGNED = _("You have no signature here any more.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row, or would: the project, the review that came of it, and the sentence of a refusal."""

    project: Project
    review: StageReview | None = None
    refusal: str | None = None


def may_move(*, by: User, projects: Sequence[Project], to: str, on: date) -> list[Outcome]:
    """Which of some projects could be put up for a stage now, and why the others not; nothing is written."""
    return [Outcome(one, refusal=moves.propose.why_not(by, project=one, to=to, on=on)) for one in projects]


def move(*, by: User, projects: Sequence[Project], to: str, on: date, reason: str) -> list[Outcome]:
    """Put each of some projects up for a stage. Returns what became of each, in their order."""
    arguments: dict[str, Any] = {"by": by, "to": to, "on": on, "reason": reason}
    return [_tried(one, partial(moves.propose, project=one, **arguments)) for one in projects]


def sign(*, by: User, reviews: Sequence[StageReview], verdict: str, opinion: str) -> list[Outcome]:
    """Sign each of some reviews in one's own name. Returns what became of each, in their order."""
    arguments: dict[str, Any] = {"by": by, "verdict": verdict, "opinion": opinion}
    return [_tried(one.project, partial(signing.sign, review=one, project=one.project, **arguments)) for one in reviews]


def take_back(*, by: User, reviews: Sequence[StageReview]) -> list[Outcome]:
    """Take back those of some reviews that nobody has touched since; the others say who has."""
    return [_taken_back(by, one) for one in reviews]


def unsign(*, by: User, reviews: Sequence[StageReview]) -> list[Outcome]:
    """Take one's own latest signature back from each of some reviews, as long as nobody went on from there; the others say who has."""
    return [_unsigned(by, one) for one in reviews]


def _unsigned(by: User, review: StageReview) -> Outcome:
    signature = review.signatures.filter(signer=by.username).order_by("-at").first()
    if signature is None:
        return Outcome(review.project, review, str(NOT_SIGNED))
    arguments: dict[str, Any] = {"by": by, "signature": signature, "review": review, "reason": "many"}
    return _tried(review.project, partial(unsigning.take_back, project=review.project, **arguments))


def _taken_back(by: User, review: StageReview) -> Outcome:
    signed = review.signatures.order_by("-at").first()
    if signed is not None:
        return Outcome(review.project, review, f"{called([signed.signer])} {timezone.localtime(signed.at):%Y-%m-%d %H:%M}")
    return _tried(review.project, partial(moves.withdraw, by=by, review=review, project=review.project))


def _tried(project: Project, act: Callable[[], Any]) -> Outcome:
    try:
        return Outcome(project, act())
    except Refused as refusal:
        return Outcome(project, refusal=refusal.sentence)
