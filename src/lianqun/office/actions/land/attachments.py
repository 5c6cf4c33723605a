"""Documents that prove something of a project or a lead: kept as they came, never read into claims unasked."""

import hashlib
import uuid
from pathlib import PurePath
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission, has_permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import delete_rows, write_rows
from lianqun.office.actions.rows.refusals import Refused, filled, refusal_of_row
from lianqun.office.outside.files import attachment_path, write_file
from lianqun.office.queries.rows.whole_tables import frame_of_rows
from lianqun.office.registry.models import Attachment, Lead, Project, StageReview
from lianqun.vocab.codes import code_lists

MOST_BYTES = 50_000_000
SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png", ".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".ofd", ".txt", ".zip")


def who_adds(by: User) -> Permission:
    """Those who move projects add documents, and those who sign them."""
    return Permission.PROJECT_MOVE if has_permission(by, Permission.PROJECT_MOVE) else Permission.STAGE_APPROVE


def _check_adding(
    by: User, *, project: Project | None = None, proves: str = "", name: str = "", data: bytes | None = None
) -> Refused | None:
    if project is None:
        return None
    refusal = refusal_of_row(by, who_adds(by), project)
    return refusal or _refusal_of_file(proves, name, data)


def _refusal_of_file(proves: str, name: str, data: bytes | None) -> Refused | None:
    if proves and proves not in code_lists()["attachment_tag"]:
        return Refused("unknown_tag", _("Choose what the document proves."), status=422)
    if name and PurePath(name).suffix.lower() not in SUFFIXES:
        words = {"suffixes": " ".join(SUFFIXES)}
        return Refused(
            "unknown_suffix", filled(_("Files of this kind are not kept; these are: %(suffixes)s."), words), status=422
        )
    if data is not None and not 0 < len(data) <= MOST_BYTES:
        return Refused(
            "size", _("The file is empty or larger than 50 MB; scan it again with fewer colours or split it."), status=422
        )
    return None


@action(_check_adding)
def attach(
    *, by: User, project: Project, proves: str, name: str, data: bytes, title: str = "", review: StageReview | None = None
) -> Attachment:
    """Keep a document with a project (and a review), tagged by what it proves. Returns its row; the same file twice is one file on disk."""
    of = {"project": project, "review": review}
    return _keep(by, project, who_adds(by), of, proves=proves, name=name, data=data, title=title)


def _keep(
    by: User,
    parent: Project | Lead,
    permission: Permission,
    of: dict[str, Any],
    *,
    proves: str,
    name: str,
    data: bytes,
    title: str,
) -> Attachment:
    """Write the bytes and the row of a document."""
    sha256 = hashlib.sha256(data).hexdigest()
    write_file(attachment_path(sha256), data)
    row = Attachment(
        id=f"att-{uuid.uuid4().hex[:16]}",
        **of,
        proves=proves,
        title=(title.strip() or PurePath(name).stem)[:300],
        file_name=PurePath(name).name[-300:],
        sha256=sha256,
        size_bytes=len(data),
        added_by=by.username,
        added_at=timezone.now(),
    )
    write_rows(by=by, rows={"attachments": frame_of_rows([row])}, permission=permission, parent=parent)
    return row


def who_adds_to_lead(by: User) -> Permission:
    """Those who handle leads add documents, and those who report them."""
    return Permission.LEAD_HANDLE if has_permission(by, Permission.LEAD_HANDLE) else Permission.LEAD_REPORT


def _check_adding_to_lead(
    by: User, *, lead: Lead | None = None, proves: str = "", name: str = "", data: bytes | None = None
) -> Refused | None:
    return _refusal_of_lead(by, lead) or _refusal_of_file(proves, name, data)


def _refusal_of_lead(by: User, lead: Lead | None) -> Refused | None:
    if lead is None:
        return None
    if lead.project_id:
        return Refused("is_a_project", _("The lead became a project, with its documents; add and take out documents there."))
    return refusal_of_row(by, who_adds_to_lead(by), lead)


@action(_check_adding_to_lead)
def attach_to_lead(*, by: User, lead: Lead, proves: str, name: str, data: bytes, title: str = "") -> Attachment:
    """Keep a document with a lead, tagged by what it proves; it goes along when the lead becomes a project. Returns its row."""
    return _keep(by, lead, who_adds_to_lead(by), {"lead": lead}, proves=proves, name=name, data=data, title=title)


def _check_removing_from_lead(
    by: User, *, attachment: Attachment | None = None, lead: Lead | None = None, reason: str | None = None
) -> Refused | None:
    if attachment is not None and lead is not None and attachment.lead_id != lead.pk:
        return Refused("other_lead", _("This document belongs to another lead."), status=422)
    if reason is not None and not reason.strip():
        return Refused("no_reason", _("Say why the document is taken out."), status=422)
    return _refusal_of_lead(by, lead)


@action(_check_removing_from_lead)
def remove_from_lead(*, by: User, attachment: Attachment, lead: Lead, reason: str) -> None:
    """Take a document out of a lead, with the reason; its bytes stay on disk, and the log says who did."""
    delete_rows(by=by, ids={"attachments": [attachment.pk]}, permission=who_adds_to_lead(by), parent=lead, reason=reason)


def _check_removing(
    by: User, *, attachment: Attachment | None = None, project: Project | None = None, reason: str | None = None
) -> Refused | None:
    if attachment is None or project is None:
        return None
    if reason is not None and not reason.strip():
        return Refused("no_reason", _("Say why the document is taken out."), status=422)
    return refusal_of_row(by, who_adds(by), project)


@action(_check_removing)
def remove(*, by: User, attachment: Attachment, project: Project, reason: str) -> None:
    """Take a document out of a project, with the reason; its bytes stay on disk, and the log says who did.

    An approval that rests on it is to be reviewed again, as it is where a value changes.
    """
    delete_rows(by=by, ids={"attachments": [attachment.pk]}, permission=who_adds(by), parent=project, reason=reason)
