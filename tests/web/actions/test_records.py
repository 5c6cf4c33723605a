"""One row at a time: created, edited, ended and taken back; all that is wrong at once; nobody is overwritten."""

import json
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import TINY, make_user

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.roles import ROLES
from lianqun.office.actions.rows.door import NotRight
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.tables import record_undoing, records
from lianqun.office.actions.tables.record_proofs import Proof
from lianqun.office.evidence.models import Evidence
from lianqun.office.queries.rows.whole_tables import models_by_table, records_of, whole_tables
from lianqun.office.queries.tables.record_changes import version_of
from lianqun.office.registry.models import Organization, Placement, Project
from lianqun.tables import DataSet, check, save
from lianqun.vocab.codes import code_lists
from lianqun.vocab.dictionary import Column, tables

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]
DEZHOU, CHUZHOU = "371400", "341100"
LEAD = {"name_zh": "新线索", "place_id": DEZHOU, "chain_id": "dz-ic"}


@pytest.fixture
def clerk() -> User:
    return make_user(role="statistician", place_id=DEZHOU)


def row_of(table: str, row_id: str) -> Any:
    return models_by_table()[table]._default_manager.get(pk=row_id)


def version(table: str, row_id: str) -> str:
    return version_of(records_of(table, [row_id])[row_id])


def codes(refused: NotRight) -> dict[str, str]:
    return {problem.column: problem.code for problem in refused.problems}


def test_a_row_is_created_with_a_key_made_of_what_it_says_and_begins_as_a_lead(clerk: User) -> None:
    own = records.create(by=clerk, table="projects", cells={**LEAD, "investment_wan_yuan": "1.2亿", "due_on": "2024年3月8日"})
    project = Project.objects.get(pk=own)
    assert own.startswith("pro-") and project.stage == "lead"
    assert (project.investment_wan_yuan, project.due_on) == (Decimal(12000), date(2024, 3, 8))
    event = AuditEvent.objects.get(subject=f"projects/{own}")
    assert (event.type, event.by) == ("row.create", clerk.username)


def test_a_keyword_may_say_where_a_moved_column_begins(clerk: User) -> None:
    own = records.create(by=clerk, table="projects", cells=LEAD, begins={"stage": "talks"})
    assert Project.objects.get(pk=own).stage == "talks"


def test_what_moves_change_is_not_edited(clerk: User) -> None:
    with pytest.raises(NotRight) as refused:
        records.edit(by=clerk, row=row_of("projects", "pro-1"), cells={"stage": "production", "steward": "某甲"})
    assert codes(refused.value) == {"stage": "moved_value"} and "推进" in refused.value.sentence
    with pytest.raises(NotRight):
        records.create(by=clerk, table="projects", cells={**LEAD, "stage": "production"})


def test_everything_wrong_is_told_at_once_at_its_column(clerk: User) -> None:
    cells = {
        "name_zh": "", "investment_wan_yuan": "12吨", "due_on": "2024-02-30", "organization_id": "没有这家公司",
        "investment_qualifier": "bogus", "lead_on": "2024-03",
    }  # fmt: skip
    with pytest.raises(NotRight) as refused:
        records.create(by=clerk, table="projects", cells=cells)
    assert codes(refused.value) == {
        "name_zh": "required_empty", "investment_wan_yuan": "unit_of_other_dimension", "due_on": "impossible_date",
        "organization_id": "unknown_reference", "investment_qualifier": "unknown_code", "lead_on": "date_without_day",
    }  # fmt: skip
    assert not Project.objects.exclude(pk__in=("pro-1", "pro-2")).exists()


def test_another_place_is_told_with_the_rest(clerk: User) -> None:
    with pytest.raises(NotRight) as refused:
        records.edit(by=clerk, row=row_of("projects", "pro-1"), cells={"place_id": CHUZHOU, "due_on": "2024-13-01"})
    assert set(codes(refused.value)) == {"due_on", ""} and "outside_your_places" in codes(refused.value).values()


def test_a_figure_out_of_bounds_says_which_unit_was_meant(clerk: User) -> None:
    with pytest.raises(NotRight) as refused:
        records.edit(by=clerk, row=row_of("projects", "pro-1"), cells={"investment_wan_yuan": "12"})
    assert codes(refused.value) == {"investment_wan_yuan": "factor_of_unit"}


@pytest.mark.parametrize("said", ["org-a", "甲硅片有限公司", "甲公司", "甲矽片有限公司"])
def test_a_reference_is_a_key_a_name_or_another_name(clerk: User, said: str) -> None:
    if said == "甲矽片有限公司":
        with pytest.raises(NotRight):
            records.create(by=clerk, table="projects", cells={**LEAD, "organization_id": said})
        return
    own = records.create(by=clerk, table="projects", cells={**LEAD, "organization_id": said})
    assert Project.objects.get(pk=own).organization_id == "org-a"


