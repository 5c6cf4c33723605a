"""A project moves: put up by one, signed by others, gated by the rules of its stage; corrected, taken over, given a status."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import make_user

from lianqun.land import stage_of, stages
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.permissions import has_permission
from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.roles import ROLES
from lianqun.office.actions.land import amounts, attachments, moves, signing, statuses, taking_over
from lianqun.office.actions.rows.door import delete_rows, write_rows
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.queries.land.project_life import Passed, way_of
from lianqun.office.queries.land.signing import signings_of, waiting_for
from lianqun.office.queries.rows.whole_tables import frame_of_rows
from lianqun.office.registry.models import Place, Project, ProjectEvent, StageReview, StageRule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]
DEZHOU, CHUZHOU = "371400", "341100"
ON = date(2024, 3, 1)
PDF = b"%PDF-1.4 a scan"


@pytest.fixture
def steward() -> User:
    return make_user(role="steward", place_id=DEZHOU)


@pytest.fixture
def county() -> User:
    return officer("county_investment")


def officer(office: str, place_id: str = DEZHOU, role: str = "approver") -> User:
    user: User = make_user(role=role, place_id=place_id)
    user.office = office
    user.save()
    return user


def project_at(stage: str, **values: Any) -> Project:
    """A project of Dezhou at a stage, of which nothing else is known than what is given."""
    known = {"name_zh": "试验项目", "place_id": DEZHOU, "chain_id": "dz-ic", "organization_id": "org-a", "stage": stage}
    known |= {"kind": "service", "builds": False}
    return Project.objects.create(id=f"p-{stage}", **known | values)


def ready_to_sign(steward: User, wan: int = 20_000) -> Project:
    project = project_at("assessment", investment_wan_yuan=Decimal(wan))
    for tag in ("agreement", "assessment_minutes"):
        attachments.attach(by=steward, project=project, proves=tag, name=f"{tag}.pdf", data=PDF)
    return project


def propose(*, reason: str = "", **arguments: Any) -> StageReview:
    return moves.propose(reason=reason, **arguments)


def sign(*, opinion: str = "", **arguments: Any) -> StageReview:
    return signing.sign(opinion=opinion, **arguments)


def record_amount(*, note: str = "", **arguments: Any) -> None:
    amounts.record_amount(note=note, **arguments)


def code_of(act: Any, **arguments: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(**arguments)
    return refused.value.code


def test_a_stage_is_put_up_signed_and_reached(steward: User, county: User) -> None:
    project = ready_to_sign(steward)
    review = propose(by=steward, project=project, to="signed", on=ON)
    project.refresh_from_db()
    assert (project.stage, review.state) == ("assessment", "in_review")
    assert [(one.pk, part.office, name) for one, part, name in waiting_for(county)] == [
        (review.pk, "county_investment", county.username)
    ]
    sign(by=county, review=review, project=project, verdict="agreed", opinion="同意")
    project.refresh_from_db()
    review.refresh_from_db()
    assert (project.stage, project.signed_on, review.state, review.decided_by) == ("signed", ON, "approved", county.username)
    assert list(ProjectEvent.objects.filter(project=project).values_list("kind", "on")) == [("stage", ON)]
    told = set(AuditEvent.objects.filter(parent=f"projects/{project.pk}").values_list("subject", flat=True))
    assert {f"projects/{project.pk}", f"stage_reviews/{review.pk}"} <= told


def test_what_is_missing_is_named_in_one_sentence_for_button_and_action(steward: User) -> None:
    project = project_at("assessment")
    sentence = moves.propose.why_not(steward, project=project, to="signed")
    assert sentence is not None and "投资协议" in sentence and "总投资" in sentence
    assert code_of(propose, by=steward, project=project, to="signed", on=ON) == "lacks"
    assert not StageReview.objects.exists()


def test_from_five_hundred_million_yuan_the_city_signs_after_the_county(steward: User, county: User) -> None:
    project, city = ready_to_sign(steward, 50_000), officer("city_investment")
    review = propose(by=steward, project=project, to="signed", on=ON)
    assert code_of(sign, by=city, review=review, project=project, verdict="agreed") == "not_awaited"
    sign(by=county, review=review, project=project, verdict="agreed")
    review.refresh_from_db()
    assert review.state == "in_review" and [part.is_done for part in signings_of(review)] == [True, False]
    sign(by=city, review=review, project=project, verdict="agreed")
    assert Project.objects.get(pk=project.pk).stage == "signed"


def test_nobody_signs_their_own_entry_not_even_as_a_deputy(steward: User, county: User) -> None:
    project = ready_to_sign(steward)
    county.deputy = steward.username
    county.save()
    steward.memberships.create(role="approver", place_id=DEZHOU)
    steward = User.objects.get(pk=steward.pk)
    review = propose(by=steward, project=project, to="signed", on=ON)
    assert code_of(sign, by=steward, review=review, project=project, verdict="agreed") == "own_entry"
    deputy = code_of(sign, by=steward, review=review, project=project, verdict="agreed", for_signer=county.username)
    assert deputy == "own_entry"


def test_a_deputy_signs_in_the_name_of_whoever_named_them(steward: User, county: User) -> None:
    project, deputy = ready_to_sign(steward), officer("")
    review = propose(by=steward, project=project, to="signed", on=ON)
    arguments = {"by": deputy, "review": review, "project": project, "verdict": "agreed", "for_signer": county.username}
    assert code_of(sign, **arguments) == "no_deputy"
    county.deputy = deputy.username
    county.save()
    sign(**arguments)
    signature = review.signatures.get()
    assert (signature.signer, signature.for_signer) == (deputy.username, county.username)
    assert Project.objects.get(pk=project.pk).stage == "signed"


def test_what_is_returned_ends_with_its_reason_and_may_be_put_up_anew(steward: User, county: User) -> None:
    project = ready_to_sign(steward)
    review = propose(by=steward, project=project, to="signed", on=ON)
    assert code_of(sign, by=county, review=review, project=project, verdict="returned", opinion=" ") == "no_opinion"
    sign(by=county, review=review, project=project, verdict="returned", opinion="协议缺页")
    review.refresh_from_db()
    assert (review.state, review.opinion, Project.objects.get(pk=project.pk).stage) == ("refused", "协议缺页", "assessment")
    assert propose(by=steward, project=project, to="signed", on=ON).pk != review.pk


def test_two_officers_at_once_one_is_told(steward: User, county: User) -> None:
    project = ready_to_sign(steward)
    propose(by=steward, project=project, to="signed", on=ON)
    other = make_user(role="promotion", place_id=DEZHOU)
    assert code_of(propose, by=other, project=project, to="signed", on=ON) == "in_review_already"


def test_a_move_out_of_order_has_its_own_permission_and_a_reason(steward: User) -> None:
    project = project_at("lead", investment_wan_yuan=Decimal(20_000))
    for tag in ("agreement", "assessment_minutes"):
        attachments.attach(by=steward, project=project, proves=tag, name="a.pdf", data=PDF)
    arguments: dict[str, Any] = {"project": project, "to": "signed", "on": ON}
    assert code_of(propose, by=steward, **arguments) == "out_of_order"
    administrator = make_user(role="administrator")
    assert code_of(propose, by=administrator, **arguments) == "no_reason"
    review = propose(by=administrator, **arguments, reason="签约在先，补录")
    assert review.reason == "签约在先，补录"


def test_days_of_a_stage_lie_neither_ahead_nor_before_the_stage_before(steward: User) -> None:
    project = ready_to_sign(steward)
    project.assessed_on = date(2024, 2, 1)
    project.save()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert code_of(propose, by=steward, project=project, to="signed", on=tomorrow) == "ahead"
    assert code_of(propose, by=steward, project=project, to="signed", on=date(2024, 1, 31)) == "before"


def test_a_saved_review_is_handed_in_or_taken_back_by_whoever_entered_it(steward: User) -> None:
    project, other = ready_to_sign(steward), make_user(role="promotion", place_id=DEZHOU)
    review = propose(by=steward, project=project, to="signed", on=ON, submit=False)
    assert review.state == "saved"
    assert code_of(moves.submit, by=other, review=review, project=project) == "not_yours"
    assert moves.submit(by=steward, review=review, project=project).state == "in_review"
    assert moves.withdraw(by=steward, review=review, project=project).state == "withdrawn"
    assert code_of(moves.submit, by=steward, review=review, project=project) == "decided"


def test_a_correction_goes_either_way_and_is_no_event(steward: User) -> None:
    project, statistician = project_at("construction"), make_user(role="statistician", place_id=DEZHOU)
    assert code_of(moves.correct, by=steward, project=project, to="signed", reason="x") == "not_allowed"
    assert code_of(moves.correct, by=statistician, project=project, to="signed", reason=" ") == "no_reason"
    moves.correct(by=statistician, project=project, to="signed", reason="误录")
    review = StageReview.objects.get()
    assert (Project.objects.get(pk=project.pk).stage, review.kind, review.state) == ("signed", "correction", "approved")
    assert not ProjectEvent.objects.filter(project=project).exists()


def test_what_lies_beyond_the_right_stage_was_never_reached(steward: User, county: User) -> None:
    project, statistician = ready_to_sign(steward), make_user(role="statistician", place_id=DEZHOU)
    review = propose(by=steward, project=project, to="signed", on=ON)
    sign(by=county, review=review, project=project, verdict="agreed")
    project.refresh_from_db()
    moves.correct(by=statistician, project=project, to="assessment", reason="协议未生效", on=date(2024, 2, 1))
    project.refresh_from_db()
    review.refresh_from_db()
    assert (project.stage, project.signed_on, project.assessed_on) == ("assessment", None, date(2024, 2, 1))
    assert review.state == "withdrawn" and not ProjectEvent.objects.filter(project=project).exists()
    assert code_of(moves.correct, by=statistician, project=project, to="assessment", reason="x", on=None) == "same"
    moves.correct(by=statistician, project=project, to="assessment", reason="日期误录", on=date(2024, 2, 5))
    assert Project.objects.get(pk=project.pk).assessed_on == date(2024, 2, 5)


def test_an_existing_project_is_taken_over_with_the_stages_that_it_passed(steward: User) -> None:
    project = project_at("production", signed_on=date(2022, 1, 5), started_on=date(2022, 6, 1), produced_on=date(2023, 9, 1))
    taking_over.take_over(by=steward, project=project)
    told = list(StageReview.objects.order_by("on").values_list("stage", "kind", "state", "on"))
    assert told == [
        ("signed", "taken_over", "approved", date(2022, 1, 5)),
        ("construction", "taken_over", "approved", date(2022, 6, 1)),
        ("production", "taken_over", "approved", date(2023, 9, 1)),
    ]
    project.refresh_from_db()
    assert (project.taken_over_by, project.taken_over_on) == (steward.username, timezone.localdate())
    assert code_of(taking_over.take_over, by=steward, project=project) == "reviewed_already"


def test_what_was_taken_out_after_it_was_handed_in_is_missed_when_it_is_signed(steward: User, county: User) -> None:
    project = ready_to_sign(steward)
    review = propose(by=steward, project=project, to="signed", on=ON)
    agreement = project.attachments.get(proves="agreement")
    attachments.remove(by=steward, attachment=agreement, project=project, reason="错件")
    assert code_of(sign, by=county, review=review, project=project, verdict="agreed") == "lacks"
    attachments.attach(by=steward, project=project, proves="agreement", name="a.pdf", data=PDF)
    sign(by=county, review=review, project=project, verdict="agreed")
    assert Project.objects.get(pk=project.pk).stage == "signed"


def test_a_status_has_a_reason_and_a_lost_project_a_place(steward: User) -> None:
    project, elsewhere = project_at("talks"), Place.objects.get(pk=CHUZHOU)
    arguments: dict[str, Any] = {"by": steward, "project": project, "on": ON}
    assert code_of(statuses.set_status, **arguments, status="delayed", reason="") == "no_reason"
    assert code_of(statuses.set_status, **arguments, status="lost", reason="地价") == "no_place"
    statuses.set_status(**arguments, status="lost", reason="地价", lost_to=elsewhere)
    project.refresh_from_db()
    assert (project.status, project.lost_to_place_id, project.status_reason) == ("lost", CHUZHOU, "地价")
    assert code_of(propose, by=steward, project=project, to="assessment", on=ON) == "not_running"
    statuses.set_status(**arguments, status="running", reason="重新洽谈")
    project.refresh_from_db()
    assert (project.status, project.lost_to_place_id) == ("running", None)


def test_amounts_are_added_and_never_more_taken_back_than_was_recognised(steward: User, county: User) -> None:
    project = ready_to_sign(steward)
    arguments: dict[str, Any] = {"project": project, "stage": "signed", "on": ON}
    record_amount(by=steward, **arguments, kind="reported", amount_wan_yuan=Decimal(20_000))
    recognise = {"by": county, **arguments, "kind": "recognised", "amount_wan_yuan": Decimal(18_000)}
    assert code_of(record_amount, **recognise) == "not_approved"
    review = propose(by=steward, project=project, to="signed", on=ON)
    sign(by=county, review=review, project=project, verdict="agreed")
    record_amount(**recognise)
    take_back = {"by": county, **arguments, "kind": "reversed", "note": "重复计算"}
    assert code_of(record_amount, **take_back, amount_wan_yuan=Decimal(18_001)) == "more_than_left"
    record_amount(**take_back, amount_wan_yuan=Decimal(8_000))
    assert code_of(record_amount, **take_back, amount_wan_yuan=Decimal(10_001)) == "more_than_left"
    assert code_of(record_amount, **{**recognise, "by": steward}) == "not_allowed"


def signed_project(steward: User, county: User) -> tuple[Project, StageReview]:
    project = ready_to_sign(steward)
    review = propose(by=steward, project=project, to="signed", on=ON)
    sign(by=county, review=review, project=project, verdict="agreed")
    return Project.objects.get(pk=project.pk), StageReview.objects.get(pk=review.pk)


def at_stage(project: Project, stage: str = "signed") -> Passed:
    return next(one for one in way_of(project) if one.stage.code == stage)


def test_an_approval_is_reviewed_again_when_a_document_it_saw_is_replaced_or_taken_out(steward: User, county: User) -> None:
    project, _review = signed_project(steward, county)
    attachments.attach(by=steward, project=project, proves="photo", name="p.jpg", data=PDF)
    assert (at_stage(project).state, at_stage(project).documents) == ("approved", ())
    attachments.remove(by=steward, attachment=project.attachments.get(proves="photo"), project=project, reason="模糊")
    assert at_stage(project).state == "approved", "no stage asks for the photo"
    agreement = project.attachments.get(proves="agreement")
    attachments.remove(by=steward, attachment=agreement, project=project, reason="错件")
    assert [(one.before, one.now) for one in at_stage(project).documents] == [("agreement", ())]
    attachments.attach(by=steward, project=project, proves="agreement", name="b.pdf", data=PDF, title="补充协议")
    assert at_stage(project).state == "reopened"
    assert [(one.before, one.now) for one in at_stage(project).documents] == [("agreement", ("补充协议",))]


def test_the_signers_saw_what_was_there_when_they_signed(steward: User, county: User) -> None:
    project, city = ready_to_sign(steward, 50_000), officer("city_investment")
    review = propose(by=steward, project=project, to="signed", on=ON)
    scan = project.attachments.get(proves="agreement")
    attachments.attach(by=steward, project=project, proves="agreement", name="a.pdf", data=PDF, title="清晰的扫描件")
    attachments.remove(by=steward, attachment=scan, project=project, reason="模糊")
    sign(by=county, review=review, project=project, verdict="agreed")
    clear = project.attachments.get(proves="agreement")
    sheet = attachments.attach(by=steward, project=project, proves="photo", name="s.jpg", data=PDF, title="盖章件", review=review)
    sign(by=city, review=review, project=project, verdict="agreed")
    assert at_stage(project).state == "approved", "nobody signed on the first scan"
    for one in (clear, sheet):
        attachments.remove(by=steward, attachment=one, project=project, reason="错件")
    assert {one.before for one in at_stage(project).documents} == {"清晰的扫描件", "盖章件"}


def test_a_file_of_a_kind_that_is_not_kept_is_refused(steward: User) -> None:
    project = ready_to_sign(steward)
    bad = {"by": steward, "project": project, "proves": "photo"}
    assert code_of(attachments.attach, **bad, name="a.exe", data=PDF) == "unknown_suffix"
    assert code_of(attachments.attach, **bad, name="a.pdf", data=b"") == "size"


def rule_of(**values: Any) -> StageRule:
    known = {"stage": "signed", "kind": "sign", "what": "county_investment", "number": 1, "valid_from": date(2024, 1, 1)}
    return StageRule(id=f"office-{values.get('kind', 'sign')}", **known | values)


def write_rule(by: User, **values: Any) -> None:
    write_rows(by=by, rows={"stage_rules": frame_of_rows([rule_of(**values)])})


def test_two_of_an_offices_people_sign(steward: User, county: User) -> None:
    project, second, third = ready_to_sign(steward), officer("county_investment"), officer("county_investment")
    write_rule(make_user(role="administrator"), needs="2")
    review = propose(by=steward, project=project, to="signed", on=ON)
    sign(by=second, review=review, project=project, verdict="agreed")
    (part,) = signings_of(review)
    assert (part.needed, part.signed_by, set(part.may_sign)) == (2, (second.username,), {county.username, third.username})
    assert Project.objects.get(pk=project.pk).stage == "assessment"
    assert code_of(sign, by=second, review=review, project=project, verdict="agreed") == "not_awaited"
    sign(by=third, review=review, project=project, verdict="agreed")
    assert Project.objects.get(pk=project.pk).stage == "signed"


def test_a_review_under_way_keeps_the_rules_it_began_under(steward: User, county: User) -> None:
    project, administrator = ready_to_sign(steward), make_user(role="administrator")
    review = propose(by=steward, project=project, to="signed", on=ON)
    write_rule(administrator, needs="all", what="land")
    write_rule(administrator, kind="document", what="photo", number=None)
    review.refresh_from_db()
    assert [part.office for part in signings_of(review)] == ["county_investment"]
    assert [one.pk for one, _part, _name in waiting_for(county)] == [review.pk]
    sign(by=county, review=review, project=project, verdict="agreed")
    assert Project.objects.get(pk=project.pk).stage == "signed"
    assert AuditEvent.objects.filter(subject=f"stage_reviews/{review.pk}", after__has_key="rules").count() == 1
    other = Project.objects.create(
        id="other", name_zh="之后的", stage="assessment", place_id=DEZHOU, builds=False, kind="service"
    )
    assert "照片" in str(moves.propose.why_not(steward, project=other, to="signed"))


def test_a_rule_that_is_taken_out_leaves_reviews_under_way_as_they_are(steward: User) -> None:
    project, administrator = ready_to_sign(steward), make_user(role="administrator")
    write_rule(administrator, what="land", needs="any")
    review = propose(by=steward, project=project, to="signed", on=ON)
    delete_rows(by=administrator, ids={"stage_rules": ["office-sign"]})
    assert [part.office for part in signings_of(StageReview.objects.get(pk=review.pk))] == ["land"]


ACTS: dict[str, tuple[Permission, Any]] = {
    "propose": (Permission.PROJECT_MOVE, lambda by, p: propose(by=by, project=p, to="signed", on=ON)),
    "set_status": (
        Permission.PROJECT_MOVE,
        lambda by, p: statuses.set_status(by=by, project=p, status="delayed", on=ON, reason="x"),
    ),
    "take_over": (Permission.PROJECT_MOVE, lambda by, p: taking_over.take_over(by=by, project=p)),
    "correct": (Permission.PROJECT_CORRECT, lambda by, p: moves.correct(by=by, project=p, to="talks", reason="x")),
    "report": (
        Permission.PROJECT_MOVE,
        lambda by, p: record_amount(by=by, project=p, stage="signed", kind="reported", amount_wan_yuan=Decimal(1), on=ON),
    ),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ACTS)
def test_who_may_act_on_a_project_here_and_elsewhere(role: str, act: str, steward: User) -> None:
    permission, call = ACTS[act]
    for place, is_here in ((DEZHOU, True), (CHUZHOU, False), ("", True)):
        project = Project.objects.create(
            id=f"p-{act}-{place or 'all'}",
            name_zh="试验项目二",
            place_id=DEZHOU,
            stage="assessment",
            investment_wan_yuan=Decimal(20_000),
            builds=False,
        )
        for tag in ("agreement", "assessment_minutes"):
            attachments.attach(by=steward, project=project, proves=tag, name="a.pdf", data=PDF)
        user = make_user(role=role, place_id=place)
        if has_permission(user, permission) and is_here:
            call(user, project)
        else:
            before = Project.objects.filter(pk=project.pk).values().get()
            assert code_of(call, by=user, p=project) in ("not_allowed", "outside_your_places")
            assert Project.objects.filter(pk=project.pk).values().get() == before


def test_every_usual_move_is_offered_and_no_other(steward: User) -> None:
    for stage in stages():
        project = project_at(stage.code)
        for other in stages():
            sentence = moves.propose.why_not(steward, project=project, to=other.code)
            usual = other.code in stage_of(stage.code).next
            assert (sentence is None or "还缺" in sentence) == usual, (stage.code, other.code)


def test_a_stage_that_no_office_is_asked_to_sign_is_approved_by_anybody_who_may_but_whoever_entered_it(steward: User) -> None:
    project, chief = project_at("lead"), make_user(role="chief", place_id=DEZHOU)
    review = propose(by=steward, project=project, to="talks", on=ON)
    assert [part.may_sign for part in signings_of(review)] == [(chief.username,)]
    sign(by=chief, review=review, project=project, verdict="agreed")
    assert Project.objects.get(pk=project.pk).talks_on == ON
