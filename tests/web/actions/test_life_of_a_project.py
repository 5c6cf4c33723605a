"""The whole life of a project as a machine of states: whatever people try, no stage without its requirements, no amount twice, no event lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from tests.factories import load_tiny_data_set, make_user

from lianqun.land import amounts_of, rules_of, stages
from lianqun.land.stage_rules import RuleBook
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.actions.land import amounts, attachments, moves, reviewing_again, signing, statuses, unsigning
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.queries.land.rules import proofs, record_of
from lianqun.office.registry.models import Project, ProjectEvent, Signature, StageAmount, StageReview
from lianqun.vocab.codes import code_lists

STAGES = [stage.code for stage in stages()]
ON = date(2024, 6, 1)
BOOK = RuleBook(rules_of(), ON)


class Life(RuleBasedStateMachine):
    """One project, three people: an officer who enters, an approver who signs, an administrator who may do anything."""

    @initialize()
    def begin(self) -> None:
        self.place = transaction.atomic()
        self.place.__enter__()
        load_tiny_data_set()
        self.officer, self.administrator = make_user(role="promotion"), make_user(role="administrator")
        self.approver = make_user(role="approver")
        User.objects.filter(pk=self.approver.pk).update(office="county_investment")
        self.approver = User.objects.get(pk=self.approver.pk)
        known = {"kind": "service", "builds": False, "organization_id": "org-a", "chain_id": "dz-ic", "place_id": "371400"}
        self.project = Project.objects.create(
            id="life", name_zh="一生", stage=STAGES[0], investment_wan_yuan=Decimal(30_000), **known
        )
        self.approved = self.unsigned = 0

    def teardown(self) -> None:
        if hasattr(self, "place"):
            transaction.set_rollback(True)
            self.place.__exit__(None, None, None)

    def attempt(self, act: object, **arguments: object) -> bool:
        """Try; what is refused changes nothing."""
        before = AuditEvent.objects.count()
        try:
            act(**arguments)  # type: ignore[operator]
        except Refused:
            assert AuditEvent.objects.count() == before
            return False
        finally:
            self.project = Project.objects.get(pk="life")
        return True

    @rule(to=st.sampled_from(STAGES), who=st.sampled_from(["officer", "administrator", "approver"]))
    def propose(self, to: str, who: str) -> None:
        lacking = BOOK.missing(to, record_of(self.project), proofs(self.project))
        done = self.attempt(moves.propose, by=getattr(self, who), project=self.project, to=to, on=ON, reason="补录")
        assert not (done and lacking) and not (done and who == "approver")

    @rule(to=st.sampled_from(STAGES))
    def prove_what_is_missing(self, to: str) -> None:
        for one in BOOK.missing(to, record_of(self.project), proofs(self.project)):
            if one.kind == "document":
                self.attempt(attachments.attach, by=self.officer, project=self.project, proves=one.what, name="a.pdf", data=b"x")
            else:
                Project.objects.filter(pk="life").update(**{one.what: "x" if one.what.endswith("note") else 1})
        self.project = Project.objects.get(pk="life")

    @rule(
        verdict=st.sampled_from(sorted(code_lists()["signature_verdict"])),
        who=st.sampled_from(["officer", "approver", "administrator"]),
    )
    def sign(self, verdict: str, who: str) -> None:
        review = StageReview.objects.filter(state="in_review").first()
        if review is None:
            return
        done = self.attempt(
            signing.sign, by=getattr(self, who), review=review, project=self.project, verdict=verdict, opinion="好"
        )
        review.refresh_from_db()
        assert not (done and getattr(self, who).username == review.submitted_by)
        self.approved += done and review.state == "approved" and review.kind == "move"

    @rule(stage=st.sampled_from(STAGES), who=st.sampled_from(["officer", "approver"]))
    def review_again(self, stage: str, who: str) -> None:
        before = self.project.stage
        self.attempt(reviewing_again.review_again, by=getattr(self, who), project=self.project, stage=stage, reason="复核")
        assert self.project.stage == before

    @rule(who=st.sampled_from(["approver", "administrator"]))
    def take_a_signature_back(self, who: str) -> None:
        signature = Signature.objects.filter(review__project="life").order_by("-at").first()
        if signature is None:
            return
        was, came_from, kind = signature.review.state, signature.review.from_stage, signature.review.kind
        done = self.attempt(
            unsigning.take_back,
            by=getattr(self, who),
            signature=signature,
            review=signature.review,
            project=self.project,
            reason="误签",
        )
        assert not (done and getattr(self, who).username != signature.signer)
        if done and was == "approved" and kind == "move":
            assert self.project.stage == came_from
            self.approved, self.unsigned = self.approved - 1, self.unsigned + 1

    @rule()
    def withdraw(self) -> None:
        review = StageReview.objects.filter(state__in=("saved", "in_review")).first()
        if review is not None:
            self.attempt(moves.withdraw, by=self.administrator, review=review, project=self.project, reason="")

    @rule(to=st.sampled_from(STAGES))
    def correct(self, to: str) -> None:
        self.attempt(moves.correct, by=self.administrator, project=self.project, to=to, reason="误录")

    @rule(status=st.sampled_from(sorted(code_lists()["project_status"])))
    def set_status(self, status: str) -> None:
        place = self.project.place
        self.attempt(statuses.set_status, by=self.officer, project=self.project, status=status, on=ON, reason="x", lost_to=place)

    @rule(
        kind=st.sampled_from(["reported", "recognised", "reversed"]), amount=st.integers(1, 40_000), stage=st.sampled_from(STAGES)
    )
    def add_amount(self, kind: str, amount: int, stage: str) -> None:
        arguments = {"project": self.project, "stage": stage, "kind": kind, "amount_wan_yuan": Decimal(amount), "on": ON}
        self.attempt(amounts.record_amount, by=self.administrator, **arguments, note="x")

    @precondition(lambda self: hasattr(self, "project"))
    @invariant()
    def every_stage_came_by_a_review_and_every_move_has_its_event(self) -> None:
        if self.project.stage != STAGES[0]:
            assert StageReview.objects.filter(project="life", stage=self.project.stage, state="approved").exists()
        standing = StageReview.objects.filter(project="life", kind="move", state="approved").count()
        assert ProjectEvent.objects.filter(project="life", kind="stage").count() == standing <= self.approved
        assert StageReview.objects.filter(project="life", state__in=("saved", "in_review")).count() <= 1
        changed = AuditEvent.objects.filter(subject="projects/life", after__has_key="stage").count()
        corrections = StageReview.objects.filter(project="life", kind="correction").count()
        assert changed == self.approved + 2 * self.unsigned + corrections

    @precondition(lambda self: hasattr(self, "project"))
    @invariant()
    def no_amount_is_counted_twice_or_below_nothing(self) -> None:
        rows = list(StageAmount.objects.filter(project="life").values("stage", "kind", "amount_wan_yuan", "on"))
        for stage in STAGES:
            left = amounts_of(rows, stage=stage, as_of=date.max).left
            assert left is None or left >= 0


@pytest.mark.django_db
def test_a_whole_life() -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    run_state_machine_as_test(
        Life, settings=settings(max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=quiet)
    )  # type: ignore[no-untyped-call]
