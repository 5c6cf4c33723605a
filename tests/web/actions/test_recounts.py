"""A recount of what was touched says the same as a count of everything, whatever was done; and what is kept is not kept too long."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import make_user

from lianqun.office.actions.rows.storing import delete, store
from lianqun.office.actions.rows.tallies import recount, recount_after, write_tally
from lianqun.office.actions.trace import organizations as acts
from lianqun.office.evidence.models import Judgement
from lianqun.office.queries.rows.whole_tables import frame_of_texts, records_of
from lianqun.office.queries.trace.identity import group_of
from lianqun.office.queries.trace.tallying import count_links, links_of
from lianqun.office.registry.models import Link, LinkTally, Organization, Place, Placement

pytestmark = pytest.mark.django_db
PLACES, LINKS, FIRMS, ROWS = list("uvwx"), ["l1", "l2", "l3"], list("abcde"), [f"p{n}" for n in range(6)]
ROLES, STATUSES = ["leader", "backbone", "member"], ["confirmed", "uncertain", "refused"]
MAYBE_PLACE = st.none() | st.sampled_from(PLACES)
PLACEMENT = st.fixed_dictionaries(
    {
        "id": st.sampled_from(ROWS),
        "organization_id": st.sampled_from(FIRMS),
        "link_id": st.sampled_from(LINKS),
        "place_id": MAYBE_PLACE,
        "role": st.sampled_from(ROLES),
        "status": st.sampled_from(STATUSES),
    }
)
FIRM = st.fixed_dictionaries(
    {"id": st.sampled_from(FIRMS), "place_id": MAYBE_PLACE, "revenue_wan_yuan": st.none() | st.sampled_from(["1", "2", "3"])}
)
STEP = st.one_of(
    st.tuples(st.just("placements"), PLACEMENT),
    st.tuples(st.just("placements"), PLACEMENT),
    st.tuples(st.just("organizations"), FIRM),
    st.tuples(st.just("places"), st.fixed_dictionaries({"id": st.sampled_from(PLACES), "parent_id": MAYBE_PLACE})),
    st.tuples(st.just("remove"), st.sampled_from(ROWS)),
    st.tuples(st.just("same"), st.tuples(st.sampled_from(FIRMS), st.sampled_from(FIRMS))),
    st.tuples(st.just("unmerge"), st.integers(0, 5)),
    st.tuples(st.just("different"), st.tuples(st.sampled_from(FIRMS), st.sampled_from(FIRMS))),
)


def write(table: str, row: dict[str, str | None]) -> None:
    """One row written as the door for rows writes it: stored, then what it touches is counted."""
    before = records_of(table, [str(row["id"])]).get(str(row["id"]))
    whole = {**{name: None if value is None else str(value) for name, value in (before or {}).items()}, **row}
    store(table, frame_of_texts(table, [whole]))
    recount_after({table: [(before, records_of(table, [str(row["id"])])[str(row["id"])])]})


def take(row_id: str) -> None:
    """A placement that goes."""
    before = records_of("placements", [row_id]).get(row_id)
    delete("placements", [row_id])
    recount_after({"placements": [(before, None)] if before else []})


def judge(by: Any, left: str, right: str, act: Any) -> None:
    """A judgement that two are different, where it is not refused."""
    pair = Organization.objects.in_bulk([left, right])
    if act.why_not(by, left=pair[left], right=pair[right]) is None:
        act(by=by, left=pair[left], right=pair[right])


def hold_the_same(left: str, right: str) -> None:
    """Two firms that a data set holds to be one, counted as they are when it comes in."""
    if left != right:
        key = f"j{Judgement.objects.count()}"
        Judgement.objects.create(id=key, left_id=left, right_id=right, verdict="same", by="某甲", at=timezone.now())
        recount(links_of(group_of(left)))


def unmerge(by: Any, number: int) -> None:
    """One of the judgements that stand taken back."""
    standing = list(Judgement.objects.filter(undone_at=None).order_by("at", "id"))
    if number < len(standing):
        acts.unmerge(by=by, judgement=standing[number])


def do(by: Any, step: tuple[str, Any]) -> None:
    what, told = step
    if what == "remove":
        take(told)
    elif what == "same":
        hold_the_same(*told)
    elif what == "different":
        judge(by, *told, acts.mark_different)
    elif what == "unmerge":
        unmerge(by, told)
    else:
        write(what, told)


def counted() -> list[tuple[Any, ...]]:
    """The rows of the tally as they stand, those that count nothing left out."""
    names = (
        "place_id",
        "link_id",
        "organizations",
        "confirmed",
        "uncertain",
        "refused",
        "placements",
        "leaders",
        "backbone",
        "top",
    )
    return [row for row in LinkTally.objects.order_by("place_id", "link_id").values_list(*names) if any(row[2:9])]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=1, max_size=12))
def test_a_recount_of_what_was_touched_is_a_count_of_everything(steps: list[tuple[str, Any]]) -> None:
    with transaction.atomic():
        by = make_user(role="administrator")
        for place in PLACES:
            Place.objects.create(id=place, name_zh=place, level="county")
        for firm in FIRMS:
            Organization.objects.create(id=firm, name_zh=firm, kind="enterprise", place_id="u")
        for link in LINKS:
            Link.objects.create(id=link, name_zh=link, stage="upstream")
        Placement.objects.create(id="first", organization_id="a", link_id="l1", role="leader", status="confirmed")
        write_tally()
        for step in steps:
            do(by, step)
            whole = [
                row
                for row in count_links().select([field.attname for field in LinkTally._meta.concrete_fields][1:]).rows()
                if any(row[2:9])
            ]
            assert counted() == whole, step
        transaction.set_rollback(True)
