"""What one map shows: a place, its chains, their links with states and counts, and the rows that hang on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

STATES = ("present", "weak", "absent", "unknown")
STAGES = ("upstream", "midstream", "downstream", "support")


@dataclass(frozen=True, slots=True)
class Named:
    """Anything with a Chinese name and perhaps an English one."""

    id: str
    name_zh: str
    name_en: str = ""

    def name(self, language: str) -> str:
        """The name in `language`; the Chinese one where there is no English one."""
        return self.name_zh if language.startswith("zh") or not self.name_en else self.name_en


@dataclass(frozen=True, slots=True)
class Place(Named):
    """A place; `longitude` and `latitude` in degrees where known."""

    level: str = ""
    parent_id: str = ""
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class Firm(Named):
    """An organisation; `short_zh` is the name for narrow places."""

    short_zh: str = ""
    kind: str = ""
    place_id: str = ""

    def short(self, language: str) -> str:
        """A short name for a chip on the map."""
        return self.short_zh if language.startswith("zh") or not self.name_en else self.name_en


@dataclass(frozen=True, slots=True)
class Standing:
    """An organisation on a link: its role, and whether the office has confirmed it."""

    placement_id: str
    firm: Firm
    role: str
    status: str
    product_zh: str = ""
    product_en: str = ""

    def product(self, language: str) -> str:
        """The product by which it stands there."""
        return self.product_zh if language.startswith("zh") or not self.product_en else self.product_en


@dataclass(frozen=True, slots=True)
class Project(Named):
    """A project; the sum invested in 10,000 yuan (万元) where known."""

    stage: str = ""
    place_id: str = ""
    chain_id: str = ""
    link_id: str = ""
    organization_id: str = ""
    investment_wan_yuan: Decimal | None = None
    investment_qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Link(Named):
    """A link at this place: its state with the reason, counts from the tally, and who is named on it (at most twelve)."""

    stage: str = ""
    parent_id: str = ""
    column: int = 0
    is_key: bool = False
    state: str = "unknown"
    reason_zh: str = ""
    reason_en: str = ""
    finding_id: str = ""
    organizations: int = 0
    confirmed: int = 0
    uncertain: int = 0
    standings: tuple[Standing, ...] = ()
    projects: tuple[Project, ...] = ()

    def reason(self, language: str) -> str:
        """Why the link has this state, in one sentence."""
        return self.reason_zh if language.startswith("zh") or not self.reason_en else self.reason_en

    @property
    def leaders(self) -> tuple[Standing, ...]:
        """The standings of chain leaders."""
        return tuple(standing for standing in self.standings if standing.role == "leader")


@dataclass(frozen=True, slots=True)
class Chain(Named):
    """A chain: who heads it and which links it selects, upstream first."""

    kind: str = ""
    place_id: str = ""
    chief_name: str = ""
    chief_title: str = ""
    task_force: str = ""
    link_ids: tuple[str, ...] = ()
    projects: tuple[Project, ...] = ()


class Flow(NamedTuple):
    """A flow from a link to a link further down."""

    from_link_id: str
    to_link_id: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Technology(Named):
    """One generation of a link's technology."""

    link_id: str = ""
    generation: int = 1
    starts_year: int | None = None
    ends_year: int | None = None
    status: str = ""
    note_zh: str = ""
    note_en: str = ""

    def note(self, language: str) -> str:
        """What is said about the generation."""
        return self.note_zh if language.startswith("zh") or not self.note_en else self.note_en


@dataclass(frozen=True, slots=True)
class Position:
    """Where an organisation stands on a generation: research, pilot or production."""

    id: str
    technology_id: str
    firm: Firm
    level: str
    since_year: int | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """A field in which a link's products are used; `share_percent` of the link's use where known."""

    id: str
    link_id: str
    field_zh: str
    field_en: str = ""
    share_percent: Decimal | None = None
    firm: Firm | None = None

    def field(self, language: str) -> str:
        """The field's name."""
        return self.field_zh if language.startswith("zh") or not self.field_en else self.field_en


@dataclass(frozen=True, slots=True)
class Trade:
    """A tie to customers or suppliers: from an organisation here to an organisation or a place, here or abroad."""

    id: str
    kind: str
    firm: Firm
    other: Firm | None
    to_place_id: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence behind a row: the quote and its document, or who said it and why."""

    document_id: str
    title: str
    quote: str
    said_by: str = ""
    said_why: str = ""
    strength: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document the map rests on."""

    document_id: str
    title: str
    published_on: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the five maps of one place (and one chain, or all of its chains) are drawn from. No map reads anything else."""

    place: Place
    chain: Chain | None
    chains: tuple[Chain, ...]
    links: Mapping[str, Link]
    parents: Mapping[str, Named]
    flows: tuple[Flow, ...]
    technologies: tuple[Technology, ...]
    positions: tuple[Position, ...]
    applications: tuple[Application, ...]
    firms: Mapping[str, Firm]
    projects: tuple[Project, ...]
    trades: tuple[Trade, ...]
    places: Mapping[str, Place]
    organizations_at: Mapping[str, int]
    confirmed_at: Mapping[str, int]
    evidence: Mapping[tuple[str, str], tuple[Evidence, ...]]
    sources: tuple[Source, ...]
    version: str
    as_of: date

    @property
    def organizations(self) -> int:
        """Organisations that may be named: those of the slice."""
        return len(self.firms)

    def shown(self) -> tuple[Chain, ...]:
        """The chains on this map: the chosen one, or all of the place."""
        return self.chains if self.chain is None else (self.chain,)

    def evidence_of(self, table: str, row_id: str) -> tuple[Evidence, ...]:
        """The sentences behind one row."""
        return self.evidence.get((table, row_id), ())
