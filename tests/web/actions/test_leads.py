"""Leads: the clock's instant, the first report and its disputes, who may do what in which state, and what becomes of them."""

import re
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import polars as pl
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories import frame, make_user

from lianqun.land import lead_acts
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.roles import ROLES
from lianqun.office.actions.land import attachments, conversion, disputes, leads
from lianqun.office.actions.rows.door import write_rows
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.rows.storing import store
from lianqun.office.evidence.models import Document, Statement
from lianqun.office.queries.land.investors import leads_met
from lianqun.office.queries.land.leads import is_paused, present, reported_again
from lianqun.office.queries.rows.visible import may_see
from lianqun.office.queries.rows.whole_tables import records_of, whole_tables
from lianqun.office.registry.models import Attachment, Lead, LeadDispute, LeadStep, Organization, Project
from lianqun.trace import told_again
from lianqun.vocab.regions import GENERATED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]
DECHENG, DEZHOU, CHUZHOU = "371402", "371400", "341100"


@pytest.fixture
def officer() -> User:
    """Handles leads of 德城区."""
    user: User = make_user(role="promotion", place_id=DECHENG)
    return user


@pytest.fixture
def other() -> User:
    """Handles leads of 滁州市."""
    user: User = make_user(role="promotion", place_id=CHUZHOU)
    return user


@pytest.fixture
def judge() -> User:
    """Decides for all places."""
    user: User = make_user(role="chief")
    return user


def report(by: User, place: str = DECHENG, investor: str = "星河新能源股份有限公司", **values: Any) -> Lead:
    lead: Lead = leads.report(by=by, place_id=place, values={"investor_name": investor, **values})
    return lead


def code_of(acting: Any, /, **arguments: Any) -> str:
    with pytest.raises(Refused) as refused:
        acting(**arguments)
    return refused.value.code


def through(lead: Lead, by: User, *acts: str) -> Lead:
    for act in acts:
        leads.take_step(by=by, lead=lead, act=act, note="经核实")
    return lead


def test_a_report_takes_its_instant_from_the_clock_and_is_proved_by_its_event(officer: User) -> None:
    before = datetime.now().astimezone()
    lead = report(officer, content="年产 2GWh 电池", reported_at=datetime(2020, 1, 1).astimezone())
    assert before <= lead.reported_at <= datetime.now().astimezone()
    assert (lead.state, lead.reported_by, lead.owner, lead.name_zh) == (
        "reported",
        officer.username,
        officer.username,
        "星河新能源股份有限公司投资线索",
    )
    told = AuditEvent.objects.get(type="lead.reported", subject=f"leads/{lead.pk}")
    assert told.after is not None and told.after["reported_at"] == lead.reported_at.isoformat() and told.by == officer.username
    assert AuditEvent.objects.filter(type="row.create", subject=f"leads/{lead.pk}").exists()


def test_who_only_reports_does_not_become_the_handler() -> None:
    lead = report(make_user(role="desk", place_id=DECHENG))
    assert lead.owner == ""


def test_the_same_form_sent_twice_reports_once(officer: User) -> None:
    token = uuid.uuid4().hex
    first = leads.report(by=officer, place_id=DECHENG, values={"investor_name": "星河"}, token=token)
    again = leads.report(by=officer, place_id=DECHENG, values={"investor_name": "星河"}, token=token)
    assert first.pk == again.pk and Lead.objects.count() == 1
    step = uuid.uuid4().hex
    for _ in range(2):
        leads.take_step(by=officer, lead=first, act="answer", token=step)
    assert LeadStep.objects.filter(lead=first, kind="answer").count() == 1


@pytest.mark.parametrize("sector", ["state_project", "housing", "shop_outlet", "signed_already"])
def test_kinds_that_are_no_leads_are_refused_with_their_rule(officer: User, sector: str) -> None:
    with pytest.raises(Refused, match=r"宣城 2024|Xuancheng 2024"):
        report(officer, sector=sector)
    assert not Lead.objects.exists()


def test_a_report_needs_an_investor_and_a_place_of_ones_own(officer: User) -> None:
    assert code_of(leads.report, by=officer, place_id=DECHENG, values={"investor_name": " "}) == "no_investor"
    assert code_of(leads.report, by=officer, place_id=CHUZHOU, values={"investor_name": "星河"}) == "outside_your_places"
    assert (
        code_of(leads.report, by=make_user(role="analyst"), place_id=DECHENG, values={"investor_name": "星河"}) == "not_allowed"
    )


