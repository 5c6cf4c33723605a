"""What the tests of the site share: its own folder for files, and the tiny data set."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from tests.factories import load_tiny_data_set
from tests.postgresql import postgresql


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, settings: object) -> Iterator[Path]:
    """Files, uploads and texts of a test lie in a folder of its own; no model that the environment names is asked; nothing is remembered."""
    settings.SECOND_READER = {}  # type: ignore[attr-defined]
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    settings.FILES = tmp_path / "files"  # type: ignore[attr-defined]
    cache.clear()
    yield tmp_path


@pytest.fixture
def tiny(db: None) -> None:
    """The tiny data set of tests/factories.py is in the database."""
    load_tiny_data_set()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of a PostgreSQL."""
    with postgresql() as address:
        yield address
