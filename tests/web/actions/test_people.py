"""Accounts: made, given roles, shut and opened; only by an administrator, and never oneself out."""

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory
from tests.factories import PASSWORD, make_user

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.permissions import Permission, has_permission
from lianqun.office.actions.people import people
from lianqun.office.actions.rows.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(db: None) -> User:
    user: User = make_user(role="administrator", username="admin")
    return user


def signs_in(username: str, password: str) -> bool:
    return authenticate(RequestFactory().get("/"), username=username, password=password) is not None


def test_a_role_is_held_for_a_place_that_is_on_record(admin: User) -> None:
    user = people.create(by=admin, username="zhao", password="一个足够长的密码")
    with pytest.raises(Refused) as refused:
        people.grant(by=admin, user=user, role="chief", place_id="天衢新区")
    assert refused.value.code == "unknown_place" and not user.memberships.exists()


@pytest.mark.usefixtures("tiny")
def test_an_account_from_beginning_to_end(admin: User) -> None:
    user = people.create(by=admin, username="wang", password="一个足够长的密码", name="王")
    assert signs_in("wang", "一个足够长的密码") and not has_permission(user, Permission.MAP_VIEW)
    people.grant(by=admin, user=user, role="chief", place_id="371400")
    assert has_permission(User.objects.get(pk=user.pk), Permission.STATEMENT_REVIEW, place_id="371400")
    people.set_memberships(by=admin, user=user, memberships=[("steward", "", ""), ("steward", "", "")])
    assert [m.role for m in User.objects.get(pk=user.pk).memberships.all()] == ["steward"]
    assert people.withdraw(by=admin, user=user, role="steward") == 1
    people.reset_password(by=admin, user=user, password="另一个足够长的密码")
    assert not signs_in("wang", "一个足够长的密码") and signs_in("wang", "另一个足够长的密码")
    people.deactivate(by=admin, user=user)
    assert not signs_in("wang", "另一个足够长的密码")
    people.reactivate(by=admin, user=user)
    assert signs_in("wang", "另一个足够长的密码")
    events = list(AuditEvent.objects.order_by("id").values_list("type", flat=True))
    acts = ("create", "grant", "set_memberships", "withdraw", "reset_password", "deactivate", "reactivate")
    assert events == [f"person.{name}" for name in acts]
    assert "密码" not in str(list(AuditEvent.objects.values("before", "after", "reason")))


def test_what_is_refused(admin: User) -> None:
    for code, given in {
        "name_taken": {"username": "ADMIN", "password": PASSWORD},
        "weak_password": {"username": "x", "password": "1234"},
    }.items():
        with pytest.raises(Refused) as refused:
            people.create(by=admin, **given)
        assert refused.value.code == code
    with pytest.raises(Refused):
        people.grant(by=admin, user=admin, role="emperor")
    assert people.deactivate.why_not(admin, user=admin) and people.withdraw.why_not(admin, user=admin, role="administrator")
    chief = make_user(role="chief")
    assert all(
        act.why_not(chief) for act in (people.create, people.grant, people.withdraw, people.reset_password, people.deactivate)
    )


def test_oneself(admin: User) -> None:
    chief = make_user(role="chief")
    people.set_language(by=chief, language="en")
    with pytest.raises(Refused):
        people.set_language(by=chief, language="fr")
    with pytest.raises(Refused):
        people.change_password(by=chief, old="wrong", new="一个足够长的密码")
    people.change_password(by=chief, old=PASSWORD, new="一个足够长的密码")
    assert signs_in(chief.username, "一个足够长的密码")
