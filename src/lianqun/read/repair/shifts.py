"""Find stretches whose bytes are shifted, and choose how each is to be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lianqun.read.lists import rows_of
from lianqun.read.offsets import Patch
from lianqun.read.repair import bytes_shift
from lianqun.read.repair.annotations import Annotations
from lianqun.read.repair.bytes_shift import Aligned, align, annotated_characters, gbk_bytes
from lianqun.read.repair.likelihood import log_likelihood
from lianqun.read.repair.readings import LETTERS, PRINTED
from lianqun.read.repair.script import simplify
from lianqun.read.repair.width import WIDE

_MARKS = "".join(row["mark"] for row in rows_of("lianqun.read.repair", "marks.csv"))
_LOST = bytes_shift.LOST + bytes_shift.USER_DEFINED
_PLACES = re.compile(
    rf"[{_LOST}](?:[(（]?(?P<printed>{PRINTED})[)）]|(?P<mark>[{re.escape(_MARKS)}]))|[^\x00-\x7f](?P<cut>{bytes_shift.CUT_BRACKET})"
)
_ANNOTATIONS = re.compile(rf"(?<=[\u3400-\u9fff])[(（][{LETTERS}]{{1,7}}[0-5]?[)）]")
_CONTEXT = 8
_MARGIN = 2.5
_GAIN = 0.5


@dataclass(frozen=True, slots=True)
class _Choice:
    read: Aligned
    score: float


def find_shifts(text: str, known: Annotations | None) -> Iterator[Patch]:
    """One patch for every shifted stretch, in order. Those that were guessed or lost a character are doubtful."""
    at = 0
    while found := _PLACES.search(text, at):
        patch = _mend(text, found, known)
        if patch is not None:
            yield patch
        at = patch.end if patch else found.start() + 1


def _mend(text: str, found: re.Match[str], known: Annotations | None) -> Patch | None:
    left = _ANNOTATIONS.sub("", text[max(0, found.start() - 40) : found.start()])
    readings = list(_after_mark(text, found, known) if found["mark"] else _after_annotation(text, found, left, known))
    if not readings:
        return None
    ranked = _rank(text, found, left, readings)
    best, margin = ranked[0].read, ranked[0].score - ranked[1].score if len(ranked) > 1 else float("inf")
    if found["mark"] and not _gains(text, found, left, ranked[0]):
        return None
    doubtful = best.may_lose_character or (margin < _MARGIN and len(ranked) > 1) or (best.guessed and margin < _MARGIN)
    kind = "shift_at_mark" if found["mark"] else "shift_at_annotation"
    note = "character_may_be_lost" if best.may_lose_character else ("guessed" if len(ranked) > 1 else "determined")
    return Patch(found.start(), found.start() + best.length, best.text, kind, note, doubtful)


def _after_annotation(text: str, found: re.Match[str], left: str, known: Annotations | None) -> Iterator[Aligned]:
    """The annotated pair lay across two characters: its first byte ends the one before, its second begins the shift."""
    before = gbk_bytes(left[-1:]) if left else b""
    cut = bytes_shift.cut_annotation(text, found.start()) if found["cut"] else (found["printed"], found.end())
    if len(before) != 2 or cut is None:
        return
    printed, end = cut
    for character in annotated_characters(before[1], printed, known):
        second = gbk_bytes(character)[1:]
        if found["cut"] and second != gbk_bytes(found[0][0])[:1]:
            continue
        for read in align(second, text[end : end + 200], known):
            yield Aligned(read.text, read.length + end - found.start(), read.guessed, read.may_lose_character)


def _after_mark(text: str, found: re.Match[str], known: Annotations | None) -> Iterator[Aligned]:
    """The text was cut on the bytes of a mark that lay across two characters: the first one's lead byte is lost."""
    mark = gbk_bytes(WIDE.get(found["mark"], found["mark"]))
    for character in bytes_shift.characters_before(mark[0]):
        for read in align(gbk_bytes(character)[:1] + mark, text[found.end() : found.end() + 200], known):
            yield Aligned(read.text, read.length + 2, True, read.may_lose_character)


def _rank(text: str, found: re.Match[str], left: str, readings: list[Aligned]) -> list[_Choice]:
    if len(readings) == 1:
        return [_Choice(readings[0], 0.0)]
    return sorted(
        (_Choice(r, _score(text, found, left, r.text, r.length)) for r in readings), key=lambda c: (-c.score, c.read.text)
    )


def _score(text: str, found: re.Match[str], left: str, middle: str, length: int) -> float:
    end = found.start() + length
    right = _ANNOTATIONS.sub("", text[end : end + 30].split("\n")[0])[:_CONTEXT]
    return log_likelihood(simplify(left[-_CONTEXT:].split("\n")[-1] + middle + right))


def _gains(text: str, found: re.Match[str], left: str, choice: _Choice) -> bool:
    """A question mark before another mark may be meant: only a much likelier reading replaces it."""
    length = choice.read.length
    as_printed = _ANNOTATIONS.sub("", text[found.start() : found.start() + length])
    score = _score(text, found, left, choice.read.text, length)
    return score > _score(text, found, left, as_printed, length) + _GAIN * (len(choice.read.text) + 2 * _CONTEXT)
