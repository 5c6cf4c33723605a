"""Accounts and the roles they hold."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import Membership, User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.accounts.roles import ROLES
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.refusals import Refused, filled, refusal_of_role
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.vocab.codes import code_lists

LANGUAGES = ("zh-hans", "en")


def _check(by: User | None) -> Refused | None:
    return refusal_of_role(by, Permission.PERSON_MANAGE)


def _check_role(by: User | None, *, role: str = "", place_id: str = "", chain_id: str = "") -> Refused | None:
    refusal = _check(by)
    if refusal is None and role and role not in ROLES:
        return Refused("unknown_role", _("There is no such role."), status=422)
    for table, wanted in (("places", place_id), ("chains", chain_id)):
        if refusal is None and wanted and not models_by_table()[table]._default_manager.filter(pk=wanted).exists():
            words = {"id": wanted}
            sentence = _("“%(id)s” is not on record; choose one that is offered, by its code.")
            return Refused("unknown_place", filled(sentence, words), status=422)
    return refusal


def _check_password(by: User | None, *, password: str | None = None) -> Refused | None:
    return _check(by) or _refusal_of_password(password)


def _refusal_of_password(password: str | None) -> Refused | None:
    try:
        if password is not None:
            validate_password(password)
    except ValidationError as error:
        return Refused("weak_password", " ".join(error.messages), status=422)
    return None


def _check_new(by: User | None, *, username: str = "", password: str | None = None) -> Refused | None:
    refusal = _check_password(by, password=password)
    if refusal is None and username and User.objects.filter(username__iexact=username).exists():
        return Refused("name_taken", _("Somebody has this sign-in name already; choose another."))
    return refusal


def _check_other(by: User, *, user: User | None = None) -> Refused | None:
    if user is not None and user.pk == by.pk:
        return Refused("is_oneself", _("You cannot deactivate your own account; ask another administrator."))
    return _check(by)


def _check_withdrawal(by: User, *, user: User | None = None, role: str = "") -> Refused | None:
    if user is not None and user.pk == by.pk and role == "administrator":
        return Refused("is_oneself", _("You cannot take the administrator's role from yourself; ask another administrator."))
    return _check(by)


def _check_own_password(by: User, *, old: str | None = None, new: str | None = None) -> Refused | None:
    if old is not None and not by.check_password(old):
        return Refused("wrong_password", _("The present password is not right."), status=422)
    return _refusal_of_password(new)


def _check_language(by: User, *, language: str = "") -> Refused | None:
    if language and language not in LANGUAGES:
        return Refused("unknown_language", _("The site speaks Chinese and English only."), status=422)
    return None


def _check_office(by: User | None, *, office: str = "") -> Refused | None:
    refusal = _check(by)
    if refusal is None and office and office not in code_lists()["sign_office"]:
        return Refused("unknown_office", _("There is no such office; choose one of those offered."), status=422)
    return refusal


def _check_deputy(by: User, *, username: str = "") -> Refused | None:
    if username and username == by.username:
        return Refused("is_oneself", _("You cannot be your own deputy; name a colleague."), status=422)
    if username and not User.objects.filter(username=username, is_active=True).exists():
        return Refused("nobody", _("Nobody has this sign-in name; write it as your colleague signs in."), status=422)
    return None


def _roles_of(user: User) -> list[list[str]]:
    return sorted([m.role, m.place_id, m.chain_id] for m in Membership.objects.filter(user=user))


@action(_check_new)
def create(
    *, by: User | None, username: str, password: str, name: str = "", language: str = "", organization_id: str = ""
) -> User:
    """Make an account without any role. Returns it. Refused for a name that is taken or a password that is too weak."""
    user = User.objects.create_user(
        username=username, password=password, name=name, language=language, organization_id=organization_id
    )
    log_event(type="person.create", by=by, subject=username, after={"name": name, "organization_id": organization_id})
    return user


@action(_check_role)
def grant(*, by: User | None, user: User, role: str, place_id: str = "", chain_id: str = "") -> Membership:
    """Give a person a role for a place with all below it, and a chain; an empty one means all. Returns the membership."""
    membership, made = Membership.objects.get_or_create(user=user, role=role, place_id=place_id, chain_id=chain_id)
    log_event(
        type="person.grant",
        by=by,
        subject=user.username,
        after={"role": role, "place_id": place_id, "chain_id": chain_id, "new": made},
    )
    return membership


@action(_check_withdrawal)
def withdraw(*, by: User, user: User, role: str, place_id: str = "", chain_id: str = "") -> int:
    """Take a role from a person. Returns how many memberships that ended (0 or 1)."""
    ended, _by_model = Membership.objects.filter(user=user, role=role, place_id=place_id, chain_id=chain_id).delete()
    log_event(
        type="person.withdraw", by=by, subject=user.username, before={"role": role, "place_id": place_id, "chain_id": chain_id}
    )
    return ended


@action(_check)
def set_memberships(*, by: User, user: User, memberships: list[tuple[str, str, str]]) -> list[Membership]:
    """Let a person hold exactly these roles, given as (role, place_id, chain_id). Returns the memberships."""
    before = _roles_of(user)
    unknown = [role for role, _place, _chain in memberships if role not in ROLES]
    if unknown:
        raise Refused("unknown_role", _("There is no such role."), status=422)
    Membership.objects.filter(user=user).delete()
    made = Membership.objects.bulk_create(
        Membership(user=user, role=role, place_id=place_id, chain_id=chain_id)
        for role, place_id, chain_id in dict.fromkeys(memberships)
    )
    log_event(type="person.set_memberships", by=by, subject=user.username, before=before, after=_roles_of(user))
    return made


@action(_check_password)
def reset_password(*, by: User, user: User, password: str) -> User:
    """Give a person a new password; the old one and all sessions opened with it end. Returns the person."""
    user.set_password(password)
    user.save(update_fields=["password"])
    log_event(type="person.reset_password", by=by, subject=user.username)
    return user


@action(_check_own_password)
def change_password(*, by: User, old: str, new: str) -> User:
    """Change one's own password, knowing the present one. Returns the person."""
    by.set_password(new)
    by.save(update_fields=["password"])
    log_event(type="person.change_password", by=by, subject=by.username)
    return by


