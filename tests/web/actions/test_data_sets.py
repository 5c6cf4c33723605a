"""A data set into the database and back: no loss either way, all or nothing, also when the process is killed."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import frame, make_user, tiny_tables

from lianqun.office.accounts.models import AuditEvent
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.rows.storing import store
from lianqun.office.actions.tables import data_sets
from lianqun.office.queries.rows.whole_tables import models_by_table, whole_tables
from lianqun.office.registry.models import LinkTally, Organization, Place
from lianqun.tables import DataSet, empty, load, save, schema
from lianqun.vocab.codes import code_lists
from lianqun.vocab.dictionary import Column, tables

pytestmark = pytest.mark.django_db


def same(left: pl.DataFrame, right: pl.DataFrame) -> bool:
    return bool(left.sort("id").equals(right.sort("id"), null_equal=True) and left.schema == right.schema)


def sample(folder: Path, **more: list[dict[str, Any]]) -> Path:
    save(DataSet.of({**tiny_tables(), **{table: frame(table, rows) for table, rows in more.items()}}), folder)
    return folder


TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1, max_size=40
).filter(lambda text: text.strip() == text)
VALUES: dict[str, Callable[[Column], st.SearchStrategy[Any]]] = {
    "text": lambda column: TEXT,
    "code": lambda column: st.sampled_from(sorted(code_lists()[column.codes])) if column.codes else st.just("x"),
    "integer": lambda column: st.integers(-(2**62), 2**62),
    "year": lambda column: st.integers(1000, 2999),
    "decimal": lambda column: st.decimals(Decimal("-99999999999.9999"), Decimal("99999999999.9999"), places=4, allow_nan=False),
    "boolean": lambda column: st.booleans(),
    "date": lambda column: st.dates(date(1, 1, 1), date(9999, 12, 31)),
    "instant": lambda column: st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
}


def rows_of(table: str, keys: dict[str, list[str]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows of a table whose references name rows that exist."""

    def cell(column: Column) -> st.SearchStrategy[Any]:
        values = st.sampled_from(keys[column.references]) if column.references else VALUES[column.type](column)
        return values if column.required else st.none() | values

    cells = {column.name: cell(column) for column in tables()[table].columns if not column.key}
    return st.lists(st.fixed_dictionaries(cells), max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_loss_between_frames_and_database(data: st.DataObject) -> None:
    """Whatever a column may hold comes back from the database as it went in, for every table."""
    keys = {table: [f"{table}-{n}" for n in range(2)] for table in tables()}
    with transaction.atomic():
        for table in tables():
            rows = [{**row, "id": f"{table}-{n}"} for n, row in enumerate(data.draw(rows_of(table, keys), label=table))]
            went_in = pl.DataFrame(rows, schema=schema(table), orient="row") if rows else empty(table)
            store(table, went_in)
            assert same(whole_tables([table])[table], went_in), table
        transaction.set_rollback(True)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_folder_to_database_to_folder(tmp_path: Path, form: Any) -> None:
    admin, folder = make_user(role="administrator"), sample(tmp_path / "in")
    seen: list[tuple[int, int | None, str]] = []
    rows = data_sets.import_folder(by=admin, folder=folder, progress=lambda *told: seen.append(told))
    assert rows["projects"] == 2 and seen[-1][0] == seen[-1][1] == sum(rows.values())
    data_sets.export_folder(by=admin, folder=tmp_path / "out", form=form)
    first, second = load(folder), load(tmp_path / "out")
    assert {table for table in tables() if not same(first[table], second[table])} == set()
    assert AuditEvent.objects.filter(type__in=("data_set.import", "export.data_set")).count() == 2
    assert LinkTally.objects.get(place_id="370000", link_id="wafer").confirmed == 1


def test_importing_twice_changes_nothing_and_replaces_by_key(tmp_path: Path) -> None:
    admin, folder = make_user(role="administrator"), sample(tmp_path / "in")
    data_sets.import_folder(by=admin, folder=folder)
    before = {table: rows.to_dicts() for table, rows in whole_tables().items()}
    data_sets.import_folder(by=admin, folder=folder)
    assert {table: rows.to_dicts() for table, rows in whole_tables().items()} == before
    changed = sample(tmp_path / "next", sources=[{"id": "office", "name_zh": "链办", "kind": "office", "grade": "A"}])
    data_sets.import_folder(by=admin, folder=changed)
    assert whole_tables(["sources"])["sources"]["name_zh"].to_list() == ["链办"]


def test_a_data_set_with_problems_is_refused_whole(tmp_path: Path) -> None:
    folder = sample(tmp_path / "in", flows=[{"id": "f", "from_link_id": "nowhere", "to_link_id": "wafer", "kind": "material"}])
    with pytest.raises(data_sets.HasProblems) as refused:
        data_sets.import_folder(by=make_user(role="administrator"), folder=folder)
    assert refused.value.report.counts and not Place.objects.exists() and "flows" in refused.value.sentence


def test_a_failure_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_links: object) -> int:
        raise RuntimeError("power cut")

    monkeypatch.setattr("lianqun.office.actions.rows.tallies._write", fail)
    with pytest.raises(RuntimeError):
        data_sets.import_folder(by=make_user(role="administrator"), folder=sample(tmp_path / "in"))
    assert not Place.objects.exists() and not Organization.objects.exists()


