"""What changed rules of stages would mean: the projects that gain or lose something, and the reviews under way, which keep their rules."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from lianqun.land import RuleChange, RuleEffect, over_statuses, rule_changes, rule_effects, rules_of
from lianqun.office.accounts.models import User
from lianqun.office.queries.land.rules import proofs_by_project
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import frame_of
from lianqun.office.registry.models import Project, StageReview, StageRule
from lianqun.tables import schema

SHOWN = 20
READ = ("id", "stage", "status", "kind", "green_channel")
UNDECIDED = ("saved", "in_review")
Rows = Iterable[Mapping[str, Any]]


def foresee_rules(user: User | None, *, written: Rows = (), removed: Iterable[str] = ()) -> dict[str, Any]:
    """What writing and taking out rows of `stage_rules` would mean for what a person sees, JSON-ready. Nothing is written.

    `{"days": [day], "projects": n, "counts": {"gains", "loses", "limits", "signs": n}, "shown": [effect] (of at most 20
    projects, those that lack more first), "reviews": [review under way] (at most 20), "reviews_total": n}`; `days` are those on which something changes, none where
    nothing does. An effect is a `RuleEffect` with the project's names. The operator at the machine's command line (None) sees all.
    """
    stands = {row["id"]: row for row in frame_of(StageRule.objects.all()).iter_rows(named=True)}
    new = {**stands, **{row["id"]: row for row in written}}
    after = [row for key, row in new.items() if key not in set(removed)]
    changes = rule_changes(rules_of(stands.values()), rules_of(after), timezone.localdate())
    effects = _effects(user, changes)
    reviews, total = _reviews(user, changes)
    return {
        "days": [change.on.isoformat() for change in changes],
        "projects": len({one.project_id for one in effects}),
        "counts": _counted(effects),
        "shown": _shown(effects),
        "reviews": reviews,
        "reviews_total": total,
    }


def _seen(user: User | None, rows: Any) -> Any:
    return rows if user is None else visible_to(user, rows)


def _effects(user: User | None, changes: Sequence[RuleChange]) -> list[RuleEffect]:
    """Only projects that stand where a stage of changed rules is their own or follows are read."""
    touched = frozenset().union(*(change.touched for change in changes))
    named = frozenset().union(*(change.columns for change in changes)) & schema("projects").keys()
    columns = dict.fromkeys((*READ, *sorted(named)))
    rows = Project.objects.filter(stage__in=touched).exclude(status__in=over_statuses()).order_by("pk")
    projects = frame_of(_seen(user, rows), tuple(columns))
    proofs = proofs_by_project(projects["id"]) if any(change.gates for change in changes) else {}
    return rule_effects(changes, projects.iter_rows(named=True), proofs)


def _counted(effects: Sequence[RuleEffect]) -> dict[str, int]:
    """How many projects gain, lose, have another time or other signers."""
    said: dict[str, Callable[[RuleEffect], Any]] = {
        "gains": lambda one: one.gains,
        "loses": lambda one: one.loses,
        "limits": lambda one: one.limits,
        "signs": lambda one: one.signs or one.signs_no_more,
    }
    return {name: len({one.project_id for one in effects if holds(one)}) for name, holds in said.items()}


def _shown(effects: Sequence[RuleEffect]) -> list[dict[str, Any]]:
    """The effects on the first projects, those that lack more before others, with the names of the projects."""
    more: Counter[str] = Counter()
    for one in effects:
        more[one.project_id] += len(one.gains) + len(one.signs)
    first = sorted(more, key=lambda key: (-more[key], key))[:SHOWN]
    names = {key: told for key, *told in Project.objects.filter(pk__in=first).values_list("pk", "name_zh", "name_en")}
    of = {key: [one for one in effects if one.project_id == key] for key in first}
    return [
        {**asdict(one), "on": one.on.isoformat(), "name": names[key][0], "name_en": names[key][1]}
        for key in first
        for one in of[key]
    ]


def _reviews(user: User | None, changes: Sequence[RuleChange]) -> tuple[list[dict[str, Any]], int]:
    stages = frozenset().union(*(change.reviewed for change in changes))
    rows = _seen(user, StageReview.objects.filter(state__in=UNDECIDED, stage__in=stages)).order_by("submitted_at", "pk")
    told = rows.values("id", "project_id", "project__name_zh", "project__name_en", "stage", "state", "rules_on", "submitted_by")[
        :SHOWN
    ]
    return [{**row, "rules_on": row["rules_on"] and row["rules_on"].isoformat()} for row in told], rows.count()
