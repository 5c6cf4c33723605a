"""One column of many rows of a list at once: previewed, written for exactly those rows, and undone."""

import re

import pytest
from tests.web.pages.conftest import SignedIn

from lianqun.office.jobs.models import Job
from lianqun.office.registry.models import Project
from lianqun.office.views.lists.changing import MOST, changeable
from lianqun.office.worker.loop import run_one

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]
ADDRESS = "/lists/projects/change"


def stewards() -> dict[str, str]:
    return dict(Project.objects.order_by("pk").values_list("pk", "steward"))


def test_the_chosen_rows_are_changed_after_a_preview_and_changed_back(signed_in: SignedIn) -> None:
    client, before = signed_in("steward"), stewards()
    chosen = list(before)[:2]
    page = client.get(ADDRESS, {"id": chosen, "column": "steward"}).content.decode()
    assert "已选 2 行" in page and all(f'value="{key}"' in page for key in chosen)
    answer = client.post(ADDRESS, {"id": chosen, "column": "steward", "steward": "李四"})
    job = Job.objects.get(pk=re.findall(r"/jobs/(\d+)", answer.headers["Location"])[0])
    run_one(worker="test")
    job.refresh_from_db()
    assert job.outcome is not None and job.outcome["changes_total"] == 2 and stewards() == before
    client.post(f"/imports/{job.pk}/apply")
    assert stewards() == {**before, **dict.fromkeys(chosen, "李四")}
    client.post(f"/imports/{job.pk}/undo")
    assert stewards() == before


def test_a_value_that_is_none_is_told_at_its_field_and_nothing_is_proposed(signed_in: SignedIn) -> None:
    answer = signed_in("steward").post(ADDRESS, {"id": ["pro-1"], "column": "due_on", "due_on": "2024-02-30"})
    assert answer.status_code == 422 and "wrong-words" in answer.content.decode() and not Job.objects.exists()


def test_rows_of_elsewhere_are_refused_by_the_preview(signed_in: SignedIn) -> None:
    before = stewards()
    client = signed_in("steward", place_id="341100")
    page = client.get(ADDRESS, {"id": ["pro-1"], "column": "steward"}, follow=True).content.decode()
    assert "没有选中任何行" in page, "what the person does not see is not chosen"
    signed_in("chief").post(ADDRESS, {"id": list(before), "column": "steward", "steward": "x"})
    assert not Job.objects.exists() and stewards() == before


def test_stages_names_and_days_of_stages_are_not_offered() -> None:
    names = {column.name for column in changeable("projects")}
    assert not names & {"id", "stage", "status", "signed_on", "name_zh", "place_id"} and {"steward", "due_on"} <= names


def test_too_many_rows_are_refused_in_words(signed_in: SignedIn) -> None:
    sent = {"id": [str(n) for n in range(MOST + 1)], "column": "steward", "steward": "x"}
    answer = signed_in("steward").post(ADDRESS, sent, follow=True)
    assert f"一次最多修改 {MOST} 行" in answer.content.decode() and not Job.objects.exists()


def test_the_list_offers_it_to_those_who_may(signed_in: SignedIn) -> None:
    assert 'form="chosen"' in signed_in("steward").get("/lists/projects").content.decode()
    assert 'form="chosen"' not in signed_in("chief").get("/lists/projects").content.decode()
    assert 'form="chosen"' not in signed_in("steward").get("/lists/links").content.decode()