def test_nobody_edits_the_first_instant_by_whatever_way(officer: User) -> None:
    lead = report(officer)
    record = records_of("leads", [lead.pk])[lead.pk]
    earlier = pl.DataFrame(
        [{**record, "reported_at": record["reported_at"] - timedelta(days=9)}], schema=whole_tables(["leads"])["leads"].schema
    )
    for by in (officer, make_user(role="administrator"), None):
        with transaction.atomic():
            assert code_of(write_rows, by=by, rows={"leads": earlier}) == "written_once"
    new = frame("leads", [{"id": "x", "name_zh": "补报", "investor_name": "星河", "place_id": DECHENG, "state": "reported", "reported_at": "2020-01-01T00:00:00Z"}])  # fmt: skip
    with transaction.atomic():
        assert code_of(write_rows, by=officer, rows={"leads": new}) == "from_clock_only"
    with transaction.atomic():
        write_rows(by=make_user(role="administrator"), rows={"leads": new})


# -- the first report ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def family() -> None:
    """A group with a subsidiary, an alias, a former name; and a firm that is tied to the group without being its child."""
    store("organizations", frame("organizations", [
        {"id": "group", "name_zh": "银汉集团有限公司", "kind": "enterprise"},
        {"id": "star", "name_zh": "星河新能源股份有限公司", "kind": "enterprise", "parent_id": "group"},
        {"id": "sub", "name_zh": "星河（滁州）光伏有限公司", "kind": "enterprise", "parent_id": "star"},
        {"id": "tied", "name_zh": "恒远机械有限公司", "kind": "enterprise"},
    ]))  # fmt: skip
    store("aliases", frame("aliases", [
        {"id": "x1", "organization_id": "star", "alias": "星河电池", "kind": "short"},
        {"id": "x2", "organization_id": "star", "alias": "北辰电池有限公司", "kind": "former"},
    ]))  # fmt: skip
    store(
        "ties",
        frame("ties", [{"id": "t1", "from_organization_id": "tied", "to_organization_id": "star", "kind": "subsidiary_of"}]),
    )


@pytest.mark.usefixtures("family")
@pytest.mark.parametrize(
    ("second", "rule"),
    [
        ("星河新能源股份有限公司", "same_investor_record"),
        ("北辰电池有限公司", "same_investor_record"),  # its former name
        ("北辰電池有限公司", "same_investor_record"),  # in Traditional characters
        ("星河电池", "same_investor_record"),
        ("星河（滁州）光伏有限公司", "investor_belongs_to"),
        ("恒远机械有限公司", "investor_belongs_to"),
        ("银汉集团有限公司", "investor_belongs_to"),
    ],
)
def test_another_place_with_the_same_investor_meets_a_dispute(officer: User, other: User, second: str, rule: str) -> None:
    first = report(officer)
    later = report(other, CHUZHOU, second)
    dispute = LeadDispute.objects.get()
    first.refresh_from_db()
    assert (dispute.lead_id, dispute.other_lead_id, dispute.state) == (first.pk, later.pk, "open")
    assert (first.state, later.state) == ("disputed", "disputed") and is_paused(first) and is_paused(later)
    (met,) = leads_met(second, "", CHUZHOU, but=later.pk)
    assert met.sameness.rule == rule and told_again(dispute.found_by) == (met.sameness.zh, met.sameness.en)


@pytest.mark.parametrize(("one", "two"), [("龙腾电子有限公司", "龍騰電子有限公司"), ("龍騰電子有限公司", "滁州龙腾电子有限公司"), ("龙腾电子有限公司", "腾龙电子有限公司（原龙腾电子有限公司）")])  # fmt: skip
def test_investors_that_nobody_has_on_record_meet_by_their_names(officer: User, other: User, one: str, two: str) -> None:
    report(officer, investor=one)
    assert report(other, CHUZHOU, two).state == "disputed"


@pytest.mark.usefixtures("family")
def test_what_does_not_meet(officer: User, other: User) -> None:
    first = report(officer, investor="银汉置业有限公司")
    assert report(other, CHUZHOU, "云山硅业有限公司").state == "reported"
    leads.take_step(by=officer, lead=first, act="drop", note="投资方改变计划")
    assert report(other, CHUZHOU, "银汉置业有限公司").state == "reported", "a dropped lead stands in nobody's way"


