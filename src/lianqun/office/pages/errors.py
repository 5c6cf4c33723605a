"""Pages for what went wrong: where, what, and how to mend it."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lianqun.office.accounts.requests import request_id
from lianqun.office.pages.words import language


def _answer(request: HttpRequest, status: int, what: str, why: str, mend: str) -> HttpResponse:
    context = {"what": what, "why": why, "mend": mend, "code": status, "path": request.path, "language": language()}
    return HttpResponse(
        render_to_string("pages/errors.html", {**context, "request_id": request_id.get() if status == 500 else ""}), status=status
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the sentence of whoever refused."""
    why = str(exception) if exception is not None and str(exception) else _("Your role does not open this page.")
    return _answer(
        request, 403, _("Not for your role"), why, _("Ask the administrator for the role, or go back to what your role covers.")
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with the sentence of the page that did not find its row."""
    said = str(exception.args[0]) if exception is not None and exception.args and isinstance(exception.args[0], str) else ""
    why = said or _("There is no page at this address.")
    return _answer(
        request, 404, _("Not found"), why, _("Check the address, or search for the name with the field above every page.")
    )


def failed(request: HttpRequest) -> HttpResponse:
    """500: our fault, with the number under which the log knows the request."""
    mend = _("Try once more. If it happens again, give the administrator the number below.")
    return _answer(
        request, 500, _("The page could not be made"), _("Something went wrong on our side; nothing was written."), mend
    )
