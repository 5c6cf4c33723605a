"""The lists that the site has: for each its columns, and where its rows come from under a place and a chain."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lianqun.land import over_stages, over_statuses
from lianqun.office.accounts.models import User
from lianqun.office.accounts.rights import Permission
from lianqun.office.queries.lists.columns import ListColumn
from lianqun.office.queries.lists.dictionary_columns import columns_of, columns_through
from lianqun.office.queries.lists.freshness import READS, freshness_rows
from lianqun.office.queries.lists.selecting import ComputedRows, DatabaseRows, ListRows
from lianqun.office.queries.lists.worked_out import link_rows, problem_rows
from lianqun.office.queries.rows.caching import cached
from lianqun.office.queries.rows.scope import Scope, place_ids, placed_within
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.registry.models import Chain, ChainLink, Lead, Need, Organization, Placement, Platform, Project, StageRule

WORKED_OUT = ("problems", "freshness")
VIEW_RECORDS = Permission.RECORD_VIEW
TOLD_OF_LEADS = ("name_zh", "investor_name", "state", "place", "chain", "investment")
# A placement lies where it says, else at the organisation's seat.
AT = {
    "at_id": Coalesce("place_id", "organization__place_id"),
    "at_zh": Coalesce("place__name_zh", "organization__place__name_zh"),
    "at_en": Coalesce("place__name_en", "organization__place__name_en"),
}


@dataclass(frozen=True, slots=True)
class KnownList:
    """A list: its title, what its rows are, the columns, the source of rows, who may see it, and the map that shows it.

    `begins` are columns that a new row begins with. `table` names the table whose row a list row is, for its page or its why; `workbook` the table that can be taken out as
    Excel, changed and brought back; `rail` is its step of the walk, its rank there and its key.
    """

    name: str
    title: str | Promise
    about: str | Promise
    columns: tuple[ListColumn, ...]
    source: Callable[[User, Scope, date], ListRows]
    table: str
    permission: Permission = Permission.MAP_VIEW
    map_kind: str = "chain"
    workbook: str = ""
    rail: tuple[str, int, str] | None = None
    begins: tuple[tuple[str, str], ...] = ()

    @property
    def adds(self) -> str:
        """The table to which a new row of the list is added; empty where its rows are worked out of others."""
        own = self.workbook or (self.table if self.table == self.name else "")
        return own if self.name not in WORKED_OUT else ""


PLACEMENT_COLUMNS = (
    *columns_of("placements", "organization_id link_id status role product_zh", rest=False),
    ListColumn("place", _("Place"), "name", "at_zh", "at_en", table="places", ref="at_id"),
    *columns_through("placements.organization_id", "above_scale employees revenue_wan_yuan", hidden="credit_code founded_year"),
)
ORGANIZATION_COLUMNS = columns_of(
    "organizations",
    "name_zh kind place_id above_scale employees revenue_wan_yuan founded_year parent_id",
    one=_("Organisation"),
    adds="employees revenue_wan_yuan",
)
PROJECT_COLUMNS = (
    *columns_of(
        "projects",
        "name_zh stage status investment_wan_yuan organization_id chain_id link_id place_id signed_on due_on steward next_step",
        one=_("Project"),
        adds="investment_wan_yuan",
    ),
    ListColumn("open", _("Under way"), "flag", shown=False),
)
PLATFORM_COLUMNS = columns_of(
    "platforms",
    "name_zh kind chain_id link_id organization_id place_id capacity_per_day capacity_unit saving_percent",
    one=_("Platform"),
)
LEAD_COLUMNS = (
    *columns_of(
        "leads",
        "name_zh investor_name state place_id chain_id investment_wan_yuan",
        one=_("Lead"),
        rest=False,
    ),
    ListColumn("reported", _("Reported on"), "day", "reported_at"),
    *(it for it in columns_of("leads", "owner refused_reason returns_on") if it.name not in TOLD_OF_LEADS),
)
RULE_COLUMNS = columns_of("stage_rules", "stage kind what project_kind number needs valid_from valid_to", rest=False)
NEED_COLUMNS = columns_of(
    "needs",
    "title kind status organization_id project_id chain_id link_id place_id quantity unit blocks_project raised_on due_on answered_by",
    one=_("Need"),
)
LINK_COLUMNS = (
    ListColumn("link", _("Link"), "name", table="links", ref="id"),
    ListColumn("state", _("State"), "code", codes="link_state"),
    ListColumn("chain", _("Chain"), "name", table="chains", ref="id"),
    ListColumn("stage", _("Position"), "code", codes="link_stage"),
    ListColumn("is_key", _("Key link"), "flag"),
    ListColumn("organizations", _("Organisations"), "number", adds=True),
    ListColumn("confirmed", _("Confirmed"), "number", adds=True),
    ListColumn("uncertain", _("Uncertain"), "number", adds=True),
    ListColumn("reason", _("Reason"), "text"),
)
FRESHNESS_COLUMNS = (
    ListColumn("subject", _("Subject"), "name", table="organizations", ref="id"),
    ListColumn("attribute", _("What is said"), "attribute"),
    ListColumn("overdue", _("Overdue (months)"), "number"),
    ListColumn("owner", _("Owner"), "text"),
    ListColumn("is_stale", _("Stale"), "flag"),
    ListColumn("day", _("Newest"), "day"),
    ListColumn("period", _("Period"), "text", shown=False),
    ListColumn("age", _("Age (months)"), "number"),
    ListColumn("keeps", _("Keeps (months)"), "number"),
    ListColumn("kind", _("Kind"), "text"),
    ListColumn("why", _("Why it keeps so long"), "text"),
)
PROBLEM_COLUMNS = (
    ListColumn("title", _("What"), "name", table="needs", ref="id"),
    ListColumn("kind", _("Kind"), "text"),
    ListColumn("state", _("State"), "text"),
    ListColumn("days_late", _("Days late"), "number"),
    ListColumn("project", _("Project"), "name", table="projects", ref="id"),
    ListColumn("due_on", _("Due"), "day"),
    ListColumn("answered_by", _("Answers"), "text"),
    ListColumn("reason", _("Reason"), "text"),
)


def _placements(user: User, scope: Scope, role: str = "") -> QuerySet[Placement]:
    rows = visible_to(user, Placement.objects.exclude(status="refused")).annotate(**AT)
    rows = rows.filter(role=role) if role else rows
    rows = rows.filter(placed_within(place_ids(scope.place)))
    return rows.filter(link_id__in=ChainLink.objects.filter(chain=scope.chain).values("link_id")) if scope.chain else rows


def _leaders(user: User, scope: Scope, _on: date) -> ListRows:
    return DatabaseRows(_placements(user, scope, "leader").order_by("organization_id"))


def _backbone(user: User, scope: Scope, _on: date) -> ListRows:
    return DatabaseRows(_placements(user, scope, "backbone").order_by("organization_id"))


def _all_placements(user: User, scope: Scope, _on: date) -> ListRows:
    return DatabaseRows(_placements(user, scope))


def _organizations(user: User, scope: Scope, _on: date) -> ListRows:
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
    if within is not None:
        # the few chains are found once; joined, the chain of every row would be looked up
        chains = Chain.objects.filter(place_id__in=within).order_by().values("pk")
        rows = rows.filter(Q(place_id__in=within) | Q(place_id=None, chain_id__in=chains))
    return rows.filter(chain=scope.chain) if scope.chain else rows


def _projects(user: User, scope: Scope, _on: date) -> ListRows:
    under_way = ExpressionWrapper(~Q(stage__in=over_stages()) & ~Q(status__in=over_statuses()), output_field=BooleanField())
    return DatabaseRows(narrow(user, Project.objects.annotate(open=under_way), scope))


def _stage_rules(user: User, _scope: Scope, _on: date) -> ListRows:
    return DatabaseRows(visible_to(user, StageRule.objects.all()))


def _leads(user: User, scope: Scope, _on: date) -> ListRows:
    return DatabaseRows(narrow(user, Lead.objects.all(), scope))


def _platforms(user: User, scope: Scope, _on: date) -> ListRows:
    return DatabaseRows(narrow(user, Platform.objects.all(), scope))


def _needs(user: User, scope: Scope, _on: date) -> ListRows:
    return DatabaseRows(narrow(user, Need.objects.all(), scope))


def _links(user: User, scope: Scope, _on: date) -> ListRows:
    return ComputedRows(link_rows(user, scope))


def _freshness(user: User, scope: Scope, on: date) -> ListRows:
    parts = ("freshness", str(get_language()), on.isoformat(), *(row.pk if row else "" for row in (scope.place, scope.chain)))
    return ComputedRows(cached(user, *parts, make=lambda: freshness_rows(user, scope, on), reads=READS))


def _problems(user: User, scope: Scope, on: date) -> ListRows:
    return ComputedRows(problem_rows(narrow(user, Project.objects.all(), scope), narrow(user, Need.objects.all(), scope), on))


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
            begins=(("role", "leader"),),
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
            begins=(("role", "backbone"),),
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
            "leads",
            _("All leads"),
            _("Every lead, those that ended too; the desk shows what is due."),
            LEAD_COLUMNS,
            _leads,
            "leads",
            VIEW_RECORDS,
            "panorama",
            workbook="leads",
            rail=("land", 8, ""),
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
            "stage_rules",
            _("Rules of stages"),
            _(
                "The office's own. A rule takes the place of all that the program brings for the same stage, kind of rule and kind of "
                "project: to ask for one document more, write down those that stay as well."
            ),
            RULE_COLUMNS,
            _stage_rules,
            "stage_rules",
            Permission.RECORD_EDIT,
            "panorama",
            workbook="stage_rules",
            rail=("settings", 15, ""),
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
