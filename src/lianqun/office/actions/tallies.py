"""The counts by place and link that maps and lists start from: a cache, dropped and built anew."""

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.doing import action
from lianqun.office.actions.refusals import Refused, refusal_of_role


def _check(*, by: User | None = None, **_given: object) -> Refused | None:
    return refusal_of_role(by, Permission.TALLY_REBUILD)


@action(_check)
def rebuild(*, by: User | None = None) -> int:
    """Count anew who stands on which link in every place. Returns the number of place × link rows."""
    raise NotImplementedError
