"""A layer of spans, sorted by place, that answers quickly what lies where."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar, overload


class Placed(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """Behind its last character."""
        ...


SpanT = TypeVar("SpanT", bound=Placed)


class Spans(Sequence[SpanT], Generic[SpanT]):
    """Spans in order of their start; every question takes logarithmic time and a few steps."""

    def __init__(self, spans: Iterable[SpanT]) -> None:
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]

    def __iter__(self) -> Iterator[SpanT]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)

    @overload
    def __getitem__(self, index: int) -> SpanT: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[SpanT]: ...
    def __getitem__(self, index: int | slice) -> SpanT | Sequence[SpanT]:
        return self._spans[index]

    def starting(self, start: int, end: int) -> list[SpanT]:
        """Spans that begin in `start:end`."""
        return self._spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def within(self, start: int, end: int) -> list[SpanT]:
        """Spans that lie in `start:end` as a whole."""
        return [span for span in self.starting(start, end) if span.end <= end]

    def before(self, at: int) -> SpanT | None:
        """The last span that begins before `at`."""
        index = bisect_left(self._starts, at) - 1
        return self._spans[index] if index >= 0 else None

    def holding(self, start: int, end: int) -> SpanT | None:
        """A span that holds `start:end`, where spans do not nest."""
        index = bisect_right(self._starts, start) - 1
        found = self._spans[index] if index >= 0 else None
        return found if found is not None and found.end >= end and found.end > start else None
