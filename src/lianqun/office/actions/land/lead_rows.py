"""What the acts on leads share: a lead changed and its steps written in one go, and the refusals of the table of acts."""

import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from lianqun.land import city_clock, lead_acts
from lianqun.land.lead_acts import LeadAct
from lianqun.office.accounts.languages import in_words
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.door import write_rows
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role, refusal_of_row
from lianqun.office.queries.land.leads import city_of, is_paused, present, values_of
from lianqun.office.queries.rows.visible import may
from lianqun.office.queries.rows.whole_tables import records_of
from lianqun.office.registry.models import Lead, LeadStep
from lianqun.tables import schema

TOKEN = re.compile(r"[0-9a-f]{32}")
Values = Mapping[str, Any]


def frame_of_records(table: str, records: Iterable[Values]) -> pl.DataFrame:
    """Rows given as values by column as a frame of the table; what is not given is nothing."""
    shape = schema(table)
    return pl.DataFrame([{name: record.get(name) for name in shape} for record in records], schema=shape)


def step_key(token: str) -> str:
    """The key of the step that a form writes: the same for the same token, so that sending it twice writes once."""
    return f"step-{token if TOKEN.fullmatch(token) else uuid.uuid4().hex}"


def is_written(lead: Lead | None, token: str) -> bool:
    """Whether the form of a token wrote its step already."""
    return bool(lead and TOKEN.fullmatch(token) and LeadStep.objects.filter(pk=step_key(token), lead=lead).exists())


def step(lead: Lead, kind: str, *, by: User, at: datetime, note: str = "", key: str = "") -> dict[str, Any]:
    """A step of a lead, to be written."""
    return {"id": key or step_key(""), "lead_id": lead.pk, "kind": kind, "at": at, "by": by.username, "note": note or None}


def change_leads(
    *,
    by: User,
    changes: Mapping[str, Values],
    steps: Iterable[Values] = (),
    others: Mapping[str, Iterable[Values]] | None = None,
    reason: str = "",
    permission: Permission = Permission.LEAD_HANDLE,
    is_asked: bool = False,
) -> None:
    """Write changed leads (key → values), steps, and rows of other tables through the door, in the caller's transaction."""
    known = records_of("leads", changes)
    rows: dict[str, list[Values]] = {
        "leads": [{**known[own], **values} for own, values in changes.items()],
        "lead_steps": list(steps),
        **{table: list(told) for table, told in (others or {}).items()},
    }
    frames = {table: frame_of_records(table, told) for table, told in rows.items() if told}
    write_rows(by=by, rows=frames, reason=reason, permission=permission, is_asked=is_asked)


def refusal_of_act(by: User, code: str, lead: Lead | None, note: str | None = None) -> Refused | None:
    """Why a person may not do an act with a lead: the role and its place first, then the state by the table of acts, then the reason."""
    act = lead_acts()[code]
    if lead is None:
        return refusal_of_role(by, Permission.LEAD_HANDLE)
    refusal = _refusal_of_city(by, lead) if act.who == "city" else refusal_of_row(by, Permission.LEAD_HANDLE, lead)
    if refusal is not None:
        return refusal
    if not act.is_legal(lead.state, is_paused=is_paused(lead)) or _is_spent(act, lead):
        return Refused("not_in_this_state", in_words(f"{act.why_zh}。", f"{act.why_en}."))
    if note is not None and act.asks_reason and not note.strip():
        return Refused("no_reason", _("Say in a few words what it rests on; whoever reads it later will ask."), status=422)
    return None


def _is_spent(act: LeadAct, lead: Lead) -> bool:
    """What is done once and was done, or is not for this lead at all."""
    done = {told["kind"] for told in present(lead)}
    if act.who == "city":
        return act.step in done or city_clock({**values_of(lead), "city_id": city_of(lead.place_id)}) is None
    return act.code == "experts" and act.step in done


def _refusal_of_city(by: User, lead: Lead) -> Refused | None:
    """The city answers by somebody whose role covers the city, not only the place that reported."""
    city = city_of(lead.place_id)
    if may(by, Permission.LEAD_HANDLE, place_id=city, chain_id=lead.chain_id or "") and (city or has_all(by)):
        return None
    return refusal_of_role(by, Permission.LEAD_HANDLE) or Refused(
        "not_of_the_city", _("The city's own officers answer for the city; ask one whose role covers it."), status=403
    )


def has_all(by: User) -> bool:
    """Whether a person handles leads of all places."""
    return may(by, Permission.LEAD_HANDLE, place_id="*")
