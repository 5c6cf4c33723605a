"""How old the newest accepted word on each subject is, against the time for which its kind keeps, and who owns it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lianqun.office.accounts.models import User
from lianqun.office.evidence.models import Statement
from lianqun.office.queries.rows.realm import of_realm
from lianqun.office.queries.rows.scope import Scope, place_ids
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.registry.models import Chain, Indicator, Organization, Project
from lianqun.office.registry.models import Place as PlaceRow
from lianqun.trace import Kind, age_of
from lianqun.vocab.periods import last_day

READS = ("statements", "passages", "documents", "indicators", "projects", "chains", "organizations")
Newest = dict[str, Any]


def freshness_rows(user: User, scope: Scope, on: date) -> list[dict[str, Any]]:
    """One row a subject and attribute: newest day, age and keeping time in months, owner; what is longest overdue first."""
    owners = _Owners()
    newest: dict[tuple[str, str, str], Newest] = {}
    for said in (*_said(user, scope), *_figures(user, scope)):
        key = (said["claim_type"], said["subject"], said["attribute"])
        if key not in newest or (said["day"] or date.min) > (newest[key]["day"] or date.min):
            newest[key] = said
    rows = [_row(said, on, owners) for said in newest.values()]
    return sorted(rows, key=lambda row: (row["overdue"] is None, -(row["overdue"] or 0), row["subject"], row["attribute"]))


def _said(user: User, scope: Scope) -> Iterator[Newest]:
    """The newest of the accepted statements by subject, attribute and period."""
    rows = visible_to(user, Statement.objects.filter(status="accepted"))
    names = ("claim_type", "attribute", "subject", "subject_id", "region", "chain", "period")
    counted = (
        rows.order_by()
        .values(*names)
        .annotate(n=Count("id"), published=Max("passage__document__published_on"), seen=Max("first_seen_at"))
    )
    within = _names_within(scope)
    for row in counted:
        if within is None or row["region"] in within or row["subject"] in within:
            seen = row["seen"].date() if row["seen"] else None
            day = last_day(row["period"]) or row["published"] or seen
            yield {**row, "day": min(day, row["published"]) if day and row["published"] else day}


def _names_within(scope: Scope) -> frozenset[str] | None:
    within = place_ids(scope.place)
    return None if within is None else frozenset(PlaceRow.objects.filter(pk__in=within).values_list("name_zh", flat=True))


def _figures(user: User, scope: Scope) -> Iterator[Newest]:
    """The office's own published figures."""
    rows = visible_to(user, Indicator.objects.filter(modality="actual").select_related("place", "chain", "organization"))
    within = place_ids(scope.place)
    rows = rows if within is None else rows.filter(place_id__in=within)
    for row in rows.filter(chain=scope.chain) if scope.chain else rows:
        yield {
            "claim_type": "indicator", "attribute": row.name, "subject": (row.organization or row.place).name_zh,
            "subject_id": row.organization_id or "", "region": row.place.name_zh, "chain": row.chain.name_zh if row.chain else "",
            "period": row.period, "day": last_day(row.period),
        }  # fmt: skip


def _row(said: Newest, on: date, owners: "_Owners") -> dict[str, Any]:
    age = age_of(said["claim_type"], said["attribute"], said["day"], on)
    kind, overdue = age.kind, age.overdue
    return {
        "subject": said["subject"], "subject.ref": said["subject_id"] or None, "attribute": said["attribute"],
        "kind": _say(kind), "day": said["day"], "age": age.months, "keeps": kind.months if kind else None, "overdue": overdue,
        "is_stale": None if overdue is None else overdue > 0, "owner": owners.find(said) or _("no owner"), "why": _say(kind, "why_"),
        "period": said["period"],
    }  # fmt: skip


def _say(kind: Kind | None, prefix: str = "") -> str:
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    return "" if kind is None else str(getattr(kind, f"{prefix}{language}"))


class _Owners:
    """Who answers for a subject, as far as the data say: a project's steward, a firm's project's steward, the chain's chief."""

    def __init__(self) -> None:
        known = of_realm(Project.objects.exclude(steward="")).values_list("name_zh", "organization_id", "steward")
        self.stewards = {name: steward for name, _firm, steward in known}
        self.of_firms = {firm: steward for _name, firm, steward in known if firm}
        self.chains = [
            (row.name_zh, row.place.name_zh, row.chief_name or row.task_force)
            for row in of_realm(Chain.objects.select_related("place"))
        ]
        firms = Organization.objects.filter(pk__in=self.of_firms)
        self.firm_names = {name: self.of_firms[pk] for pk, name in firms.values_list("pk", "name_zh")}

    def find(self, said: Newest) -> str:
        """The owner's name, or nothing."""
        own = self.stewards.get(said["subject"]) or self.of_firms.get(said["subject_id"]) or self.firm_names.get(said["subject"])
        return own or self._chief(said)

    def _chief(self, said: Newest) -> str:
        chain, where = said["chain"], (said["region"], said["subject"])
        found = (
            owner
            for name, place, owner in self.chains
            if chain and name.startswith(chain.removesuffix("产业链")) and place in where
        )
        return next(found, "")
