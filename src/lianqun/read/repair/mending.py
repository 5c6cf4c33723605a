"""All repairs in their order: encoding, layout, shifted bytes, annotations, script, width."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from lianqun.read.offsets import OffsetMap, Patch, apply_patches, keep_all
from lianqun.read.repair.annotations import ANNOTATED, Annotations, learn_annotations
from lianqun.read.repair.layout import find_gaps, find_hard_breaks, find_litter
from lianqun.read.repair.mojibake import find_mojibake
from lianqun.read.repair.script import is_traditional, simplify
from lianqun.read.repair.shifts import find_shifts
from lianqun.read.repair.suspects import find_suspects
from lianqun.read.repair.width import is_narrowed, is_widened, narrow, widen

_BY_PLACE = (find_mojibake, find_litter, find_gaps, find_hard_breaks)
_WHOLE_TEXT: tuple[tuple[str, Callable[[str], bool], Callable[[str], str]], ...] = (
    ("traditional_to_simplified", is_traditional, simplify),
    ("digits_narrowed", is_widened, narrow),
    ("marks_widened", is_narrowed, widen),
)


@dataclass(frozen=True, slots=True)
class Repaired:
    """The repaired text, the changes (places in the raw text), the map back, and the doubtful spans of the new text."""

    text: str
    operations: tuple[Patch, ...]
    offsets: OffsetMap
    touched: tuple[tuple[int, int], ...]

    def mend(self, patches: Iterable[Patch]) -> "Repaired":
        """This text with more patches (places in this text, sorted); what was touched stays so."""
        done = tuple(patches)
        if not done:
            return self
        text, offsets = apply_patches(self.text, done)
        spans = [offsets.carry(*span) for span in self.touched]
        spans += [offsets.carry(patch.start, patch.end) for patch in done if _is_unsure(patch)]
        operations = (replace(p, start=s, end=e) for p in done for s, e in [self.offsets.raw_span(p.start, p.end)])
        return Repaired(text, (*self.operations, *operations), offsets.after(self.offsets), tuple(spans))


def repair(text: str) -> Repaired:
    """Undo the known family of damage. A text without damage comes back as it is, with no operation."""
    repaired = Repaired(text, (), keep_all(text), ())
    for find in _BY_PLACE:
        repaired = repaired.mend(find(repaired.text))
    known = learn_annotations(repaired.text)
    if known or not any(patch.kind == "mojibake" and patch.doubtful for patch in repaired.operations):
        repaired = repaired.mend(_undo_annotation(repaired.text, known))
    damaged = known is not None or any(patch.kind.startswith("shift") for patch in repaired.operations)
    repaired = _align_script(repaired)
    return replace(repaired, touched=_merge([*repaired.touched, *find_suspects(repaired.text, known, damaged)]))


def _merge(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def _is_unsure(patch: Patch) -> bool:
    return patch.doubtful or patch.kind.startswith("shift")


def _align_script(repaired: Repaired) -> Repaired:
    """Script and width of the whole text, character by character: places stay."""
    for kind, applies, change in _WHOLE_TEXT:
        if applies(repaired.text):
            repaired = replace(repaired, text=change(repaired.text), operations=(*repaired.operations, Patch(0, 0, "", kind)))
    return repaired


def _undo_annotation(text: str, known: Annotations | None) -> Iterator[Patch]:
    at = 0
    for shift in find_shifts(text, known):
        yield from _strip(text, at, shift.start, known)
        yield shift
        at = shift.end
    yield from _strip(text, at, len(text), known)


def _strip(text: str, start: int, end: int, known: Annotations | None) -> Iterator[Patch]:
    if known is None:
        return
    for found in ANNOTATED.finditer(text, max(0, start - 1), end):
        if found.start(2) >= start and known.prints(found[1], found[3]):
            yield Patch(found.start(2), found.end(2), "", "annotation", found[1])
