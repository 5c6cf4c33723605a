"""Who asks: a person signed in with a session (changes need its CSRF token), or a name and password with each request."""

from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security import HttpBasicAuth, SessionAuth

from lianqun.office.accounts.models import User

LOCKED_SECONDS = 900


class NameAndPassword(HttpBasicAuth):
    """HTTP Basic; wrong passwords are counted as on the sign-in page, and a locked account is told to wait."""

    def authenticate(self, request: HttpRequest, username: str, password: str) -> Any:
        """The person, or None."""
        if "\0" in username:
            return None
        user = authenticate(request, username=username, password=password)
        if user is None and getattr(request, "axes_locked_out", False):
            raise Throttled(LOCKED_SECONDS)
        if user is not None:
            request.user = user
        return user


class SignedIn(SessionAuth):
    """The session of the site; changes are accepted with its CSRF token only."""


def person(request: HttpRequest) -> User:
    """The person who asks."""
    assert isinstance(request.user, User)
    return request.user


AUTH = [NameAndPassword(), SignedIn()]