def test_what_is_there_already_is_not_added_again(clerk: User) -> None:
    with pytest.raises(NotRight) as refused:
        records.create(by=clerk, table="projects", cells={"name_zh": "硅片二期", "place_id": "371402", "chain_id": "dz-ic"})
    assert codes(refused.value) == {"name_zh": "duplicate_row"}


def test_a_name_that_was_given_up_can_be_given_again(clerk: User) -> None:
    first = records.create(by=clerk, table="projects", cells=LEAD)
    records.edit(by=clerk, row=row_of("projects", first), cells={"name_zh": "改了名"})
    assert records.create(by=clerk, table="projects", cells=LEAD) != first


@pytest.mark.parametrize("role", ROLES)
def test_who_may(role: str) -> None:
    may = role in ("promotion", "steward", "statistician", "desk", "administrator")
    firm = {"organization_id": "org-c"} if role == "enterprise" else {}
    own, other = (make_user(role=role, place_id=place, **firm) for place in (DEZHOU, CHUZHOU))
    row = row_of("projects", "pro-1")
    assert (records.edit.why_not(own, row=row) is None) is may
    assert records.edit.why_not(other, row=row) is not None
    assert (records.create.why_not(own, table="projects") is None) is may
    assert records.end.why_not(other, row=row) is not None
    for by, allowed in ((own, may), (other, False)):
        for act in (
            lambda by: records.edit(by=by, row=row_of("projects", "pro-1"), cells={"steward": "某甲"}),
            lambda by: records.create(by=by, table="projects", cells={**LEAD, "name_zh": by.username}),
        ):
            if allowed:
                act(by)
            else:
                with pytest.raises(Refused) as refused:
                    act(by)
                assert refused.value.status == 403


@pytest.mark.parametrize("table", ["places", "sources", "documents", "evidence"])
def test_what_all_places_share_and_what_reading_keeps(clerk: User, table: str) -> None:
    assert records.create.why_not(clerk, table=table)
    assert (records.create.why_not(make_user(role="administrator"), table=table) is None) is tables()[table].is_edited


def test_a_place_is_added_by_its_code() -> None:
    by = make_user(role="administrator")
    cells = {"id": "371424", "name_zh": "临邑县", "level": "county", "parent_id": DEZHOU}
    assert records.create(by=by, table="places", cells=cells) == "371424"
    with pytest.raises(NotRight) as refused:
        records.create(by=by, table="places", cells={**cells, "name_zh": "另一个"})
    assert codes(refused.value) == {"id": "key_taken"}
    with pytest.raises(NotRight) as refused:
        records.create(by=by, table="places", cells={"name_zh": "没有代码", "level": "county"})
    assert codes(refused.value) == {"id": "required_empty"}


def test_what_others_changed_stays_and_is_told(clerk: User) -> None:
    opened, other = version("projects", "pro-1"), make_user(role="statistician")
    records.edit(by=other, row=row_of("projects", "pro-1"), cells={"steward": "乙帮办"})
    stale = {"steward": "", "next_step": "对接电力", "name_zh": "硅片二期"}
    done = records.edit(by=clerk, row=row_of("projects", "pro-1"), cells=stale, version=opened)
    project = Project.objects.get(pk="pro-1")
    assert (project.steward, project.next_step, done.columns) == ("乙帮办", "对接电力", ["next_step"])
    (beside,) = done.beside
    assert (beside.column, beside.before, beside.after, beside.by) == ("steward", None, "乙帮办", other.username) and beside.at


def test_where_both_changed_the_same_nobody_is_overwritten(clerk: User) -> None:
    opened, other = version("projects", "pro-1"), make_user(role="statistician")
    records.edit(by=other, row=row_of("projects", "pro-1"), cells={"steward": "乙帮办", "next_step": "选址"})
    with pytest.raises(records.Changed) as changed:
        records.edit(by=clerk, row=row_of("projects", "pro-1"), cells={"steward": "丙帮办"}, version=opened)
    assert changed.value.collisions == ["steward"] and set(changed.value.since.differences) == {"steward", "next_step"}
    assert Project.objects.get(pk="pro-1").steward == "乙帮办"
    # The same value typed by both is no collision; a choice made on the row as it is now is written.
    records.edit(by=clerk, row=row_of("projects", "pro-1"), cells={"steward": "乙帮办"}, version=opened)
    records.edit(by=clerk, row=row_of("projects", "pro-1"), cells={"steward": "丙帮办"}, version=version("projects", "pro-1"))
    assert Project.objects.get(pk="pro-1").steward == "丙帮办"


def test_where_the_log_does_not_lead_back_every_difference_is_a_collision(clerk: User) -> None:
    with pytest.raises(records.Changed) as changed:
        records.edit(by=clerk, row=row_of("projects", "pro-1"), cells={"steward": "丙"}, version="0" * 16)
    assert changed.value.collisions == ["steward"]


