"""Addresses of pages: every one carries the place and the chain that were chosen, so that any view can be sent to a colleague."""

from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import pass_context
from jinja2.runtime import Context

from lianqun.maps.assets import FOLDER, AssetMissing, asset
from lianqun.vocab.dictionary import tables


@cache
def pages() -> dict[str, str]:
    """Table → the page of one of its rows, from the data dictionary; a map names the same rows by the word of that page."""
    known = {table.name: table.page for table in tables().values() if table.page} | {"jobs": "job"}
    return known | {page: page for page in known.values()}


def join_query(path: str, query: dict[str, Any]) -> str:
    """A path with those parameters that are not None; an empty one is kept, since "all places" is a choice."""
    kept = {name: value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


@lru_cache(maxsize=20_000)
def _path(name: str, *arguments: str) -> str:
    """Path of a page: asked for hundreds of times a page, and never different."""
    return reverse(name, args=arguments)


@pass_context
def to(context: Context, name: str, *arguments: Any, **query: Any) -> str:
    """Address of a page by its name, with the scope of the present page unless the query says otherwise."""
    return join_query(_path(name, *map(str, arguments)), {**context["frame"].scope, **query})


@pass_context
def to_row(context: Context, table: str, row_id: str | None) -> str:
    """Address of the page of a row of a table (or of its why, where the table has no page of its own)."""
    if not row_id:
        return ""
    name = pages().get(table)
    path = _path(name, row_id) if name else _path("why", table, row_id)
    return join_query(path, context["frame"].scope)


@pass_context
def to_scope(context: Context, place_id: str, chain_id: str = "") -> str:
    """The present page for another place and chain; a page of one single thing gives way to the home page."""
    frame = context["frame"]
    path = reverse("home") if frame.is_single else frame.path
    return join_query(path, {"place": place_id, "chain": chain_id or None})


@pass_context
def here(context: Context, **changes: Any) -> str:
    """The present address with some parameters changed; None removes one."""
    frame = context["frame"]
    query = {name: values if len(values) > 1 else values[0] for name, values in frame.request.GET.lists()}
    return join_query(frame.path, {**query, **changes})


@pass_context
def to_workbook(context: Context, table: str) -> str:
    """Address of a whole table as an Excel workbook that can be changed and imported again."""
    return join_query(f"/api/workbooks/{table}.xlsx", context["frame"].scope)


def asset_url(name: str) -> str:
    """Address of a built script or style; empty where the scripts were not built (the page still works without them)."""
    try:
        return static(str(asset(name).relative_to(FOLDER)))
    except AssetMissing:
        return ""
