"""Who must sign a review, who has, and which reviews wait for a person."""

from collections import defaultdict
from collections.abc import Iterable

from lianqun.land import Signing, awaited, signings
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission, granting
from lianqun.office.queries.land.rules import book_of, record_of
from lianqun.office.queries.rows.visible import places_above, visible_to
from lianqun.office.registry.models import Project, Signature, StageReview


def approvers_of(project: Project, *, besides: str) -> dict[str, list[str]]:
    """Office → the people who may sign for it where the project stands, one person left out; under "" all of them."""
    places = {project.place_id, *places_above(project.place_id)} if project.place_id else set()
    found: dict[str, list[str]] = defaultdict(list)
    for user in (
        User.objects.filter(is_active=True).exclude(username=besides).order_by("username").prefetch_related("memberships")
    ):
        held = granting(user, Permission.STAGE_APPROVE)
        if any(one.place_id in ("", *places) and one.chain_id in ("", project.chain_id or "") for one in held):
            found[""].append(user.username)
            if user.office:
                found[user.office].append(user.username)
    return found


def signings_of(review: StageReview) -> tuple[Signing, ...]:
    """Each office's part in a review, by the rules that it began under."""
    rules = book_of(review).signers(review.stage, record_of(review.project))
    told = review.signatures.values("office", "verdict", "signer", "for_signer")
    return signings(rules, list(told), approvers_of(review.project, besides=review.submitted_by))


def part_for(review: StageReview, signer: str) -> Signing | None:
    """The part of a review that a person may sign now."""
    return next((part for part in awaited(signings_of(review)) if signer in part.may_sign), None)


def principals_of(user: User) -> list[str]:
    """Those whom a person may sign for: themselves, and whoever named them deputy."""
    named = User.objects.filter(deputy=user.username, is_active=True).order_by("username").values_list("username", flat=True)
    return [user.username, *named]


def waiting_for(user: User) -> list[tuple[StageReview, Signing, str]]:
    """The reviews that wait for a person, the longest waiting first: with the part to sign, and in whose name."""
    rows = StageReview.objects.filter(state="in_review").exclude(submitted_by=user.username)
    reviews = visible_to(user, rows).select_related("project", "project__place").order_by("submitted_at", "pk")
    mine = principals_of(user)
    return [found for review in reviews if (found := _part_of_mine(review, mine)) is not None]


def _part_of_mine(review: StageReview, names: Iterable[str]) -> tuple[StageReview, Signing, str] | None:
    for name in names:
        part = part_for(review, name) if name != review.submitted_by else None
        if part is not None:
            return review, part, name
    return None


def signatures_of(review: StageReview) -> list[Signature]:
    """What was signed, in order."""
    return list(review.signatures.order_by("at", "pk"))
