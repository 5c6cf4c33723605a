"""Which database the site opens, by DATABASE_URL."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from lianqun.office import settings


def test_without_an_address_it_is_sqlite_in_the_sites_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(settings, "HOME", tmp_path / "home")
    database = settings._database()
    assert (database["ENGINE"], database["NAME"]) == ("django.db.backends.sqlite3", tmp_path / "home" / "lianqun.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"  # type: ignore[index]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "postgresql://me:p%40ss@db.example:5433/the%20site?sslmode=require",
            {"USER": "me", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": 5433, "NAME": "the site"},
        ),
        ("postgres://postgres:@/postgres?host=/run/postgresql", {"USER": "postgres", "HOST": "", "NAME": "postgres"}),
    ],
)
def test_an_address_names_a_postgresql_with_a_pool(
    monkeypatch: pytest.MonkeyPatch, address: str, expected: dict[str, object]
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    database = settings._database()
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert expected.items() <= database.items()
    assert database["OPTIONS"]["pool"] is True  # type: ignore[index]
    assert {"host": "/run/postgresql", "sslmode": "require"}.items() & database["OPTIONS"].items()  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["mysql://me@db.example/site", "sqlite:///elsewhere.sqlite3"])
def test_another_database_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ImproperlyConfigured, match="names a PostgreSQL"):
        settings._database()
