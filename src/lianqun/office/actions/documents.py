"""Documents: kept byte for byte, read into passages and proposed statements."""

from datetime import date

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.doing import action
from lianqun.office.actions.refusals import Refused, refusal_of_role
from lianqun.office.evidence.models import Document


def _check(*, by: User, **_given: object) -> Refused | None:
    return refusal_of_role(by, Permission.DOCUMENT_ADD)


@action(_check)
def add(*, by: User, name: str, data: bytes, source_id: str, title: str = "", published_on: date | None = None) -> Document:
    """Keep a document, read it, and propose what it says as statements. The same bytes twice add nothing.

    Returns the document (the standing one, when the bytes are known). Raises Refused with the reader's own code
    for what cannot be read: nothing is kept then.
    """
    raise NotImplementedError


@action(_check)
def reread(*, by: User, document: Document) -> int:
    """Read a kept document again with the present reader. Returns how many statements are new; reviewed ones stay."""
    raise NotImplementedError
