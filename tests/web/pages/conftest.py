"""Signed-in clients for the tests of pages."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.factories import make_user

BACKEND = "django.contrib.auth.backends.ModelBackend"
SignedIn = Callable[..., Client]


@pytest.fixture
def signed_in(db: None) -> SignedIn:
    """A client of a person with a role, in a language: `signed_in("chief", language="en")`."""

    def made(role: str = "administrator", *, language: str = "zh-hans", **held: str) -> Client:
        client = Client()
        client.force_login(make_user(role=role, **held), backend=BACKEND)
        client.cookies["django_language"] = language
        return client

    return made