def test_a_value_that_rests_on_evidence_is_not_contradicted_without_a_word(clerk: User) -> None:
    row = row_of("placements", "pl-1")
    with pytest.raises(NotRight) as refused:
        records.edit(by=clerk, row=row, cells={"role": "member", "product_zh": "抛光片"})
    assert codes(refused.value) == {"edit.reason": "reason_wanted"} and "角色" in refused.value.sentence
    records.edit(by=clerk, row=row, cells={"product_zh": "抛光片"})
    records.edit(by=clerk, row=row_of("placements", "pl-1"), cells={"role": "member"}, reason="核实后只是配套")
    assert AuditEvent.objects.filter(subject="placements/pl-1").latest("id").reason == "核实后只是配套"


def test_evidence_comes_with_the_edit_or_not_at_all(clerk: User) -> None:
    row = row_of("projects", "pro-1")
    proof = Proof(document_id="doc-1", quote="甲公司投产后产能20万片")
    records.edit(by=clerk, row=row, cells={"capacity": "20", "capacity_unit": "万片"}, proof=proof)
    told = Evidence.objects.filter(table="projects", row_id="pro-1").order_by("column")
    assert [(it.column, it.document_id, it.strength) for it in told] == [
        ("capacity", "doc-1", "strong"), ("capacity_unit", "doc-1", "strong"),
    ]  # fmt: skip
    records.edit(by=clerk, row=row, cells={"steward": "某甲"}, proof=Proof(said_by="乙主任", said_why="分工会上定的"))
    assert Evidence.objects.get(column="steward").said_by == "乙主任"
    wrong = {
        "proof.quote": Proof(document_id="doc-1", quote="没有这句话"),
        "proof.document_id": Proof(quote="甲公司"),
        "proof.said_why": Proof(said_by="某人"),
    }
    for column, half in wrong.items():
        with pytest.raises(NotRight) as refused:
            records.edit(by=clerk, row=row_of("projects", "pro-1"), cells={"steward": "某丁"}, proof=half)
        assert set(codes(refused.value)) == {column}
    assert Project.objects.get(pk="pro-1").steward == "某甲"


def test_what_a_rule_gives_is_not_chosen(clerk: User) -> None:
    with pytest.raises(Refused) as refused:
        records.edit(by=clerk, row=row_of("placements", "pl-2"), cells={"status": "confirmed"})
    assert refused.value.code == "computed_value"


def test_a_row_is_ended_with_its_evidence_and_both_come_back(clerk: User) -> None:
    before, proofs = whole_tables(), set(Evidence.objects.filter(row_id="pl-1").values_list("pk", flat=True))
    with pytest.raises(Refused) as refused:
        records.end(by=clerk, row=row_of("placements", "pl-1"), reason=" ")
    assert refused.value.code == "reason_wanted"
    records.end(by=clerk, row=row_of("placements", "pl-1"), reason="已停产")
    assert not Placement.objects.filter(pk="pl-1").exists() and not Evidence.objects.filter(pk__in=proofs).exists()
    event = AuditEvent.objects.get(subject="placements/pl-1", type="row.delete")
    assert event.reason == "已停产"
    record_undoing.undo(by=clerk, event=event)
    assert all(frame.equals(before[table]) for table, frame in whole_tables().items())


def test_what_others_refer_to_is_not_ended(clerk: User) -> None:
    sentence = records.end.why_not(clerk, row=row_of("projects", "pro-1"))
    assert sentence and "需求 1 条" in sentence
    with pytest.raises(Refused):
        records.end(by=clerk, row=row_of("projects", "pro-1"), reason="误录")
    assert "陈述 1 条" in (records.end.why_not(clerk, row=row_of("organizations", "org-a")) or "")


def latest(subject: str) -> AuditEvent:
    return AuditEvent.objects.filter(subject=subject).order_by("-id")[0]


def test_a_change_is_taken_back_and_that_too(clerk: User) -> None:
    records.edit(by=clerk, row=row_of("projects", "pro-1"), cells={"steward": "某甲", "due_on": "2024-05-01"})
    first = latest("projects/pro-1")
    record_undoing.undo(by=clerk, event=first)
    project = Project.objects.get(pk="pro-1")
    assert (project.steward, project.due_on) == ("", None)
    second = latest("projects/pro-1")
    assert second.reason.startswith("撤销") and second.parent == f"accounts_auditevent/{first.pk}"
    record_undoing.undo(by=clerk, event=second)
    assert Project.objects.get(pk="pro-1").due_on == date(2024, 5, 1)


