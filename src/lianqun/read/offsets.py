"""Where each character of a repaired text stood in the raw text."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patch:
    """One change: `text[start:end]` becomes `after`. `doubtful` says that something was guessed or may be lost."""

    start: int
    end: int
    after: str
    kind: str
    note: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """For every character of the new text, the first and the past-the-end position of what it came from."""

    starts: Sequence[int]
    ends: Sequence[int]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the raw text from which `new[start:end]` came; an empty span maps to an empty span."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if len(self.ends) else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]

    def after(self, inner: "OffsetMap") -> "OffsetMap":
        """This map made after `inner`: new text → middle text → raw text."""
        if isinstance(inner.starts, range):
            return self
        return OffsetMap(array("l", [inner.starts[i] for i in self.starts]), array("l", [inner.ends[i - 1] for i in self.ends]))


def keep_all(text: str) -> OffsetMap:
    """The map of a text onto itself."""
    return OffsetMap(range(len(text)), range(1, len(text) + 1))


def apply_patches(text: str, patches: Iterable[Patch]) -> tuple[str, OffsetMap]:
    """The text with all patches applied, and the map back. Patches must be sorted and must not overlap."""
    pieces: list[str] = []
    starts, ends = array("l"), array("l")
    at = 0
    for patch in patches:
        _copy(text, at, patch.start, pieces, starts, ends)
        pieces.append(patch.after)
        starts.extend([patch.start] * len(patch.after))
        ends.extend([patch.end] * len(patch.after))
        at = patch.end
    if at == 0 and not pieces:
        return text, keep_all(text)
    _copy(text, at, len(text), pieces, starts, ends)
    return "".join(pieces), OffsetMap(starts, ends)


def _copy(text: str, start: int, end: int, pieces: list[str], starts: "array[int]", ends: "array[int]") -> None:
    pieces.append(text[start:end])
    starts.extend(range(start, end))
    ends.extend(range(start + 1, end + 1))
