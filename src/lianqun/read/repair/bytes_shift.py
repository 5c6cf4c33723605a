"""Undo a shift of GBK bytes: walk the shifted text until its bytes fall on character borders again.

A byte put in (or taken out) inside a two-byte character shifts every following pair by one, up to the next single byte.
The shifted characters still hold all bytes but the one or two at the break, so the text can be aligned again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lianqun.read.repair.readings import PRINTED, is_reading_of, is_toned, usual_annotations

LOST = "?\ufffd"
_SWALLOWED = re.compile(rf"[{LOST}]({PRINTED})[)）]")
_ANNOTATION = re.compile(rf"[(（]({PRINTED})[)）]")
_NARROWED = {",": "，", ";": "；", ":": "：", "!": "！", "(": "（", ")": "）"}
_FURTHEST = 160


@dataclass(frozen=True, slots=True)
class Aligned:
    """A way to read a shifted stretch: the text meant, how many raw characters it took, what had to be guessed."""

    text: str
    length: int
    guessed: bool = False
    may_lose_character: bool = False


def gbk_pair(lead: int, trail: int) -> str:
    """The character of two GBK bytes; empty where the pair is no character."""
    try:
        character = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return ""
    return character if len(character) == 1 else ""


def gbk_bytes(character: str) -> bytes:
    """One or two bytes of a character in GBK with its user-defined area; empty where it needs four."""
    try:
        encoded = character.encode("gb18030")
    except UnicodeEncodeError:
        return b""
    return encoded if len(encoded) <= 2 else b""


def annotated_characters(lead: int, printed: str) -> list[str]:
    """Characters that start with the byte `lead` and are read `printed`; those of the known mirror first and alone."""
    usual = [c for c, reading in usual_annotations().items() if reading == printed and gbk_bytes(c)[:1] == bytes((lead,))]
    if usual or not is_toned(printed):
        return usual
    return [c for c in characters_after(lead) if is_reading_of(printed, c)]


def characters_after(lead: int) -> list[str]:
    """All two-byte characters that start with the byte `lead`."""
    return [c for c in (gbk_pair(lead, trail) for trail in range(0x40, 0xFF)) if c]


def characters_before(trail: int) -> list[str]:
    """All two-byte characters that end with the byte `trail`."""
    return [c for c in (gbk_pair(lead, trail) for lead in range(0x81, 0xFF)) if c]


def _drain(pending: bytearray) -> str | None:
    """Take whole characters off the front; `None` where the bytes make none."""
    text = ""
    while pending:
        if pending[0] < 0x80:
            text += chr(pending.pop(0))
            continue
        if len(pending) < 2:
            break
        character = gbk_pair(pending[0], pending[1])
        if not character:
            return None
        text += character
        del pending[:2]
    return text


def align(first: bytes, tail: str) -> Iterator[Aligned]:
    """Ways to read `tail`, whose bytes follow `first` (which starts on a character border), up to the next border."""
    pending, text, at = bytearray(first), "", 0
    while at <= _FURTHEST:
        whole = _drain(pending)
        if whole is None:
            return
        text += whole
        if not pending:
            yield Aligned(text, at)
            return
        if at >= len(tail) or tail[at] == "\n":
            return
        if tail[at] in LOST:
            yield from _close(text, pending[0], tail, at)
            return
        at = _feed(pending, tail, at)
        if at < 0:
            return


def _feed(pending: bytearray, tail: str, at: int) -> int:
    """Add the bytes of the next raw character; the next position, or -1 where it has none."""
    encoded = gbk_bytes(_NARROWED.get(tail[at], tail[at]))
    pending += encoded
    if not encoded:
        return -1
    swallowed = _ANNOTATION.match(tail, at + 1) if len(encoded) == 1 else None
    return swallowed.end() if swallowed and is_toned(swallowed[1]) else at + 1


def _close(text: str, lead: int, tail: str, at: int) -> Iterator[Aligned]:
    """The shifted stretch ends in a lost pair: an annotation tells the character, else it must be guessed."""
    printed = _SWALLOWED.match(tail, at)
    if printed and (found := annotated_characters(lead, printed[1])):
        yield from (Aligned(text + c, printed.end()) for c in found)
        return
    at_end = at + 1 >= len(tail) or tail[at + 1] == "\n"
    yield from (Aligned(text + c, at + 1, guessed=True, may_lose_character=not at_end) for c in characters_after(lead))
