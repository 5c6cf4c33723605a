"""What the counts by place and link are counted from: the columns that count, of all links or of a few."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import polars as pl
from django.db.models import Q

from lianqun.office.queries.rows.whole_tables import frame_of
from lianqun.office.queries.trace.identity import canonical_ids, standing
from lianqun.office.registry.models import LinkTally, Organization, Place, Placement
from lianqun.trace import count_roles, tally
from lianqun.trace.tallies import COUNTED, PLACE_LINK

COUNTS = ("organizations", "confirmed", "uncertain", "refused", "placements", "leaders", "backbone")


def count_links(links: Collection[str] | None = None) -> pl.DataFrame:
    """The rows of LinkTally for some links, or for all; organisations held to be the same are counted once.

    A link is counted from its own placements alone, so that some links counted by themselves are what a count of everything
    says of them.
    """
    same = canonical_ids(standing("same"))
    tables = _tables(links, same)
    merged = {**tables, "placements": tables["placements"].with_columns(pl.col("organization_id").replace(same))}
    both = tally(merged).join(count_roles(tables), on=PLACE_LINK, how="full", coalesce=True)
    return both.with_columns(pl.col(COUNTS).fill_null(0), pl.col("top").fill_null([])).sort(PLACE_LINK)


def _tables(links: Collection[str] | None, same: Mapping[str, str]) -> dict[str, pl.DataFrame]:
    rows: dict[str, Any] = {
        "places": Place.objects.all(),
        "organizations": Organization.objects.all(),
        "placements": Placement.objects.all(),
    }
    if links is not None:
        rows["placements"] = Placement.objects.filter(link_id__in=links)
        here = Q(pk__in=rows["placements"].values("organization_id"))
        rows["organizations"] = Organization.objects.filter(here | Q(pk__in=set(same.values())) if same else here)
    return {table: frame_of(rows[table].order_by("pk"), COUNTED[table]) for table in COUNTED}


def links_of(organization_ids: Iterable[str]) -> set[str]:
    """The links on which any of some organisations stands."""
    wanted = Placement.objects.filter(organization_id__in=list(organization_ids))
    return set(wanted.values_list("link_id", flat=True).distinct())


def is_counted() -> bool:
    """Whether there is a count to which a few links can be added."""
    return LinkTally.objects.exists() and not LinkTally.objects.filter(placements=None).exists()
