"""Errors as problem+json (RFC 9457): type, title, status, detail, instance — and the code of the refusal for programs."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError

from lianqun.office.actions.rows.door import NotRight
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.tables.records import Changed
from lianqun.office.pages.record_fields import sentence_of

PROBLEM_JSON = "application/problem+json"
log = logging.getLogger("lianqun.api")

SENTENCES = {
    400: _("The request cannot be read; see the interface's description."),
    401: _("Sign in first, or send a name and password (HTTP Basic)."),
    403: _("Your role does not allow this."),
    405: _("This address does not know this method."),
    404: _("There is no such thing, or your role does not see it."),
    413: _("What was sent is too large."),
    422: _("What was sent does not fit; see `errors`."),
    429: _("Too many requests; wait a little."),
    500: _("The site failed; its log says where. Nothing was changed."),
}


class Merged(Exception):
    """What is asked for was merged into another row: `location` is the address of that one."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class Problem(Schema):
    """An error: `type` names its kind, `detail` is the sentence for people, `errors` the fields that do not fit."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[dict[str, Any]] = []


PROBLEMS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429, 500), Problem)


def problem(
    request: HttpRequest, status: int, *, code: str = "", detail: str = "", errors: list[dict[str, Any]] | None = None
) -> HttpResponse:
    """The answer for an error."""
    title = HTTPStatus(status).phrase
    code = code or title.lower().replace(" ", "_")
    body = {
        "type": f"urn:lianqun:problem:{code}", "title": title, "status": status, "detail": detail or str(SENTENCES.get(status, title)),
        "instance": request.path, "code": code,
    }  # fmt: skip
    if errors:
        body["errors"] = errors
    response = JsonResponse(body, status=status, content_type=PROBLEM_JSON, json_dumps_params={"ensure_ascii": False})
    if status == 401 and not request.COOKIES:
        response["WWW-Authenticate"] = 'Basic realm="lianqun", charset="UTF-8"'
    return response


def add_handlers(api: NinjaAPI) -> None:
    """Let every error of the interface be told as a problem."""
    for kind, answer in ANSWERS.items():
        api.add_exception_handler(kind, answer)


class NotAllowedMiddleware:
    """A method that an address of the interface does not know is told as a problem, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or not request.path.startswith("/api/"):
            return response
        told = problem(request, 405)
        told["Allow"] = response.get("Allow", "")
        return told


def told_as_problems(description: dict[str, Any]) -> dict[str, Any]:
    """The description of the interface, errors under their own media type, and those that any address may answer with."""
    reference = {"$ref": "#/components/schemas/Problem"}
    for operation in (one for path in description["paths"].values() for one in path.values()):
        answers = operation["responses"]
        for status in (*(int(code) for code in answers if int(code) >= 400), 401, 405, 429, 500):
            answers[status] = {"description": HTTPStatus(status).phrase, "content": {PROBLEM_JSON: {"schema": reference}}}
    return description


def _field(error: dict[str, Any]) -> dict[str, Any]:
    """One field that does not fit: where, and what is wrong; what was sent is not sent back."""
    return {"where": [str(part) for part in error["loc"]], "what": error["msg"], "code": error["type"]}


def _not_right(request: HttpRequest, error: NotRight) -> HttpResponse:
    """Rows that are not right: each problem with its table and column, in the sentence that stands at the field of a page."""
    told = [{"where": [one.file, one.column], "what": sentence_of(one), "code": one.code} for one in error.problems]
    return problem(request, error.status, code=error.code, detail=error.sentence, errors=told)


def _changed(request: HttpRequest, error: Changed) -> HttpResponse:
    """A row that was changed since: what, by whom and when; `after` is what stands."""
    told = [
        {"where": [one.column], "what": error.sentence, "code": error.code, "before": one.before, "after": one.after, "by": one.by,
         "at": one.at.isoformat() if one.at else None, "collides": one.column in error.collisions}
        for one in error.since.differences.values()
    ]  # fmt: skip
    return problem(request, error.status, code=error.code, detail=error.sentence, errors=told)


def _merged(request: HttpRequest, error: Merged) -> HttpResponse:
    """Where the row is that stands for the one that was asked for. Not to be remembered: the two may be split again."""
    response = HttpResponse(status=301)
    response["Location"], response["Cache-Control"] = error.location, "no-store"
    return response


def _throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    response = problem(request, 429)
    if error.wait:
        response["Retry-After"] = str(error.wait)
    return response


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(request, 500)


ANSWERS: dict[Any, Callable[[HttpRequest, Any], HttpResponse]] = {
    NotRight: _not_right,
    Changed: _changed,
    Merged: _merged,
    Refused: lambda request, error: problem(request, error.status, code=error.code, detail=error.sentence),
    ValidationError: lambda request, error: problem(request, 422, errors=[_field(one) for one in error.errors]),
    HttpError: lambda request, error: problem(request, error.status_code),
    Throttled: _throttled,
    Http404: lambda request, error: problem(request, 404),
    PermissionDenied: lambda request, error: problem(request, 403),
    RequestDataTooBig: lambda request, error: problem(request, 413),
    MultiPartParserError: lambda request, error: problem(request, 400),
    SuspiciousOperation: lambda request, error: problem(request, 400),
    Exception: _failed,
}
