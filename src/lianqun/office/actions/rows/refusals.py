"""Why something may not be done: one sentence, shown beside a disabled button, raised by the action, and sent by the interface."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission, has_permission


class Refused(Exception):
    """An action that may not be done. `code` is for programs, `sentence` for people, in the language of the request."""

    def __init__(self, code: str, sentence: str | Promise, status: int = 409) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self._sentence = sentence

    @property
    def sentence(self) -> str:
        """The sentence in the language that is active now."""
        return str(self._sentence)

    def __str__(self) -> str:
        return self.sentence


NOT_ALLOWED: dict[Permission, str | Promise] = {
    Permission.DOCUMENT_ADD: _("Your role does not add documents; ask a promotion officer or the statistician."),
    Permission.STATEMENT_REVIEW: _("Your role does not review statements; ask the chain chief or the statistician."),
    Permission.ORGANIZATION_MERGE: _("Only the statistician and the administrator merge organisations."),
    Permission.IMPORT_PROPOSE: _("Your role does not import tables; ask the statistician."),
    Permission.IMPORT_APPLY: _("Your role does not import tables; ask the statistician."),
    Permission.TABLE_EXPORT: _("Your role does not export tables; ask the statistician."),
    Permission.DATA_SET_IMPORT: _("Only the administrator loads a whole data set."),
    Permission.DATA_SET_EXPORT: _("Your role does not export the whole data set; ask the analyst or the statistician."),
    Permission.TALLY_REBUILD: _("Only the statistician and the administrator count anew."),
    Permission.PERSON_MANAGE: _("Only the administrator manages accounts."),
}


def refusal_of_role(by: User | None, permission: Permission, *, place_id: str = "", chain_id: str = "") -> Refused | None:
    """The refusal for a person whose roles do not grant a permission, or None.

    `by` is None only for the operator at the machine's own command line, who holds the database file anyway.
    """
    if by is None or has_permission(by, permission, place_id=place_id, chain_id=chain_id):
        return None
    return Refused("not_allowed", NOT_ALLOWED.get(permission, _("Your role does not allow this.")), status=403)
