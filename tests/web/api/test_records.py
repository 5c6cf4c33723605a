"""Records over the interface: the actions of the page, its sentences at the fields, versions as ETag, differences with 412."""

import json
from typing import Any

import pytest
from tests.web.api.test_api import problem, signed_in

from lianqun.office.accounts.models import AuditEvent
from lianqun.office.evidence.models import Evidence
from lianqun.office.registry.models import Placement, Project

pytestmark = pytest.mark.usefixtures("tiny")
JSON: dict[str, Any] = {"content_type": "application/json"}
LEAD = {"name_zh": "新线索", "place_id": "371400", "chain_id": "dz-ic", "investment_wan_yuan": "1.2亿"}


def test_a_row_is_added_with_evidence_and_answers_with_its_version() -> None:
    client = signed_in(role="promotion", place_id="371400")
    proof = {"said_by": "某甲", "said_why": "来访"}
    answer = client.post("/api/records/projects", {"row": LEAD, "evidence": proof, "reason": "来访"}, **JSON)
    row = answer.json()
    assert answer.status_code == 201 and (row["stage"], row["investment_wan_yuan"]) == ("lead", "12000")
    assert Evidence.objects.get(row_id=row["id"]).said_by == "某甲"
    assert AuditEvent.objects.filter(subject=f"projects/{row['id']}").latest("id").reason == "来访"
    assert client.get(f"/api/records/projects/{row['id']}")["ETag"] == answer["ETag"]


def test_what_is_wrong_is_told_a_field_each() -> None:
    client = signed_in(role="promotion", place_id="371400")
    told = problem(client.post("/api/records/projects", {"row": {**LEAD, "name_zh": None, "due_on": "2024-02-30"}}, **JSON), 422)
    assert {(one["where"][1], one["code"]) for one in told["errors"]} == {
        ("name_zh", "required_empty"),
        ("due_on", "impossible_date"),
    }
    assert all(one["what"] for one in told["errors"])


@pytest.mark.parametrize("cells", [{"stage": "production"}, {"id": "own"}, {"nothing": "1"}])
def test_what_is_not_filled_in_by_hand_is_no_field(cells: dict[str, str]) -> None:
    client = signed_in(role="promotion", place_id="371400")
    assert problem(client.post("/api/records/projects", {"row": {**LEAD, **cells}}, **JSON), 422)["errors"]
    problem(client.patch("/api/records/projects/pro-1", {"row": cells}, **JSON), 422)


def test_a_change_on_an_old_version_is_refused_with_the_differences() -> None:
    client, other = signed_in(role="steward", place_id="371400"), signed_in(role="statistician")
    opened = client.get("/api/records/projects/pro-1")["ETag"]
    assert (
        other.patch("/api/records/projects/pro-1", {"row": {"steward": "乙"}}, **JSON, headers={"If-Match": opened}).status_code
        == 200
    )
    told = problem(
        client.patch("/api/records/projects/pro-1", {"row": {"next_step": "选址"}}, **JSON, headers={"If-Match": opened}), 412
    )
    (one,) = told["errors"]
    assert (
        (one["where"], one["before"], one["after"], one["collides"]) == (["steward"], None, "乙", False)
        and one["by"]
        and one["at"]
    )
    now = client.get("/api/records/projects/pro-1")["ETag"]
    for version in (now, "*"):
        answer = client.patch(
            "/api/records/projects/pro-1", {"row": {"next_step": "选址"}}, **JSON, headers={"If-Match": version}
        )
        assert answer.status_code == 200 and answer.json()["next_step"] == "选址"


def test_a_row_is_ended_with_a_reason_unless_others_refer_to_it() -> None:
    client = signed_in(role="statistician", place_id="371400")
    assert "需求 1 条" in problem(client.delete("/api/records/projects/pro-1?reason=x"), 409)["detail"]
    assert problem(client.delete("/api/records/placements/pl-2"), 422)["code"] == "reason_wanted"
    assert client.delete("/api/records/placements/pl-2?reason=停产").status_code == 204
    assert not Placement.objects.filter(pk="pl-2").exists()


def test_who_may_not_is_told_as_on_the_page() -> None:
    assert "改记录" in problem(signed_in(role="analyst").post("/api/records/projects", {"row": LEAD}, **JSON), 403)["detail"]
    steward = signed_in(role="steward", place_id="341100")
    problem(steward.patch("/api/records/projects/pro-1", {"row": {"steward": "x"}}, **JSON), 404)
    told = problem(steward.patch("/api/records/organizations/org-a", {"row": {"employees": 90}}, **JSON), 403)
    assert told["code"] == "outside_your_places"
    problem(steward.post("/api/records/projects", {"row": LEAD}, **JSON), 403)
    assert not Project.objects.filter(name_zh="新线索").exists()


def test_tables_that_reading_keeps_have_no_such_address() -> None:
    client = signed_in(role="administrator")
    problem(client.post("/api/records/documents", {"row": {}}, **JSON), 404)
    paths = json.loads(client.get("/api/openapi.json").content)["paths"]
    assert "/api/records/projects" in paths and "/api/records/statements" not in paths
