"""All repairs in their order: shifted bytes, annotations, script, width."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lianqun.read.offsets import OffsetMap, Patch, apply_patches
from lianqun.read.repair.readings import PRINTED, is_reading_of, is_toned, usual_annotations
from lianqun.read.repair.script import is_traditional, simplify
from lianqun.read.repair.shifts import find_shifts
from lianqun.read.repair.width import is_narrowed, widen

_ANNOTATED = re.compile(rf"([\u3400-\u9fff])([(（]({PRINTED})[)）])")
_LEFT_OVER = re.compile(r"[\ufffd\ue000-\uf8ff]|(?<=[\u3400-\u9fff])\?(?=[\u3400-\u9fff])")
_DENSE = 0.004
_FEW = 5


@dataclass(frozen=True, slots=True)
class Repaired:
    """The repaired text, the changes (places in the raw text), the map back, and the doubtful spans of the new text."""

    text: str
    operations: tuple[Patch, ...]
    offsets: OffsetMap
    touched: tuple[tuple[int, int], ...]


def is_annotated(text: str) -> bool:
    """Whether readings are printed behind characters all over the text, as a mirror does; a lone gloss is not damage."""
    found = sum(is_toned(match[3]) for match in _ANNOTATED.finditer(text))
    return found >= _FEW and found > _DENSE * len(text)


def repair(text: str) -> Repaired:
    """Undo the known family of damage. A text without damage comes back as it is, with no operation."""
    patches = sorted(_undo_annotation(text), key=lambda patch: patch.start) if is_annotated(text) else []
    mended, offsets = apply_patches(text, patches)
    repaired = _align_script(mended)
    touched = (
        tuple(_touched(patches)) + tuple(match.span() for match in _LEFT_OVER.finditer(repaired)) if patches else _lost(repaired)
    )
    return Repaired(repaired, tuple(patches) + _whole_text_operations(mended), offsets, touched)


def _align_script(text: str) -> str:
    simple = simplify(text) if is_traditional(text) else text
    return widen(simple) if is_narrowed(simple) else simple


def _whole_text_operations(text: str) -> tuple[Patch, ...]:
    kinds = (("traditional_to_simplified", is_traditional(text)), ("marks_widened", is_narrowed(text)))
    return tuple(Patch(0, 0, "", kind) for kind, done in kinds if done)


def _undo_annotation(text: str) -> Iterator[Patch]:
    at = 0
    for shift in find_shifts(text):
        yield from _strip(text, at, shift.start)
        yield shift
        at = shift.end
    yield from _strip(text, at, len(text))


def _strip(text: str, start: int, end: int) -> Iterator[Patch]:
    for found in _ANNOTATED.finditer(text, max(0, start - 1), end):
        if found.start(2) >= start and _is_printed_by_mirror(text, found[1], found[3]):
            yield Patch(found.start(2), found.end(2), "", "annotation", found[1])


def _is_printed_by_mirror(text: str, character: str, printed: str) -> bool:
    """The mirror prints the reading behind every occurrence; a writer's gloss stands behind a rare character once."""
    if usual_annotations().get(character) == printed:
        return True
    return is_toned(printed) and is_reading_of(printed, character) and text.count(f"{character}({printed}") > 1


def _touched(patches: list[Patch]) -> Iterator[tuple[int, int]]:
    """Spans in the new text that a shift repair wrote."""
    moved = 0
    for patch in patches:
        start = patch.start + moved
        moved += len(patch.after) - (patch.end - patch.start)
        if patch.kind != "annotation":
            yield start, start + len(patch.after)


def _lost(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in re.finditer("[\ufffd\ue000-\uf8ff]", text))
