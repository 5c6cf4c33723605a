"""Where a view answers: the address stands above the view, and the `urls.py` of each step gathers those of its modules."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import NamedTuple, TypeVar

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Route(NamedTuple):
    """An address below the site's root, as `django.urls.path` takes it, and the name by which templates ask for it."""

    address: str
    name: str


_known: list[tuple[Route, Callable[..., HttpResponseBase]]] = []


def known() -> list[tuple[Route, Callable[..., HttpResponseBase]]]:
    """Every address with its view, once the site's addresses were loaded."""
    return list(_known)


def route(address: str, name: str) -> Callable[[View], View]:
    """Let a view answer at an address. Pages for people signed in take `frame.page` instead, which does this as well."""

    def routed(view: View) -> View:
        view.route = Route(address, name)  # type: ignore[attr-defined]
        _known.append((view.route, view))  # type: ignore[attr-defined]
        return view

    return routed


def routes_in(package: str) -> list[URLPattern]:
    """The addresses of all views of a package's modules: what its `urls.py` holds."""
    folder = importlib.import_module(package)
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__) if module.name != "urls")
    return _ordered(pattern for name in names for pattern in routes_of(importlib.import_module(f"{package}.{name}")))


def routes_of(module: ModuleType) -> list[URLPattern]:
    """The addresses of the views of one module."""
    views = (view for view in vars(module).values() if getattr(view, "__module__", "") == module.__name__)
    return _ordered(path(view.route.address, view, name=view.route.name) for view in views if hasattr(view, "route"))


def _ordered(patterns: Iterator[URLPattern]) -> list[URLPattern]:
    """Fixed addresses before those with a part to be filled in, so that `review/kinds` is not taken for a statement's id."""
    return sorted(patterns, key=lambda one: [_openness(part) for part in str(one.pattern).split("/")])


def _openness(part: str) -> int:
    """0 for a fixed part of an address, 1 for one that is partly filled in (`<str:kind>.json`), 2 for one that is wholly so."""
    return ("<" in part) + (part.startswith("<") and part.endswith(">"))
