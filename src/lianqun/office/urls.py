"""Addresses of the site: the home page, one file a step of the walk, and the interface for programs."""

from django.urls import URLPattern, URLResolver, include, path

from lianqun.office.api.routes import api
from lianqun.office.pages.routes import routes_of
from lianqun.office.views import home

STEPS = ("read", "trace", "diagnose", "land", "maps", "lists", "tables", "people")
urlpatterns: list[URLPattern | URLResolver] = [
    *routes_of(home),
    *(path("", include(f"lianqun.office.views.{step}.urls")) for step in STEPS),
    path("api/", api.urls),
]

handler403 = "lianqun.office.pages.errors.forbidden"
handler404 = "lianqun.office.pages.errors.not_found"
handler500 = "lianqun.office.pages.errors.failed"
