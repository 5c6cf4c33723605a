"""UTF-8 bytes that were shown in another encoding → the text that they are.

What was read as GBK comes back but for the pairs that the decoder could not show; what was read as Windows-1252 comes
back whole. A place where bytes are missing becomes one U+FFFD, which keeps the numbers beside it in doubt.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from lianqun.read.offsets import Patch
from lianqun.read.repair.likelihood import is_chinese

_UTF8 = (
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_LOOSE = rb"(?!" + _UTF8 + rb")[\x80-\xff]"
_UNITS = re.compile(rb"(?P<good>" + _UTF8 + rb")|(?P<bad>" + _LOOSE + rb"(?:\?|" + _LOOSE + rb")*)|[\x00-\x7f]")
_NO_BREAK_SPACE = re.compile(rb"(?<=[\xe2-\xef]) (?=[\x80-\xbf])|(?<=[\xe2-\xef][\x80-\xbf]) ")
_SAMPLE = 4000
_FEW = 8
_MOST_BROKEN = 0.34


@cache
def _gbk_byte(character: str) -> bytes:
    encoded = character.encode("gb18030", "replace")
    return encoded if len(encoded) <= 2 else b"?"


@cache
def _windows_byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return bytes((ord(character),)) if ord(character) < 0x100 else b"?"


# A text of either kind shows these again and again: the first bytes of common characters and marks.
_WAYS: tuple[tuple[re.Pattern[str], Callable[[str], bytes]], ...] = (
    (re.compile("[锛銆鐨鍏涓浜鏄鍙鎴绗鏂骞浠鍦鍖鐢浼鏈]"), _gbk_byte),
    (re.compile("[\xe2-\xef][\x80-\xbf\u0152-\u2122 ]"), _windows_byte),
)


def find_mojibake(text: str) -> Iterator[Patch]:
    """One patch for every smallest stretch that turns into whole characters; none for a text that was read as it is."""
    for sign, byte_of in _WAYS:
        if len(sign.findall(text[:_SAMPLE])) >= _FEW and _is_utf8(text[:_SAMPLE], byte_of):
            yield from _undo(text, byte_of)
            return


def _encode(text: str, byte_of: Callable[[str], bytes]) -> bytes:
    """The bytes of a text; a space inside a character was a no-break space."""
    return _NO_BREAK_SPACE.sub(b"\xa0", b"".join(map(byte_of, text)))


def _is_utf8(sample: str, byte_of: Callable[[str], bytes]) -> bool:
    units = list(_UNITS.finditer(_encode(sample, byte_of)))
    good = sum(unit["good"] is not None and is_chinese(unit[0].decode()) for unit in units)
    broken = sum(unit["bad"] is not None for unit in units)
    return good >= _FEW and broken <= _MOST_BROKEN * good


def _undo(text: str, byte_of: Callable[[str], bytes]) -> Iterator[Patch]:
    """Characters of both sides are gathered until they end on the same byte."""
    borders, place = {0: 0}, 0
    for at, character in enumerate(text):
        place += len(byte_of(character))
        borders[place] = at + 1
    start, after, broken = 0, "", False
    for unit in _UNITS.finditer(_encode(text, byte_of)):
        after += "\ufffd" if unit["bad"] is not None else unit[0].decode()
        broken = broken or unit["bad"] is not None
        if (end := borders.get(unit.end())) is not None:
            if text[start:end] != after:
                yield Patch(start, end, after, "mojibake", "bytes_are_missing" if broken else "", broken)
            start, after, broken = end, "", False
    if start < len(text):
        yield Patch(start, len(text), after, "mojibake", "bytes_are_missing", True)