@action(_check_office)
def set_office(*, by: User | None, user: User, office: str) -> User:
    """Say for which office a person signs; the empty code for none. Returns the person."""
    before, user.office = user.office, office
    user.save(update_fields=["office"])
    log_event(type="person.set_office", by=by, subject=user.username, before=before, after=office)
    return user


@action(_check_deputy)
def name_deputy(*, by: User, username: str) -> User:
    """Name who signs in one's absence, or with the empty name nobody. Never for what the deputy entered. Returns the person."""
    before, by.deputy = by.deputy, username
    by.save(update_fields=["deputy"])
    log_event(type="person.name_deputy", by=by, subject=by.username, before=before, after=username)
    return by


@action(_check_language)
def set_language(*, by: User, language: str) -> User:
    """Choose the language (`zh-hans` or `en`) in which the site speaks to oneself. Returns the person."""
    before, by.language = by.language, language
    by.save(update_fields=["language"])
    log_event(type="person.set_language", by=by, subject=by.username, before=before, after=language)
    return by


@action(_check_other)
def deactivate(*, by: User, user: User) -> User:
    """Let an account sign in no more; what it did stays in the log. Returns the person."""
    return _switch(by, user, False)


@action(_check)
def reactivate(*, by: User, user: User) -> User:
    """Let a deactivated account sign in again. Returns the person."""
    return _switch(by, user, True)


def _switch(by: User, user: User, active: bool) -> User:
    user.is_active = active
    user.save(update_fields=["is_active"])
    log_event(type="person.reactivate" if active else "person.deactivate", by=by, subject=user.username)
    return user
