"""Addresses and the walk: every view answers at its own address, a key opens one page, every permission has its words."""

import re
from collections import Counter

from django.urls import resolve

import lianqun.office.urls  # noqa: F401 - loads every view, which then is known
from lianqun.office.accounts.rights import WORDS, Permission
from lianqun.office.pages.addresses import pages
from lianqun.office.pages.rail import STEPS, entries
from lianqun.office.pages.routes import known
from lianqun.office.queries.rows.paths import django_path
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.registry.models import Place
from lianqun.vocab.dictionary import tables

SAMPLES = {"str": "x", "int": "7"}


def test_every_address_leads_to_the_view_below_it() -> None:
    for route, view in known():
        address = "/" + re.sub(r"<(\w+):\w+>", lambda part: SAMPLES[part[1]], route.address)
        match = resolve(address)
        assert (match.func, match.url_name) == (view, route.name), address
    names = Counter(route.name for route, _view in known())
    assert [name for name, count in names.items() if count > 1] == []


def test_a_key_opens_one_page() -> None:
    keys = Counter(entry.key for entry in entries() if entry.key)
    assert [key for key, count in keys.items() if count > 1] == []


def test_ranks_of_a_step_differ() -> None:
    ranks = Counter((entry.step, entry.rank) for entry in entries())
    assert [rank for rank, count in ranks.items() if count > 1] == [] and {step for step, _rank in ranks} == set(STEPS)


def test_every_permission_has_its_words() -> None:
    assert set(WORDS) == set(Permission) and all(zh and en for zh, en in WORDS.values())


def test_what_is_said_of_tables_holds() -> None:
    """Paths lead somewhere, the columns named are there, and the page of a row is a page."""
    names = {route.name for route, _view in known()}
    for table in tables().values():
        rows = models_by_table()[table.name]._default_manager
        assert {*table.named_by, *table.natural_key} <= {column.name for column in table.columns}, table.name
        assert not table.page or table.page in names
        assert table.kept in ("by_place", "shared", "by_all_places", "by_moves", "by_merging", "by_reading")
        for path in (*table.place, *table.chain, table.on_chain, table.own):
            assert not path or str(rows.values_list(django_path(path)).query)
    assert pages()["jobs"] == "job" and Place._meta.db_table in pages()


def test_english_heads_tell_columns_apart() -> None:
    for table in tables().values():
        heads = Counter(column.en.lower() for column in table.columns)
        assert all(heads) and max(heads.values()) == 1, table.name
