"""Tables from Excel or CSV: proposed with a preview, applied as a whole, and undone.

A finished job of kind `imports.check` has this outcome:
`{"state": "ready" | "refused" | "applied" | "undone", "name": file name,
  "tables": [{"table", "sheet", "rows", "new", "changed", "same"}],
  "changes": [{"table", "row_id", "name", "column", "before", "after"}] (at most 200), "changes_total": n,
  "problems": [{"sheet", "row", "column", "value", "code", "zh", "en", "mend_zh", "mend_en", "severity"}] (at most 20 of one code),
  "counts": {code: n}}`; `state` is refused when a problem of severity `error` stands.
"""

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.doing import action
from lianqun.office.actions.refusals import Refused, refusal_of_role
from lianqun.office.jobs.models import Job


def _check_proposal(*, by: User, **_given: object) -> Refused | None:
    return refusal_of_role(by, Permission.IMPORT_PROPOSE)


def _check_applying(*, by: User, job: Job | None = None, **_given: object) -> Refused | None:
    return refusal_of_role(by, Permission.IMPORT_APPLY)


@action(_check_proposal)
def propose(*, by: User, name: str, data: bytes) -> Job:
    """Keep an uploaded table and queue its checking. Returns the job, whose outcome will be the preview."""
    raise NotImplementedError


@action(_check_applying)
def apply(*, by: User, job: Job) -> Job:
    """Write what the preview showed: all of it or nothing, then count anew. Returns the job, its outcome's state `applied`."""
    raise NotImplementedError


@action(_check_applying)
def undo(*, by: User, job: Job) -> Job:
    """Restore what stood before an import. Refused when a row was changed or used since. Returns the job, state `undone`."""
    raise NotImplementedError
