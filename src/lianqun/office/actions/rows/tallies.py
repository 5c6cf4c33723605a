"""The counts by place and link that maps and lists start from: a cache, dropped and built anew."""

import polars as pl

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role
from lianqun.office.queries.rows.whole_tables import whole_tables
from lianqun.office.queries.trace.identity import canonical_ids, standing
from lianqun.office.registry.models import LinkTally
from lianqun.trace import tally

CHUNK = 5_000


def _check(*, by: User | None = None, **_given: object) -> Refused | None:
    return refusal_of_role(by, Permission.TALLY_REBUILD)


@action(_check)
def rebuild(*, by: User | None = None) -> int:
    """Count anew who stands on which link in every place. Returns the number of place × link rows."""
    rows = write_tally()
    log_event(type="tally.rebuild", by=by, subject="link_tally", after=rows)
    return rows


def write_tally() -> int:
    """The counting itself, for actions that have changed rows. Organisations held to be the same are counted once."""
    counted = tally(_merged(whole_tables(["places", "organizations", "links", "placements"])))
    LinkTally.objects.all().delete()
    for chunk in counted.iter_slices(CHUNK):
        LinkTally.objects.bulk_create(LinkTally(**row) for row in chunk.iter_rows(named=True))
    return counted.height


def _merged(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Placements of merged organisations moved to the one that stands for them, in these frames only."""
    stands = canonical_ids(standing("same"))
    if not stands:
        return tables
    return {**tables, "placements": tables["placements"].with_columns(pl.col("organization_id").replace(stands))}
