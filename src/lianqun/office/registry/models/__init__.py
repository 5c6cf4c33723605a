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
from lianqun.office.registry.models.naming import NameKey, NameQuestion
from lianqun.office.registry.models.needs import Booking, Commitment, Fund, Match, Need, Offer, Platform
from lianqun.office.registry.models.organizations import Alias, Organization, Tie
from lianqun.office.registry.models.places import Place
from lianqun.office.registry.models.projects import Meeting, Policy, Project, ProjectEvent, Promise

__all__ = [
    "Alias",
    "Application",
    "Booking",
    "Chain",
    "ChainLink",
    "Commitment",
    "Flow",
    "Fund",
    "Indicator",
    "Link",
    "LinkFinding",
    "LinkTally",
    "Match",
    "Meeting",
    "NameKey",
    "NameQuestion",
    "Need",
    "Offer",
    "Organization",
    "Place",
    "Placement",
    "Platform",
    "Policy",
    "Project",
    "ProjectEvent",
    "Promise",
    "Technology",
    "TechnologyPosition",
    "Tie",
]
