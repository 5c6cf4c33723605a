"""The interface: typed rows within what a person may see, actions as on the pages, every error a problem."""

import base64
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import PASSWORD, make_user

from lianqun.office.accounts.models import AuditEvent
from lianqun.office.evidence.models import Statement
from lianqun.office.jobs.models import Job
from lianqun.office.worker.loop import run_one

pytestmark = pytest.mark.django_db


def signed_in(**role: str) -> Client:
    client = Client()
    client.force_login(make_user(**role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def basic(username: str, password: str = PASSWORD) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()}


def problem(response: Any, status: int) -> dict[str, Any]:
    told = json.loads(response.content)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "instance"} <= set(told) and told["status"] == status
    return dict(told)


def ids(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["rows"]]


def test_rows_are_exact_and_typed(tiny: None) -> None:
    page = signed_in(role="analyst").get("/api/projects?order=-id").json()
    assert page["total"] == 2 and [row["id"] for row in page["rows"]] == ["pro-2", "pro-1"]
    assert page["rows"][1]["investment_wan_yuan"] == "350000" and page["rows"][1]["signed_on"] == "2023-03-08"
    assert page["rows"][0]["investment_wan_yuan"] is None and page["rows"][0]["steward"] is None


def test_filters_by_place_and_chain_and_name(tiny: None) -> None:
    client = signed_in(role="analyst")
    assert ids(client.get("/api/organizations?place=371400")) == ["org-a", "org-b"]
    assert ids(client.get("/api/organizations?chain=cz-pv")) == ["org-c"]
    assert ids(client.get("/api/placements?place=340000")) == ["pl-3"]
    assert ids(client.get("/api/organizations", {"q": "靶材"})) == ["org-b"]
    assert ids(client.get("/api/organizations?limit=1&offset=2")) == ["org-c"]


def test_rows_outside_the_role_are_not_there(tiny: None) -> None:
    client = signed_in(role="chief", place_id="341100")
    assert ids(client.get("/api/projects")) == ["pro-2"]
    problem(client.get("/api/projects/pro-1"), 404)
    assert client.get("/api/projects/pro-2").json()["name_zh"] == "玻璃一期"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "limit=1e9", "offset=-1", "order=password", "place=%00", "q=" + "x" * 400]
)
def test_what_does_not_fit_is_a_problem(tiny: None, query: str) -> None:
    assert problem(signed_in(role="analyst").get(f"/api/organizations?{query}"), 422)["errors"]


def test_nobody_is_told_to_sign_in(tiny: None) -> None:
    response = Client().get("/api/organizations")
    problem(response, 401)
    assert response["WWW-Authenticate"].startswith("Basic")


def test_basic_works_and_wrong_passwords_lock(tiny: None) -> None:
    user = make_user(role="analyst")
    assert Client().get("/api/me", headers=basic(user.username)).json()["memberships"][0]["role"] == "analyst"
    for _ in range(10):
        assert Client().get("/api/me", headers=basic(user.username, "wrong")).status_code in (401, 429)
    response = Client().get("/api/me", headers=basic(user.username))
    assert problem(response, 429) and int(response["Retry-After"]) > 0


@pytest.mark.parametrize(
    "header", ["Basic", "Basic !!!", "Basic " + base64.b64encode(b"\xff:\x00").decode(), "Bearer x", "Basic Og=="]
)
def test_a_damaged_header_is_nobody(tiny: None, header: str) -> None:
    problem(Client().get("/api/me", headers={"Authorization": header}), 401)


def test_unknown_addresses_are_problems() -> None:
    problem(Client().get("/api/nothing/here"), 404)
    problem(Client().post("/api/nothing"), 404)


def test_review_over_the_interface(tiny: None) -> None:
    client = signed_in(role="chief")
    post = {"content_type": "application/json"}
    assert client.post("/api/statements/sta-1/accept", {"note": "查过"}, **post).json()["status"] == "accepted"
    told = problem(client.post("/api/statements/sta-1/refuse", {}, **post), 409)
    assert told["code"] == "already_reviewed" and told["detail"]
    assert client.post("/api/statements/sta-1/undo", {}, **post).json()["status"] == "proposed"
    corrected = client.post("/api/statements/sta-1/correct", {"value": "120"}, **post).json()
    assert (corrected["value_number"], corrected["status"]) == ("120", "accepted")
    assert Statement.objects.get(pk="sta-1").status == "withdrawn"


def test_a_role_without_review_is_refused_with_the_sentence(tiny: None) -> None:
    told = problem(signed_in(role="steward").post("/api/statements/sta-1/accept", {}, content_type="application/json"), 403)
    assert told["code"] == "not_allowed"
    problem(signed_in(role="enterprise").post("/api/statements/sta-1/accept", {}, content_type="application/json"), 404)


@pytest.mark.parametrize("body", [b"{", b'{"note": 1}', b"\xff"])
def test_a_damaged_body_is_a_problem(tiny: None, body: bytes) -> None:
    response = signed_in(role="chief").post("/api/statements/sta-1/accept", body, content_type="application/json")
    problem(response, response.status_code)
    assert response.status_code in (400, 422) and Statement.objects.get(pk="sta-1").status == "proposed"


def test_changes_with_a_session_need_the_token(tiny: None) -> None:
    user = make_user(role="chief")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    problem(client.post("/api/statements/sta-1/accept", {}, content_type="application/json"), 403)
    answer = Client(enforce_csrf_checks=True).post(
        "/api/statements/sta-1/accept", {}, content_type="application/json", headers=basic(user.username)
    )
    assert answer.json()["status"] == "accepted"


