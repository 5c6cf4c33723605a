"""People stand on pages by their own names, with the sign-in name as title; what the program itself writes comes in the reader's language."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.factories import make_user
from tests.web.pages.conftest import BACKEND, SignedIn

from lianqun.office.accounts.models import User
from lianqun.office.actions.land import attachments, disputes, leads, moves, signing
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.registry.models import Chain, Lead, LeadDispute, Organization, Place, Project, Signature, StageReview
from lianqun.vocab.dictionary import tables
from lianqun.vocab.people import people_columns

pytestmark = pytest.mark.usefixtures("tiny")
DECHENG, DEZHOU, CHUZHOU = "371402", "371400", "341100"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff]+")


def somebody(username: str, role: str, place_id: str = "", **values: str) -> User:
    """Somebody whose name has nothing in common with how they sign in."""
    user: User = make_user(role=role, place_id=place_id, username=username)
    for name, value in {"name": f"Name of {username[::-1]}", **values}.items():
        setattr(user, name, value)
    user.save()
    return User.objects.get(pk=user.pk)


@pytest.fixture
def worked() -> dict[str, Any]:
    """A project that was signed and a lead under dispute, with nothing that a person wrote in Chinese."""
    for model in (Place, Organization, Chain):
        for row in model._default_manager.all():
            model._default_manager.filter(pk=row.pk).update(name_zh=f"N {row.pk}", name_en=f"N {row.pk}")
    steward, signer = somebody("zhao", "steward", DEZHOU), somebody("qian", "approver", DEZHOU, office="county_investment")
    somebody("sun", "approver", DEZHOU, office="county_investment", deputy="qian")
    known = {"name_zh": "Plant", "name_en": "Plant", "place_id": DEZHOU, "organization_id": "org-a", "kind": "service"}
    project = Project.objects.create(
        id="plant", stage="assessment", builds=False, investment_wan_yuan=Decimal(20_000), steward="zhao", **known
    )
    for tag in ("agreement", "assessment_minutes"):
        attachments.attach(by=steward, project=project, proves=tag, name="a.pdf", data=b"%PDF")
    review = moves.propose(by=steward, project=project, to="signed", on=date(2024, 3, 1), reason="")
    signing.sign(by=signer, review=review, project=project, verdict="agreed", opinion="fine", for_signer="sun")
    project.refresh_from_db()
    officer, other = somebody("li", "promotion", DECHENG), somebody("zhou", "promotion", CHUZHOU)
    lead = leads.report(by=officer, place_id=DECHENG, values={"investor_name": "Star Power", "content": "cells"})
    leads.report(by=other, place_id=CHUZHOU, values={"investor_name": "Star Power", "content": "cells"})
    dispute = LeadDispute.objects.get()
    disputes.say(by=officer, dispute=dispute, lead=dispute.lead, words="visited in May")
    leads.hand_over(by=officer, lead=lead, to=somebody("wu", "steward", DECHENG), note="please")
    disputes.decide(by=somebody("wang", "chief"), dispute=dispute, winner=dispute.lead, reason="first")
    return {"project": project, "review": review, "lead": lead, "dispute": dispute}


def page_of(client: Client, path: str) -> str:
    """What stands on a page between its frame: the text, titles and labels."""
    text: str = client.get(path).content.decode()
    main = text[text.index("<main") : text.index("</main")]
    return unescape(
        re.sub(r"<script.*?</script>|<[a-z/][^>]*?>", lambda tag: " ".join(re.findall(r'title="([^"]*)"', tag[0])), main)
    )


PAGES = {
    "/projects/plant": ("zhao", "qian", "sun"),
    "/reviews/{review}/sheet": ("zhao", "qian", "sun"),
    "/leads/{lead}": ("li", "wu", "wang"),
    "/leads": ("wu",),
    "/leads/disputes?decided=1": ("li", "zhou", "wang"),
    "/records/leads/{lead}": ("li",),
    "/records/stage_reviews/{review}": ("zhao", "qian"),
    "/records/projects/plant": ("zhao",),
    "/lists/projects": ("zhao",),
    "/lists/leads": ("wu",),
    "/audit": ("zhao", "li", "wang"),
    "/people": ("qian",),
}


@pytest.mark.parametrize("path", PAGES)
def test_people_are_named_and_the_program_speaks_english(signed_in: SignedIn, worked: dict[str, Any], path: str) -> None:
    client = signed_in(language="en")
    address = path.format(**{name: row.pk for name, row in worked.items()})
    text = page_of(client, f"{address}{'&' if '?' in address else '?'}place=")
    for username in PAGES[path]:
        assert f"Name of {username[::-1]}" in text, username
    kept = CHINESE.findall(OF_THE_DATA.sub("", text)) if path != "/audit" else []
    assert kept == []


# What the rows are called in Chinese: those of the tiny data set, and the Chinese name of a lead.
OF_THE_DATA = re.compile("硅片二期|玻璃一期|投资线索|硅片|光伏玻璃|靶材|光伏|集成电路")


def test_a_review_is_called_by_the_word_of_its_stage(signed_in: SignedIn, worked: dict[str, Any]) -> None:
    signature = Signature.objects.get()
    for language, words in (("en", ("signed", "Plant")), ("zh-hans", ("签约", "Plant"))):
        client = signed_in(language=language)
        for address in (f"/records/stage_reviews/{worked['review'].pk}", f"/records/signatures/{signature.pk}"):
            title = re.search(r"<h1>(.*?)</h1>", client.get(f"{address}?place=").content.decode(), re.S)
            assert title is not None
            assert words[0] in title[1] and "county_investment" not in title[1], title[1]
    assert StageReview.objects.get(pk=worked["review"].pk).stage == "signed"


def test_a_refusal_names_people_by_their_names(worked: dict[str, Any]) -> None:
    steward = User.objects.get(username="zhao")
    project = Project.objects.create(
        id="next",
        name_zh="Next",
        place_id=DEZHOU,
        organization_id="org-a",
        kind="service",
        stage="lead",
        builds=False,
        chain_id="dz-ic",
    )
    review = moves.propose(by=steward, project=project, to="talks", on=date(2024, 3, 1), reason="", submit=False)
    with pytest.raises(Refused, match="Name of oahz"):
        moves.submit(by=somebody("zheng", "promotion", DEZHOU), review=review, project=project)


def test_the_columns_that_name_people_are_there() -> None:
    assert all(tables()[table].column(column).type == "text" for table, column in people_columns())


def test_a_name_is_never_read_as_markup(signed_in: SignedIn) -> None:
    lead: Lead = leads.report(
        by=somebody("feng", "promotion", DECHENG, name="<b>x</b>"), place_id=DECHENG, values={"investor_name": "Star Power"}
    )
    client = Client()
    client.force_login(make_user(role="administrator"), backend=BACKEND)
    text = client.get(f"/leads/{lead.pk}?place=").content.decode()
    assert '<span title="feng">&lt;b&gt;x&lt;/b&gt;</span>' in text and "<b>x</b>" not in text
