"""Review of what documents say: accept, refuse, correct, and take any of these back."""

import hashlib
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.doing import action
from lianqun.office.actions.refusals import Refused, refusal_of_role
from lianqun.office.evidence.models import Statement

CORRECTS = "corrects "
CLAIM_COLUMNS = (
    *("claim_type", "subject", "attribute", "value_text", "value_number", "value_upper", "unit", "qualifier", "change"),
    *("period", "region", "chain", "modality", "as_printed", "passage_id"),
)
CORRECTABLE = ("subject", "attribute", "value", "unit", "qualifier", "change", "period", "region", "chain", "modality")


def _check_pending(*, by: User, statement: Statement | None = None, **_given: object) -> Refused | None:
    if statement is not None and statement.status != "proposed":
        return Refused("already_reviewed", _("This statement has been reviewed already; take the review back first."))
    return refusal_of_role(by, Permission.STATEMENT_REVIEW)


def _check_reviewed(*, by: User, statement: Statement | None = None, **_given: object) -> Refused | None:
    if statement is not None and statement.status == "proposed":
        return Refused("not_reviewed", _("This statement has not been reviewed, so there is nothing to take back."))
    if statement is not None and statement.rule.startswith(CORRECTS):
        return Refused("is_correction", _("This is a correction; take back the review of the statement that it corrects."))
    return refusal_of_role(by, Permission.STATEMENT_REVIEW)


def _check_correction(*, by: User, statement: Statement | None = None, **given: object) -> Refused | None:
    pending = _check_pending(by=by, statement=statement)
    if pending is not None or statement is None or not given:
        return pending
    if all(str(given[name]) == _said(statement, name) for name in CORRECTABLE if given.get(name) is not None):
        return Refused("nothing_corrected", _("Nothing was changed; accept the statement instead."))
    return None


def _said(statement: Statement, name: str) -> str:
    """What the statement holds under a name of CORRECTABLE; its value is the number where there is one."""
    if name != "value":
        return str(getattr(statement, name))
    return statement.value_text if statement.value_number is None else f"{statement.value_number.normalize():f}"


def _review(statement: Statement, by: User, status: str, note: str) -> Statement:
    before = statement.status
    statement.status, statement.review_note = status, note[:300]
    statement.reviewed_by, statement.reviewed_at = ("", None) if status == "proposed" else (by.username, timezone.now())
    statement.save(update_fields=["status", "review_note", "reviewed_by", "reviewed_at"])
    words = {"accepted": "accept", "rejected": "refuse", "proposed": "undo"}
    if status in words:
        log_event(
            type=f"statement.{words[status]}", by=by, subject=statement, parent=statement.passage_id or "",
            before={"status": before}, after={"status": status}, reason=note,
        )  # fmt: skip
    return statement


@action(_check_pending)
def accept(*, by: User, statement: Statement, note: str = "") -> Statement:
    """Accept a proposed statement as it stands. Returns it, with reviewer and time."""
    return _review(statement, by, "accepted", note)


@action(_check_pending)
def refuse(*, by: User, statement: Statement, note: str = "") -> Statement:
    """Reject a proposed statement; its claim stays readable. Returns it, with reviewer, time and the reason given."""
    return _review(statement, by, "rejected", note)


@action(_check_correction)
def correct(
    *,
    by: User,
    statement: Statement,
    value: str | None = None,
    subject: str | None = None,
    attribute: str | None = None,
    unit: str | None = None,
    qualifier: str | None = None,
    change: str | None = None,
    period: str | None = None,
    region: str | None = None,
    chain: str | None = None,
    modality: str | None = None,
    note: str = "",
) -> Statement:
    """Say it right: a new accepted statement on the same passage; the old one is withdrawn, its claim untouched.

    Only what is given is changed. Returns the new statement; its `rule` names the one it corrects.
    """
    told = {
        "subject": subject, "attribute": attribute, "unit": unit, "qualifier": qualifier, "change": change,
        "period": period, "region": region, "chain": chain, "modality": modality,
    }  # fmt: skip
    new = Statement(**{name: getattr(statement, name) for name in CLAIM_COLUMNS})
    for name, text in told.items():
        if text is not None:
            setattr(new, name, text)
    if value is not None:
        new.value_text, new.value_number, new.value_upper = split_value(value)
    new.subject_id = statement.subject_id if subject in (None, statement.subject) else ""
    new.said_by, new.said_why, new.rule = str(by), note, CORRECTS + statement.pk
    new.status, new.reviewed_by, new.reviewed_at = "accepted", by.username, timezone.now()
    new.first_seen_at = new.last_seen_at = timezone.now()
    new.id = fingerprint(new)
    new.save()
    _review(statement, by, "withdrawn", note)
    log_event(
        type="statement.correct", by=by, subject=statement, parent=statement.passage_id or "",
        before={"status": "proposed"}, after={"id": new.pk, **{k: v for k, v in told.items() if v is not None}, "value": value}, reason=note,
    )  # fmt: skip
    return new


@action(_check_reviewed)
def undo(*, by: User, statement: Statement) -> Statement:
    """Take a review back: the statement is proposed again, and a correction made of it is withdrawn."""
    Statement.objects.filter(rule=CORRECTS + statement.pk).update(status="withdrawn")
    return _review(statement, by, "proposed", "")


def fingerprint(statement: Statement) -> str:
    """The id of a statement: the same claim of the same passage by the same rule always has the same id."""
    parts = [str(getattr(statement, name) or "") for name in CLAIM_COLUMNS]
    if statement.rule.startswith(CORRECTS):
        parts.append(statement.rule)
    return "s" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def split_value(value: str) -> tuple[str, Decimal | None, Decimal | None]:
    """A value as text, as a number, and the upper end of a range: `40-50` → ("", 40, 50), `有` → ("有", None, None).

    A month (`2023-10`) does not rise and so is no range but text.
    """
    ends = [_number(part) for part in value.split("-")] if value.strip("-") == value else [_number(value)]
    numbers = [end for end in ends if end is not None]
    if len(numbers) != len(ends) or len(ends) > 2 or numbers != sorted(numbers):
        return value, None, None
    return "", numbers[0], numbers[1] if len(ends) == 2 else None


def _number(text: str) -> Decimal | None:
    """A decimal that the database's 15 digits with 4 places hold exactly, or None."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    fits = number.is_finite() and abs(number) < Decimal(10) ** 11 and number == round(number, 4)
    return number if fits else None
