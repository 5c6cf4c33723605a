"""The records: places, chains, links, organisations and what the office does with them."""

from lianqun.office.registry.models.chains import (
    Application,
    Chain,
    ChainLink,
    Flow,
    Link,
    LinkFinding,
    LinkTally,
    Placement,
    Technology,
    TechnologyPosition,
)
from lianqun.office.registry.models.indicators import Indicator
from lianqun.office.registry.models.leads import Attachment, Lead, LeadDispute, LeadStep
from lianqun.office.registry.models.merges import Merge
from lianqun.office.registry.models.naming import NameKey, NameQuestion
from lianqun.office.registry.models.needs import Booking, Commitment, Fund, Match, Need, Offer, Platform
from lianqun.office.registry.models.organizations import Alias, Organization, Tie
from lianqun.office.registry.models.places import CalendarDay, Place, PlaceGroup, PlaceGroupMember
from lianqun.office.registry.models.projects import Meeting, Policy, Project, ProjectEvent, Promise
from lianqun.office.registry.models.stages import ProjectPart, ProjectSeries, Signature, StageAmount, StageReview, StageRule

__all__ = [
    "Alias",
    "Application",
    "Attachment",
    "Booking",
    "CalendarDay",
    "Chain",
    "ChainLink",
    "Commitment",
    "Flow",
    "Fund",
    "Indicator",
    "Lead",
    "LeadDispute",
    "LeadStep",
    "Link",
    "LinkFinding",
    "LinkTally",
    "Match",
    "Meeting",
    "Merge",
    "NameKey",
    "NameQuestion",
    "Need",
    "Offer",
    "Organization",
    "Place",
    "PlaceGroup",
    "PlaceGroupMember",
    "Placement",
    "Platform",
    "Policy",
    "Project",
    "ProjectEvent",
    "ProjectPart",
    "ProjectSeries",
    "Promise",
    "Signature",
    "StageAmount",
    "StageReview",
    "StageRule",
    "Technology",
    "TechnologyPosition",
    "Tie",
]
