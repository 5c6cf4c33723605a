"""Why something may not be done: one sentence, shown beside a disabled button, raised by the action, and sent by the interface."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.languages import in_words
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission, granting, has_permission
from lianqun.office.accounts.roles import not_allowed
from lianqun.office.accounts.rows import Row
from lianqun.office.queries.rows.row_names import name_of
from lianqun.office.queries.rows.visible import kept_within, table_of


def _filled(sentence: str | Promise, words: Mapping[str, object]) -> str:
    return str(sentence) % words


filled = lazy(_filled, str)
"""A sentence with its words filled in when it is shown, so that it speaks the language of whoever reads it."""


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


def refusal_of_role(by: User | None, permission: Permission, *, place_id: str = "", chain_id: str = "") -> Refused | None:
    """The refusal for a person whose roles do not grant a permission, or None.

    `by` is None only for the operator at the machine's own command line, who holds the database file anyway.
    """
    if by is None or has_permission(by, permission, place_id=place_id, chain_id=chain_id):
        return None
    return Refused("not_allowed", not_allowed(permission), status=403)


def refusal_of_rows(by: User | None, permission: Permission, rows: QuerySet[Row]) -> Refused | None:
    """The refusal for a person who may not do this with each of these rows: their places and chains are asked, as they stand now.

    Rows that documents and their review write (`by_reading`) have no place of their own: there the permission alone decides.
    """
    if by is None or (refusal := refusal_of_role(by, permission)) is not None:
        return None if by is None else refusal
    memberships = granting(by, permission)
    is_free = table_of(rows.model).kept == "by_reading" or any(not (one.place_id or one.chain_id) for one in memberships)
    outside = None if is_free else rows.exclude(pk__in=kept_within(memberships, rows).values("pk")).order_by("pk").first()
    return None if outside is None else _refusal_of_outside(outside)


def refusal_of_row(by: User | None, permission: Permission, row: Row) -> Refused | None:
    """The refusal for a person who may not do this with this row, where it stands now; or None."""
    return refusal_of_rows(by, permission, type(row)._default_manager.filter(pk=row.pk))


def _refusal_of_outside(row: Row) -> Refused:
    table = table_of(type(row))
    words = {"row": name_of(table.name, str(row.pk)), "table": in_words(table.zh, table.en)}
    if table.kept == "by_all_places":
        sentence = _("“%(row)s” (%(table)s) is kept for all places together; ask somebody whose role covers all of them.")
    else:
        sentence = _("“%(row)s” (%(table)s) lies outside the places or chains of your role; ask somebody whose role covers it.")
    return Refused("outside_your_places", filled(sentence, words), status=403)
