"""What review costs, and which rule errs most: seconds a claim, hours, and how decisions fell."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission, has_permission
from lianqun.office.evidence.models import Document, Statement
from lianqun.office.queries.read.review import CORRECTION
from lianqun.office.queries.rows.caching import cached
from lianqun.office.queries.rows.visible import visible_to

READS = ("statements", "passages", "documents")
MOST_DECISIONS = 10_000
MOST_SHOWN = 60
SECONDS_AN_HOUR = 3600


class Decision(NamedTuple):
    """One reviewed statement, as far as its cost goes."""

    document: str
    claim_type: str
    attribute: str
    person: str
    reader: str
    rule: str
    status: str
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Cost:
    """Decisions of one group: how many, of how many the time is known, its median and sum, and how they fell."""

    name: str
    decisions: int
    measured: int
    median_seconds: float | None
    hours: float
    accepted: int
    corrected: int
    refused: int

    @property
    def errs_percent(self) -> float:
        """The share of decisions that corrected or refused."""
        return 100 * (self.corrected + self.refused) / self.decisions


@dataclass(frozen=True, slots=True)
class Effort:
    """The whole, and the same by document, kind, person, reader, attribute and rule; every group the most errors or the most work first."""

    whole: Cost | None
    documents: list[Cost]
    kinds: list[Cost]
    persons: list[Cost]
    readers: list[Cost]
    attributes: list[Cost]
    rules: list[Cost]


def read_effort(user: User) -> Effort:
    """What the newest ten thousand decisions cost. Who may not see the audit trail sees of persons only himself."""
    return cached(user, "effort", user.username, make=lambda: _read_effort(user), reads=READS)


def _read_effort(user: User) -> Effort:
    decisions = _decisions(user)
    if not decisions:
        return Effort(None, [], [], [], [], [], [])
    sees_all = has_permission(user, Permission.AUDIT_VIEW)
    titles = dict(Document.objects.filter(pk__in={one.document for one in decisions}).values_list("pk", "title"))
    own = decisions if sees_all else [one for one in decisions if one.person == user.username]
    return Effort(
        whole=_cost("", decisions),
        documents=_costs(decisions, lambda one: [titles.get(one.document, one.document)], _work),
        kinds=_costs(decisions, lambda one: [one.claim_type], _work),
        persons=_costs(own, lambda one: [one.person], _work),
        readers=_costs(decisions, lambda one: [one.reader], _work),
        attributes=_costs(decisions, lambda one: [one.attribute], _errors),
        rules=_costs(decisions, lambda one: dict.fromkeys(one.rule.split("|")), _errors),
    )


def _decisions(user: User) -> list[Decision]:
    rows = visible_to(user, Statement.objects.filter(status__in=("accepted", "rejected", "withdrawn")))
    rows = rows.exclude(passage=None).exclude(rule__startswith=CORRECTION).exclude(reviewed_by="").order_by("-reviewed_at")
    columns = ("passage__document_id", "claim_type", "attribute", "reviewed_by", "reader", "rule", "status", "review_seconds")
    found = rows.values_list(*columns)[:MOST_DECISIONS]
    return [Decision._make((*said, None if seconds is None else float(seconds))) for *said, seconds in found]


def _costs(
    decisions: Iterable[Decision], names: Callable[[Decision], Iterable[str]], first: Callable[[Cost], float]
) -> list[Cost]:
    groups: dict[str, list[Decision]] = defaultdict(list)
    for one in decisions:
        for name in names(one):
            groups[name].append(one)
    costs = [_cost(name, group) for name, group in groups.items()]
    return sorted(costs, key=lambda cost: (-first(cost), -cost.decisions, cost.name))[:MOST_SHOWN]


def _cost(name: str, group: list[Decision]) -> Cost:
    seconds = [one.seconds for one in group if one.seconds is not None]
    fell = Counter(one.status for one in group)
    return Cost(
        name, len(group), len(seconds), median(seconds) if seconds else None, sum(seconds) / SECONDS_AN_HOUR,
        fell["accepted"], fell["withdrawn"], fell["rejected"],
    )  # fmt: skip


def _work(cost: Cost) -> float:
    return cost.hours


def _errors(cost: Cost) -> float:
    return cost.corrected + cost.refused
