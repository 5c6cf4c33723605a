"""What leaves the site is written down: which list, with which filter, how many rows."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role

TEXT_TOO_LONG = _("A text of this table is longer than a cell of a workbook can hold; export the data set instead.")


def _check(by: User) -> Refused | None:
    return refusal_of_role(by, Permission.TABLE_EXPORT)


@action(_check)
def record(*, by: User, list_name: str, filters: Mapping[str, str], rows: int, format: str = "xlsx") -> AuditEvent:
    """Write down one export, before the file is handed out. Returns the event of the log."""
    return log_event(
        type="export.record", by=by, subject=list_name, after={"filters": dict(filters), "rows": rows, "format": format}
    )
