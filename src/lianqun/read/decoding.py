"""The bytes of a document → its text and whether that is a web page; refused where it is no text, too large or empty."""

import re
from dataclasses import dataclass

from lianqun.read.refusals import ReadingRefused
from lianqun.tables.decoding import decode_text

LARGEST = 20 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|table|article|script)\b", re.IGNORECASE)
_HEAD = 4096
_MOST_CONTROLS = 0.01
_MOST_BROKEN = 0.1


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, the encoding found, `text/html` or `text/plain`, and how many characters could not be decoded."""

    text: str
    encoding: str
    media_type: str
    broken: int = 0


def decode(data: bytes, name: str = "") -> Decoded:
    """Decode a document's bytes; raises `ReadingRefused` for what is no text or is too large."""
    shown = name or "—"
    refuse_size(len(data), shown)
    decoded = decode_text(data)
    if decoded is None:
        raise ReadingRefused("binary", name=shown, detail=data.index(0))
    _refuse_no_text(decoded.text, decoded.broken, shown)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return Decoded(text, decoded.encoding, "text/html" if _HTML.search(text[:_HEAD]) else "text/plain", decoded.broken)


def refuse_size(size: int, name: str) -> None:
    """Refuse a file that is empty or larger than is read at once, before anything of it is held in memory."""
    if size == 0:
        raise ReadingRefused("empty", name=name)
    if size > LARGEST:
        raise ReadingRefused("too_large", name=name, size=f"{size / _MEGABYTE:.0f}", limit=LARGEST // _MEGABYTE)


def _refuse_no_text(text: str, broken: int, name: str) -> None:
    """Refuse what decoded to control characters, to nothing that can be read, or to nothing."""
    controls = sum(text.count(chr(code)) for code in range(32) if code not in (9, 10, 12, 13, 27))
    if controls > max(8, _MOST_CONTROLS * len(text)) or broken > max(8, _MOST_BROKEN * len(text)):
        raise ReadingRefused("binary", name=name, detail=_first_odd(text))
    if not text.strip():
        raise ReadingRefused("empty", name=name)


def _first_odd(text: str) -> int:
    return next(
        at
        for at, character in enumerate(text)
        if character == "\ufffd" or (ord(character) < 32 and character not in "\t\n\f\r\x1b")
    )
