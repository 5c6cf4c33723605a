"""People at work on the projects of a place."""

import pytest
from tests.factories import make_user
from tests.web.actions.test_moves import DEZHOU, officer

from lianqun.office.accounts.models import User


@pytest.fixture
def steward() -> User:
    return make_user(role="steward", place_id=DEZHOU)


@pytest.fixture
def county() -> User:
    return officer("county_investment")