def test_only_the_administrator_loads_and_the_analyst_exports(tmp_path: Path) -> None:
    analyst = make_user(role="analyst")
    with pytest.raises(Refused):
        data_sets.import_folder(by=analyst, folder=sample(tmp_path / "in"))
    assert data_sets.import_folder.why_not(analyst) and data_sets.export_folder.why_not(analyst) is None
    assert data_sets.export_folder.why_not(make_user(role="steward"))


def test_every_table_has_its_model() -> None:
    assert list(models_by_table()) == list(tables())


def counted(database: Path, table: str) -> int:
    connection = sqlite3.connect(database)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        connection.close()


@pytest.mark.django_db(False)
def test_a_kill_during_import_leaves_the_database_as_before(tmp_path: Path) -> None:
    """SIGKILL in the middle of writing: what stood before stands, nothing of the new, and the next import goes through."""
    home, small = tmp_path / "home", sample(tmp_path / "small")
    environment = {
        **os.environ,
        "LIANQUN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "lianqun.office.settings",
        "DATABASE_URL": "",
    }
    command = [sys.executable, "-c", "import sys; from lianqun.cli import main; sys.exit(main(sys.argv[1:]))", "import"]
    subprocess.run([*command, str(small)], env=environment, check=True, capture_output=True)
    events = counted(home / "lianqun.sqlite3", "accounts_auditevent")
    many = [{"id": f"o{n:07}", "name_zh": f"第{n}公司", "kind": "enterprise", "place_id": "371400"} for n in range(30_000)]
    large = sample(tmp_path / "large", organizations=[*tiny_tables()["organizations"].to_dicts(), *many])
    slow = (
        "import sys, time\nfrom lianqun.cli import main\nfrom lianqun.cli import _site\n"
        "def tell(self, done, total, doing):\n"
        "    print(done, doing, flush=True)\n"
        "    time.sleep(0.05 if doing == 'organizations' else 0)\n"
        "_site.Ticker.__call__ = tell\nsys.exit(main(sys.argv[1:]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", slow, "import", str(large)], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.rstrip().endswith("organizations") and int(line.split()[0]) > 15_000:
            process.send_signal(signal.SIGKILL)
            break
    process.stdout.close()
    assert process.wait(30) == -signal.SIGKILL
    time.sleep(0.1)
    assert counted(home / "lianqun.sqlite3", "organizations") == 4
    assert counted(home / "lianqun.sqlite3", "accounts_auditevent") == events
    again = subprocess.run([*command, str(large), "--json"], env=environment, check=True, capture_output=True, text=True)
    assert '"organizations": 30004' in again.stdout
    assert counted(home / "lianqun.sqlite3", "organizations") == 30_004
