"""The key of a merged row over the interface: reading it answers 301 with the address of the row that stands for it, changing it is refused."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lianqun.office.actions.rows.refusals import Refused, filled
from lianqun.office.api.problems import Merged
from lianqun.office.api.signing_in import person
from lianqun.office.queries.rows.merged import stands_for
from lianqun.office.queries.rows.realm import realm_of_row, turn_to
from lianqun.office.queries.rows.row_names import name_of
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.vocab.dictionary import Table


def led_on(table: Table) -> dict[Any, Any]:
    """The further answer of an address of one row, where rows of its table are merged."""
    return {301: None} if table.merged_by else {}


def refuse_merged(request: HttpRequest, table: str, row_id: str) -> None:
    """Lead on, or refuse a change, where a row that is not there was merged into one that the person may see; else nothing."""
    kept, model = stands_for(table, row_id), models_by_table()[table]
    if kept:
        turn_to(realm_of_row(model, kept))
    if not kept or not visible_to(person(request), model._default_manager.filter(pk=kept)).exists():
        return
    if request.method in ("GET", "HEAD"):
        raise Merged(f"{request.path.removesuffix(row_id)}{quote(kept, safe='')}")
    words = {"old": row_id, "row": name_of(table, kept), "kept": kept}
    raise Refused("merged", filled(_("“%(old)s” was merged into “%(row)s”; change that row (%(kept)s)."), words))
