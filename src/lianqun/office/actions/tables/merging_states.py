"""When two rows may not be made one as they stand: something of theirs is open, the later report would stay, they were judged different."""

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.languages import in_words
from lianqun.office.actions.rows.refusals import Refused, filled
from lianqun.office.queries.land.investors import ENDED
from lianqun.office.queries.rows.row_names import name_of
from lianqun.office.queries.rows.whole_tables import models_by_table, records_of
from lianqun.office.queries.tables.records import ways_to
from lianqun.office.queries.trace.identity import judged_different
from lianqun.office.registry.models import Lead
from lianqun.vocab.codes import word
from lianqun.vocab.dictionary import tables
from lianqun.vocab.merging import open_states

CONVERTED = "converted"


def refusal_of_state(table: str, kept_id: str, merged_id: str) -> Refused | None:
    """The refusal for two rows that may not be made one as they stand now; or None."""
    more = MORE.get(table)
    return (
        _refusal_of_open(table, kept_id, merged_id)
        or _refusal_of_once(table, kept_id, merged_id)
        or (more(kept_id, merged_id) if more else None)
    )


def _refusal_of_open(table: str, *ids: str) -> Refused | None:
    """Something that is of one of the two and not decided."""
    for other, name in ways_to(table):
        column, open_ = open_states().get(other, ("", frozenset()))
        rows = models_by_table()[other]._default_manager.filter(**{f"{name}__in": ids, f"{column}__in": open_}) if open_ else None
        found = rows.order_by("pk").first() if rows is not None else None
        if found is not None:
            known, state = tables()[other], getattr(found, column)
            codes = known.column(column).codes
            words = {
                "row": name_of(table, getattr(found, name)),
                "what": in_words(known.zh, known.en.lower()),
                "state": in_words(word(codes, state, "zh"), word(codes, state, "en")),
            }
            sentence = _("“%(row)s” has something that waits (%(what)s: %(state)s); decide it or take it back first.")
            return Refused("waits", filled(sentence, words))
    return None


def _refusal_of_once(table: str, kept_id: str, merged_id: str) -> Refused | None:
    """Of an instant that is written once the earlier stands: the row that has it stays."""
    for column in tables()[table].columns:
        if column.is_once and column.type == "instant":
            both = records_of(table, [kept_id, merged_id])
            kept, merged = both[kept_id][column.name], both[merged_id][column.name]
            if merged is not None and (kept is None or merged < kept):
                at = f"{timezone.localtime(merged):%Y-%m-%d %H:%M:%S}"
                words = {"row": name_of(table, merged_id), "at": at, "column": in_words(column.zh, column.en.lower())}
                sentence = _("“%(row)s” was earlier (%(column)s: %(at)s), and the earlier stands; let that one stay.")
                return Refused("later_stays", filled(sentence, words))
    return None


def _refusal_of_leads(kept_id: str, merged_id: str) -> Refused | None:
    """A lead does not end, or lose its project, by being merged."""
    leads = Lead.objects.in_bulk([kept_id, merged_id])
    kept, merged = leads[kept_id], leads[merged_id]
    words = {"kept": kept.name_zh, "merged": merged.name_zh}
    if merged.state == CONVERTED and kept.state != CONVERTED:
        sentence = _(
            "“%(merged)s” became a project and “%(kept)s” did not; make that one a project too, and merge the projects first."
        )
        return Refused("is_a_project", filled(sentence, words))
    if merged.state == kept.state == CONVERTED and merged.project_id != kept.project_id:
        return Refused("two_projects", _("The two leads became two projects; merge the projects first."))
    if kept.state in ENDED and kept.state != CONVERTED and merged.state not in ENDED:
        sentence = _("“%(kept)s” is over and “%(merged)s” is under way; take the first up again before they are merged.")
        return Refused("is_over", filled(sentence, words))
    return None


def _refusal_of_judged(kept_id: str, merged_id: str) -> Refused | None:
    if judged_different(kept_id, merged_id):
        return Refused("judged_different", _("These two were judged to be different; take that judgement back first."))
    return None


MORE: dict[str, Callable[[str, str], Refused | None]] = {"organizations": _refusal_of_judged, "leads": _refusal_of_leads}
