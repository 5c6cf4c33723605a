"""Repaired text → main text: boilerplate lines, indentation and empty lines taken out."""

import re
from collections.abc import Iterator
from functools import cache

from lianqun.read.lists import rows_of
from lianqun.read.offsets import Patch

_SPACES = " \t\u3000\xa0\f\ufeff"
_LONGEST_TAIL_LINE = 80
_EARLIEST_TAIL = 0.4
# A mirror strews commas before other marks (，，同比增长， 。); two may be slips of the pen.
_STRAY = re.compile(r"[，,](?=[，,。；！？、])")
_STREWN = 3


@cache
def _patterns(where: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in rows_of("lianqun.read", "boilerplate.csv") if row["where"] == where)


def find_clutter(text: str) -> Iterator[Patch]:
    """One patch for each stretch to be taken out, in order; what is left has one paragraph a line."""
    lines = list(_lines(text))
    end = _tail_start(lines, len(text))
    kept = [(start, line) for start, line in lines if start < end and line.strip(_SPACES) and not _matches("line", line)]
    is_strewn = len(_STRAY.findall(text)) >= _STREWN
    at = 0
    for start, line in kept:
        stripped = line.strip(_SPACES)
        first = start + line.index(stripped)
        yield from _cut(at, first, "\n" if at else "")
        at = first + len(stripped)
        yield from (Patch(m.start(), m.end(), "", "clutter") for m in _STRAY.finditer(text, first, at) if is_strewn)
    yield from _cut(at, len(text), "")


def _cut(start: int, end: int, after: str) -> Iterator[Patch]:
    if end - start != len(after):
        yield Patch(start, end, after, "clutter")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _matches(where: str, line: str) -> bool:
    stripped = line.strip(_SPACES)
    return len(stripped) <= _LONGEST_TAIL_LINE and any(pattern.match(stripped) for pattern in _patterns(where))


def _tail_start(lines: list[tuple[int, str]], length: int) -> int:
    """Where comments, related reading and the like begin: a known head after which only short lines follow."""
    for index, (start, line) in enumerate(lines):
        if start > _EARLIEST_TAIL * length and _matches("tail", line) and _only_short(lines[index:]):
            return start
    return length


def _only_short(lines: list[tuple[int, str]]) -> bool:
    return all(len(line) <= _LONGEST_TAIL_LINE for _, line in lines)
