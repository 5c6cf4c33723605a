"""An approval that reopened is reviewed again: the offices sign on what stands there now, and nothing moves or counts."""

import pytest
from tests.factories import make_user
from tests.web.actions.test_moves import PDF, code_of, sign
from tests.web.actions.test_unsigning import signed, state_of, take_back

from lianqun.office.accounts.models import User
from lianqun.office.actions.land import attachments, reviewing_again
from lianqun.office.queries.land.project_life import way_of
from lianqun.office.registry.models import Project, ProjectEvent, StageReview

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]


def reopened(steward: User, county: User) -> Project:
    """A signed project of which the investment changed after it was signed."""
    project = signed(steward, county).project
    Project.objects.filter(pk=project.pk).update(investment_wan_yuan=25_000)
    return Project.objects.get(pk=project.pk)


def state_on_the_way(project: Project, stage: str) -> str:
    return next(it.state for it in way_of(Project.objects.get(pk=project.pk)) if it.stage.code == stage)


def again(steward: User, project: Project, stage: str = "signed", reason: str = "追加投资") -> StageReview:
    return reviewing_again.review_again(by=steward, project=project, stage=stage, reason=reason)


def test_a_reopened_approval_is_signed_on_what_stands_there_now_and_nothing_moves(steward: User, county: User) -> None:
    project = reopened(steward, county)
    assert state_on_the_way(project, "signed") == "reopened"
    before, events = state_of(project.pk), ProjectEvent.objects.count()
    review = again(steward, project)
    assert state_on_the_way(project, "signed") == "in_review"
    sign(by=county, review=review, project=project, verdict="agreed", opinion="同意")
    assert state_on_the_way(project, "signed") == "approved"
    assert state_of(project.pk) == before and ProjectEvent.objects.count() == events


def test_what_is_returned_stays_reopened_and_may_be_put_up_again(steward: User, county: User) -> None:
    project = reopened(steward, county)
    sign(by=county, review=again(steward, project), project=project, verdict="returned", opinion="说明依据")
    assert state_on_the_way(project, "signed") == "refused" and state_of(project.pk)["stage"] == "signed"
    sign(by=county, review=again(steward, project), project=project, verdict="agreed", opinion="同意")
    assert state_on_the_way(project, "signed") == "approved"


def test_a_document_that_was_taken_out_is_asked_for_before_the_review(steward: User, county: User) -> None:
    project = signed(steward, county).project
    attachments.remove(by=steward, attachment=project.attachments.get(proves="agreement"), project=project, reason="换版")
    assert state_on_the_way(project, "signed") == "reopened"
    assert code_of(reviewing_again.review_again, by=steward, project=project, stage="signed", reason="换版") == "lacks"
    attachments.attach(by=steward, project=project, proves="agreement", name="new.pdf", data=PDF)
    sign(by=county, review=again(steward, project), project=project, verdict="agreed", opinion="同意")
    assert state_on_the_way(project, "signed") == "approved"


def test_what_stands_is_not_reviewed_again_nor_without_a_reason_nor_by_anybody(steward: User, county: User) -> None:
    project = signed(steward, county).project
    told = {"project": project, "stage": "signed", "reason": "x"}
    assert code_of(reviewing_again.review_again, by=steward, **told) == "stands"
    assert code_of(reviewing_again.review_again, by=steward, **{**told, "stage": "talks"}) == "stands", "never approved"
    Project.objects.filter(pk=project.pk).update(investment_wan_yuan=25_000)
    told["project"] = project = Project.objects.get(pk=project.pk)
    assert code_of(reviewing_again.review_again, by=steward, **{**told, "reason": " "}) == "no_reason"
    assert code_of(reviewing_again.review_again, by=make_user(role="analyst"), **told) == "not_allowed"
    again(steward, project)
    assert code_of(reviewing_again.review_again, by=steward, **told) == "in_review_already"


def test_the_signature_of_a_second_review_is_taken_back_alone(steward: User, county: User) -> None:
    project = reopened(steward, county)
    review = again(steward, project)
    sign(by=county, review=review, project=project, verdict="agreed", opinion="同意")
    before = state_of(project.pk)
    take_back(county, StageReview.objects.get(pk=review.pk))
    assert StageReview.objects.get(pk=review.pk).state == "in_review"
    assert state_of(project.pk) == before, "the project stays where it was signed to the first time"
    assert ProjectEvent.objects.filter(project=project, kind="stage").count() == 1
