"""Whole data sets: a folder into the database and back, without loss."""

from collections.abc import Callable
from pathlib import Path

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.doing import action
from lianqun.office.actions.refusals import Refused, refusal_of_role

Progress = Callable[[int, int | None, str], None]


def _check_import(*, by: User | None, **_given: object) -> Refused | None:
    return refusal_of_role(by, Permission.DATA_SET_IMPORT)


@action(_check_import)
def import_folder(*, by: User | None, folder: Path, progress: Progress | None = None) -> dict[str, int]:
    """Take in a data-set folder, rows of a known key being replaced, in one transaction. Returns rows by table.

    `progress(done, total, doing)` is called after every chunk. Raises Refused when `lianqun check` finds a problem.
    """
    raise NotImplementedError
