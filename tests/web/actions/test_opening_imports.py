"""Projects that come in the middle of their life are taken over by the import that brings them; and whom imported rules affect."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import make_user
from tests.web.actions.test_imports import checked, workbook

from lianqun.land import passed_stages
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.actions.land import attachments, moves
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.tables import imports
from lianqun.office.queries.rows.whole_tables import whole_tables
from lianqun.office.registry.models import Project, StageReview, StageRule

pytestmark = pytest.mark.django_db
HEADS = ["名称", "地区", "阶段", "签约日期", "开工日期", "投产日期"]
ROWS: list[list[Any]] = [
    ["在产的", "德州市", "投产", date(2022, 1, 5), date(2022, 6, 1), date(2023, 9, 1)],
    ["无日期的", "德州市", "开工", "", "", ""],
    ["新线索", "德州市", "线索", "", "", ""],
]


@pytest.fixture
def clerk(tiny: None) -> User:
    user: User = make_user(role="statistician")
    return user


def test_the_preview_says_how_many_are_taken_over_and_the_import_does_it(clerk: User) -> None:
    job = checked(clerk, workbook([HEADS, *ROWS]))
    assert job.outcome is not None and job.outcome["taken_over"] == {"projects": 2, "stages": 4}
    assert not StageReview.objects.exists(), "a preview writes nothing"
    imports.apply(by=clerk, job=job)
    told = StageReview.objects.order_by("project__name_zh", "on").values_list("project__name_zh", "stage", "on", "decided_by")
    assert list(told) == [
        ("在产的", "signed", date(2022, 1, 5), clerk.username),
        ("在产的", "construction", date(2022, 6, 1), clerk.username),
        ("在产的", "production", date(2023, 9, 1), clerk.username),
        ("无日期的", "construction", None, clerk.username),
    ]
    assert set(StageReview.objects.values_list("kind", "state")) == {("taken_over", "approved")}
    taken = dict(Project.objects.exclude(taken_over_on=None).values_list("name_zh", "taken_over_by"))
    assert taken == {"在产的": clerk.username, "无日期的": clerk.username}
    assert set(Project.objects.exclude(taken_over_on=None).values_list("taken_over_on", flat=True)) == {timezone.localdate()}


def test_undoing_the_import_takes_the_reviews_out_again(clerk: User) -> None:
    before = {name: frame.to_dicts() for name, frame in whole_tables().items()}
    job = checked(clerk, workbook([HEADS, *ROWS]))
    imports.apply(by=clerk, job=job)
    imports.undo(by=clerk, job=job)
    assert {name: frame.to_dicts() for name, frame in whole_tables().items()} == before
    assert AuditEvent.objects.filter(type="row.delete", subject__startswith="stage_reviews/").count() == 4


def test_a_stage_whose_day_lies_ahead_is_not_taken_over(clerk: User) -> None:
    ahead = timezone.localdate() + timedelta(days=1)
    job = checked(clerk, workbook([HEADS, ["明年开工", "德州市", "开工", date(2022, 1, 5), ahead, ""]]))
    assert job.outcome is not None and job.outcome["state"] != "ready" and ahead.isoformat() in str(job.outcome["problems"])
    with pytest.raises(Refused):
        imports.apply(by=clerk, job=job)
    assert not Project.objects.filter(name_zh="明年开工").exists()


def test_a_project_that_went_on_since_keeps_the_import(clerk: User) -> None:
    job = checked(clerk, workbook([HEADS, *ROWS]))
    imports.apply(by=clerk, job=job)
    steward = make_user(role="steward", place_id="371400")
    project = Project.objects.get(name_zh="无日期的")
    attachments.attach(by=steward, project=project, proves="photo", name="p.pdf", data=b"x")
    with pytest.raises(Refused) as refused:
        imports.undo(by=clerk, job=job)
    assert refused.value.code == "used_since" and StageReview.objects.filter(kind="taken_over").count() == 4


def test_a_row_that_stands_is_not_taken_over_again(clerk: User) -> None:
    imports.apply(by=clerk, job=checked(clerk, workbook([HEADS, *ROWS])))
    again = checked(clerk, workbook([[*HEADS, "帮办"], *([*row, "某丙"] for row in ROWS)]))
    assert again.outcome is not None and "taken_over" not in again.outcome
    imports.apply(by=clerk, job=again)
    assert StageReview.objects.count() == 4 and Project.objects.filter(steward="某丙").count() == 3


@pytest.mark.parametrize(
    ("stage", "days", "passed"),
    [
        ("lead", {"lead_on": date(2022, 1, 1)}, []),
        ("talks", {}, ["talks"]),
        ("signed", {"talks_on": date(2022, 1, 1)}, ["talks", "signed"]),
        ("signed", {"started_on": date(2022, 1, 1)}, ["signed"]),
    ],
)
def test_stages_are_passed_where_a_day_says_so(stage: str, days: dict[str, date], passed: list[str]) -> None:
    assert [one.code for one in passed_stages({"stage": stage, **days})] == passed


RULES = ["阶段", "规则", "所需", "数目", "会签要求", "生效日期"]


def test_imported_rules_say_whom_they_affect_before_they_are_applied(clerk: User) -> None:
    administrator, steward = make_user(role="administrator"), make_user(role="steward", place_id="371400")
    known = {"place_id": "371400", "chain_id": "dz-ic", "organization_id": "org-a", "kind": "service", "builds": False}
    under, other = (
        Project.objects.create(id=key, name_zh=key, stage="assessment", investment_wan_yuan=20_000, **known)
        for key in ("under", "other")
    )
    for tag in ("agreement", "assessment_minutes"):
        attachments.attach(by=steward, project=under, proves=tag, name="a.pdf", data=b"x")
    review = moves.propose(by=steward, project=under, to="signed", on=date(2024, 1, 1), reason="")
    rows = [
        RULES,
        ["签约", "必备材料", "agreement", "", "", date(2024, 1, 1)],
        ["签约", "必备材料", "photo", "", "", date(2024, 1, 1)],
        ["签约", "会签", "county_investment", 1, "两人", date(2024, 1, 1)],
        ["评审", "时限（工作日）", "", 10, "", date(2024, 1, 1)],
    ]
    job = checked(administrator, workbook(rows, name="阶段规则"))
    assert job.outcome is not None and job.outcome["state"] == "ready", job.outcome
    told = job.outcome["rules"]
    assert (told["projects"], told["days"]) == (2, [timezone.localdate().isoformat()])
    assert told["counts"] == {"gains": 2, "loses": 1, "limits": 2, "signs": 2}
    assert {one["project_id"] for one in told["shown"]} == {"under", "other"}
    assert [(one["id"], one["stage"], one["rules_on"]) for one in told["reviews"]] == [
        (review.pk, "signed", timezone.localdate().isoformat())
    ]
    assert not StageRule.objects.exists()
    imports.apply(by=administrator, job=job)
    assert set(StageRule.objects.filter(kind="sign").values_list("needs", flat=True)) == {"2"}
    assert StageReview.objects.get(pk=review.pk).rules, "the review keeps its rules"
    assert moves.propose.why_not(steward, project=other, to="signed") is not None


def test_a_rule_that_asks_for_nothing_there_is_refused_with_what_is_meant(clerk: User) -> None:
    administrator = make_user(role="administrator")
    rows = [
        RULES,
        ["签约", "必备材料", "投资协议", "", "", date(2024, 1, 1)],
        ["签约", "必填项", "无此列", "", "", date(2024, 1, 1)],
    ]
    job = checked(administrator, workbook(rows, name="阶段规则"))
    assert job.outcome is not None and job.outcome["counts"] == {"rule_word": 2}
    assert "agreement" in job.outcome["problems"][0]["mend_zh"]


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", ("按现状接管", "规则改动的影响")), ("en", ("taken over", "changed rules mean"))]
)
def test_the_page_of_a_preview_says_what_the_rows_mean(
    clerk: User, client: Client, language: str, words: tuple[str, str]
) -> None:
    administrator = make_user(role="administrator")
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    rules = [RULES, ["开工", "时限（自然日）", "", 10, "", date(2024, 1, 1)]]
    for data, name, said in ((workbook([HEADS, *ROWS]), "项目", words[0]), (workbook(rules, name="阶段规则"), "规则", words[1])):
        job = checked(administrator, data, f"{name}.xlsx")
        page = client.get(f"/jobs/{job.pk}?place=").content.decode()
        assert said in page
        assert ("硅片二期" in page) is (name == "规则")
    imports.apply(by=administrator, job=job)
    assert client.get(f"/jobs/{job.pk}?place=").status_code == 200
