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
schema.config.generation.update(with_security_parameters=False)  # a wrong password costs a tenth of a second on purpose
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BOUNDED = settings(
    max_examples=3,
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


def test_a_damaged_form_of_somebody_unknown_is_no_failure(db: None) -> None:
    """The log of failed sign-ins reads the form, which may be damaged itself."""
    basic = {"Authorization": "Basic bm9ib2R5Ondyb25n"}
    answer = Client().post("/api/statements/sta-1/accept", b"{}", content_type="multipart/form-data", headers=basic)
    assert answer.status_code in (400, 401)


@schema.include(path_regex="^/api/(me$|version|records/needs|jobs|imports|maps|projects|statements/.*/|documents$)").parametrize()
@BOUNDED
def test_contract(case: schemathesis.Case, headers: dict[str, str]) -> None:
    case.call_and_validate(headers=headers, checks=CHECKS)