@pytest.mark.usefixtures("family")
def test_an_office_that_has_an_open_lead_of_the_investor_says_why_it_reports_another(officer: User) -> None:
    colleague = make_user(role="steward", place_id=DECHENG)
    first = report(officer)
    told: dict[str, Any] = {"by": colleague, "place_id": DECHENG, "values": {"investor_name": "北辰电池有限公司"}}
    assert code_of(leads.report, **told) == "own_lead_open" and Lead.objects.count() == 1
    assert not AuditEvent.objects.filter(by=colleague.username).exists()
    second = leads.report(**told, again="另一个项目，在不同园区")
    assert second.state == "reported" and reported_again(second) == "另一个项目，在不同园区" and not LeadDispute.objects.exists()
    for lead in (first, second):
        leads.take_step(by=officer, lead=lead, act="drop", note="投资方放弃")
    assert report(colleague).state == "reported", "what has ended stands in nobody's way"


def test_a_model_region_and_real_places_know_nothing_of_each_other(officer: User) -> None:
    store("places", frame("places", [{"id": f"{GENERATED}0199", "name_zh": "示范县", "level": "county"}]))
    report(officer)
    assert report(make_user(role="promotion", place_id=f"{GENERATED}0199"), f"{GENERATED}0199").state == "reported"


def test_of_one_instant_the_lower_event_is_the_first(officer: User, other: User, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 11, 27, 9, 30).astimezone()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    first, later = report(officer), report(other, CHUZHOU)
    assert first.reported_at == later.reported_at
    assert LeadDispute.objects.get().lead_id == first.pk
    assert disputes.in_order(later, first) == (first, later)


@pytest.fixture
def dispute(officer: User, other: User) -> LeadDispute:
    first = report(officer)
    through(first, officer, "answer", "judge")
    report(other, CHUZHOU)
    return LeadDispute.objects.select_related("lead", "other_lead").get()


def test_the_loser_is_refused_with_the_reason_and_the_winner_goes_on(dispute: LeadDispute, judge: User) -> None:
    disputes.decide(by=judge, dispute=dispute, winner=dispute.lead, reason="首报在先，投资方书面确认")
    first, later = Lead.objects.get(pk=dispute.lead_id), Lead.objects.get(pk=dispute.other_lead_id)
    assert (first.state, is_paused(first)) == ("judged", False)
    assert (later.state, later.refused_by_rule, later.refused_reason) == ("refused", "first_report", "首报在先，投资方书面确认")
    assert (dispute.state, dispute.for_lead_id, dispute.decided_by) == ("decided", first.pk, judge.username)
    assert [step["kind"] for step in present(later)][-1] == "refuse"
    assert code_of(disputes.decide, by=judge, dispute=dispute, winner=dispute.lead, reason="再裁") == "decided_already"


def test_both_stand_where_they_are_two_investors(dispute: LeadDispute, judge: User) -> None:
    disputes.decide(by=judge, dispute=dispute, reason="同名的两家公司")
    assert set(Lead.objects.values_list("state", flat=True)) == {"judged", "reported"} and dispute.for_lead_id is None


def test_a_decision_is_taken_back_without_a_trace_in_the_leads(dispute: LeadDispute, judge: User) -> None:
    before = (list(Lead.objects.order_by("pk").values()), list(LeadStep.objects.order_by("pk").values()))
    disputes.decide(by=judge, dispute=dispute, winner=dispute.other_lead, reason="投资方只与后报方洽谈")
    disputes.take_back(by=judge, dispute=dispute, why="材料有误")
    assert before == (list(Lead.objects.order_by("pk").values()), list(LeadStep.objects.order_by("pk").values()))
    assert (dispute.state, dispute.decided_by, dispute.reason) == ("open", "", "")
    disputes.decide(by=judge, dispute=dispute, winner=dispute.lead, reason="首报在先")
    leads.take_step(by=make_user(role="promotion"), lead=dispute.lead, act="feedback", note="已反馈")
    assert code_of(disputes.take_back, by=judge, dispute=dispute, why="x") == "moved_on"


