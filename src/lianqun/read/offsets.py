"""Where each character of a repaired text stood in the raw text."""

from array import array
from bisect import bisect_left, bisect_right
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

    def carry(self, start: int, end: int) -> tuple[int, int]:
        """The span of the new text that came from `raw[start:end]`; empty, but in its place, where all of it was taken out."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))

    def after(self, inner: "OffsetMap") -> "OffsetMap":
        """This map made after `inner`: new text → middle text → raw text."""
        if isinstance(inner.starts, range):
            return self
        return OffsetMap(array("i", [inner.starts[i] for i in self.starts]), array("i", [inner.ends[i - 1] for i in self.ends]))


def keep_all(text: str) -> OffsetMap:
    """The map of a text onto itself."""
    return OffsetMap(range(len(text)), range(1, len(text) + 1))


class _Rewriting:
    """A text being written anew, piece by piece, with the places that every character came from."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = []
        self.starts, self.ends = array("i"), array("i")

    def copy(self, start: int, end: int) -> None:
        """Take over `text[start:end]` as it is."""
        self.pieces.append(self.text[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def put(self, patch: Patch) -> None:
        """Write what a patch puts in place of its span."""
        self.pieces.append(patch.after)
        self.starts.extend([patch.start] * len(patch.after))
        self.ends.extend([patch.end] * len(patch.after))


def apply_patches(text: str, patches: Iterable[Patch]) -> tuple[str, OffsetMap]:
    """The text with all patches applied, and the map back. Patches must be sorted and must not overlap."""
    new, at = _Rewriting(text), 0
    for patch in patches:
        new.copy(at, patch.start)
        new.put(patch)
        at = patch.end
    if not new.pieces:
        return text, keep_all(text)
    new.copy(at, len(text))
    return "".join(new.pieces), OffsetMap(new.starts, new.ends)
