"""A web page → its main text, title and date. Scripts are never run, links never followed."""

import re
from dataclasses import dataclass
from datetime import date
from html import unescape

from lianqun.read.refusals import ReadingRefused
from lianqun.vocab.periods import date_of

_TITLES = (
    re.compile(r"""<meta[^>]+(?:property|name)=["'](?:og:title|ArticleTitle)["'][^>]*content=["']([^"']+)""", re.IGNORECASE),
    re.compile(r"<h1[^>]*>(.*?)</h1>", re.IGNORECASE | re.DOTALL),
    re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL),
)
_DATE = re.compile(
    r"""<meta[^>]+(?:property|name)=["'](?:article:published_time|pubdate|publishdate|PubDate|date)["'][^>]*content=["'](\d{4})-(\d\d?)-(\d\d?)""",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]+>")
_SITE_NAME = re.compile(r"\s*[_|–-]\s*[^_|–-]{2,20}$")


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says: paragraphs one a line, the title first; the date only where the page's head gives it."""

    text: str
    title: str
    published: date | None


def extract_page(html: str, name: str, *, may_be_empty: bool = False) -> PageText:
    """The main text of a page; raises `ReadingRefused` (`no_text`) where none is left without scripts and navigation."""
    from trafilatura import extract

    text = (extract(html, include_comments=False, include_tables=True, with_metadata=False) or "").strip()
    if not text and not may_be_empty:
        raise ReadingRefused("no_text", name=name or "—")
    title = _find_title(html)
    shown = text if not title or title in text[: 2 * len(title) + 40] else f"{title}\n{text}".strip()
    return PageText(shown, title, _find_date(html))


def _find_title(html: str) -> str:
    for pattern in _TITLES:
        found = pattern.search(html)
        title = " ".join(unescape(_TAG.sub("", found[1])).split()) if found else ""
        if title:
            return _SITE_NAME.sub("", title)
    return ""


def _find_date(html: str) -> date | None:
    found = _DATE.search(html)
    return date_of(found[1], found[2], found[3]) if found else None
