"""Conflicts: what differs beyond rounding between sources; the grade decides until a person does; undoable."""

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import make_user

from lianqun.office.accounts.models import User
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.trace import conflicts as acts
from lianqun.office.evidence.models import Document, Passage, Source, Statement
from lianqun.office.queries.trace.conflicts import Conflict, read_conflicts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]
ON = date(2024, 6, 1)


def say(name: str, value: str, *, grade: str = "B", status: str = "accepted", on: str = "2024-01-22", **more: Any) -> Statement:
    """A statement of a document of its own: 德州市, 营业收入 2023."""
    source, _made = Source.objects.get_or_create(
        id=f"source-{grade}", defaults={"name_zh": grade, "kind": "news", "grade": grade}
    )
    document = Document.objects.create(id=f"doc-{name}", source=source, title=name, published_on=on)
    passage = Passage.objects.create(id=f"pas-{name}", document=document, start=0, end=2, quote="原文")
    told = {
        "claim_type": "indicator",
        "subject": "德州市",
        "attribute": "营业收入",
        "unit": "亿元",
        "period": "2023",
        "modality": "actual",
    }
    return Statement.objects.create(id=f"sta-{name}", passage=passage, value_number=value, status=status, **{**told, **more})


def waiting(user: User, *, decided: bool = False) -> list[Conflict]:
    return read_conflicts(user, ON, decided=decided)


@pytest.fixture(autouse=True)
def nothing_is_kept(settings: Any) -> None:
    """These tests write past the actions, so that no new version of the data tells the cache."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.fixture
def chief() -> User:
    return make_user(role="chief")


def test_rounding_is_no_conflict_and_a_true_difference_is(chief: User) -> None:
    say("a", "297")
    say("b", "300", qualifier="近")
    assert waiting(chief) == []
    say("c", "312")
    assert next(side.pk for side in waiting(chief)[0].sides) in ("sta-a", "sta-b", "sta-c") and len(waiting(chief)) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"period": "2022"},
        {"region": "滁州市"},
        {"modality": "goal"},
        {"subject": "滁州市"},
        {"attribute": "税收"},
        {"status": "rejected"},
        {"unit": "亩"},
    ],
)
def test_another_time_place_or_thing_is_no_conflict(chief: User, other: dict[str, str]) -> None:
    say("a", "297")
    say("b", "312", **other)
    assert waiting(chief) == []


def test_undated_claims_are_compared_within_a_year_only(chief: User) -> None:
    say("a", "297", period="")
    say("b", "312", period="", on="2021-03-01")
    assert waiting(chief) == []
    say("c", "305", period="", on="2024-05-01")
    assert len(waiting(chief)) == 1


def test_the_better_grade_holds_then_the_later_date(chief: User) -> None:
    say("c", "312", grade="C", on="2024-05-01")
    say("b", "297", grade="B")
    held = waiting(chief)[0].holds
    assert held is not None and held.pk == "sta-b"
    say("a", "299", grade="B", on="2024-03-01")
    held = waiting(chief)[0].holds
    assert held is not None and held.pk == "sta-a"


def test_an_officials_word_ends(chief: User) -> None:
    say("b", "297")
    word = say("w", "312")
    word.passage, word.said_by, word.first_seen_at = None, "某局", timezone.make_aware(datetime(2024, 3, 1))
    word.save()
    held = waiting(chief)[0].holds
    assert held is not None and held.pk == "sta-w"
    later = read_conflicts(chief, date(2026, 6, 1))[0].holds
    assert later is not None and later.pk == "sta-b"


def test_a_person_decides_may_take_it_back_and_a_new_source_opens_it_again(chief: User) -> None:
    say("b", "297")
    weak = say("c", "312", grade="C", status="proposed")
    acts.prefer(by=chief, statement=weak, why="年报更全")
    weak.refresh_from_db()
    assert weak.status == "accepted" and waiting(chief) == []
    decided = waiting(chief, decided=True)
    assert decided[0].holds == weak and decided[0].decided[0].why == "年报更全"
    say("d", "320", grade="A")
    assert len(waiting(chief)) == 1
    Statement.objects.filter(pk="sta-d").update(status="rejected")
    acts.open_again(by=chief, statement=weak)
    held = waiting(chief)[0].holds
    assert held is not None and held.pk == "sta-b"


def test_a_decision_needs_a_reason_a_conflict_and_the_right(chief: User) -> None:
    one = say("b", "297")
    with pytest.raises(Refused) as refused:
        acts.prefer(by=chief, statement=one, why="没有别的说法")
    assert refused.value.code == "no_conflict"
    say("c", "312")
    with pytest.raises(Refused) as refused:
        acts.prefer(by=chief, statement=one, why=" ")
    assert refused.value.code == "no_reason"
    with pytest.raises(Refused) as refused:
        acts.prefer(by=make_user(role="steward"), statement=one, why="试试")
    assert refused.value.status == 403
    with pytest.raises(Refused):
        acts.open_again(by=chief, statement=one)
