"""Undo a shift of GBK bytes: walk the shifted text until its bytes fall on character borders again.

A byte put in (or taken out) inside a two-byte character shifts every following pair by one, up to the next single byte.
The shifted characters still hold all bytes but the one or two at the break, so the text can be aligned again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from lianqun.read.repair.annotations import Annotations
from lianqun.read.repair.likelihood import log_likelihood
from lianqun.read.repair.readings import LETTERS, PRINTED
from lianqun.read.repair.script import simplify
from lianqun.read.repair.width import WIDE

LOST = "?\ufffd□" + "".join(map(chr, range(0xFF61, 0xFFA0)))
USER_DEFINED = r"\ue000-\uf8ff"
# A wide bracket that is cut leaves the end of its bytes with the first letter as one line-drawing character.
CUT_BRACKET = rf"[\u2500-\u25ff](?:[{LETTERS}]{{0,6}}[0-5]?)[)）]"
_SWALLOWED = re.compile(rf"[{LOST}{USER_DEFINED}][(（]?({PRINTED})[)）]")
_ANNOTATION = re.compile(rf"[(（]({PRINTED})[)）]")
_CUT = re.compile(CUT_BRACKET)
_FURTHEST = 160
_NEAR = 6
_BEST = 3
_COMMON = 40


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


def annotated_characters(lead: int, printed: str, known: Annotations | None) -> list[str]:
    """Characters that start with the byte `lead` and are read `printed`; those annotated elsewhere first and alone."""
    if known is None:
        return []
    seen = sorted(c for c, reading in known.printed if reading == printed and gbk_bytes(c)[:1] == bytes((lead,)))
    return seen or [c for c in characters_after(lead) if known.may_print(c, printed)]


def cut_annotation(text: str, at: int) -> tuple[str, int] | None:
    """The reading and the end of an annotation in wide brackets whose first bracket `text[at]` shares with its neighbours."""
    found = _CUT.match(text, at + 1)
    first, second = gbk_bytes(text[at : at + 1]), gbk_bytes(text[at + 1 : at + 2])
    if not found or first[1:] != b"\xa3" or second[:1] != b"\xa8":
        return None
    return chr(second[1]) + found[0][1:-1], found.end()


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


def align(first: bytes, tail: str, known: Annotations | None) -> Iterator[Aligned]:
    """Ways to read `tail`, whose bytes follow `first` (which starts on a character border), up to the next border.

    A character of the user-defined area is two bytes like any other; only where that leads nowhere is it a lost pair.
    """
    ways = list(_walk(first, tail, known, LOST))
    return iter(ways or _walk(first, tail, known, LOST + _user_defined()))


@cache
def _user_defined() -> str:
    return "".join(map(chr, range(0xE000, 0xF900)))


def _walk(first: bytes, tail: str, known: Annotations | None, lost: str) -> Iterator[Aligned]:
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
        if tail[at] in lost or _SWALLOWED.match(tail, at):
            yield from _close(text, pending[0], tail, at, known)
            return
        at = _feed(pending, tail, at, known)
        if at < 0:
            return


def _feed(pending: bytearray, tail: str, at: int, known: Annotations | None) -> int:
    """Add the bytes of the next raw character; the position behind it and its annotation, or -1 where it has no bytes."""
    if cut := cut_annotation(tail, at):
        pending += gbk_bytes(tail[at])[:1]
        return cut[1]
    encoded = gbk_bytes(WIDE.get(tail[at], tail[at]))
    pending += encoded
    if not encoded:
        return -1
    printed = _ANNOTATION.match(tail, at + 1)
    own = printed and (
        len(encoded) == 1 or (known and (known.prints(tail[at], printed[1]) or known.may_print(tail[at], printed[1])))
    )
    return printed.end() if printed and own else at + 1


def _close(text: str, lead: int, tail: str, at: int, known: Annotations | None) -> Iterator[Aligned]:
    """The shifted stretch ends in a lost pair: an annotation tells the character, else it must be guessed."""
    printed = _SWALLOWED.match(tail, at)
    if printed and (found := annotated_characters(lead, printed[1], known)):
        yield from (Aligned(text + c, printed.end()) for c in found)
        return
    right = _ANNOTATION.sub("", tail[at + 1 : at + 30].split("\n")[0])[:_NEAR]
    for character in _likeliest(lead, text[-_NEAR:], right):
        yield Aligned(text + character, at + 1, guessed=True, may_lose_character=bool(right))


@lru_cache(maxsize=4096)
def _likeliest(lead: int, left: str, right: str) -> tuple[str, ...]:
    """The few best characters that start with the byte `lead`, by the words they make with their neighbours."""
    ranked = sorted(_common_after(lead), key=lambda c: (-log_likelihood(simplify(left + c + right)), c))
    return tuple(ranked[:_BEST])


@cache
def _common_after(lead: int) -> tuple[str, ...]:
    """The commoner of the characters that start with the byte `lead`: a guess is of these or of no use."""
    found = characters_after(lead)
    return tuple(sorted(found, key=lambda c: (-log_likelihood(simplify(c)), c))[:_COMMON])
