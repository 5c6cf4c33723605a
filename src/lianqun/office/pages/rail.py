"""The walk on the left: the steps in their order, and the pages that offered themselves; of these only what the person may open.

On a phone the walk is folded, and a bar holds the pages on which a person works every day.
"""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import has_permission
from lianqun.office.accounts.rights import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the walk: its step, its rank there, its word, and its key after `g`.

    `arguments` fill its address; `permission` is that of the page unless it says otherwise. The page adds `name`.
    """

    step: str
    rank: int
    label: str | Promise
    key: str = ""
    arguments: tuple[str, ...] = ()
    permission: Permission | None = None
    name: str = ""

    @property
    def spot(self) -> str:
        """What marks this entry as the present page."""
        return "/".join((self.name, *self.arguments))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the walk: the character that stands for it, its word, and its pages."""

    sign: str
    label: str | Promise
    entries: tuple[Entry, ...] = ()


STEPS: dict[str, Step] = {
    "look": Step("看", _("Look")),
    "read": Step("读", _("Read")),
    "diagnose": Step("诊", _("Diagnose")),
    "land": Step("落", _("Land")),
    "match": Step("配", _("Match")),
    "lists": Step("册", _("Lists")),
    "settings": Step("设", _("Settings")),
}


@dataclass(frozen=True, slots=True)
class Daily:
    """A place on the bar of a phone: the entry of the walk, its character and short word, and the permission of those who work there daily."""

    spot: str
    sign: str
    label: str | Promise
    permission: Permission

    def is_here(self, spot: str) -> bool:
        """Whether a page belongs to it: the page itself, or one about one thing of its kind (`leads`: a lead)."""
        return spot.partition("/")[0].startswith(self.spot.partition("/")[0].removesuffix("s"))


MOST_DAILY = 4
DAILY = (
    Daily("home", "看", _("Home"), Permission.MAP_VIEW),
    Daily("approvals", "签", _("To sign"), Permission.STAGE_APPROVE),
    Daily("leads", "线", _("Leads"), Permission.LEAD_REPORT),
    Daily("board", "落", _("Board"), Permission.PROJECT_MOVE),
    Daily("review", "审", _("Review"), Permission.STATEMENT_REVIEW),
    Daily("map/chain", "图", _("Maps"), Permission.MAP_VIEW),
    Daily("list/links", "册", _("Lists"), Permission.MAP_VIEW),
    Daily("documents", "读", _("Documents"), Permission.EVIDENCE_VIEW),
)
"""In the order in which they are given the few places there are: what waits for a person comes before what there is to look at."""
_offered: dict[str, Entry] = {}


def offer(entry: Entry, name: str, permission: Permission) -> None:
    """Put a page into the walk, as `frame.page` does for the entries that it is given."""
    known = replace(entry, name=name, permission=entry.permission or permission)
    assert known.step in STEPS, f"there is no step {known.step!r} in the walk"
    _offered[known.spot] = known


def entries() -> list[Entry]:
    """All pages of the walk in its order."""
    order = list(STEPS)
    return sorted(_offered.values(), key=lambda entry: (order.index(entry.step), entry.rank))


def walk_for(user: User) -> tuple[Step, ...]:
    """The steps and entries that a person may open."""
    allowed = {permission for permission in Permission if has_permission(user, permission)}
    open_to = [entry for entry in entries() if entry.permission in allowed]
    steps = (replace(step, entries=tuple(entry for entry in open_to if entry.step == code)) for code, step in STEPS.items())
    return tuple(step for step in steps if step.entries)


def bar_for(user: User) -> tuple[tuple[Daily, Entry], ...]:
    """The places of a person's daily work for the bar of a phone, each with its entry of the walk; none that they may not open."""
    open_to = {entry.spot: entry for step in walk_for(user) for entry in step.entries}
    daily = (one for one in DAILY if one.spot in open_to and has_permission(user, one.permission))
    return tuple((one, open_to[one.spot]) for one in daily)[:MOST_DAILY]
