"""One organisation with all that is claimed of it and all that stands on it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from lianqun.office.accounts.models import User
from lianqun.office.evidence.models import Judgement, Statement
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.trace.identity import group_of
from lianqun.office.registry.models import (
    Alias,
    Application,
    Indicator,
    Need,
    Organization,
    Placement,
    Platform,
    Project,
    TechnologyPosition,
    Tie,
)

MOST = 200


@dataclass(frozen=True, slots=True)
class OrganizationView:
    """The records held to be one organisation, and everything that hangs on any of them."""

    members: list[Organization]
    aliases: list[Alias]
    placements: list[Placement]
    statements: list[Statement]
    ties: list[Tie]
    projects: list[Project]
    needs: list[Need]
    positions: list[TechnologyPosition]
    applications: list[Application]
    platforms: list[Platform]
    indicators: list[Indicator]
    subsidiaries: list[Organization]
    judgements: list[Judgement]
    judged: dict[str, Organization]


def read_organization(user: User, organization: Organization) -> OrganizationView:
    """What the page shows; merged records are shown together, none of their rows is lost."""
    ids = group_of(organization.pk)
    mine: dict[str, Any] = {"organization_id__in": ids}
    judgements = visible_to(user, Judgement.objects.filter(Q(left_id__in=ids) | Q(right_id__in=ids)).order_by("-at"))[:MOST]
    ties = Tie.objects.filter(Q(from_organization_id__in=ids) | Q(to_organization_id__in=ids))
    statements = Statement.objects.filter(subject_id__in=ids).select_related("passage__document__source")
    return OrganizationView(
        members=list(Organization.objects.filter(pk__in=ids).exclude(pk=organization.pk).select_related("place")),
        aliases=list(Alias.objects.filter(**mine)),
        placements=list(visible_to(user, Placement.objects.filter(**mine)).select_related("link")[:MOST]),
        statements=list(visible_to(user, statements).order_by("passage__document_id", "passage__start")[:MOST]),
        ties=list(visible_to(user, ties).select_related("from_organization", "to_organization", "to_place")[:MOST]),
        projects=list(visible_to(user, Project.objects.filter(**mine)).select_related("organization")[:MOST]),
        needs=list(visible_to(user, Need.objects.filter(**mine)).select_related("organization", "project")[:MOST]),
        positions=list(TechnologyPosition.objects.filter(**mine).select_related("technology__link")[:MOST]),
        applications=list(Application.objects.filter(**mine).select_related("link")[:MOST]),
        platforms=list(visible_to(user, Platform.objects.filter(**mine))[:MOST]),
        indicators=list(visible_to(user, Indicator.objects.filter(**mine)).order_by("-period")[:MOST]),
        subsidiaries=list(Organization.objects.filter(parent_id__in=ids)[:MOST]),
        judgements=list(judgements),
        judged=Organization.objects.in_bulk({one for it in judgements for one in (it.left_id, it.right_id)}),
    )
