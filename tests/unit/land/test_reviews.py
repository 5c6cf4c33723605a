"""Who must still sign, as a truth table; and what an approval saw of the documents."""

from datetime import date
from typing import Any

import pytest

from lianqun.land import RuleBook, awaited, document_differences, documents_seen, own_rules, review_state, rules_of, signings
from lianqun.vocab.codes import code_lists

ON = date(2024, 6, 1)
PEOPLE = {"land": ["a", "b", "c"]}


def sign_rule(needs: str | None) -> Any:
    row: dict[str, Any] = {
        "id": "r",
        "project_kind": None,
        "stage": "signed",
        "kind": "sign",
        "what": "land",
        "number": 1,
        "needs": needs,
    }
    row |= dict.fromkeys(("when_column", "when_least", "valid_to", "reference_zh", "reference_en"))
    (found,) = RuleBook(rules_of([row | {"valid_from": ON}]), ON).signers("signed", {})
    return found


@pytest.mark.parametrize(
    ("needs", "people", "signed", "needed", "is_done"),
    [
        ("all", "abc", "ab", 3, False),
        ("all", "abc", "abc", 3, True),
        ("any", "abc", "", 1, False),
        ("any", "abc", "c", 1, True),
        (None, "abc", "c", 1, True),
        ("2", "abc", "a", 2, False),
        ("2", "abc", "ac", 2, True),
        ("3", "abc", "ac", 3, False),
        ("3", "ab", "ab", 3, False),
        ("all", "", "", 1, False),
        ("2", "", "", 2, False),
    ],
)
def test_all_any_or_a_number_of_its_people_sign(needs: str | None, people: str, signed: str, needed: int, is_done: bool) -> None:
    told = [{"office": "land", "verdict": "agreed", "signer": one, "for_signer": ""} for one in signed]
    (part,) = signings([sign_rule(needs)], told, {"land": list(people)})
    assert (part.needed, part.is_done, part.people) == (needed, is_done, len(people))
    assert {name for one in awaited([part]) for name in one.may_sign} == (set() if is_done else set(people) - set(signed))


def test_numbers_up_to_nine_are_words_of_the_rule() -> None:
    assert list(code_lists()["signing_need"]) == ["all", "any", *map(str, range(2, 10))]


def document(key: str, proves: str = "agreement", **values: Any) -> dict[str, Any]:
    return {"id": key, "proves": proves, "title": f"title {key}", "sha256": "1" * 64, "review_id": None} | values


BOOK = RuleBook(own_rules(), ON)
FIRST, MINUTES, PHOTO = document("1"), document("2", "assessment_minutes"), document("3", "photo")


def seen(*documents: dict[str, Any], before: str = "") -> str:
    return documents_seen(BOOK, "signed", {}, documents, review_id="rev", before=before)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ((FIRST, MINUTES, PHOTO), []),
        ((FIRST, MINUTES), []),  # nobody asked for the photo
        ((FIRST, MINUTES, PHOTO, document("4")), []),  # one more of a kind takes nothing away
        ((MINUTES,), [("agreement", "title 1", ())]),
        ((document("4"), MINUTES), [("agreement", "title 1", ("title 4",))]),
        ((document("1", sha256="2" * 64, title="new"), MINUTES), [("agreement", "title 1", ("new",))]),
    ],
)
def test_an_approval_sees_what_its_stage_asks_for(now: Any, told: list[Any]) -> None:
    found = document_differences(seen(FIRST, MINUTES, PHOTO), now)
    assert [(one.proves, one.before, one.now) for one in found] == told
    review = {"state": "approved", "seen": "", "documents": seen(FIRST, MINUTES, PHOTO)}
    assert review_state(review, {}, now) == ("reopened" if told else "approved")
    assert review_state(review | {"state": "withdrawn"}, {}, now) == "withdrawn"


def test_what_came_with_the_review_is_seen_and_what_an_earlier_signer_saw_stays() -> None:
    stamped = document("5", "stamped_sheet", review_id="rev")
    assert [one.before for one in document_differences(seen(stamped), [])] == ["title 5"]
    second = seen(document("4"), before=seen(FIRST))
    assert [one.now for one in document_differences(second, [document("4")])] == [()]
    assert document_differences("", []) == document_differences(None, []) == ()
