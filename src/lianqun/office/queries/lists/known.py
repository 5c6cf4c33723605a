"""The lists that the site has: for each its columns, and where its rows come from under a place and a chain."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.models import User
from lianqun.office.accounts.rights import Permission
from lianqun.office.queries.lists.columns import Column
from lianqun.office.queries.lists.freshness import freshness_rows
from lianqun.office.queries.lists.selecting import ComputedRows, DatabaseRows, Source
from lianqun.office.queries.lists.worked_out import link_rows, problem_rows
from lianqun.office.queries.rows.keeping import keep
from lianqun.office.queries.rows.scope import Scope, place_ids, placed_within
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.registry.models import ChainLink, Need, Organization, Placement, Platform, Project

VIEW_RECORDS = Permission.RECORD_VIEW
OVER = ("full_output", "stopped")
# A placement lies where it says, else at the organisation's seat.
AT = {
    "at_id": Coalesce("place_id", "organization__place_id"),
    "at_zh": Coalesce("place__name_zh", "organization__place__name_zh"),
    "at_en": Coalesce("place__name_en", "organization__place__name_en"),
}


@dataclass(frozen=True, slots=True)
class KnownList:
    """A list: its title, what its rows are, the columns, the source of rows, who may see it, and the map that shows it.

    `table` names the table whose row a list row is, for its page or its why; `workbook` the table that can be taken out as
    Excel, changed and brought back; `rail` is its step of the walk, its rank there and its key.
    """

    name: str
    title: str | Promise
    about: str | Promise
    columns: tuple[Column, ...]
    source: Callable[[User, Scope, date], Source]
    table: str
    permission: Permission = Permission.MAP_VIEW
    map_kind: str = "chain"
    workbook: str = ""
    rail: tuple[str, int, str] | None = None


ORGANIZATION = Column(
    "organization",
    _("Organisation"),
    "name",
    "organization__name_zh",
    "organization__name_en",
    table="organizations",
    ref="organization_id",
)
LINK = Column("link", _("Link"), "name", "link__name_zh", "link__name_en", table="links", ref="link_id")
PLACE = Column("place", _("Place"), "name", "place__name_zh", "place__name_en", table="places", ref="place_id")
CHAIN = Column("chain", _("Chain"), "name", "chain__name_zh", "chain__name_en", table="chains", ref="chain_id")

PLACEMENT_COLUMNS = (
    ORGANIZATION,
    LINK,
    Column("status", _("Evidence"), "code", codes="placement_status"),
    Column("role", _("Role"), "code", codes="placement_role"),
    Column("product", _("Product"), "text", "product_zh", "product_en"),
    Column("place", _("Place"), "name", "at_zh", "at_en", table="places", ref="at_id"),
    Column("above_scale", _("Above scale"), "flag", "organization__above_scale"),
    Column("employees", _("Staff"), "number", "organization__employees"),
    Column("revenue", _("Revenue"), "money", "organization__revenue_wan_yuan"),
    Column("credit_code", _("Credit code"), "text", "organization__credit_code", shown=False),
    Column("founded", _("Founded"), "number", "organization__founded_year", shown=False),
)
ORGANIZATION_COLUMNS = (
    Column("name", _("Organisation"), "name", "name_zh", "name_en", table="organizations", ref="id"),
    Column("kind", _("Kind"), "code", codes="organization_kind"),
    PLACE,
    Column("above_scale", _("Above scale"), "flag"),
    Column("employees", _("Staff"), "number", adds=True),
    Column("revenue", _("Revenue"), "money", "revenue_wan_yuan", adds=True),
    Column("founded", _("Founded"), "number", "founded_year"),
    Column("parent", _("Parent"), "name", "parent__name_zh", "parent__name_en", table="organizations", ref="parent_id"),
    Column("industry", _("Industry code"), "text", "industry_code", shown=False),
    Column("credit_code", _("Credit code"), "text", shown=False),
)
PROJECT_COLUMNS = (
    Column("name", _("Project"), "name", "name_zh", "name_en", table="projects", ref="id"),
    Column("stage", _("Stage"), "code", codes="project_stage"),
    Column("investment", _("Investment"), "money", "investment_wan_yuan", adds=True),
    ORGANIZATION,
    CHAIN,
    LINK,
    PLACE,
    Column("signed_on", _("Signed"), "day"),
    Column("started_on", _("Started"), "day", shown=False),
    Column("produced_on", _("In production"), "day", shown=False),
    Column("due_on", _("Due"), "day"),
    Column("open", _("Under way"), "flag", shown=False),
    Column("steward", _("Steward"), "text"),
    Column("next_step", _("Next step"), "text"),
)
PLATFORM_COLUMNS = (
    Column("name", _("Platform"), "name", "name_zh", "name_en", table="platforms", ref="id"),
    Column("kind", _("Kind"), "code", codes="platform_kind"),
    CHAIN,
    LINK,
    Column(
        "organization",
        _("Run by"),
        "name",
        "organization__name_zh",
        "organization__name_en",
        table="organizations",
        ref="organization_id",
    ),
    PLACE,
    Column("capacity", _("Capacity a day"), "number", "capacity_per_day"),
    Column("unit", _("Unit"), "text", "capacity_unit"),
    Column("saving", _("Saving (%)"), "number", "saving_percent"),
)
NEED_COLUMNS = (
    Column("title", _("Need"), "name", table="needs", ref="id"),
    Column("kind", _("Kind"), "code", codes="need_kind"),
    Column("status", _("Status"), "code", codes="need_status"),
    ORGANIZATION,
    Column("project", _("Project"), "name", "project__name_zh", "project__name_en", table="projects", ref="project_id"),
    CHAIN,
    LINK,
    PLACE,
    Column("quantity", _("Quantity"), "number"),
    Column("unit", _("Unit"), "text"),
    Column("blocks", _("Blocks a project"), "flag", "blocks_project"),
    Column("raised_on", _("Raised"), "day"),
    Column("due_on", _("Due"), "day"),
    Column("answered_by", _("Answers"), "text"),
)
LINK_COLUMNS = (
    Column("link", _("Link"), "name", table="links", ref="id"),
    Column("state", _("State"), "code", codes="link_state"),
    Column("chain", _("Chain"), "name", table="chains", ref="id"),
    Column("stage", _("Position"), "code", codes="link_stage"),
    Column("is_key", _("Key link"), "flag"),
    Column("organizations", _("Organisations"), "number", adds=True),
    Column("confirmed", _("Confirmed"), "number", adds=True),
    Column("uncertain", _("Uncertain"), "number", adds=True),
    Column("reason", _("Reason"), "text"),
)
FRESHNESS_COLUMNS = (
    Column("subject", _("Subject"), "name", table="organizations", ref="id"),
    Column("attribute", _("What is said"), "attribute"),
    Column("overdue", _("Overdue (months)"), "number"),
    Column("owner", _("Owner"), "text"),
    Column("is_stale", _("Stale"), "flag"),
    Column("day", _("Newest"), "day"),
    Column("period", _("Period"), "text", shown=False),
    Column("age", _("Age (months)"), "number"),
    Column("keeps", _("Keeps (months)"), "number"),
    Column("kind", _("Kind"), "text"),
    Column("why", _("Why it keeps so long"), "text"),
)
PROBLEM_COLUMNS = (
    Column("title", _("What"), "name", table="needs", ref="id"),
    Column("kind", _("Kind"), "text"),
    Column("state", _("State"), "text"),
    Column("days_late", _("Days late"), "number"),
    Column("project", _("Project"), "name", table="projects", ref="id"),
    Column("due_on", _("Due"), "day"),
    Column("answered_by", _("Answers"), "text"),
    Column("reason", _("Reason"), "text"),
)


def _placements(user: User, scope: Scope, role: str = "") -> QuerySet[Placement]:
    rows = visible_to(user, Placement.objects.exclude(status="refused")).annotate(**AT)
    rows = rows.filter(role=role) if role else rows
    rows = rows.filter(placed_within(place_ids(scope.place)))
    return rows.filter(link_id__in=ChainLink.objects.filter(chain=scope.chain).values("link_id")) if scope.chain else rows


def _leaders(user: User, scope: Scope, _on: date) -> Source:
    return DatabaseRows(_placements(user, scope, "leader").order_by("organization_id"))


def _backbone(user: User, scope: Scope, _on: date) -> Source:
    return DatabaseRows(_placements(user, scope, "backbone").order_by("organization_id"))


def _all_placements(user: User, scope: Scope, _on: date) -> Source:
    return DatabaseRows(_placements(user, scope))


def _organizations(user: User, scope: Scope, _on: date) -> Source:
    rows = visible_to(user, Organization.objects.all())
    if scope.chain:
        placed = Placement.objects.filter(link__chain_links__chain=scope.chain).exclude(status="refused")
        rows = rows.filter(pk__in=placed.values("organization_id"))
    within = place_ids(scope.place)
    if within is None:
        return DatabaseRows(rows)
    # Joined to an empty text, the place is no longer looked up in its index, and the rows are walked in their order.
    dense = rows.annotate(lies_in=Concat(F("place_id"), Value(""))).filter(lies_in__in=within)
    return DatabaseRows(rows.filter(place_id__in=within), None if scope.chain else dense)


def narrow(user: User, rows: QuerySet, scope: Scope) -> QuerySet:
    """Rows with a place and a chain of their own, as far as the person and the scope reach."""
    within = place_ids(scope.place)
    rows = visible_to(user, rows)
    rows = rows if within is None else rows.filter(Q(place_id__in=within) | Q(place_id=None, chain__place_id__in=within))
    return rows.filter(chain=scope.chain) if scope.chain else rows


def _projects(user: User, scope: Scope, _on: date) -> Source:
    under_way = ExpressionWrapper(~Q(stage__in=OVER), output_field=BooleanField())
    return DatabaseRows(narrow(user, Project.objects.annotate(open=under_way), scope))


def _platforms(user: User, scope: Scope, _on: date) -> Source:
    return DatabaseRows(narrow(user, Platform.objects.all(), scope))


def _needs(user: User, scope: Scope, _on: date) -> Source:
    return DatabaseRows(narrow(user, Need.objects.all(), scope))


def _links(user: User, scope: Scope, _on: date) -> Source:
    return ComputedRows(link_rows(user, scope))


def _freshness(user: User, scope: Scope, on: date) -> Source:
    parts = ("freshness", str(get_language()), on.isoformat(), *(row.pk if row else "" for row in (scope.place, scope.chain)))
    return ComputedRows(keep(user, *parts, make=lambda: freshness_rows(user, scope, on)))


def _problems(user: User, scope: Scope, on: date) -> Source:
    return ComputedRows(
        problem_rows(user, narrow(user, Project.objects.all(), scope), narrow(user, Need.objects.all(), scope), on)
    )


LISTS: dict[str, KnownList] = {
    it.name: it
    for it in (
        KnownList(
            "leaders",
            _("Chain leaders"),
            _("Organisations that stand on a link as its leader."),
            PLACEMENT_COLUMNS,
            _leaders,
            "organizations",
            workbook="placements",
            rail=("lists", 10, "l"),
        ),
        KnownList(
            "backbone",
            _("Backbone firms"),
            _("Organisations that stand on a link as a backbone firm."),
            PLACEMENT_COLUMNS,
            _backbone,
            "organizations",
            workbook="placements",
            rail=("lists", 20, ""),
        ),
        KnownList(
            "placements",
            _("Who stands where"),
            _("Every organisation on every link, with its evidence."),
            PLACEMENT_COLUMNS,
            _all_placements,
            "organizations",
            workbook="placements",
        ),
        KnownList(
            "organizations",
            _("Organisations"),
            _("Every organisation of the place, and of the chain where one is chosen."),
            ORGANIZATION_COLUMNS,
            _organizations,
            "organizations",
            map_kind="regions",
            workbook="organizations",
            rail=("lists", 30, "z"),
        ),
        KnownList(
            "links",
            _("Links and gaps"),
            _("Every link of the chain with its state and the reason for it."),
            LINK_COLUMNS,
            _links,
            "links",
            rail=("diagnose", 20, "g"),
        ),
        KnownList(
            "projects",
            _("Projects"),
            _("Projects from lead to full output."),
            PROJECT_COLUMNS,
            _projects,
            "projects",
            VIEW_RECORDS,
            "panorama",
            workbook="projects",
            rail=("land", 10, "p"),
        ),
        KnownList(
            "platforms",
            _("Platforms"),
            _("Shared platforms for testing, pilots, production and training."),
            PLATFORM_COLUMNS,
            _platforms,
            "platforms",
            workbook="platforms",
            rail=("match", 20, "f"),
        ),
        KnownList(
            "needs",
            _("Needs"),
            _("What firms and projects ask for."),
            NEED_COLUMNS,
            _needs,
            "needs",
            workbook="needs",
            rail=("match", 10, "e"),
        ),
        KnownList(
            "problems",
            _("Problems"),
            _("Late projects, and needs that nobody has struck off."),
            PROBLEM_COLUMNS,
            _problems,
            "needs",
            VIEW_RECORDS,
            "panorama",
            workbook="needs",
            rail=("land", 20, "b"),
        ),
        KnownList(
            "freshness",
            _("How fresh it is"),
            _("The newest accepted word on each subject, against the time for which its kind keeps, and who owns it."),
            FRESHNESS_COLUMNS,
            _freshness,
            "organizations",
            Permission.EVIDENCE_VIEW,
            "panorama",
            rail=("read", 50, "y"),
        ),
    )
}