def test_nobody_decides_about_a_lead_of_their_own_or_of_a_place_that_they_do_not_cover(other: User, judge: User) -> None:
    report(judge)
    report(other, CHUZHOU)
    dispute = LeadDispute.objects.get()
    assert code_of(disputes.decide, by=judge, dispute=dispute, winner=dispute.lead, reason="x") == "own_lead"
    one_sided = make_user(role="chief", place_id=CHUZHOU)
    assert code_of(disputes.decide, by=one_sided, dispute=dispute, winner=dispute.other_lead, reason="x") == "outside_your_places"
    assert code_of(disputes.decide, by=other, dispute=dispute, winner=dispute.other_lead, reason="x") == "not_allowed"
    assert code_of(disputes.decide, by=make_user(role="chief"), dispute=dispute, winner=dispute.lead, reason=" ") == "no_reason"


def test_each_side_enters_its_own_words(dispute: LeadDispute, officer: User, other: User, judge: User) -> None:
    disputes.say(by=officer, dispute=dispute, lead=dispute.lead, words="9 月已现场考察")
    disputes.say(by=other, dispute=dispute, lead=dispute.other_lead, words="投资方已来滁州")
    assert (dispute.first_words, dispute.other_words) == ("9 月已现场考察", "投资方已来滁州")
    assert code_of(disputes.say, by=other, dispute=dispute, lead=dispute.lead, words="x") == "outside_your_places"
    disputes.decide(by=judge, dispute=dispute, winner=dispute.lead, reason="首报在先")
    assert code_of(disputes.say, by=officer, dispute=dispute, lead=dispute.lead, words="x") == "decided_already"


def test_who_answers_for_both_places_speaks_for_neither_but_a_deputy_speaks_for_theirs(
    dispute: LeadDispute, officer: User, judge: User
) -> None:
    say: dict[str, Any] = {"dispute": dispute, "lead": dispute.lead, "words": "已现场考察"}
    assert code_of(disputes.say, by=judge, **say) == "no_side"
    assert code_of(disputes.say, by=make_user(role="administrator"), **say) == "no_side"
    assert disputes.sides_of(judge, dispute) == []
    colleague = make_user(role="desk", place_id=DEZHOU)
    assert disputes.sides_of(colleague, dispute) == [dispute.lead], "the desk of the place, whoever reported it"
    deputy = make_user(role="chief")
    officer.deputy = deputy.username
    officer.save()
    assert disputes.sides_of(deputy, dispute) == [dispute.lead]
    disputes.say(by=deputy, **say)
    assert dispute.first_words == "已现场考察"
    assert code_of(disputes.decide, by=deputy, dispute=dispute, winner=dispute.lead, reason="x") == "own_lead"
    disputes.decide(by=judge, dispute=dispute, winner=dispute.lead, reason="首报在先")


def test_the_loser_comes_back_only_when_the_first_report_no_longer_stands(
    dispute: LeadDispute, officer: User, other: User, judge: User
) -> None:
    disputes.decide(by=judge, dispute=dispute, winner=dispute.lead, reason="首报在先")
    assert code_of(leads.come_back, by=other, lead=dispute.other_lead, reason="再报") == "still_anothers"
    leads.take_step(by=officer, lead=dispute.lead, act="drop", note="投资方放弃德城")
    back = leads.come_back(by=other, lead=dispute.other_lead, reason="德城已放弃")
    assert (back.state, back.refused_by_rule, present(back)) == ("reported", "", [])


def test_a_project_is_nobody_elses_lead_any_more(officer: User, other: User, judge: User) -> None:
    first = through(report(officer), officer, "answer", "judge")
    conversion.convert(by=officer, lead=first)
    assert report(other, CHUZHOU).state == "disputed"
    dispute = LeadDispute.objects.get()
    assert Lead.objects.get(pk=first.pk).state == "converted"
    assert code_of(disputes.decide, by=judge, dispute=dispute, winner=dispute.other_lead, reason="x") == "is_a_project"
    disputes.decide(by=judge, dispute=dispute, winner=dispute.lead, reason="已转项目")
    assert dispute.other_lead.pk == Lead.objects.get(state="refused").pk


