"""Lines of “label: value” → forms: grids of one row each, of which every value stands behind its head."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from lianqun.read.files.content import Span
from lianqun.read.grids.building import build_form
from lianqun.read.grids.context import Context
from lianqun.read.grids.grid import Grid
from lianqun.read.grids.head_words import read_head
from lianqun.read.grids.usage import Usage
from lianqun.read.sources.source import SourceFolder, left_out

_LINE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．])?\s*"
    r"(?P<label>[^:：|，。；\n]{2,24}?)\s*[:：]\s*(?P<value>\S[^\n]*)"
)
_SUBJECTS = ("project", "thing", "firm")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Pair:
    """A label that means something, and its value."""

    label: Span
    value: Span
    role: str
    words: str


def label_of(line: str) -> str:
    """The label at the head of a line, without its number; "" where there is none."""
    found = _LINE.match(line)
    return found["label"] if found else ""


def build_label_grids(
    text: str, grids: Sequence[Grid], titled: tuple[str, date | None], source: SourceFolder
) -> tuple[Grid, ...]:
    """All forms of a text (`titled`: its title and day) beside its tables and the lines that are left out; a label that comes
    again begins another form, about the same thing where it names no other."""
    usage = source.usage(titled[1])
    outside = (*((grid.start, grid.end) for grid in grids), *left_out(text, source))
    context = Context(titled[:1], titled[1], usage)
    subject: _Pair | None = None
    forms: list[Grid] = []
    for pairs in _split(_pairs(text, outside, usage), grids):
        own = next((pair for pair in pairs if pair.role in _SUBJECTS), None)
        carried = [subject] if own is None and subject else []
        subject = own or subject
        if len(pairs) >= _FEWEST:
            forms.append(_form(text, [*carried, *pairs], pairs, context))
    return tuple(forms)


def _pairs(text: str, outside: Sequence[Span], usage: Usage) -> Iterator[_Pair]:
    at = 0
    for line in text.split("\n"):
        found = _LINE.match(line)
        inside = not any(start <= at < end for start, end in outside)
        head = read_head(found["label"], usage.heads) if found and inside else None
        if found and head and head.is_known:
            value = line.rstrip()[found.start("value") :]
            end = at + found.start("value") + len(value)
            yield _Pair(
                (at + found.start("label"), at + found.end("label")), (at + found.start("value"), end), head.role, head.words
            )
        at += len(line) + 1


def _split(pairs: Iterable[_Pair], grids: Sequence[Grid]) -> Iterator[list[_Pair]]:
    """Pairs by form: cut where the words of a label come again, a second subject begins, or a table stands between."""
    form: list[_Pair] = []
    for pair in pairs:
        again = any(pair.words == other.words or (pair.role == other.role and pair.role in _SUBJECTS) for other in form)
        if form and (again or any(form[-1].value[1] <= grid.start < pair.label[0] for grid in grids)):
            yield form
            form = []
        form.append(pair)
    yield form


def _form(text: str, pairs: Sequence[_Pair], own: Sequence[_Pair], context: Context) -> Grid:
    lines = [(pair.label[0], pair.value[1]) for pair in own]
    between = [(before[1], after[0]) for before, after in pairwise(lines)]
    return build_form(text, [(pair.label, pair.value) for pair in pairs], (lines[0][0], lines[-1][1]), context, between)
