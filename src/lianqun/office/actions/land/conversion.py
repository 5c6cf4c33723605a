"""A lead becomes a project: its values, its investor and its files go along, and the lead says which project it is."""

import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.land import next_stages, stage_of, stages
from lianqun.land.lead_clocks import day_of
from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.land.lead_rows import change_leads, is_written, refusal_of_act, step, step_key
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.queries.land.leads import name_of_project
from lianqun.office.queries.rows.whole_tables import records_of
from lianqun.office.registry.models import Attachment, Lead, Organization, Project
from lianqun.tables import schema

CARRIED = tuple(name for name in schema("leads") if name in schema("projects") and name not in ("id", "name_en"))


def starts() -> tuple[str, ...]:
    """The stages at which a lead becomes a project: the first of all, and what follows it."""
    first = stages()[0]
    return (first.code, *(stage.code for stage in next_stages(first.code)))


def _check_converting(by: User, *, lead: Lead | None = None, stage: str = "", token: str = "") -> Refused | None:
    if stage and stage not in starts():
        return Refused("later_stage", _("A lead becomes a project as a lead or in talks; later stages are reviewed."), status=422)
    return None if is_written(lead, token) else refusal_of_act(by, "convert", lead)


@action(_check_converting)
def convert(*, by: User, lead: Lead, stage: str = "", note: str = "", token: str = "") -> Project:
    """Make a lead a project at one of the stages `starts`, without a word at the last of them. An investor that is not on record is added. Returns the project."""
    if is_written(lead, token) and lead.project is not None:
        return lead.project
    now, stage = timezone.now(), stage or starts()[-1]
    record = records_of("leads", [lead.pk])[lead.pk]
    new_investor = [] if lead.organization_id else _new_investor(lead)
    organization_id = lead.organization_id or _on_record(lead) or new_investor[0]["id"]
    project = {
        **{name: record[name] for name in CARRIED},
        **{
            "id": f"project-{uuid.uuid4().hex}",
            "name_zh": name_of_project(record["name_zh"]),
            "organization_id": organization_id,
            "stage": stage,
            "steward": lead.owner or by.username,
        },
        **{stage_of(stage).date_column: day_of(now), stages()[0].date_column: day_of(lead.reported_at)},
    }
    files = list(records_of("attachments", Attachment.objects.filter(lead=lead).values_list("pk", flat=True)).values())
    others: dict[str, list[Any]] = {
        "organizations": new_investor,
        "projects": [project],
        "attachments": [{**file, "project_id": project["id"]} for file in files],
    }
    change = {"state": "converted", "project_id": project["id"], "organization_id": organization_id}
    told = step(lead, "convert", by=by, at=now, note=note, key=step_key(token))
    change_leads(by=by, changes={lead.pk: change}, steps=[told], others=others, permission=Permission.LEAD_HANDLE)
    lead.refresh_from_db()
    log_event(
        type="lead.convert", by=by, subject=lead, parent=f"projects/{project['id']}", after={"state": "converted"}, reason=note
    )
    return Project.objects.get(pk=project["id"])


def _on_record(lead: Lead) -> str:
    return Organization.objects.filter(name_zh=lead.investor_name).values_list("pk", flat=True).first() or ""


def _new_investor(lead: Lead) -> list[dict[str, Any]]:
    """The row of an investor that nobody has on record; nothing where one of this very name is."""
    if _on_record(lead):
        return []
    return [{"id": f"n{uuid.uuid4().hex}", "name_zh": lead.investor_name, "kind": "enterprise"}]
