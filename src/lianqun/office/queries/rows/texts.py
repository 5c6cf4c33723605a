"""The repaired text of a document, as it was read, and where a sentence stands in it."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lianqun.office.evidence.models import Document, Passage
from lianqun.read import ReadingRefused, read_file


def text_of(document: Document) -> str:
    """The repaired main text; what passages quote where neither the text nor the file is kept; else the empty string."""
    kept = Path(settings.FILES) / "texts" / f"{document.pk}.txt"
    if kept.is_file():
        return _kept_text(kept, kept.stat().st_mtime_ns)
    file = Path(settings.FILES) / document.file
    if document.file and file.is_file():
        return _read_text(file, file.stat().st_mtime_ns)
    return _from_passages(document)


@lru_cache(maxsize=64)
def _kept_text(path: Path, _modified_ns: int) -> str:
    return path.read_bytes().decode("utf-8")


@lru_cache(maxsize=64)
def _read_text(path: Path, _modified_ns: int) -> str:
    """The text of a file read once again; empty where the reader refuses it."""
    try:
        return read_file(path).text
    except ReadingRefused:
        return ""


def _from_passages(document: Document) -> str:
    """The quotes that are known, each where it stood, with what lies between them left blank."""
    text = ""
    for passage in Passage.objects.filter(document=document).order_by("start", "-end"):
        if passage.start >= len(text):
            text = text.ljust(passage.start) + passage.quote
    return text


def find_quote(document: Document, quote: str) -> tuple[int, int] | None:
    """Start and end of a sentence in the document's text, or None where it does not stand there."""
    start = text_of(document).find(quote)
    return None if start < 0 else (start, start + len(quote))
