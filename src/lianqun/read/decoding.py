"""Bytes → text: what kind of file it is, and in which encoding it was written."""

import re
from dataclasses import dataclass

from lianqun.read.refusals import ReadingRefused

LARGEST = 20 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030", "x-gbk": "gb18030"}
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|table|article|script)\b", re.IGNORECASE)
_COMMON = frozenset(
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說产產，。、"
)
_HEAD = 4096
_MOST_CONTROLS = 0.01
_MOST_BROKEN = 0.1
# UTF-16 shows every line feed and ASCII character as a zero byte, all on one side; chance puts a few on the other.
_FEWEST_ZEROS = 0.02
_MOST_ON_THE_OTHER_SIDE = 0.05
_FEWEST_COMMON = 0.05


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
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _finish(data[len(mark) :].decode(encoding, "replace"), encoding, shown)
    if (wide := _wide_encoding(data)) is not None:
        return _finish(data.decode(wide, "replace"), wide, shown)
    if 0 in data:
        raise ReadingRefused("binary", name=shown, detail=data.index(0))
    return _finish(*_decode_narrow(data), shown)


def refuse_size(size: int, name: str) -> None:
    """Refuse a file that is empty or larger than is read at once, before anything of it is held in memory."""
    if size == 0:
        raise ReadingRefused("empty", name=name)
    if size > LARGEST:
        raise ReadingRefused("too_large", name=name, size=f"{size / _MEGABYTE:.0f}", limit=LARGEST // _MEGABYTE)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: line feeds and ASCII show as zero bytes on one side only."""
    head = data[:_HEAD]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 or even + odd < len(head) * _FEWEST_ZEROS or min(even, odd) > max(even, odd) * _MOST_ON_THE_OTHER_SIDE:
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    try:
        return encoding if _commonness(data[:_HEAD].decode(encoding, "ignore")) > _FEWEST_COMMON else None
    except UnicodeDecodeError:
        return None


def _decode_narrow(data: bytes) -> tuple[str, str]:
    declared = _DECLARED.search(data[:_HEAD])
    wanted = declared[1].decode("ascii").lower() if declared else ""
    texts = {e: t for e in dict.fromkeys((_ALIASES.get(wanted, wanted), *_CANDIDATES)) if e and (t := _try(data, e)) is not None}
    if "utf-8" in texts:
        return texts["utf-8"], "utf-8"
    if texts:
        best = max(texts, key=lambda encoding: _commonness(texts[encoding]))
        return texts[best], best
    mended = {encoding: data.decode(encoding, "replace") for encoding in _CANDIDATES}
    best = min(mended, key=lambda encoding: mended[encoding].count("\ufffd"))
    return mended[best], best


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _commonness(text: str) -> float:
    """Share of the commonest characters and marks among the non-ASCII ones of the head of a text."""
    seen = [character for character in text[:_HEAD] if character > "\x7f"]
    return sum(character in _COMMON for character in seen) / len(seen) if seen else 0.0


def _finish(text: str, encoding: str, name: str) -> Decoded:
    broken = text.count("\ufffd")
    controls = sum(text.count(chr(code)) for code in range(32) if code not in (9, 10, 12, 13, 27))
    if controls > max(8, _MOST_CONTROLS * len(text)) or broken > max(8, _MOST_BROKEN * len(text)):
        raise ReadingRefused("binary", name=name, detail=_first_odd(text))
    if not text.strip():
        raise ReadingRefused("empty", name=name)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return Decoded(text, encoding, "text/html" if _HTML.search(text[:_HEAD]) else "text/plain", broken)


def _first_odd(text: str) -> int:
    return next(
        at
        for at, character in enumerate(text)
        if character == "\ufffd" or (ord(character) < 32 and character not in "\t\n\f\r\x1b")
    )
