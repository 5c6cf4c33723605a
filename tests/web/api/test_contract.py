"""The interface keeps what its description says, whatever it is sent: schemathesis against /api/openapi.json."""

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance
from tests.factories import make_user

from lianqun.office.wsgi import application

schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BOUNDED = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def headers(tiny: None) -> dict[str, str]:
    """An administrator's session with its token: most of the interface is open to them."""
    client = Client()
    client.force_login(make_user(role="administrator"), backend="django.contrib.auth.backends.ModelBackend")
    token = "t" * 32
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}", "X-CSRFToken": token}


@schema.include(
    path_regex="^/api/(me|version|jobs|imports|maps|documents|projects|organizations|link_findings|statements)"
).parametrize()
@BOUNDED
def test_contract(case: schemathesis.Case, headers: dict[str, str]) -> None:
    case.call_and_validate(headers=headers, checks=CHECKS)
