"""Review of what documents say: accept, refuse, correct, one by one or many at once, and take any of these back."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import refuse_wrong
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role
from lianqun.office.evidence.models import Statement
from lianqun.office.queries.rows.whole_tables import frame_of_rows
from lianqun.read.doubts import is_of_repair
from lianqun.vocab.claims import Claim
from lianqun.vocab.codes import code_lists
from lianqun.vocab.numbers import number_of

CORRECTS = "corrects "
MOST_AT_ONCE = 500
MOST_SECONDS = 3600
CLAIM_COLUMNS = (
    *("claim_type", "subject", "attribute", "value_text", "value_number", "value_upper", "unit", "qualifier", "change"),
    *("period", "region", "chain", "modality", "as_printed", "passage_id"),
)
CORRECTABLE = ("subject", "attribute", "value", "unit", "qualifier", "change", "period", "region", "chain", "modality")


def _check_pending(by: User, *, statement: Statement | None = None) -> Refused | None:
    if statement is not None and statement.status != "proposed":
        return Refused("already_reviewed", _("This statement has been reviewed already; take the review back first."))
    return refusal_of_role(by, Permission.STATEMENT_REVIEW)


def _check_refusal(by: User, *, statement: Statement | None = None, reason: str = "") -> Refused | None:
    if reason and reason not in code_lists()["review_reason"]:
        return Refused("unknown_reason", _("This reason is not on the list; choose one of those shown."), status=422)
    return _check_pending(by, statement=statement)


def _check_many(by: User, *, statement_ids: Sequence[str] | None = None) -> Refused | None:
    refusal = refusal_of_role(by, Permission.STATEMENT_REVIEW)
    if refusal is not None or statement_ids is None:
        return refusal
    if not statement_ids:
        return Refused("nothing_chosen", _("No statement is checked; check at least one."), status=422)
    if len(set(statement_ids)) > MOST_AT_ONCE:
        return Refused("too_many", _("More than 500 statements are checked; accept them in smaller parts."), status=422)
    states = list(Statement.objects.filter(pk__in=statement_ids).values_list("status", "flags"))
    if len(states) < len(set(statement_ids)) or any(status != "proposed" for status, _flags in states):
        return Refused("already_reviewed", _("Some of these have been reviewed in the meantime; load the page again."))
    if any(is_of_repair(flags) for _status, flags in states):
        return Refused("touches_repair", _("One of these stands on repaired text, where a digit may be lost; look at it alone."))
    return None


def _check_batch(by: User, *, event: AuditEvent | None = None) -> Refused | None:
    if event is not None and not _standing_of(event).exists():
        return Refused("not_reviewed", _("None of these stands as it was accepted then, so there is nothing to take back."))
    return refusal_of_role(by, Permission.STATEMENT_REVIEW)


def _check_reviewed(by: User, *, statement: Statement | None = None) -> Refused | None:
    if statement is not None and statement.status == "proposed":
        return Refused("not_reviewed", _("This statement has not been reviewed, so there is nothing to take back."))
    if statement is not None and statement.rule.startswith(CORRECTS):
        return Refused("is_correction", _("This is a correction; take back the review of the statement that it corrects."))
    return refusal_of_role(by, Permission.STATEMENT_REVIEW)


def _check_correction(
    by: User,
    *,
    statement: Statement | None = None,
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
) -> Refused | None:
    pending = _check_pending(by, statement=statement)
    every = (subject, attribute, value, unit, qualifier, change, period, region, chain, modality)
    told = {name: text for name, text in zip(CORRECTABLE, every, strict=True) if text is not None}
    if pending is not None or statement is None or not told:
        return pending
    return _nothing_corrected() if all(_said(statement, name) == text for name, text in told.items()) else None


def _nothing_corrected() -> Refused:
    return Refused("nothing_corrected", _("Nothing was changed; accept the statement instead."))


def _said(statement: Statement, name: str) -> str:
    """What the statement holds under a name of CORRECTABLE; its value is the number where there is one."""
    if name != "value":
        return str(getattr(statement, name))
    return statement.value_text if statement.value_number is None else f"{statement.value_number.normalize():f}"


def _review(
    statement: Statement, by: User, status: str, *, note: str = "", reason: str = "", seconds: float | None = None
) -> Statement:
    before = statement.status
    statement.status, statement.review_note, statement.review_reason = status, note[:300], reason
    statement.reviewed_by, statement.reviewed_at = ("", None) if status == "proposed" else (by.username, timezone.now())
    statement.review_seconds = add_seconds(statement.review_seconds, seconds)
    statement.save(update_fields=["status", "review_note", "review_reason", "reviewed_by", "reviewed_at", "review_seconds"])
    words = {"accepted": "accept", "rejected": "refuse", "proposed": "undo"}
    if status in words:
        log_event(
            type=f"statement.{words[status]}", by=by, subject=statement, parent=statement.passage_id or "",
            before={"status": before}, after={"status": status, "reason": reason, "seconds": seconds}, reason=note,
        )  # fmt: skip
    return statement


def add_seconds(spent: Decimal | None, seconds: float | None) -> Decimal | None:
    """Working seconds on a statement with those of one more decision, in tenths; what was not measured adds nothing.

    The page measures: the sum of the gaps between signs of life (a key, the pointer, a scroll) from the moment the claim
    is shown to the decision, a gap of more than 120 seconds left out as absence. One decision counts for an hour at most.
    """
    if seconds is None or not 0 <= seconds <= MOST_SECONDS:
        return spent
    return (spent or Decimal(0)) + Decimal(str(round(seconds, 1)))


@action(_check_pending)
def accept(*, by: User, statement: Statement, note: str = "", seconds: float | None = None) -> Statement:
    """Accept a proposed statement as it stands; `seconds` of work as in `add_seconds`. Returns it, with reviewer and time."""
    return _review(statement, by, "accepted", note=note, seconds=seconds)


@action(_check_refusal)
def refuse(*, by: User, statement: Statement, reason: str = "", note: str = "", seconds: float | None = None) -> Statement:
    """Reject a proposed statement; its claim stays readable. `reason` is a word of the list `review_reason`.

    Returns it, with reviewer, time and the reason given. Raises Refused for a reason that is not on the list.
    """
    return _review(statement, by, "rejected", note=note, reason=reason, seconds=seconds)


@action(_check_many)
def accept_many(*, by: User, statement_ids: Sequence[str], note: str = "", seconds: float | None = None) -> AuditEvent:
    """Accept many proposed statements, all or none; `seconds` of work are shared equally. One event names them all.

    Returns the event, with which `undo_many` takes them back. Raises Refused where one was reviewed already, or stands on
    repaired text: that one wants a look of its own.
    """
    ids, now = sorted(set(statement_ids)), timezone.now()
    each = None if seconds is None else seconds / len(ids)
    rows = list(Statement.objects.select_for_update().filter(pk__in=ids))
    for row in rows:
        row.status, row.reviewed_by, row.reviewed_at, row.review_note = "accepted", by.username, now, note[:300]
        row.review_reason, row.review_seconds = "", add_seconds(row.review_seconds, each)
    columns = ["status", "reviewed_by", "reviewed_at", "review_note", "review_reason", "review_seconds"]
    Statement.objects.bulk_update(rows, columns, batch_size=200)
    return log_event(
        type="statement.accept_many", by=by, subject=f"batch/{uuid.uuid4().hex}", before={"status": "proposed"},
        after={"status": "accepted", "statements": len(ids), "ids": ids, "at": now.isoformat(), "seconds": seconds}, reason=note,
    )  # fmt: skip


@action(_check_batch)
def undo_many(*, by: User, event: AuditEvent) -> int:
    """Take back what `accept_many` did: those that still stand as it left them are proposed again. Returns how many."""
    ids = list(_standing_of(event).values_list("pk", flat=True))
    undone = {"status": "proposed", "reviewed_by": "", "reviewed_at": None, "review_note": "", "review_reason": ""}
    Statement.objects.filter(pk__in=ids).update(**undone)
    log_event(
        type="statement.undo_many", by=by, subject=event.subject, before={"status": "accepted"},
        after={"status": "proposed", "statements": len(ids), "ids": ids},
    )  # fmt: skip
    return len(ids)


def _standing_of(event: AuditEvent) -> QuerySet[Statement]:
    """The statements of a bulk acceptance that nobody has decided about since."""
    after = event.after or {}
    at = datetime.fromisoformat(after["at"]) if "at" in after else None
    return Statement.objects.filter(pk__in=after.get("ids", []), status="accepted", reviewed_by=event.by, reviewed_at=at)


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
    seconds: float | None = None,
) -> Statement:
    """Say it right: a new accepted statement on the same passage; the old one is withdrawn, its claim untouched.

    Only what is given is changed. Returns the new statement; its `rule` names the one it corrects.
    """
    told = {
        "subject": subject, "attribute": attribute, "unit": unit, "qualifier": qualifier, "change": change,
        "period": period, "region": region, "chain": chain, "modality": modality,
    }  # fmt: skip
    if value is None and not any(text is not None for text in told.values()):
        raise _nothing_corrected()
    new = Statement(**{name: getattr(statement, name) for name in CLAIM_COLUMNS})
    for name, text in told.items():
        if text is not None:
            setattr(new, name, text)
    if value is not None:
        new.value_text, new.value_number, new.value_upper = split_value(value)
    if subject in (None, statement.subject):
        for name in ("subject_id", "subject_place_id", "subject_project_id"):
            setattr(new, name, getattr(statement, name))
    new.said_by, new.said_why, new.rule = str(by), note, CORRECTS + statement.pk
    new.status, new.reviewed_by, new.reviewed_at = "accepted", by.username, timezone.now()
    new.first_seen_at = new.last_seen_at = timezone.now()
    new.id = fingerprint(new)
    refuse_wrong({"statements": frame_of_rows([new])})
    new.save()
    _review(statement, by, "withdrawn", note=note, seconds=seconds)
    log_event(
        type="statement.correct", by=by, subject=statement, parent=statement.passage_id or "",
        before={"status": "proposed"}, after={"id": new.pk, **{k: v for k, v in told.items() if v is not None}, "value": value}, reason=note,
    )  # fmt: skip
    return new


@action(_check_reviewed)
def undo(*, by: User, statement: Statement) -> Statement:
    """Take a review back: the statement is proposed again, and a correction made of it is withdrawn."""
    Statement.objects.filter(rule=CORRECTS + statement.pk).update(status="withdrawn")
    return _review(statement, by, "proposed")


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
    number = number_of(value)
    return keep_value(value, number.exact, number.upper)


def value_of_claim(claim: Claim) -> tuple[str, Decimal | None, Decimal | None]:
    """A claim's value as `split_value` gives it: the number that the reader made of it, else what its words look like."""
    return split_value(claim.value) if claim.number is None else keep_value(claim.value, claim.number, claim.upper)


def keep_value(text: str, number: Decimal | None, upper: Decimal | None) -> tuple[str, Decimal | None, Decimal | None]:
    """The numbers where the database holds them exactly, else the text of the value."""
    fits = number is not None and all(end is None or _fits(end) for end in (number, upper))
    return ("", number, upper) if fits else (text, None, None)


def _fits(number: Decimal) -> bool:
    """Whether the database's 15 digits with 4 places hold it exactly."""
    return abs(number) < Decimal(10) ** 11 and number == round(number, 4)
