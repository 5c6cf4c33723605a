"""What a test needs and the machine may lack (a browser, a database server): skipped at home, failed where CI is set."""

import os
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """Skip the test with the reason. With CI in the environment fail it: there, a test that is skipped guards nothing."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} (CI is set: not skipped)", pytrace=False)
    pytest.skip(what)
