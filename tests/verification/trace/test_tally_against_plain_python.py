"""`tally` agrees with a slow count in plain Python on any places, organisations and placements."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqun.tables import DataSet
from lianqun.trace import tally

PLACES, LINKS, FIRMS = list("uvwxyz"), ["l1", "l2"], list("abcde")
ROLES, STATUSES = ["leader", "backbone", "member"], ["confirmed", "uncertain", "refused"]
PARENTS = st.fixed_dictionaries({place: st.none() | st.sampled_from(PLACES) for place in PLACES})
SEATS = st.fixed_dictionaries({firm: st.none() | st.sampled_from(PLACES) for firm in FIRMS})
REVENUES = st.fixed_dictionaries({firm: st.none() | st.integers(0, 3) for firm in FIRMS})
PLACEMENT = st.tuples(
    st.sampled_from(FIRMS),
    st.sampled_from(LINKS),
    st.none() | st.sampled_from(PLACES),
    st.sampled_from(ROLES),
    st.sampled_from(STATUSES),
)


def above(place, parents):
    """The place and all above it, each once."""
    found = []
    while place is not None and place not in found:
        found.append(place)
        place = parents[place]
    return found


def count_slowly(parents, seats, revenues, placements):
    """Place and link → best status and best role of each firm there, counted one by one."""
    standing = {}
    for firm, link, own_place, role, status in placements:
        for place in above(own_place or seats[firm], parents):
            best = standing.setdefault((place, link), {}).setdefault(firm, [2, 2])
            best[0] = min(best[0], STATUSES.index(status))
            if status != "refused":
                best[1] = min(best[1], ROLES.index(role))
    rows = []
    for (place, link), firms in sorted(standing.items()):
        counts = [sum(status == rank for status, _ in firms.values()) for rank in range(3)]
        named = [firm for firm, (status, _) in firms.items() if status < 2]
        named.sort(key=lambda firm: (firms[firm][1], firms[firm][0], revenues[firm] is None, -(revenues[firm] or 0), firm))
        rows.append((place, link, counts[0] + counts[1], *counts, named[:12]))
    return rows


@settings(max_examples=150, deadline=None)
@given(parents=PARENTS, seats=SEATS, revenues=REVENUES, placements=st.lists(PLACEMENT, max_size=14))
def test_tally_counts_as_plain_python_does(parents, seats, revenues, placements):
    names = ["organization_id", "link_id", "place_id", "role", "status"]
    tables = DataSet.of(
        {
            "places": pl.DataFrame({"id": PLACES, "parent_id": [parents[place] for place in PLACES]}),
            "organizations": pl.DataFrame(
                {"id": FIRMS, "place_id": [seats[firm] for firm in FIRMS], "revenue_wan_yuan": [revenues[firm] for firm in FIRMS]}
            ),
            "placements": pl.DataFrame(placements, schema=dict.fromkeys(names, pl.String), orient="row"),
        }
    ).tables
    assert tally(tables).rows() == count_slowly(parents, seats, revenues, placements)
