"""Rows that are one are made one, and split again: nothing is lost, nothing counts twice, and the old key leads on."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import load_tiny_data_set, make_user

from lianqun.land import amounts_of
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.actions.rows import storing
from lianqun.office.actions.rows.door import write_rows
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.rows.tallies import write_tally
from lianqun.office.actions.tables import data_sets, merging, record_undoing, records
from lianqun.office.evidence.models import Evidence, Judgement
from lianqun.office.queries.land.project_life import standing_of, way_of
from lianqun.office.queries.lists.search import search
from lianqun.office.queries.rows.merged import keys_leading_to, stands_for
from lianqun.office.queries.rows.whole_tables import frame_of_texts, models_by_table, whole_tables
from lianqun.office.queries.tables.merging import plan_merge
from lianqun.office.queries.tables.record_changes import read_history
from lianqun.office.queries.trace.tallying import count_links
from lianqun.office.registry.models import (
    Alias,
    Attachment,
    ChainLink,
    Flow,
    Indicator,
    Lead,
    LeadDispute,
    LeadStep,
    Link,
    LinkTally,
    Merge,
    Need,
    Organization,
    Placement,
    Project,
    Signature,
    StageAmount,
    StageReview,
    Tie,
)
from lianqun.tables import check, load, schema
from lianqun.vocab.dictionary import tables

pytestmark = pytest.mark.django_db
PHONE = "13800001234"
TALLIED = ("place_id", "link_id", "organizations", "confirmed", "uncertain", "refused", "placements")


def state() -> dict[str, list[dict[str, Any]]]:
    """Every table as an export would tell it, merges apart."""
    return {table: rows.to_dicts() for table, rows in whole_tables().items() if table != "merges"}


def tallied() -> list[tuple[Any, ...]]:
    """The counts as they are kept."""
    return list(LinkTally.objects.order_by("place_id", "link_id").values_list(*TALLIED))


def at(day: int) -> datetime:
    return datetime(2024, 1, day, 8, tzinfo=UTC)


@pytest.fixture
def admin(tiny: None) -> User:
    user: User = make_user(role="administrator")
    return user


@pytest.fixture
def life(admin: User) -> User:
    """Two projects that are one, each with reviews, signatures, amounts, documents; two leads that became them; needs that double."""
    Project.objects.create(id="pro-3", name_zh="硅片二期（重复）", organization_id="org-a", place_id="371402", chain_id="dz-ic",
                           link_id="wafer", stage="signed", land_mu="120", signed_on=date(2023, 1, 5))  # fmt: skip
    for own, day, amount in (("pro-1", 8, "350000"), ("pro-3", 5, "340000")):
        review = StageReview.objects.create(id=f"rev-{own}", project_id=own, stage="signed", kind="move", state="approved",
                                            on=date(2023, 3, day), submitted_by="甲", submitted_at=at(day), decided_at=at(day),
                                            seen=json.dumps({"organization_id": "org-a"}))  # fmt: skip
        Signature.objects.create(id=f"sig-{own}", review=review, step=1, signer="乙", verdict="agreed", at=at(day))
        StageAmount.objects.create(
            id=f"am-{own}", project_id=own, stage="signed", kind="recognised", amount_wan_yuan=amount, on=date(2023, 3, 9)
        )
        Attachment.objects.create(id=f"att-{own}", project_id=own, review=review, proves="agreement", title="合同")
    Need.objects.create(
        id="need-3", kind="factor", organization_id="org-a", project_id="pro-3", title="双回路供电", status="open"
    )
    Evidence.objects.create(id="ev-need", table="needs", row_id="need-3", strength="weak", said_by="某甲", said_why="来函")
    for own, day, project in (("lead-1", 2, "pro-1"), ("lead-2", 3, "pro-3")):
        Lead.objects.create(id=own, name_zh=f"线索{own}", investor_name="甲硅片", place_id="371402", state="converted",
                            reported_at=at(day), project_id=project, contact_phone=PHONE)  # fmt: skip
        LeadStep.objects.create(id=f"step-{own}", lead_id=own, kind="answer", at=at(day))
    return admin


PAIRS = [
    ("organizations", "org-a", "org-b"),
    ("organizations", "org-b", "org-a"),
    ("organizations", "org-c", "org-d"),
    ("links", "wafer", "target"),
    ("links", "glass", "wafer"),
    ("projects", "pro-1", "pro-2"),
    ("projects", "pro-1", "pro-3"),
    ("projects", "pro-3", "pro-1"),
]


@pytest.mark.parametrize(("table", "kept", "merged"), PAIRS)
def test_a_merge_that_is_split_again_leaves_everything_as_it_was(life: User, table: str, kept: str, merged: str) -> None:
    before, counted = state(), tallied()
    one = merging.merge(by=life, table=table, kept_id=kept, merged_id=merged)
    assert stands_for(table, merged) == kept and state() != before
    assert tallied() == count_links().select(TALLIED).rows()
    assert merging.split(by=life, merge=one) == []
    assert state() == before and stands_for(table, merged) == "" and tallied() == counted


def test_leads_are_merged_once_their_projects_are_and_the_earlier_report_stays(life: User) -> None:
    with pytest.raises(Refused) as refused:
        merging.merge(by=life, table="leads", kept_id="lead-1", merged_id="lead-2")
    assert refused.value.code == "two_projects"
    before = state()
    first = merging.merge(by=life, table="projects", kept_id="pro-1", merged_id="pro-3")
    assert Lead.objects.get(pk="lead-2").project_id == "pro-1"
    with pytest.raises(Refused) as refused:
        merging.merge(by=life, table="leads", kept_id="lead-2", merged_id="lead-1")
    assert refused.value.code == "later_stays"
    second = merging.merge(by=life, table="leads", kept_id="lead-1", merged_id="lead-2")
    assert Lead.objects.get(pk="lead-1").reported_at == at(2) and LeadStep.objects.count() == 1
    merging.split(by=life, merge=second)
    merging.split(by=life, merge=first)
    assert state() == before


@pytest.mark.parametrize(
    ("kept", "merged", "code"),
    [
        ("reported", "converted", "is_a_project"),
        ("refused", "following", "is_over"),
        ("following", "dropped", ""),
        ("dropped", "refused", ""),
    ],
)
def test_a_lead_neither_ends_nor_loses_its_project_by_being_merged(admin: User, kept: str, merged: str, code: str) -> None:
    for own, day, stands in (("lead-1", 2, kept), ("lead-2", 3, merged)):
        Lead.objects.create(id=own, name_zh=own, investor_name="甲", place_id="371402", state=stands, reported_at=at(day))
    pair = {"table": "leads", "kept_id": "lead-1", "merged_id": "lead-2"}
    assert (merging.merge.why_not(admin, **pair) is not None) is bool(code)
    if code:
        with pytest.raises(Refused) as refused:
            merging.merge(by=admin, **pair)
        assert refused.value.code == code


def test_no_amount_counts_twice_and_moves_stay_as_they_were(life: User) -> None:
    project = Project.objects.get(pk="pro-1")
    told = (standing_of(project, date(2024, 2, 1)), [(one.mark, one.on, one.state) for one in way_of(project)])
    plan = plan_merge("projects", "pro-1", "pro-3")
    counts = {one.table: (one.moved, one.doubled, one.itself, one.aside) for one in plan.counts()}
    assert counts["stage_amounts"] == counts["stage_reviews"] == counts["signatures"] == (0, 0, 0, 1)
    assert counts["needs"] == (0, 1, 0, 0) and counts["evidence"] == (1, 0, 0, 0) and counts["attachments"] == (1, 0, 0, 0)
    merging.merge(by=life, table="projects", kept_id="pro-1", merged_id="pro-3")
    project = Project.objects.get(pk="pro-1")
    assert (standing_of(project, date(2024, 2, 1)), [(one.mark, one.on, one.state) for one in way_of(project)]) == told
    amounts = amounts_of(
        list(StageAmount.objects.values("stage", "kind", "amount_wan_yuan", "on")), stage="signed", as_of=date(2024, 2, 1)
    )
    assert amounts.recognised == Decimal("350000")
    assert (project.stage, project.signed_on) == ("construction", date(2023, 3, 8))
    assert project.land_mu == Decimal("120"), "what the kept row did not know is taken"
    assert Evidence.objects.get(pk="ev-need").row_id == "need-1", "the evidence of a row that stays one goes to its twin"
    assert set(Attachment.objects.values_list("project_id", flat=True)) == {"pro-1"}


def test_an_approval_goes_on_holding_when_its_investor_is_merged(life: User) -> None:
    merging.merge(by=life, table="organizations", kept_id="org-b", merged_id="org-a")
    way = {one.stage.code: one for one in way_of(Project.objects.get(pk="pro-1"))}
    assert way["signed"].state == "approved" and not way["signed"].changed
    assert User.objects.filter(organization_id="org-a").count() == 0


def test_values_are_chosen_column_by_column(life: User) -> None:
    Organization.objects.filter(pk="org-b").update(employees=90, name_en="B Target", founded_year=2001)
    merging.merge(
        by=life, table="organizations", kept_id="org-a", merged_id="org-b", taken=["employees", "name_en"], is_named=False
    )
    kept = Organization.objects.get(pk="org-a")
    assert (kept.employees, kept.name_en, kept.founded_year) == (90, "B Target", None)
    assert kept.parent_id is None and not Alias.objects.filter(alias="乙靶材有限公司").exists()


def test_a_number_is_never_taken_without_what_it_is_counted_in(life: User) -> None:
    Project.objects.filter(pk="pro-2").update(capacity="5", capacity_unit="万片", investment_qualifier="约")
    Project.objects.filter(pk="pro-1").update(capacity="7", investment_qualifier="")
    plan = plan_merge("projects", "pro-1", "pro-2")
    assert "capacity_unit" not in plan.taken and "investment_qualifier" not in plan.taken
    Organization.objects.filter(pk="org-b").update(valid_to=date(2020, 1, 1))
    assert "valid_to" not in plan_merge("organizations", "org-a", "org-b").taken


def test_what_ties_a_row_to_itself_goes_and_what_says_the_same_stays_one(admin: User) -> None:
    Flow.objects.create(id="f-2", from_link_id="wafer", to_link_id="target", kind="material")
    Flow.objects.create(id="f-3", from_link_id="target", to_link_id="glass", kind="material")
    ChainLink.objects.create(id="cl-4", chain_id="cz-pv", link_id="target", column=0)
    ChainLink.objects.create(id="cl-5", chain_id="cz-pv", link_id="wafer", column=2)
    merging.merge(by=admin, table="links", kept_id="wafer", merged_id="target")
    assert set(Flow.objects.values_list("pk", flat=True)) == {"f-1"}
    assert set(ChainLink.objects.values_list("pk", "link_id", "column")) == {
        ("cl-1", "wafer", 0),
        ("cl-3", "glass", 1),
        ("cl-5", "wafer", 2),
    }
    assert set(Placement.objects.filter(link_id="wafer").values_list("pk", flat=True)) == {"pl-1", "pl-2"}
    Tie.objects.create(id="t-1", from_organization_id="org-a", to_organization_id="org-b", kind="supplies")
    Judgement.objects.create(id="j-1", left_id="org-a", right_id="org-b", verdict="same", by="某甲", at=at(1))
    merging.merge(by=admin, table="organizations", kept_id="org-a", merged_id="org-b")
    assert not Tie.objects.exists() and not Judgement.objects.exists(), "a judgement that they are one is fulfilled"


def test_published_figures_stay_beside_each_other(admin: User) -> None:
    told = {"place_id": "371402", "name": "产值", "period": "2023", "unit": "亿元", "modality": "actual"}
    for own, organization, value in (("i-1", "org-a", "5"), ("i-2", "org-b", "6"), ("i-3", "org-b", "5")):
        Indicator.objects.create(id=own, organization_id=organization, value=value, **told)
    merging.merge(by=admin, table="organizations", kept_id="org-a", merged_id="org-b")
    figures = Indicator.objects.filter(organization_id="org-a").values_list("pk", flat=True)
    assert set(figures) == {"i-1", "i-2"}, "only the figure that says the very same stays one"


def test_what_was_changed_since_stays_and_is_told_with_who_did(life: User) -> None:
    one = merging.merge(by=life, table="organizations", kept_id="org-c", merged_id="org-a")
    records.edit(by=life, row=Need.objects.get(pk="need-1"), cells={"detail": "两路"}, reason="改")
    Placement.objects.filter(pk="pl-1").delete()
    Organization.objects.filter(pk="org-c").update(revenue_wan_yuan="1")
    stays = {(it.table, it.row_id): (it.is_gone, it.by) for it in merging.split(by=life, merge=one)}
    assert stays[("needs", "need-1")] == (False, life.username) and stays[("placements", "pl-1")] == (True, "")
    assert stays[("organizations", "org-c")][0] is False and Organization.objects.get(pk="org-c").revenue_wan_yuan == 1
    assert Need.objects.get(pk="need-1").organization_id == "org-c" and Project.objects.get(pk="pro-1").organization_id == "org-a"


def test_a_confirmation_does_not_come_back_without_its_evidence(admin: User) -> None:
    Placement.objects.create(id="pl-4", organization_id="org-b", link_id="wafer", role="member", status="uncertain")
    one = merging.merge(by=admin, table="organizations", kept_id="org-b", merged_id="org-a")
    assert not Placement.objects.filter(pk="pl-1").exists() and Evidence.objects.filter(row_id="pl-4").count() == 2
    records.edit(by=admin, row=Placement.objects.get(pk="pl-4"), cells={"product_zh": "硅片"})
    Evidence.objects.filter(pk="ev-pl-1-某甲").update(said_why="又去了一次")
    merging.split(by=admin, merge=one)
    assert Placement.objects.get(pk="pl-1").status == "uncertain"


def refused_code(by: User, **pair: str) -> str:
    with pytest.raises(Refused) as refused:
        merging.merge(by=by, **pair)
    return refused.value.code


def test_what_is_refused_in_words(life: User) -> None:
    pair = {"table": "organizations", "kept_id": "org-a"}
    assert refused_code(life, **pair, merged_id="org-a") == "same_row"
    assert refused_code(life, **pair, merged_id="nobody") == "no_row"
    assert refused_code(life, table="funds", kept_id="a", merged_id="b") == "never_merged"
    Judgement.objects.create(id="j-1", left_id="org-c", right_id="org-a", verdict="different", by="某甲", at=at(1))
    assert refused_code(life, **pair, merged_id="org-c") == "judged_different"
    Organization.objects.create(id="model-x", name_zh="示范企业", kind="enterprise", place_id="370000")
    models_by_table()["places"]._default_manager.create(id="990000", name_zh="示范市", level="prefecture")
    Organization.objects.filter(pk="model-x").update(place_id="990000")
    assert refused_code(life, **pair, merged_id="model-x") == "two_realms"
    one = merging.merge(by=life, **pair, merged_id="org-b")
    assert refused_code(life, **pair, merged_id="org-b") == "merged_already"
    assert refused_code(life, table="organizations", kept_id="org-b", merged_id="org-a") == "merged_already"
    merging.merge(by=life, table="organizations", kept_id="org-d", merged_id="org-a")
    assert keys_leading_to("organizations", "org-d") == ["org-a", "org-b"] and stands_for("organizations", "org-b") == "org-d"
    with pytest.raises(Refused) as refused:
        merging.split(by=life, merge=one)
    assert refused.value.code == "merged_since"


def test_nothing_is_merged_while_something_of_it_waits(life: User) -> None:
    StageReview.objects.create(id="rev-open", project_id="pro-3", stage="construction", kind="move", state="saved")
    assert refused_code(life, table="projects", kept_id="pro-1", merged_id="pro-3") == "waits"
    Lead.objects.all().update(state="disputed")
    LeadDispute.objects.create(id="d-1", lead_id="lead-1", other_lead_id="lead-2", state="open")
    assert refused_code(life, table="leads", kept_id="lead-1", merged_id="lead-2") == "waits"


def test_parents_that_would_go_round_are_refused(admin: User) -> None:
    Link.objects.create(id="between", name_zh="中间环节", stage="upstream", parent_id="target")
    Link.objects.filter(pk="wafer").update(parent_id="between")
    before = state()
    assert refused_code(admin, table="links", kept_id="wafer", merged_id="target") == "cycle"
    assert state() == before and not Merge.objects.exists()


RIGHTS = [
    ("statistician", "371400", "organizations", "org-a", "org-b", True),
    ("statistician", "371400", "organizations", "org-a", "org-c", False),
    ("statistician", "371400", "organizations", "org-a", "org-d", False),  # a row without a place is of those who answer for all
    ("statistician", "", "organizations", "org-a", "org-d", True),
    ("promotion", "371400", "organizations", "org-a", "org-b", False),
    ("promotion", "371400", "projects", "pro-1", "pro-3", True),
    ("promotion", "341100", "projects", "pro-1", "pro-3", False),
    ("promotion", "371400", "projects", "pro-1", "pro-2", False),
    ("promotion", "371400", "links", "wafer", "target", False),  # links are shared: whoever changes them answers for all places
    ("promotion", "", "links", "wafer", "target", True),
    ("analyst", "", "projects", "pro-1", "pro-3", False),
    ("chief", "", "links", "wafer", "target", False),
]


@pytest.mark.parametrize(("role", "place_id", "table", "kept", "merged", "may"), RIGHTS)
def test_both_rows_must_be_ones_own_to_merge_and_to_split(
    life: User, role: str, place_id: str, table: str, kept: str, merged: str, may: bool
) -> None:
    user, pair = make_user(role=role, place_id=place_id), {"table": table, "kept_id": kept, "merged_id": merged}
    assert (merging.merge.why_not(user, **pair) is None) is may
    if may:
        merging.split(by=user, merge=merging.merge(by=user, **pair))
        return
    with pytest.raises(Refused):
        merging.merge(by=user, **pair)
    if merging.merge.why_not(life, **pair) is None:
        one = merging.merge(by=life, **pair)
        with pytest.raises(Refused):
            merging.split(by=user, merge=one)
        assert stands_for(table, merged) == kept


def test_an_export_after_a_merge_passes_the_check_and_loads_equal(life: User, tmp_path: Path) -> None:
    merging.merge(by=life, table="projects", kept_id="pro-1", merged_id="pro-3", reason="重复登记")
    merging.merge(by=life, table="leads", kept_id="lead-1", merged_id="lead-2")
    split = merging.merge(by=life, table="organizations", kept_id="org-c", merged_id="org-d")
    merging.split(by=life, merge=split)
    before = {table: rows.to_dicts() for table, rows in whole_tables().items()}
    data_sets.export_folder(by=life, folder=tmp_path / "out")
    report = check(tmp_path / "out")
    assert report.ok, report.problems
    for table in reversed(tables()):
        storing.delete(table, list(models_by_table()[table]._default_manager.values_list("pk", flat=True)))
    data_sets.import_folder(by=life, folder=tmp_path / "out")
    assert {table: rows.to_dicts() for table, rows in whole_tables().items()} == before
    merging.split(by=life, merge=Merge.objects.get(table="leads"))
    assert Lead.objects.get(pk="lead-2").contact_phone == PHONE, "what another site exported can be taken apart here"


def test_a_phone_that_a_merge_keeps_is_masked_like_the_others(life: User, tmp_path: Path) -> None:
    merging.merge(by=life, table="projects", kept_id="pro-1", merged_id="pro-3")
    one = merging.merge(by=life, table="leads", kept_id="lead-1", merged_id="lead-2")
    assert PHONE in Merge.objects.get(pk=one.pk).rows
    clerk = make_user(role="statistician")
    data_sets.export_folder(by=clerk, folder=tmp_path / "out")
    kept = load(tmp_path / "out")["merges"].filter(id=one.pk)["rows"][0]
    assert PHONE not in kept and "138****1234" in kept
    assert not any(PHONE in json.dumps([it.before, it.after]) for it in AuditEvent.objects.all())
    data_sets.import_folder(by=life, folder=tmp_path / "out")
    assert PHONE in Merge.objects.get(pk=one.pk).rows, "a mask that comes back leaves what stood"


def test_a_merged_key_is_not_written_anew_and_its_events_are_not_taken_back_one_by_one(life: User) -> None:
    table = "organizations"
    row = frame_of_texts(table, [{**dict.fromkeys(schema(table)), "id": "org-b", "name_zh": "乙", "kind": "enterprise"}])
    one = merging.merge(by=life, table=table, kept_id="org-a", merged_id="org-b")
    with pytest.raises(Refused) as refused:
        write_rows(by=life, rows={table: row})
    assert refused.value.code == "merged" and not Organization.objects.filter(pk="org-b").exists()
    event = AuditEvent.objects.get(subject="organizations/org-b", type="row.delete")
    assert "合并" in (record_undoing.undo.why_not(life, event=event) or "") and event.parent == f"merges/{one.pk}"
    assert records.end.why_not(life, row=Organization.objects.get(pk="org-a"))


def test_both_histories_stand_together_and_the_old_name_is_found(life: User) -> None:
    records.edit(by=life, row=Project.objects.get(pk="pro-3"), cells={"next_step": "供地"}, reason="催办")
    one = merging.merge(by=life, table="projects", kept_id="pro-1", merged_id="pro-3", reason="重复登记")
    told = read_history(life, "projects", "pro-1", keys_leading_to("projects", "pro-1"))
    assert {"row.merge", "row.update", "row.delete"} <= {event.type for event in told} and "催办" in {
        event.reason for event in told
    }
    found = {group.table: [row.pk for row in group.rows] for group in search(life, "硅片二期（重复）")}
    assert found["projects"] == ["pro-1"]
    merging.split(by=life, merge=one)
    assert {group.table: [row.pk for row in group.rows] for group in search(life, "硅片二期（重复）")}["projects"] == ["pro-3"]
    merging.merge(by=life, table="organizations", kept_id="org-a", merged_id="org-b")
    assert Alias.objects.get(alias="乙靶材有限公司").kind == "former"
    assert [row.pk for group in search(life, "乙靶材有限公司") if group.table == "organizations" for row in group.rows] == [
        "org-a"
    ]


def test_a_merge_or_a_split_that_fails_on_the_way_writes_nothing(life: User, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state()
    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(merging, "as_kept", _fails)
        merging.merge(by=life, table="projects", kept_id="pro-1", merged_id="pro-3")
    assert state() == before and not Merge.objects.exists()
    one = merging.merge(by=life, table="projects", kept_id="pro-1", merged_id="pro-3")
    merged = state()
    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(merging, "_point_back", _fails)
        merging.split(by=life, merge=one)
    assert state() == merged and Merge.objects.get().split_at is None


def _fails(*_args: Any, **_named: Any) -> None:
    raise RuntimeError("the power went")


FIRMS, LINKS, KINDS = ["org-a", "org-b", "org-c", "org-d"], ["wafer", "target", "glass"], ["supplies", "invests_in"]


def drawn(table: str, **columns: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    return st.tuples(st.just(table), st.fixed_dictionaries(columns))


ROW = st.one_of(
    drawn("placements", organization_id=st.sampled_from(FIRMS), link_id=st.sampled_from(LINKS), role=st.just("member"), status=st.just("uncertain")),
    drawn("ties", from_organization_id=st.sampled_from(FIRMS), to_organization_id=st.sampled_from(FIRMS), kind=st.sampled_from(KINDS)),
    drawn("flows", from_link_id=st.sampled_from(LINKS), to_link_id=st.sampled_from(LINKS), kind=st.just("material")),
    drawn("applications", link_id=st.sampled_from(LINKS), field_zh=st.sampled_from("甲乙"), organization_id=st.none() | st.sampled_from(FIRMS)),
    drawn("technologies", link_id=st.sampled_from(LINKS), name_zh=st.sampled_from("甲乙"), generation=st.just(1), status=st.just("research")),
    drawn("needs", kind=st.just("talent"), title=st.sampled_from("甲乙"), organization_id=st.sampled_from(FIRMS), project_id=st.sampled_from(["pro-1", "pro-2"]), status=st.just("open")),
    drawn("judgements", left_id=st.sampled_from(FIRMS), right_id=st.sampled_from(FIRMS), verdict=st.just("same"), by=st.just("某甲"), at=st.just("2024-01-02T00:00:00+00:00")),
)  # fmt: skip
STEP = st.sampled_from(
    [("organizations", one, two) for one in FIRMS for two in FIRMS]
    + [("links", one, two) for one in LINKS for two in LINKS]
    + [("projects", "pro-1", "pro-2"), ("projects", "pro-2", "pro-1")]
)


def added(rows: list[tuple[str, dict[str, Any]]]) -> Iterator[None]:
    for number, (table, row) in enumerate(rows):
        values = {
            **dict.fromkeys(schema(table)),
            **{name: None if v is None else str(v) for name, v in row.items()},
            "id": f"x-{number}",
        }
        storing.store(table, frame_of_texts(table, [values]))
        yield


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ROW, max_size=8), st.lists(STEP, max_size=3))
def test_any_merges_taken_apart_in_turn_leave_everything_as_it_was(rows: list[Any], steps: list[tuple[str, str, str]]) -> None:
    """Whatever refers to whom: merges split in the reverse order leave every table as it was, and each merge in between an exportable state."""
    with transaction.atomic():
        load_tiny_data_set()
        list(added(rows))
        write_tally()
        done: list[tuple[Merge, Any]] = []
        for table, kept, merged in steps:
            before = state()
            if merging.merge.why_not(None, table=table, kept_id=kept, merged_id=merged) is None:
                done.append((merging.merge(by=None, table=table, kept_id=kept, merged_id=merged), before))
                assert not dangling(table, merged)
                assert tallied() == count_links().select(TALLIED).rows()
        for one, before in reversed(done):
            one.refresh_from_db()
            assert merging.split(by=None, merge=one) == [] and state() == before
        transaction.set_rollback(True)


def dangling(table: str, row_id: str) -> list[str]:
    """The columns by which anything still refers to a row that is gone."""
    found = [
        f"{other.name}.{column.name}"
        for other in tables().values()
        for column in other.columns
        if column.references == table and models_by_table()[other.name]._default_manager.filter(**{column.name: row_id}).exists()
    ]
    return found + (["evidence"] if Evidence.objects.filter(table=table, row_id=row_id).exists() else [])
