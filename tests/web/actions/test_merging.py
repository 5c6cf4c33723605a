"""Rows that are one are made one, and split again: nothing is lost, nothing counts twice, and the old key leads on."""

from typing import Any

import pytest
from tests.factories import make_user

from lianqun.office.accounts.models import User
from lianqun.office.actions.tables import merging
from lianqun.office.queries.rows.merged import stands_for
from lianqun.office.queries.rows.whole_tables import whole_tables

pytestmark = pytest.mark.django_db
BESIDE = ("merges",)


def state() -> dict[str, list[dict[str, Any]]]:
    """Every table as an export would tell it, merges apart."""
    return {table: rows.to_dicts() for table, rows in whole_tables().items() if table not in BESIDE}


@pytest.fixture
def admin(tiny: None) -> User:
    user: User = make_user(role="administrator")
    return user


PAIRS = [
    ("organizations", "org-a", "org-b"),
    ("organizations", "org-b", "org-a"),
    ("organizations", "org-c", "org-d"),
    ("links", "wafer", "target"),
    ("links", "glass", "wafer"),
    ("projects", "pro-1", "pro-2"),
]


@pytest.mark.parametrize(("table", "kept", "merged"), PAIRS)
def test_a_merge_that_is_split_again_leaves_everything_as_it_was(admin: User, table: str, kept: str, merged: str) -> None:
    before = state()
    one = merging.merge(by=admin, table=table, kept_id=kept, merged_id=merged)
    assert stands_for(table, merged) == kept and state() != before
    assert merging.split(by=admin, merge=one) == []
    assert state() == before and stands_for(table, merged) == ""
