"""What every action has in common: a check is given what it names, and a misspelt name passes nowhere."""

from typing import Any

import pytest

from lianqun.office.accounts.models import User
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.refusals import Refused

ANN = User(username="ann")


def check_length(by: User, *, title: str = "") -> Refused | None:
    return Refused("too_long", f"{by.username}: at most three letters") if len(title) > 3 else None


def weigh(*, title: str) -> dict[str, Any]:
    return {"weight": len(title) * 10}


@action(check_length, prepare=weigh)
def file_away(*, by: User, title: str, note: str = "", weight: int = 0) -> str:
    """Return what it was called with."""
    return f"{by.username} {title} {note} {weight}"


@pytest.mark.django_db
def test_check_and_preparation_are_given_what_they_name() -> None:
    assert file_away(by=ANN, title="abc", note="n") == "ann abc n 30"
    with pytest.raises(Refused, match="at most three letters"):
        file_away(by=ANN, title="abcd", note="n")


def test_what_is_not_known_yet_may_be_left_out() -> None:
    assert file_away.why_not(ANN) is None
    assert file_away.why_not(ANN, title="abcd") == "ann: at most three letters"


def test_a_misspelt_name_is_an_error_before_anything_is_done() -> None:
    with pytest.raises(TypeError, match="titel"):
        file_away(by=ANN, title="abc", titel="abc")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="titel"):
        file_away.why_not(ANN, titel="abc")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="missing a required argument: 'title'"):
        file_away(by=ANN)  # type: ignore[call-arg]


def test_a_check_may_not_ask_for_what_the_action_does_not_take() -> None:
    def check_titel(by: User, *, titel: str = "") -> Refused | None:
        return None

    def check_anything(by: User, **given: object) -> Refused | None:
        return None

    def act(*, by: User, title: str) -> None:
        pass

    with pytest.raises(TypeError, match="check_titel asks for titel, which act does not take"):
        action(check_titel)(act)
    with pytest.raises(TypeError, match="check_anything asks for given, which act does not take"):
        action(check_anything)(act)