@pytest.mark.usefixtures("family")
def test_who_was_first_is_looked_up_by_indexes(officer: User, other: User) -> None:
    """No table of organisations is walked through, so that a register of a million costs what a thousand does."""
    report(officer, investor="星河（滁州）光伏有限公司")
    with CaptureQueriesContext(connection) as asked:
        assert leads_met("银汉集团有限公司", "", CHUZHOU)
        assert leads_met("无人登记的某某精密制造有限公司", "", CHUZHOU) == []
    assert len(asked) < 60
    walking = r"(?:SCAN|Seq Scan on) (?:organizations|aliases|ties|judgements|name_keys|registry_namekey)(?! USING)"
    for query in asked.captured_queries:
        plan = plan_of(query["sql"])
        assert not re.findall(walking, plan), (plan, query["sql"][:300])


def plan_of(sql: str) -> str:
    """How the database goes about a query; PostgreSQL only walks through a table where no index can be used."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if connection.vendor == 'sqlite' else ''} {sql}")
        return " / ".join(str(row[-1]) for row in cursor.fetchall())


# -- acts and states -------------------------------------------------------------------------------------------------------------------

STATES = ("reported", "answered", "judged", "following", "disputed", "converted", "refused", "dropped")
CALLS: dict[str, Any] = {
    **{
        code: (lambda by, lead, code=code: leads.take_step.why_not(by, lead=lead, act=code, note="经核实"))
        for code in leads.SIMPLE
    },
    "refuse": lambda by, lead: leads.refuse.why_not(by, lead=lead, reason="不符"),
    "come_back": lambda by, lead: leads.come_back.why_not(by, lead=lead, reason="原因消除"),
    "convert": lambda by, lead: conversion.convert.why_not(by, lead=lead),
    "hand_over": lambda by, lead: leads.hand_over.why_not(by, lead=lead),
    "amend": lambda by, lead: leads.amend.why_not(by, lead=lead, values={}),
}
# By hand, beside the table that is tested: which acts are legal in which state while the clock runs, and while it stands.
LEGAL = {
    "reported": "answer join experts pause refuse drop hand_over amend",
    "answered": "join experts judge pause refuse drop hand_over amend",
    "judged": "join feedback pause refuse drop convert hand_over amend",
    "following": "join report pause refuse drop convert hand_over amend",
    "disputed": "hand_over amend",
    "converted": "",
    "refused": "come_back",
    "dropped": "come_back",
}
PAUSED = dict.fromkeys(("reported", "answered", "judged", "following"), "join resume refuse drop hand_over amend")


def made(state: str, *, paused: bool = False) -> Lead:
    row = {"id": f"l-{state}-{paused}", "name_zh": "线索", "investor_name": "独一无二公司", "place_id": DECHENG, "state": state, "reported_at": "2024-01-22T01:00:00Z", "investment_wan_yuan": "60000"}  # fmt: skip
    store("leads", frame("leads", [row]))
    if paused:
        store(
            "lead_steps",
            frame("lead_steps", [{"id": f"s-{state}", "lead_id": row["id"], "kind": "pause", "at": "2024-01-23T01:00:00Z"}]),
        )
    return Lead.objects.get(pk=row["id"])


def test_every_act_is_in_the_truth_table() -> None:
    assert set(CALLS) == set(lead_acts())


@pytest.mark.parametrize("state", STATES)
def test_role_by_act_by_state_by_place(state: str) -> None:
    people = {
        (role, place): make_user(role=role, place_id=place) for role, place in product(ROLES, (DECHENG, DEZHOU, CHUZHOU, ""))
    }
    for paused in (False, True) if state in PAUSED else (False,):
        lead = made(state, paused=paused)
        legal = (PAUSED if paused else LEGAL)[state].split()
        for (role, place), code in product(people, CALLS):
            may_handle = Permission.LEAD_HANDLE in ROLES[role].permissions
            covers = place in ((DEZHOU, "") if code == "join" else (DECHENG, DEZHOU, ""))
            expected = may_handle and covers and code in legal
            lead.refresh_from_db()
            why = CALLS[code](people[role, place], lead)
            assert (why is None) is expected, (role, place, code, state, paused, why)


def test_a_lead_goes_its_way_and_each_act_writes_its_step(officer: User) -> None:
    lead = report(officer)
    states = []
    for act in ("experts", "answer", "judge", "feedback", "report", "report", "pause", "resume"):
        leads.take_step(by=officer, lead=lead, act=act, note="经核实")
        states.append(lead.state)
    assert states == ["reported", "answered", "judged", "following", "following", "following", "following", "following"]
    assert [step.kind for step in LeadStep.objects.filter(lead=lead).order_by("at")] == [
        "experts",
        "answer",
        "judge",
        "feedback",
        "report",
        "report",
        "pause",
        "resume",
    ]
    assert code_of(leads.take_step, by=officer, lead=lead, act="report", note=" ") == "no_reason"
    assert AuditEvent.objects.filter(subject=f"leads/{lead.pk}", type="lead.judge").get().after == {"state": "judged"}


def test_a_large_lead_is_answered_for_the_city_as_well(officer: User) -> None:
    lead = report(officer, investment_wan_yuan=Decimal(50_000))
    assert code_of(leads.take_step, by=officer, lead=lead, act="join") == "not_of_the_city"
    leads.take_step(by=make_user(role="promotion", place_id=DEZHOU), lead=lead, act="join")
    assert lead.state == "reported" and LeadStep.objects.filter(lead=lead, kind="escalate").exists()
    small = report(officer, investor="云山硅业有限公司", investment_wan_yuan=Decimal(49_999))
    assert code_of(leads.take_step, by=make_user(role="promotion"), lead=small, act="join") == "not_in_this_state"


def test_a_refused_lead_keeps_its_reason_and_comes_back(officer: User) -> None:
    lead = report(officer, investment_wan_yuan=Decimal(5_000))
    assert code_of(leads.refuse, by=officer, lead=lead, reason="太小", rule="no_such") == "no_such_rule"
    leads.refuse(by=officer, lead=lead, reason="投资不足一亿元", rule="investment", returns_on=date(2027, 1, 4))
    assert (lead.state, lead.refused_by_rule, lead.returns_on) == ("refused", "investment", date(2027, 1, 4))
    leads.come_back(by=officer, lead=lead, reason="增资到 1.5 亿元")
    assert (lead.state, lead.refused_reason, lead.returns_on) == ("reported", "", None)


def test_a_lead_becomes_a_project_with_its_values_and_files(officer: User) -> None:
    lead = report(officer, investment_wan_yuan=Decimal(120_000), came_by="fair", chain_id="dz-ic", land_mu=Decimal(80))
    through(lead, officer, "answer", "judge")
    store(
        "attachments", frame("attachments", [{"id": "f1", "lead_id": lead.pk, "proves": "project_proposal", "title": "建议书"}])
    )
    token = uuid.uuid4().hex
    project = conversion.convert(by=officer, lead=lead, token=token)
    assert conversion.convert(by=officer, lead=lead, token=token).pk == project.pk and Project.objects.count() == 3
    assert (project.stage, project.came_by, project.investment_wan_yuan, project.land_mu) == (
        *("talks", "fair"),
        *(Decimal(120_000), Decimal(80)),
    )
    assert project.organization is not None and project.organization.name_zh == lead.investor_name
    assert (project.lead_on, project.steward) == (lead.reported_at.astimezone().date(), officer.username)
    assert (lead.state, lead.project_id) == ("converted", project.pk)
    assert Attachment.objects.get(pk="f1").project_id == project.pk
    assert Organization.objects.filter(name_zh=lead.investor_name).count() == 1


def test_a_lead_is_handed_to_somebody_who_handles_leads_there(officer: User, other: User) -> None:
    lead, colleague = report(officer), make_user(role="steward", place_id=DEZHOU)
    assert code_of(leads.hand_over, by=officer, lead=lead, to=other) == "not_a_handler"
    leads.hand_over(by=officer, lead=lead, to=colleague)
    assert lead.owner == colleague.username


def test_what_is_filled_in_is_looked_up_again(officer: User, other: User) -> None:
    report(officer)
    lead = report(other, CHUZHOU, "某外地客商")
    leads.amend(by=other, lead=lead, values={"content": "电池项目", "state": "converted"})
    assert (lead.content, lead.state) == ("电池项目", "reported")
    leads.amend(by=other, lead=lead, values={"investor_name": "星河新能源股份有限公司"})
    assert lead.state == "disputed"


# -- documents -------------------------------------------------------------------------------------------------------------------------

PDF = b"%PDF-1.4 a scan"


def attach(by: User, lead: Lead, **told: Any) -> Attachment:
    known = {"proves": "project_proposal", "name": "建议书.pdf", "data": PDF}
    return attachments.attach_to_lead(by=by, lead=lead, **known | told)


def test_a_document_is_kept_with_a_lead_by_those_who_report_and_handle_it_there(officer: User, other: User) -> None:
    lead = report(officer, chain_id="dz-ic")
    kept = attach(officer, lead)
    assert (kept.lead_id, kept.title, kept.added_by, kept.size_bytes) == (lead.pk, "建议书", officer.username, len(PDF))
    attach(make_user(role="desk", place_id=DECHENG), lead)
    attach(make_user(role="steward", place_id=DEZHOU, chain_id="dz-ic"), lead)
    assert code_of(attach, by=other, lead=lead) == "outside_your_places"
    assert code_of(attach, by=make_user(role="promotion", place_id=DEZHOU, chain_id="cz-pv"), lead=lead) == "outside_your_places"
    assert code_of(attach, by=make_user(role="analyst"), lead=lead) == "not_allowed"
    assert code_of(attach, by=officer, lead=lead, name="a.exe") == "unknown_suffix"
    assert Statement.objects.count() == 2 and Document.objects.count() == 1, "nothing of it is read"


def test_a_document_of_a_lead_is_seen_by_those_who_see_the_lead(officer: User, other: User) -> None:
    lead = report(officer, chain_id="dz-ic")
    kept = attach(officer, lead)
    people = [officer, other, *(make_user(role="analyst", place_id=place, chain_id=chain)
              for place in ("", DEZHOU, DECHENG, CHUZHOU) for chain in ("", "dz-ic", "cz-pv"))]  # fmt: skip
    people += [make_user(role="enterprise", organization_id="org-a")]
    assert {may_see(one, lead) for one in people} == {True, False}
    assert [may_see(one, kept) for one in people] == [may_see(one, lead) for one in people]


def test_a_document_is_taken_out_with_a_reason_until_the_lead_is_a_project(officer: User) -> None:
    lead = through(report(officer), officer, "answer", "judge")
    wrong, kept = attach(officer, lead), attach(officer, lead, proves="photo", name="现场.jpg")
    elsewhere = report(officer, investor="另一家有限公司")
    assert code_of(attachments.remove_from_lead, by=officer, attachment=wrong, lead=lead, reason=" ") == "no_reason"
    assert code_of(attachments.remove_from_lead, by=officer, attachment=wrong, lead=elsewhere, reason="x") == "other_lead"
    attachments.remove_from_lead(by=officer, attachment=wrong, lead=lead, reason="传错")
    project = conversion.convert(by=officer, lead=lead)
    assert list(project.attachments.values_list("pk", flat=True)) == [kept.pk]
    assert code_of(attachments.remove_from_lead, by=officer, attachment=kept, lead=lead, reason="x") == "is_a_project"
    assert code_of(attach, by=officer, lead=lead) == "is_a_project"


# -- phones ----------------------------------------------------------------------------------------------------------------------------


def test_a_phone_is_masked_in_the_log_and_a_look_at_it_is_written_down(officer: User, other: User) -> None:
    lead = report(officer, contact_phone="13800135678")
    assert not AuditEvent.objects.filter(after__icontains="13800135678").exists()
    assert AuditEvent.objects.filter(after__contact_phone="138****5678").exists()
    assert leads.show_contact(by=officer, lead=lead) == "13800135678"
    assert AuditEvent.objects.filter(type="lead.look", by=officer.username, subject=f"leads/{lead.pk}").exists()
    assert code_of(leads.show_contact, by=other, lead=lead) == "outside_your_places"
    assert code_of(leads.show_contact, by=make_user(role="analyst"), lead=lead) == "not_allowed"


def test_a_masked_phone_that_comes_back_stays_what_it_was(officer: User) -> None:
    lead = report(officer, contact_phone="13800135678")
    record = {**records_of("leads", [lead.pk])[lead.pk], "contact_phone": "138****5678", "content": "新内容"}
    with transaction.atomic():
        write_rows(by=officer, rows={"leads": pl.DataFrame([record], schema=whole_tables(["leads"])["leads"].schema)})
    lead.refresh_from_db()
    assert (lead.contact_phone, lead.content) == ("13800135678", "新内容")
