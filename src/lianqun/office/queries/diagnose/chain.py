"""One chain in one place: what its page shows, one page of links at a time however long the chain is."""

from dataclasses import dataclass

from lianqun.office.accounts.models import User
from lianqun.office.queries.diagnose.states import STATES, StandingChain, StandingLink, name_first, stand_chain
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.registry.models import Chain, Fund, Indicator, Need, Organization, Place, Project

LINKS_A_PAGE = 120
NAMED_A_LINK = 4
MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class ChainView:
    """The chain with its counts by state; the links of one page, and the organisations named on them."""

    standing: StandingChain
    place: Place
    links: tuple[StandingLink, ...]
    selected: int
    page: int
    state: str
    named: dict[str, list[Organization]]
    projects: list[Project]
    needs: list[Need]
    funds: list[Fund]
    figures: list[Indicator]

    @property
    def pages(self) -> int:
        """How many pages of links there are."""
        return max(1, -(-self.selected // LINKS_A_PAGE))


def read_chain(user: User, chain: Chain, place: Place | None, *, state: str = "", page: str = "1") -> ChainView:
    """What the page of a chain shows, in the chosen place or in the chain's own."""
    standing = stand_chain(user, chain, (place or chain.place).pk)
    chosen = tuple(link for link in standing.links if state not in STATES or link.state == state)
    number = max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1
    shown = chosen[(number - 1) * LINKS_A_PAGE : number * LINKS_A_PAGE]
    own = {"chain": chain}
    return ChainView(
        standing=standing,
        place=place or chain.place,
        links=shown,
        selected=len(chosen),
        page=number,
        state=state if state in STATES else "",
        named=name_first(standing.place_id, [link.link.pk for link in shown], NAMED_A_LINK),
        projects=list(visible_to(user, Project.objects.filter(**own)).select_related("organization")[:MOST_ROWS]),
        needs=list(visible_to(user, Need.objects.filter(**own)).select_related("organization", "project")[:MOST_ROWS]),
        funds=list(visible_to(user, Fund.objects.filter(**own))[:MOST_ROWS]),
        figures=list(
            visible_to(user, Indicator.objects.filter(**own)).select_related("organization").order_by("-period", "id")[:MOST_ROWS]
        ),
    )
