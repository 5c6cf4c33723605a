"""The counts by place and link that maps and lists start from: a cache, dropped and built anew."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role
from lianqun.office.queries.trace.identity import groups_of
from lianqun.office.queries.trace.tallying import count_links, is_counted, links_of
from lianqun.office.registry.models import LinkTally
from lianqun.trace.tallies import COUNTED

Record = Mapping[str, Any]
Change = tuple[Record | None, Record | None]
CHUNK = 5_000


def _check(by: User | None) -> Refused | None:
    return refusal_of_role(by, Permission.TALLY_REBUILD)


@action(_check)
def rebuild(*, by: User | None = None) -> int:
    """Count anew who stands on which link in every place. Returns the number of place × link rows."""
    rows = write_tally()
    log_event(type="tally.rebuild", by=by, subject="link_tally", after=rows)
    return rows


def write_tally() -> int:
    """The counting itself, of everything, for actions that have changed rows. Returns the number of place × link rows."""
    return _write(None)


def recount(links: Collection[str]) -> int:
    """Count some links anew in every place, the others staying as they are; everything where nothing was counted yet.

    Returns the number of rows written.
    """
    if not links:
        return 0
    return _write(links if is_counted() else None)


def recount_after(changes: Mapping[str, Iterable[Change]]) -> int:
    """Count anew what some changes touch, once they are written: table → pairs of the row before and after (None: is not there).

    Rows need only the columns of `lianqun.trace.tallies.COUNTED`; other tables touch nothing. Returns the number of rows written.
    """
    touched = {table: [pair for pair in changes.get(table, ()) if _counts(table, *pair)] for table in COUNTED}
    # a new place holds only what changes with it, but one that moves takes all that lies below it along
    if any(before and after for before, after in touched["places"]):
        return _write(None)
    firms = {str(row["id"]) for pair in touched["organizations"] for row in pair if row}
    links = {str(row["link_id"]) for pair in touched["placements"] for row in pair if row}
    return recount(links | links_of(groups_of(firms)))


def _counts(table: str, before: Record | None, after: Record | None) -> bool:
    """Whether a change is one of the columns that count."""
    return before is None or after is None or any(before[name] != after[name] for name in COUNTED[table])


def _write(links: Collection[str] | None) -> int:
    counted = count_links(links)
    gone = LinkTally.objects.all() if links is None else LinkTally.objects.filter(link_id__in=links)
    gone._raw_delete(gone.db)
    for chunk in counted.iter_slices(CHUNK):
        LinkTally.objects.bulk_create(LinkTally(**row) for row in chunk.iter_rows(named=True))
    return counted.height
