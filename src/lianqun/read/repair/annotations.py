"""What a mirror prints behind characters of a text, learned from the text itself."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lianqun.read.repair.readings import PRINTED, is_reading_of, tone_style, usual_annotations
from lianqun.read.repair.script import simplify

ANNOTATED = re.compile(rf"([\u3400-\u9fff])([(（]({PRINTED})[)）])")
_FEW = 5
_DENSE = 0.03
_MOSTLY = 0.6
_COMMON_LEADS = range(0xB0, 0xD8)
_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Annotations:
    """The readings that a mirror prints behind characters, and how it prints them."""

    printed: frozenset[tuple[str, str]]
    style: str

    def prints(self, character: str, reading: str) -> bool:
        """Whether the mirror prints this reading behind this character; a writer's gloss it is not."""
        return (character, reading) in self.printed

    def may_print(self, character: str, reading: str) -> bool:
        """Whether the mirror could print it, though it did not where the text is whole."""
        return _is_styled(reading, character, self.style) and is_reading_of(reading, character)


def learn_annotations(text: str) -> Annotations | None:
    """The annotations of a mirror's text; `None` for a text without, where a gloss here and there is the writer's.

    A mirror annotates every occurrence of a character; a writer glosses a rare character once.
    """
    counted = _count_fitting(text)
    if sum(counted.values()) < _FEW:
        return None
    held = {pair for pair, count in counted.items() if count >= _MOSTLY * text.count(pair[0])}
    common = {pair for pair in held if is_common(pair[0])}
    if not _is_mirrored(counted, held, common, len(text)):
        return None
    style = Counter(tone_style(reading) for _, reading in held).most_common(1)[0][0]
    usual = usual_annotations().items() if style == "marked" else ()
    return Annotations(frozenset(_printed(counted, held, common, style)).union(usual), style)


def _count_fitting(text: str) -> dict[_Pair, int]:
    """How often each character is annotated so, where the annotation is a reading of it or comes again and again."""
    found = Counter((match[1], match[3]) for match in ANNOTATED.finditer(text))
    return {pair: count for pair, count in found.items() if count > 2 or is_reading_of(pair[1], pair[0])}


def _is_mirrored(counted: Mapping[_Pair, int], held: set[_Pair], common: set[_Pair], length: int) -> bool:
    """Whether a mirror wrote them: characters annotated every time, or common ones (that no writer glosses) densely."""
    repeated = sum(counted[pair] for pair in held if counted[pair] > 1)
    return repeated >= _FEW or sum(counted[pair] for pair in common) >= max(_FEW, _DENSE * length)


def _printed(counted: Mapping[_Pair, int], held: set[_Pair], common: set[_Pair], style: str) -> set[_Pair]:
    """The annotations that are the mirror's; a rare character annotated once is one of them only where other rare ones repeat."""
    once = held if any(counted[pair] > 1 for pair in held - common) else common
    return {pair for pair in held if counted[pair] > 1 or (pair in once and _is_styled(pair[1], pair[0], style))}


def _is_styled(reading: str, character: str, style: str) -> bool:
    """Whether a reading is printed in this style; a neutral tone has no mark in any."""
    shown = tone_style(reading)
    return shown == style or (style == "marked" and shown == "bare" and is_reading_of(f"{reading}5", character))


def is_common(character: str) -> bool:
    """Whether a character is one of the 3,755 common ones (GB 2312, first level), in either script."""
    try:
        return simplify(character).encode("gb2312")[0] in _COMMON_LEADS
    except UnicodeEncodeError:
        return False
