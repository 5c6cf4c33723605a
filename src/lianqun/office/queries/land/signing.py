"""Who must sign a review, who has, and which reviews wait for a person."""

from collections import defaultdict
from datetime import date

from lianqun.land import RuleBook, Signing, awaited, signings
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission, granting
from lianqun.office.queries.land.rules import book_of, record_of, rule_book
from lianqun.office.queries.rows.visible import places_above, visible_to
from lianqun.office.registry.models import Project, StageReview


class Approvers:
    """Those who may approve stages, read once: who may for which office, place and chain."""

    def __init__(self) -> None:
        people = User.objects.filter(is_active=True).order_by("username").prefetch_related("memberships")
        held = ((user, granting(user, Permission.STAGE_APPROVE)) for user in people)
        self._held = [(user.username, user.office, memberships) for user, memberships in held if memberships]
        self._above: dict[str, set[str]] = {}

    def of(self, project: Project, *, besides: str) -> dict[str, list[str]]:
        """Office → the people who may sign for it where the project stands, one person left out; under "" all of them."""
        places, chain = self._places(project.place_id), project.chain_id or ""
        found: dict[str, list[str]] = defaultdict(list)
        for name, office, memberships in self._held:
            if name != besides and any(one.place_id in places and one.chain_id in ("", chain) for one in memberships):
                for part in {"", office}:
                    found[part].append(name)
        return found

    def _places(self, place_id: str | None) -> set[str]:
        """The place with all above it, and the empty one, which stands for every place."""
        known = place_id or ""
        if known not in self._above:
            self._above[known] = {"", known, *(places_above(known) if known else ())}
        return self._above[known]


def signings_of(review: StageReview, approvers: Approvers | None = None, book: RuleBook | None = None) -> tuple[Signing, ...]:
    """Each office's part in a review, by the rules that it began under."""
    rules = (book or book_of(review)).signers(review.stage, record_of(review.project))
    told = [
        {"office": one.office, "verdict": one.verdict, "signer": one.signer, "for_signer": one.for_signer}
        for one in review.signatures.all()
    ]
    return signings(rules, told, (approvers or Approvers()).of(review.project, besides=review.submitted_by))


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
    reviews = visible_to(user, rows).select_related("project", "project__place").prefetch_related("signatures")
    mine, approvers, books = principals_of(user), Approvers(), Books()
    found = []
    for review in reviews.order_by("submitted_at", "pk"):
        for part in awaited(signings_of(review, approvers, books.of(review))):
            name = next((one for one in mine if one in part.may_sign and one != review.submitted_by), None)
            if name is not None:
                found.append((review, part, name))
                break
    return found


class Books(dict[date | None, RuleBook]):
    """Rule books by the day on which a review began, each made once; a review that keeps rules of its own has its own."""

    def of(self, review: StageReview) -> RuleBook:
        """The rules that a review began under."""
        return book_of(review) if review.rules else self[review.rules_on]

    def __missing__(self, on: date | None) -> RuleBook:
        self[on] = rule_book(on)
        return self[on]