def test_a_document_is_kept_read_and_not_added_twice(tiny: None) -> None:
    client = signed_in(role="promotion")
    text = "德州市甲硅片有限公司项目总投资35亿元，投产后年产硅片120万片。".encode()

    def send() -> Any:
        return client.post("/api/documents", {"source": "office", "title": "专报", "file": SimpleUploadedFile("a.txt", text)})

    first = send()
    assert first.status_code == 201 and send().json()["id"] == first.json()["id"]
    assert (
        ids(client.get("/api/documents?order=-id"))[-1:]
        and Statement.objects.filter(passage__document=first.json()["id"]).exists()
    )
    told = problem(client.post("/api/documents", {"source": "nowhere", "file": SimpleUploadedFile("a.txt", text)}), 422)
    assert told["code"] == "unknown_source", told
    problem(
        client.post(
            "/api/documents", {"source": "office", "file": SimpleUploadedFile("a.html", b"\x89PNG\r\n\x1a\n" + bytes(64))}
        ),
        422,
    )


def test_an_import_over_the_interface(tiny: None) -> None:
    client = signed_in(role="statistician")
    table = "编号,名称,类别,所在地\norg-a,甲硅片有限公司,企业,德城区\n,戊公司,企业,德州市\n".encode()
    job = client.post("/api/imports", {"file": SimpleUploadedFile("organizations.csv", table)})
    assert job.status_code == 202
    assert problem(client.post(f"/api/imports/{job.json()['id']}/apply"), 409)["code"] == "not_checked"
    run_one(worker="test")
    preview = client.get(f"/api/jobs/{job.json()['id']}").json()["outcome"]
    assert preview["state"] == "ready" and preview["tables"][0] | {"sheet": ""} == {
        "table": "organizations", "sheet": "", "rows": 2, "new": 1, "changed": 0, "same": 1,
    }  # fmt: skip
    assert client.post(f"/api/imports/{job.json()['id']}/apply").json()["outcome"]["state"] == "applied"
    assert ids(client.get("/api/organizations", {"q": "戊"}))
    assert client.post(f"/api/imports/{job.json()['id']}/undo").json()["outcome"]["state"] == "undone"
    assert not ids(client.get("/api/organizations", {"q": "戊"}))
    problem(signed_in(role="statistician").get(f"/api/jobs/{Job.objects.get().pk}"), 404)
    problem(client.post("/api/imports", {"file": SimpleUploadedFile("a.xlsx", b"\x89PNG\x00\x00")}), 422)


def test_maps(tiny: None) -> None:
    client = signed_in(role="analyst")
    for kind in ("panorama", "chain", "roadmap", "applications", "regions"):
        drawing = client.get(f"/api/maps/{kind}?place=371400&chain=dz-ic&language=en").json()
        assert drawing["kind"] == kind and drawing["language"] == "en"
    problem(client.get("/api/maps/nothing"), 422)
    problem(client.get("/api/maps/chain?place=999999"), 404)


def test_docs_need_nothing_from_outside() -> None:
    page = Client().get("/api/docs")
    html = page.content.decode()
    assert page.status_code == 200 and "http://" not in html.replace("http://www.w3.org", "") and "https://" not in html
    assert "script-src" in page["Content-Security-Policy"] or "default-src 'self'" in page["Content-Security-Policy"]
    for name in ("swagger-ui-bundle.js", "swagger-ui-init.js", "swagger-ui.css"):
        assert f"/static/ninja/{name}" in html
        answer = Client().get(f"/static/ninja/{name}")
        assert answer.status_code == 200
        answer.close()
    inline = [part for part in html.split("<script")[1:] if "src=" not in part.split(">")[0]]
    assert all('type="application/json"' in part.split(">")[0] for part in inline)
    assert Client().get("/api/openapi.json").json()["openapi"].startswith("3.")


def test_a_failure_is_a_problem_and_says_nothing_of_the_inside(tiny: None, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(role="analyst")

    def fail() -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("lianqun.office.api.tables.data_version", fail)
    told = problem(client.get("/api/version"), 500)
    assert "secret" not in json.dumps(told)


def test_a_table_as_a_workbook(tiny: None) -> None:
    client = signed_in(role="analyst")
    answer = client.get("/api/workbooks/projects.xlsx?place=371400")
    assert answer.status_code == 200 and answer.content.startswith(b"PK") and "projects.xlsx" in answer["Content-Disposition"]
    event = AuditEvent.objects.get(type="export.record")
    assert event.after == {"filters": {"place": "371400"}, "rows": 1, "format": "xlsx"}
    problem(client.get("/api/workbooks/nothing.xlsx"), 422)
    problem(signed_in(role="enterprise").get("/api/workbooks/organizations.xlsx"), 403)


def test_a_project_is_moved_over_the_interface_with_the_sentences_of_the_page(tiny: None) -> None:
    steward = Client()
    steward.force_login(make_user(role="steward", place_id="371400"), backend="django.contrib.auth.backends.ModelBackend")
    standing = steward.get("/api/projects/pro-1/standing").json()
    assert (standing["stage"], standing["status"], standing["since"]) == ("construction", "running", None)
    assert {"completed", "line_through", "production"} == set(standing["next"])
    body = {"to": "completed", "on": "2024-03-01"}
    answer = steward.post("/api/projects/pro-1/moves", body, content_type="application/json")
    assert answer.status_code == 422 and "竣工验收" in answer.json()["detail"]
    status = {"status": "delayed", "on": "2024-03-01", "reason": "征地"}
    assert steward.post("/api/projects/pro-1/status", status, content_type="application/json").json()["status"] == "delayed"
    assert steward.post("/api/projects/pro-2/status", status, content_type="application/json").status_code == 404
