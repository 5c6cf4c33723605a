"""Signatures taken back, one and many: as long as nobody went on from there, and by nobody else than who gave them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.factories import make_user
from tests.web.actions.test_moves import DEZHOU, ON, PDF, code_of, officer, propose, sign

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.actions.land import amounts, attachments, many, moves, unsigning
from lianqun.office.queries.land.signing import signings_of
from lianqun.office.registry.models import Project, ProjectEvent, Signature, StageReview

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]


def under_review(steward: User, key: str, wan: int = 20_000, **values: Any) -> StageReview:
    """A project that waits for the signatures of its signing."""
    known = {"name_zh": f"项目{key}", "place_id": DEZHOU, "chain_id": "dz-ic", "organization_id": "org-a", "kind": "service"}
    project = Project.objects.create(id=key, stage="assessment", builds=False, investment_wan_yuan=Decimal(wan), **known | values)
    for tag in ("agreement", "assessment_minutes"):
        attachments.attach(by=steward, project=project, proves=tag, name=f"{tag}.pdf", data=PDF)
    return propose(by=steward, project=project, to="signed", on=ON)


def signed(steward: User, county: User, key: str = "p", **values: Any) -> StageReview:
    review = under_review(steward, key, **values)
    sign(by=county, review=review, project=review.project, verdict="agreed", opinion="同意")
    return StageReview.objects.get(pk=review.pk)


def take_back(by: User, review: StageReview) -> StageReview:
    signature = review.signatures.order_by("-at").first()
    return unsigning.take_back(by=by, signature=signature, review=review, project=review.project, reason="误签")


def state_of(key: str) -> dict[str, Any]:
    return Project.objects.filter(pk=key).values().get()


def test_the_last_signature_takes_the_project_back_to_where_it_stood(steward: User, county: User) -> None:
    review = under_review(steward, "p", signed_on=date(2023, 1, 1))
    before, waiting = state_of("p"), StageReview.objects.filter(pk=review.pk).values().get()
    sign(by=county, review=review, project=review.project, verdict="agreed", opinion="同意")
    assert state_of("p")["signed_on"] == ON
    take_back(county, StageReview.objects.get(pk=review.pk))
    assert state_of("p") == before and StageReview.objects.filter(pk=review.pk).values().get() == waiting
    assert not ProjectEvent.objects.exists() and not Signature.objects.exists()
    told = AuditEvent.objects.filter(parent="projects/p", reason="误签").values_list("type", "subject")
    assert {"projects/p", f"stage_reviews/{review.pk}", f"project_events/ev-{review.pk}"} <= {subject for _type, subject in told}
    sign(by=county, review=StageReview.objects.get(pk=review.pk), project=review.project, verdict="agreed", opinion="")
    assert state_of("p")["stage"] == "signed", "it is signed anew as if nothing had been"


def test_a_signature_that_others_wait_upon_goes_back_alone_until_the_next_has_signed(steward: User, county: User) -> None:
    review, city = under_review(steward, "p", 60_000), officer("city_investment")
    sign(by=county, review=review, project=review.project, verdict="agreed")
    take_back(county, review)
    review.refresh_from_db()
    assert (review.state, review.documents, [part.is_done for part in signings_of(review)]) == ("in_review", "", [False, False])
    first = sign(by=county, review=review, project=review.project, verdict="agreed").signatures.get()
    sign(by=city, review=review, project=review.project, verdict="agreed")
    told = {"review": StageReview.objects.get(pk=review.pk), "project": review.project, "reason": ""}
    assert code_of(unsigning.take_back, by=county, signature=first, **told) == "signed_since"
    take_back(city, told["review"])
    assert state_of("p")["stage"] == "assessment"


WHAT_OTHERS_DO = {
    "amount": lambda project, steward: amounts.record_amount(
        by=steward, project=project, stage="signed", kind="reported", amount_wan_yuan=Decimal(1), on=ON, note=""
    ),
    "document": lambda project, steward: attachments.attach(by=steward, project=project, proves="photo", name="p.jpg", data=PDF),
    "correction": lambda project, steward: moves.correct(
        by=make_user(role="statistician"), project=project, to="talks", reason="误录"
    ),
    "move": lambda project, steward: propose(by=steward, project=project, to="registered", on=ON, submit=False),
}


@pytest.mark.parametrize("what", WHAT_OTHERS_DO)
def test_what_was_done_with_the_project_since_keeps_the_signature(what: str, steward: User, county: User) -> None:
    review = signed(steward, county)
    if what == "move":
        attachments.attach(by=steward, project=review.project, proves="business_licence", name="l.pdf", data=PDF)
    WHAT_OTHERS_DO[what](Project.objects.get(pk="p"), steward)
    before = state_of("p")
    review.refresh_from_db()
    expected = "decided_since" if what == "correction" else "changed_since"
    signature = review.signatures.get()
    told: dict[str, Any] = {"signature": signature, "review": review, "project": review.project, "reason": ""}
    assert code_of(unsigning.take_back, by=county, **told) == expected
    assert state_of("p") == before and Signature.objects.filter(pk=signature.pk).exists()


@pytest.mark.parametrize(
    ("role", "place", "code"),
    [
        ("approver", DEZHOU, "not_yours"),
        ("chief", DEZHOU, "not_yours"),
        ("administrator", "", "not_yours"),
        ("approver", "341100", "outside_your_places"),
        ("steward", DEZHOU, "not_allowed"),
        ("statistician", DEZHOU, "not_allowed"),
        ("analyst", "", "not_allowed"),
    ],
)
def test_nobody_takes_back_what_another_signed(role: str, place: str, code: str, steward: User, county: User) -> None:
    review = signed(steward, county)
    told: dict[str, Any] = {"signature": review.signatures.get(), "review": review, "project": review.project, "reason": ""}
    assert code_of(unsigning.take_back, by=make_user(role=role, place_id=place), **told) == code
    assert state_of("p")["stage"] == "signed"


def test_what_was_returned_is_put_up_anew(steward: User, county: User) -> None:
    review = under_review(steward, "p")
    sign(by=county, review=review, project=review.project, verdict="returned", opinion="缺页")
    told: dict[str, Any] = {"signature": review.signatures.get(), "review": review, "project": review.project, "reason": ""}
    assert code_of(unsigning.take_back, by=county, **told) == "returned"


def test_of_many_those_go_back_that_nobody_went_on_from(steward: User, county: User) -> None:
    reviews = [under_review(steward, key) for key in ("one", "two", "three")]
    assert not any(one.refusal for one in many.sign(by=county, reviews=reviews, verdict="agreed", opinion=""))
    attachments.attach(by=steward, project=Project.objects.get(pk="two"), proves="photo", name="p.jpg", data=PDF)
    reviews = [StageReview.objects.get(pk=one.pk) for one in reviews]
    outcomes = many.unsign(by=county, reviews=reviews)
    assert [bool(one.refusal) for one in outcomes] == [False, True, False]
    assert steward.username in str(outcomes[1].refusal)
    assert [state_of(key)["stage"] for key in ("one", "two", "three")] == ["assessment", "signed", "assessment"]
    again = many.unsign(by=county, reviews=[StageReview.objects.get(pk=reviews[0].pk)])
    assert again[0].refusal
    assert many.unsign(by=officer("county_investment"), reviews=reviews[1:2])[0].refusal
