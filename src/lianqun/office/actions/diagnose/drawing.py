"""A chain is drawn by the office: links added, parted in two, put into columns, marked as key, taken out; flows between them.

A link belongs to no single chain: taking it out of one leaves it on the others, and who stands on it stays.
"""

import uuid
from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import delete_rows, write_rows
from lianqun.office.actions.rows.refusals import Refused, filled, refusal_of_role, refusal_of_row
from lianqun.office.queries.rows.whole_tables import frame_of_rows
from lianqun.office.registry.models import Chain, ChainLink, Flow, Link, Placement
from lianqun.tables.workbooks.keys import made_id
from lianqun.vocab.codes import code_lists

EDIT = Permission.RECORD_EDIT
Place = tuple[int | None, bool]


def _check(by: User, *, chain: Chain | None = None) -> Refused | None:
    return None if chain is None else refusal_of_row(by, EDIT, chain)


def _check_adding(
    by: User, *, chain: Chain | None = None, name_zh: str | None = None, stage: str = "", link: Link | None = None
) -> Refused | None:
    if chain is None:
        return None
    refusal = _check(by, chain=chain)
    if refusal is None and name_zh is not None and link is None:
        refusal = _refusal_of_words(name_zh, stage)
    if refusal is None and link is not None and ChainLink.objects.filter(chain=chain, link=link).exists():
        return Refused("on_chain", filled(_("“%(link)s” stands on this chain already."), {"link": link.name_zh}))
    return refusal


def _refusal_of_words(name_zh: str, stage: str) -> Refused | None:
    if not name_zh.strip():
        return Refused("no_name", _("Give the link a name."), status=422)
    if stage not in code_lists()["link_stage"]:
        return Refused("no_stage", _("Say whether the link is upstream, midstream, downstream or support."), status=422)
    return None


@action(_check_adding)
def add_link(*, by: User, chain: Chain, name_zh: str, stage: str, link: Link | None) -> ChainLink:
    """Put a link on a chain: one that is there (`link`), or a new one with a name and a stage. Returns its place on the chain."""
    own = link or Link.objects.filter(name_zh=name_zh.strip()).first()
    new = own or Link(id=made_id("links", (name_zh.strip(),)), name_zh=name_zh.strip(), stage=stage)
    member = _member(chain, new)
    rows = {} if own else {"links": frame_of_rows([new])}
    write_rows(by=by, rows={**rows, "chain_links": frame_of_rows([member])}, permission=EDIT, parent=chain)
    return member


def _member(chain: Chain, link: Link, column: int | None = None) -> ChainLink:
    return ChainLink(id=f"{chain.pk}-{link.pk}"[:80], chain=chain, link=link, column=column)


def own_chains(by: User, link: Link) -> list[ChainLink]:
    """Where a link stands on chains that a person may draw."""
    members = ChainLink.objects.filter(link=link).select_related("chain").order_by("pk")
    return [member for member in members if _check(by, chain=member.chain) is None]


def _check_parting(by: User, *, link: Link | None = None, name_zh: str | None = None) -> Refused | None:
    if link is None:
        return refusal_of_role(by, EDIT)
    if not own_chains(by, link):
        first = Chain.objects.filter(chain_links__link=link).order_by("pk").first()
        words = {"link": link.name_zh}
        refusal = None if first is None else _check(by, chain=first)
        return refusal or Refused("on_no_chain", filled(_("“%(link)s” stands on no chain that your role covers."), words))
    if name_zh is not None and Link.objects.filter(name_zh=name_zh.strip()).exists():
        words = {"link": name_zh.strip()}
        return Refused("name_taken", filled(_("There is a link “%(link)s” already; add that one instead."), words), status=422)
    return None if name_zh is None else _refusal_of_words(name_zh, link.stage)


@action(_check_parting)
def part_link(*, by: User, link: Link, name_zh: str, placements: Collection[str] = ()) -> Link:
    """Part a link in two: a second one beside it, at its stage and columns, on each of its chains that the person may draw. Returns the second.

    Those of its `placements` that are named go over to it; whoever else stands on the first stays there. Merging the two takes it back.
    """
    new = Link(id=made_id("links", (name_zh.strip(),)), name_zh=name_zh.strip(), stage=link.stage, parent_id=link.parent_id)
    members = [_member(one.chain, new, one.column) for one in own_chains(by, link)]
    moved = list(Placement.objects.filter(link=link, pk__in=list(placements)))
    for one in moved:
        one.link = new
    rows = {"links": frame_of_rows([new]), "chain_links": frame_of_rows(members)}
    over = {"placements": frame_of_rows(moved)} if moved else {}
    write_rows(by=by, rows={**rows, **over}, permission=EDIT, parent=link, reason=link.name_zh)
    return new


@action(_check)
def arrange(*, by: User, chain: Chain, places: Mapping[str, Place]) -> int:
    """Give links of a chain a column (None: by its flows) and say which are key, by the key of their place on the chain. Returns how many changed."""
    changed = []
    for member in ChainLink.objects.filter(chain=chain, pk__in=list(places)):
        if (member.column, bool(member.is_key)) != places[member.pk]:
            member.column, member.is_key = places[member.pk]
            changed.append(member)
    if changed:
        write_rows(by=by, rows={"chain_links": frame_of_rows(changed)}, permission=EDIT, parent=chain)
    return len(changed)


@action(_check)
def take_link_out(*, by: User, chain: Chain, member: ChainLink) -> None:
    """Take a link out of a chain; the link stays, and so does whoever stands on it."""
    delete_rows(by=by, ids={"chain_links": [member.pk]}, permission=EDIT, parent=chain)


def _check_flow(by: User, *, chain: Chain | None = None, giver: Link | None = None, taker: Link | None = None) -> Refused | None:
    refusal = _check(by, chain=chain)
    if refusal is None and giver is not None and taker is not None:
        if giver.pk == taker.pk:
            return Refused("same_link", _("A flow goes from one link to another."), status=422)
        if Flow.objects.filter(from_link=giver, to_link=taker).exists():
            return Refused("drawn_already", _("This flow is drawn already."))
    return refusal


@action(_check_flow)
def draw_flow(*, by: User, chain: Chain, giver: Link, taker: Link, kind: str) -> Flow:
    """Draw what goes from one link to another. Returns its row."""
    flow = Flow(id=f"f-{uuid.uuid4().hex[:16]}", from_link=giver, to_link=taker, kind=kind)
    write_rows(by=by, rows={"flows": frame_of_rows([flow])}, permission=EDIT, parent=chain)
    return flow


@action(_check)
def take_flow_out(*, by: User, chain: Chain, flow: Flow) -> None:
    """Take a flow out."""
    delete_rows(by=by, ids={"flows": [flow.pk]}, permission=EDIT, parent=chain)
