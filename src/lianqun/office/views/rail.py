"""The walk on the left: only what has a page, and of that only what the person may open."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import has_permission
from lianqun.office.accounts.rights import Permission

P = Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the walk: its word, the name and arguments of its address, who may open it, and its key after `g`."""

    label: str | Promise
    name: str
    arguments: tuple[str, ...] = ()
    permission: P = P.MAP_VIEW
    key: str = ""

    @property
    def spot(self) -> str:
        """What marks this entry as the present page."""
        return "/".join((self.name, *self.arguments))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the walk: the character that stands for it, its word, and its pages."""

    sign: str
    label: str | Promise
    entries: tuple[Entry, ...]


WALK: tuple[Step, ...] = (
    Step(
        "看",
        _("Look"),
        (
            Entry(_("Home"), "home", key="h"),
            Entry(_("Panorama"), "map", ("panorama",), key="o"),
            Entry(_("Industry chain"), "map", ("chain",), key="c"),
            Entry(_("Technology roadmap"), "map", ("roadmap",), key="t"),
            Entry(_("Application fields"), "map", ("applications",), key="a"),
            Entry(_("Regional distribution"), "map", ("regions",), key="r"),
        ),
    ),
    Step(
        "读",
        _("Read"),
        (
            Entry(_("Documents"), "documents", (), P.EVIDENCE_VIEW, "d"),
            Entry(_("Review"), "review", (), P.STATEMENT_REVIEW, "v"),
            Entry(_("One kind at once"), "review-kinds", (), P.STATEMENT_REVIEW, "k"),
            Entry(_("Conflicts"), "conflicts", (), P.EVIDENCE_VIEW, "s"),
            Entry(_("How fresh it is"), "list", ("freshness",), P.EVIDENCE_VIEW, "y"),
            Entry(_("What review costs"), "review-effort", (), P.STATEMENT_REVIEW),
            Entry(_("Who is who"), "identity", (), P.ORGANIZATION_MERGE, "w"),
        ),
    ),
    Step(
        "诊",
        _("Diagnose"),
        (
            Entry(_("Chains"), "chains", key="n"),
            Entry(_("Links and gaps"), "list", ("links",), key="g"),
        ),
    ),
    Step(
        "落",
        _("Land"),
        (
            Entry(_("Projects"), "list", ("projects",), P.RECORD_VIEW, "p"),
            Entry(_("Problems"), "list", ("problems",), P.RECORD_VIEW, "b"),
        ),
    ),
    Step(
        "配",
        _("Match"),
        (
            Entry(_("Needs"), "list", ("needs",), P.MAP_VIEW, "e"),
            Entry(_("Platforms"), "list", ("platforms",), key="f"),
        ),
    ),
    Step(
        "册",
        _("Lists"),
        (
            Entry(_("Chain leaders"), "list", ("leaders",), key="l"),
            Entry(_("Backbone firms"), "list", ("backbone",), key="k"),
            Entry(_("Organisations"), "list", ("organizations",), key="z"),
        ),
    ),
    Step(
        "设",
        _("Settings"),
        (
            Entry(_("Imports"), "imports", (), P.IMPORT_PROPOSE, "i"),
            Entry(_("Exports"), "exports", (), P.TABLE_EXPORT, "x"),
            Entry(_("Jobs"), "jobs", (), P.RECORD_VIEW, "j"),
            Entry(_("Audit trail"), "audit", (), P.AUDIT_VIEW, "u"),
            Entry(_("People"), "people", (), P.PERSON_MANAGE, "m"),
            Entry(_("Help"), "help", key="q"),
        ),
    ),
)


def walk_for(user: User) -> tuple[Step, ...]:
    """The steps and entries that a person may open."""
    allowed = {permission for permission in P if has_permission(user, permission)}
    steps = (replace(step, entries=tuple(entry for entry in step.entries if entry.permission in allowed)) for step in WALK)
    return tuple(step for step in steps if step.entries)
