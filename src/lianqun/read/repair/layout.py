"""What copying and web pages leave between characters: entities, invisible characters, spread letters, hard line ends."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from lianqun.read.offsets import Patch
from lianqun.read.repair.likelihood import word_frequencies

_LITTER = re.compile(
    r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d?);|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+"
)
_CHINESE = r"\u3400-\u9fff，。、；：？！（）“”‘’《》%％"
_SPREAD = re.compile(r"(?<=[\u3400-\u9fff])[ \u3000]{1,2}(?=[\u3400-\u9fff])")
_TIGHT = re.compile(r"(?<=[\u3400-\u9fff])(?=[\u3400-\u9fff])")
_GAP = re.compile(
    rf"(?<=[{_CHINESE}])[ \u3000]{{1,2}}(?=[{_CHINESE}0-9])|(?<=[0-9])[ \u3000]{{1,2}}(?=[{_CHINESE}])"
    r"|(?<=(?<![0-9])[0-9])[ \u3000]{1,2}(?=[0-9.](?![0-9]))|(?<=[.])[ \u3000]{1,2}(?=[0-9])|(?<=[0-9])[ \u3000]{1,2}(?=[.])"
)
_FEW = 20
_BREAK = re.compile(r"(?<=[^\n\s。！？!?”：:；;…])\n(?=[^\n\s])")
_CANNOT_BREAK = re.compile(r"[，、（《“,(]\n|\n[，。、；：？！）》”,;:)%％]")
_SHORTEST_LINE = 15
_FEWEST_LINES = 6
_NEVER = 10**9, 1


def find_litter(text: str) -> Iterator[Patch]:
    """Entities as the characters they stand for, invisible characters taken out; digits so joined are doubtful."""
    for found in _LITTER.finditer(text):
        after = unescape(unescape(found[0]).replace("&amp;", "&")).replace("\xa0", " ") if found[0][0] == "&" else ""
        if after != found[0]:
            kind = "entity" if found[0][0] == "&" else "invisible"
            yield _patch(text, found, after, kind)


def find_gaps(text: str) -> Iterator[Patch]:
    """The spaces between the characters of a text that was spread; none where words stand apart here and there."""
    spread = len(_SPREAD.findall(text))
    if spread >= _FEW and spread > len(_TIGHT.findall(text)):
        yield from (_patch(text, found, "", "spread") for found in _GAP.finditer(text))


def find_hard_breaks(text: str) -> Iterator[Patch]:
    """Line ends in the middle of a sentence, where the text was folded at a fixed width or the marks show it."""
    width, wide = _folded_at(text)
    for found in _BREAK.finditer(text):
        at = found.start()
        line = text[text.rfind("\n", 0, at) + 1 : at]
        if _CANNOT_BREAK.match(text, at - 1) or _CANNOT_BREAK.match(text, at) or 0 <= _measure(line, wide) - width <= 1:
            yield _patch(text, found, "", "hard_break")


def _patch(text: str, found: re.Match[str], after: str, kind: str) -> Patch:
    joins = not after and text[found.start() - 1 : found.start()].isdigit() and text[found.end() : found.end() + 1].isdigit()
    return Patch(found.start(), found.end(), after, kind, "digits_joined" if joins else "", joins)


def _measure(line: str, wide: int) -> int:
    """The length of a line; with `wide` 2, a Chinese character takes two places."""
    return len(line) if wide == 1 else sum(2 if character > "\u2e7f" else 1 for character in line)


def _folded_at(text: str) -> tuple[int, int]:
    """The width, and in which measure, at which nearly all lines end whatever stands there."""
    lines = [line for line in text.split("\n") if len(line) >= _SHORTEST_LINE]
    if len(lines) < _FEWEST_LINES:
        return _NEVER
    for wide in (1, 2):
        lengths = Counter(_measure(line, wide) for line in lines)
        width = max(lengths, key=lambda length: lengths[length] + lengths[length + 1])
        if lengths[width] + lengths[width + 1] > len(lines) / 2 and _cuts_words(text):
            return width, wide
    return _NEVER


def _cuts_words(text: str) -> bool:
    """Whether line ends fall inside words, as no writer puts them."""
    joints = [text[found.start() - 1] + text[found.end()] for found in _BREAK.finditer(text)]
    cut = sum(word_frequencies().get(joint, 0) > 0 for joint in joints)
    return cut >= 3 and cut * 5 >= len(joints)
