"""What was decided about claims, by whom: the history of one, and a person's last decision that still stands."""

from collections import Counter

from django.db.models import Q

from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.evidence.models import Statement

DECISIONS = ("statement.accept", "statement.refuse", "statement.correct", "statement.accept_many")
UNDOING = ("statement.undo", "statement.undo_many")
BULK = ("statement.accept_many", "statement.undo_many")
MOST_STEPS = 200


def history_of(statement: Statement) -> list[AuditEvent]:
    """Everything the log knows of a statement, newest first; bulk decisions that named it among them."""
    own = AuditEvent.objects.filter(subject=f"statements/{statement.pk}")[:MOST_STEPS]
    bulk = AuditEvent.objects.filter(type__in=BULK, after__ids__icontains=statement.pk)[:MOST_STEPS]
    return sorted([*own, *bulk], key=lambda event: (event.at, event.pk), reverse=True)


def last_decision(user: User) -> AuditEvent | None:
    """The person's newest decision that was not taken back yet; None where there is none among the last two hundred steps."""
    undone: Counter[str] = Counter()
    events = AuditEvent.objects.filter(Q(by=user.username, type__in=DECISIONS) | Q(type__in=UNDOING)).order_by("-id")
    for event in events[:MOST_STEPS]:
        if event.type in UNDOING:
            undone[event.subject] += 1
        elif undone[event.subject]:
            undone[event.subject] -= 1
        else:
            return event
    return None


def statement_of(event: AuditEvent) -> Statement | None:
    """The statement that a decision about one speaks of."""
    return Statement.objects.filter(pk=event.subject.removeprefix("statements/")).first()