def test_a_change_on_which_another_lies_stays(clerk: User) -> None:
    other = make_user(role="statistician")
    records.edit(by=clerk, row=row_of("projects", "pro-1"), cells={"steward": "某甲"})
    first = latest("projects/pro-1")
    records.edit(by=other, row=row_of("projects", "pro-1"), cells={"next_step": "选址"})
    assert record_undoing.undo.why_not(clerk, event=first) is None
    records.edit(by=other, row=row_of("projects", "pro-1"), cells={"steward": "某乙"})
    assert other.username in (record_undoing.undo.why_not(clerk, event=first) or "")
    with pytest.raises(Refused):
        record_undoing.undo(by=clerk, event=first)
    assert (
        record_undoing.undo.why_not(make_user(role="statistician", place_id=CHUZHOU), event=latest("projects/pro-1")) is not None
    )


def test_an_added_row_is_taken_back_unless_something_refers_to_it(clerk: User) -> None:
    own = records.create(by=clerk, table="projects", cells=LEAD, proof=Proof(said_by="某甲", said_why="来访"))
    event = AuditEvent.objects.get(subject=f"projects/{own}", type="row.create")
    need = records.create(
        by=clerk,
        table="needs",
        cells={"title": "用电", "kind": "factor", "status": "open", "project_id": own, "place_id": DEZHOU},
    )
    with pytest.raises(Refused) as refused:
        record_undoing.undo(by=clerk, event=event)
    assert refused.value.code == "referred_to"
    records.end(by=clerk, row=row_of("needs", need), reason="误录")
    record_undoing.undo(by=clerk, event=event)
    assert not Project.objects.filter(pk=own).exists() and not Evidence.objects.filter(row_id=own).exists()


def test_a_move_is_not_taken_back_by_hand(clerk: User) -> None:
    event = AuditEvent.objects.create(
        type="row.update",
        at="2024-01-22T00:00:00Z",
        by="x",
        subject="projects/pro-1",
        before={"stage": "signed"},
        after={"stage": "construction"},
    )
    with pytest.raises(Refused) as refused:
        record_undoing.undo(by=clerk, event=event)
    assert refused.value.code == "moved_value"


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
KEYS = {table: [row["id"] for row in rows] for table, rows in TINY.items()}
DRAWN = ("organizations", "placements", "needs", "indicators", "chain_links", "technologies")


def cells_for(column: Column) -> st.SearchStrategy[str]:
    if column.references:
        return st.sampled_from([*KEYS.get(column.references, []), "甲硅片有限公司", "nobody"])
    if column.codes:
        members = code_lists()[column.codes]
        return st.sampled_from([*members, *(one.zh for one in members.values()), "bogus"])
    kinds = {
        "integer": st.integers(-5, 10**6).map(str), "year": st.sampled_from(["2020", "2020年", "99"]),
        "decimal": st.one_of(st.decimals(-(10**6), 10**6, places=4).map(str), st.sampled_from(["1.2亿", "3,000", "12吨", "1e3"])),
        "boolean": st.sampled_from(["true", "否", "也许"]), "date": st.sampled_from(["2024-01-22", "2024年1月", "20240122"]),
    }  # fmt: skip
    return st.sampled_from(["2023", "2023-Q3", "2023-99"]) if column.name == "period" else kinds.get(column.type, TEXTS)


@st.composite
def typed_rows(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    table = tables()[draw(st.sampled_from(DRAWN))]
    columns = [column for column in table.columns if not column.key and not column.is_moved]
    return table.name, {
        column.name: draw(cells_for(column) if column.required else st.just("") | cells_for(column)) for column in columns
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed_rows())
def test_whatever_the_editor_accepts_comes_out_as_a_data_set_that_passes(drawn: tuple[str, dict[str, str]]) -> None:
    table, cells = drawn
    with transaction.atomic():
        held = transaction.savepoint()
        try:
            records.create(by=None, table=table, cells=cells)
        except Refused as refused:
            assert refused.sentence
            return
        with tempfile.TemporaryDirectory() as place:
            save(DataSet.of(whole_tables()), Path(place))
            report = check(Path(place))
            assert report.ok, (drawn, report.problems)
        transaction.savepoint_rollback(held)


def test_every_row_of_the_tiny_data_set_can_be_opened_and_saved_as_it_stands() -> None:
    from lianqun.office.pages.record_fields import texts_of
    from lianqun.office.queries.tables.records import typed_columns

    before = AuditEvent.objects.count()
    for table in (table for table in TINY if tables()[table].is_edited):
        names = {column.name for column in typed_columns(tables()[table])}
        for row in TINY[table]:
            cells = {name: text for name, text in texts_of(records_of(table, [row["id"]])[row["id"]]).items() if name in names}
            assert (
                records.edit(by=None, row=row_of(table, row["id"]), cells=cells, version=version(table, row["id"])).columns == []
            )
    assert AuditEvent.objects.count() == before and json.dumps(Organization.objects.count())
