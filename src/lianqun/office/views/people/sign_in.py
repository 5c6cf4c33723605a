"""Sign-in, sign-out, and the choice of language."""

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lianqun.office.actions.people import people
from lianqun.office.pages.routes import route
from lianqun.office.pages.words import is_chinese


def _safe(request: HttpRequest, address: str) -> str:
    """An address of this site, or the home page."""
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else "/"


@route("sign-in", "sign-in")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The door: one form; the sentence does not tell whether the name or the password was wrong."""
    following = _safe(request, request.POST.get("next") or request.GET.get("next") or "/")
    if request.method != "POST":
        return HttpResponseRedirect(following) if request.user.is_authenticated else _show_door(request, following)
    user = auth.authenticate(request, username=request.POST.get("username", ""), password=request.POST.get("password", ""))
    if user is None:
        return _show_door(request, following, _sentence(request), status=403 if _is_locked(request) else 422)
    auth.login(request, user)
    response = HttpResponseRedirect(following)
    _remember(response, user.language)
    return response


def _is_locked(request: HttpRequest) -> bool:
    return bool(getattr(request, "axes_locked_out", False))


def _sentence(request: HttpRequest) -> str:
    if _is_locked(request):
        return _("Too many wrong passwords. Wait a quarter of an hour, or ask the administrator.")
    return _("The name or the password is not right. Try again, or ask the administrator for a new password.")


def _show_door(request: HttpRequest, following: str, sentence: str = "", status: int = 200) -> HttpResponse:
    context = {"next": following, "sentence": sentence, "username": request.POST.get("username", ""), "chinese": is_chinese()}
    return HttpResponse(render_to_string("people/sign_in.html", context, request=request), status=status)


@route("sign-out", "sign-out")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    return redirect("sign-in")


@route("language", "language")
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Speak Chinese or English from now on, on the same page; kept on the account of somebody signed in."""
    wanted = request.POST.get("language", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    if request.user.is_authenticated:
        people.set_language(by=request.user, language=language)
    response = HttpResponseRedirect(_safe(request, request.POST.get("next", "/")))
    _remember(response, language)
    translation.activate(language)
    return response


def _remember(response: HttpResponse, language: str) -> None:
    if language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax", httponly=True)
