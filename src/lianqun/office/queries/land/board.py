"""Projects by stage, as the board shows them: how many and how much at each, and those whose time is shortest."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from lianqun.land import Stage, over_stages, over_statuses, stages
from lianqun.land import standing as stand
from lianqun.office.accounts.models import User
from lianqun.office.queries.land.project_life import UNDECIDED
from lianqun.office.queries.land.rules import calendar, proofs_by_project, record_of, rule_book
from lianqun.office.queries.lists.known import narrow
from lianqun.office.queries.rows.caching import cached
from lianqun.office.queries.rows.scope import Scope
from lianqun.office.registry.models import Project, StageReview

SHOWN = 8
READS = ("projects", "stage_reviews", "attachments", "stage_rules", "calendar_days", "organizations", "places", "chains")
STATUSES = ("open", "delayed", "dormant", "over", "all")


@dataclass(frozen=True, slots=True)
class Card:
    """A project on the board with where it stands in time, and whether a stage of it is under review."""

    project: Project
    standing: dict[str, Any]
    in_review: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A stage: its projects counted, what is known of their investment (and of how many), and the first cards."""

    stage: Stage
    count: int
    invested_wan_yuan: Decimal | None
    known: int
    cards: tuple[Card, ...]


def projects_of(user: User, scope: Scope, *, status: str, steward: str = "") -> QuerySet[Project]:
    """The projects of a scope whose status is wanted: `open` (all that have not ended), one status, `over` (ended, or at its last stage), or `all`."""
    rows: QuerySet[Project] = narrow(user, Project.objects.all(), scope)
    if steward:
        rows = rows.filter(steward=steward)
    ended = Q(status__in=over_statuses()) | Q(stage__in=over_stages())
    if status == "open":
        return rows.exclude(ended)
    return rows if status == "all" else rows.filter(ended if status == "over" else Q(status=status))


def board(user: User, scope: Scope, *, status: str, steward: str, on: date, most: int = SHOWN) -> list[Lane]:
    """The lanes in the order of the stages; in each the projects with the earliest due date, then the largest, come first."""
    if steward:  # what somebody typed is no part of a key
        return _board(user, scope, status, steward, on, most=most)
    named = (row.pk if row else "" for row in (scope.place, scope.chain))
    parts = ("board", status, on.isoformat(), str(most), *named)
    return cached(user, *parts, make=lambda: _board(user, scope, status, steward, on, most=most), reads=READS)


def _board(user: User, scope: Scope, status: str, steward: str, on: date, *, most: int) -> list[Lane]:
    rows = projects_of(user, scope, status=status, steward=steward)
    sums: dict[str, dict[str, Any]] = {
        row["stage"]: dict(row)
        for row in rows.order_by()
        .values("stage")
        .annotate(n=Count("pk"), sum=Sum("investment_wan_yuan"), known=Count("investment_wan_yuan"))
    }
    cards = _cards(rows, on, most)
    return [_lane(stage, sums.get(stage.code), cards) for stage in stages()]


def _lane(stage: Stage, told: dict[str, Any] | None, cards: list[Card]) -> Lane:
    mine = tuple(card for card in cards if card.project.stage == stage.code)
    return Lane(stage, told["n"] if told else 0, told["sum"] if told else None, told["known"] if told else 0, mine)


def _cards(rows: QuerySet[Project], on: date, most: int) -> list[Card]:
    order = (F("due_on").asc(nulls_last=True), F("investment_wan_yuan").desc(nulls_last=True), F("pk").asc())
    # first which they are, out of the index alone, then the few rows
    keys = [
        key for stage in stages() for key in rows.filter(stage=stage.code).order_by(*order).values_list("pk", flat=True)[:most]
    ]
    found = Project.objects.select_related("organization", "place").in_bulk(keys)
    shown = [found[key] for key in keys]
    reviews = StageReview.objects.filter(project__in=shown, state__in=UNDECIDED).values_list("project_id", "stage")
    waiting, book, days = dict(reviews), rule_book(on), calendar()
    proofs = proofs_by_project(project.pk for project in shown)
    return [
        Card(project, stand(record_of(project), book, days, on, proofs=proofs.get(project.pk, ())), waiting.get(project.pk, ""))
        for project in shown
    ]
