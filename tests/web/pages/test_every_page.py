"""Every page in both languages for every role: those who may see it see it, the others get a sentence and 403."""

import re

import pytest
from django.test import Client
from tests.web.pages.conftest import SignedIn

from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.roles import ROLES
from lianqun.office.urls import urlpatterns

P = Permission
SCOPE = "place=371400&chain=dz-ic"
PAGES: dict[str, P] = {
    "/": P.MAP_VIEW,
    "/account": P.MAP_VIEW,
    "/maps/panorama": P.MAP_VIEW,
    "/maps/chain": P.MAP_VIEW,
    "/maps/roadmap": P.MAP_VIEW,
    "/maps/applications": P.MAP_VIEW,
    "/maps/regions": P.MAP_VIEW,
    "/maps/chain/print": P.MAP_VIEW,
    "/maps/chain.json": P.MAP_VIEW,
    "/chains": P.MAP_VIEW,
    "/chains/dz-ic": P.MAP_VIEW,
    "/links/wafer": P.MAP_VIEW,
    "/organizations/org-a": P.MAP_VIEW,
    "/places/371400": P.MAP_VIEW,
    "/documents": P.EVIDENCE_VIEW,
    "/documents/doc-1": P.EVIDENCE_VIEW,
    "/documents/doc-1/passages": P.EVIDENCE_VIEW,
    "/review": P.STATEMENT_REVIEW,
    "/names": P.STATEMENT_REVIEW,
    "/identity": P.ORGANIZATION_MERGE,
    "/identity/org-a/org-b/text": P.ORGANIZATION_MERGE,
    "/review/sta-1/beside": P.STATEMENT_REVIEW,
    "/review/kinds": P.STATEMENT_REVIEW,
    "/review/effort": P.STATEMENT_REVIEW,
    "/conflicts": P.EVIDENCE_VIEW,
    "/lists/leaders": P.MAP_VIEW,
    "/lists/backbone": P.MAP_VIEW,
    "/lists/placements": P.MAP_VIEW,
    "/lists/organizations": P.MAP_VIEW,
    "/lists/links": P.MAP_VIEW,
    "/lists/freshness": P.EVIDENCE_VIEW,
    "/lists/platforms": P.MAP_VIEW,
    "/lists/needs": P.MAP_VIEW,
    "/lists/projects": P.RECORD_VIEW,
    "/lists/problems": P.RECORD_VIEW,
    "/projects/pro-1": P.RECORD_VIEW,
    "/records/projects/new": P.RECORD_EDIT,
    "/records/projects/pro-1": P.RECORD_VIEW,
    "/records/needs/need-1": P.RECORD_VIEW,
    "/records/projects/pro-1/edit": P.RECORD_EDIT,
    "/records/organizations/find": P.RECORD_EDIT,
    "/records/projects/pro-1/merge": P.RECORD_VIEW,
    "/links/wafer/part": P.RECORD_EDIT,
    "/leads": P.RECORD_VIEW,
    "/leads/new": P.RECORD_VIEW,
    "/leads/disputes": P.RECORD_VIEW,
    "/lists/leads": P.RECORD_VIEW,
    "/search": P.MAP_VIEW,
    "/imports": P.IMPORT_PROPOSE,
    "/exports": P.TABLE_EXPORT,
    "/jobs": P.RECORD_VIEW,
    "/audit": P.AUDIT_VIEW,
    "/people": P.PERSON_MANAGE,
    "/help": P.MAP_VIEW,
    "/why/links/wafer": P.EVIDENCE_VIEW,
    "/why/organizations/org-a": P.EVIDENCE_VIEW,
    "/why/statements/sta-1": P.EVIDENCE_VIEW,
    "/why/placements/pl-1": P.EVIDENCE_VIEW,
    "/why/projects/pro-1": P.EVIDENCE_VIEW,
}
HTML = {"zh-hans": '<html lang="zh', "en": '<html lang="en"'}


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_for_those_who_may_see_it_and_refuses_the_others_in_words(
    signed_in: SignedIn, role: str, language: str
) -> None:
    client = signed_in(role, language=language)
    for path, permission in PAGES.items():
        answer = client.get(f"{path}?{SCOPE}")
        allowed = permission in ROLES[role].permissions
        refused = {404} if path.startswith("/projects/") else {403}
        assert answer.status_code in ({200} if allowed else refused), (path, role)
        text = answer.content.decode()
        assert "<html" not in text or HTML[language] in text, path


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("role", ["administrator", "chief", "enterprise"])
def test_each_page_of_an_empty_site_says_why_it_is_empty(signed_in: SignedIn, role: str) -> None:
    client = signed_in(role)
    for path, permission in PAGES.items():
        if permission not in ROLES[role].permissions or re.search(
            r"/(dz-ic|wafer|org-a|371400|doc-1|sta-1|pl-1|pro-1|need-1)", path
        ):
            continue
        answer = client.get(path)
        assert answer.status_code == (404 if path == "/maps/chain.json" else 200), path


def test_somebody_not_signed_in_is_sent_to_the_door(client: Client, db: None) -> None:
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith("/sign-in?next="), path


def test_no_page_is_forgotten_here() -> None:
    """A page that is added must be added above, or stand here with the reason why it is not a page."""
    acts = {
        "lead-act",
        "lead-check",
        "lead-dispute-act",
        "sign-in",
        "sign-out",
        "language",
        "judge",
        "judgement-undo",
        "reread",
        "decide",
        "import-act",
        "job-cancel",
        "shape",
        "identity-sure",
        "identity-decide",
        "review-many",
        "review-undo",
        "conflict-decide",
        "names-answer",
        "names-look",
        "names-untie",
        "names-add",
        "names-row",
        "organization-take-out",
        "record-end",
        "record-undo",
    }
    tested_elsewhere = {"lead", "lead-investors", "job", "job-progress", "job-file", "person", "page-picture"}
    known = {re.sub(r"(panorama|chain|roadmap|applications|regions)(?=$|\.json|/print)", "<str:kind>", path) for path in PAGES}
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        if getattr(pattern, "name", None) in acts | tested_elsewhere or route.startswith("api/"):
            continue
        shape = re.compile("^/" + re.sub(r"<\w+:\w+>", "[^/]+", route.replace(".", r"\.")) + "$")
        assert any(shape.match(path) for path in [*PAGES, *known]), route


@pytest.mark.usefixtures("tiny")
def test_a_page_holds_no_script_or_handler_of_its_own(signed_in: SignedIn) -> None:
    client = signed_in()
    for path in PAGES:
        text = client.get(f"{path}?{SCOPE}").content.decode()
        inline = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", text)
        assert not inline and not re.search(r"\son(click|load|change|submit|input|error)=", text), path


@pytest.mark.usefixtures("tiny")
def test_a_missing_thing_is_a_404_that_says_what_and_how_to_mend(signed_in: SignedIn) -> None:
    client = signed_in()
    for path in ("/links/none", "/chains/none", "/organizations/none", "/projects/none", "/places/none", "/documents/none",
                 "/maps/none", "/lists/none", "/why/links/none", "/why/none/none", "/jobs/999", "/nowhere"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "没有" in answer.content.decode(), path
