"""A source as it looks: headings, paragraphs and table rows, with the exact span of every claim marked in it."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lianqun.office.evidence.models import Document, Statement
from lianqun.office.queries.rows.texts import text_of
from lianqun.read.layers.structure import Stretch, Structure, find_structure

ROOM = 6000
CELLS = re.compile(r"\t|\s*\|\s*")
WHOLE = Stretch(0, 0)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that the same claims quote; `marks` are (claim, its number in its sentence), outermost first."""

    text: str
    marks: tuple[tuple[str, int], ...] = ()
    ends: tuple[int, ...] = ()
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its role (title, byline, heading, caption, body), or a table: rows of cells of runs."""

    role: str
    rows: list[list[list[Run]]]


@dataclass(frozen=True, slots=True)
class SourceText:
    """What is shown of a document, and whether that is all of it."""

    blocks: list[Block]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """Where a claim stands, and its number among the claims of its sentence."""

    claim: str
    number: int
    start: int
    end: int


@lru_cache(maxsize=32)
def _structure(text: str) -> Structure:
    return find_structure(text)


def sentence_of(document: Document, statement: Statement) -> Stretch:
    """The sentence (or table row) that a claim begins in; its own span where the text is not kept."""
    passage = statement.passage
    return sentence_at(document, passage.start, passage.end) if passage else WHOLE


def sentence_at(document: Document, start: int, end: int) -> Stretch:
    """The sentence (or table row) around the beginning of a passage; the passage itself where the text is not kept."""
    text = text_of(document)
    return _structure(text).sentence_at(start) if end <= len(text) else Stretch(start, end)


def lay_out_source(document: Document, quoted: Sequence[Quoted], sentences: Iterable[Stretch]) -> SourceText:
    """The document around the claims, in blocks; long ones are cut at paragraphs some thousand characters away from them."""
    text = text_of(document)
    if not text or not quoted:
        return SourceText([], True)
    first, last = max(0, quoted[0].start - ROOM), max(one.end for one in quoted) + ROOM
    paragraphs = [
        one for one in _structure(text).paragraphs if one.end > first and one.start < last and text[one.start : one.end].strip()
    ]
    ink = _Ink(text, quoted, list(sentences))
    whole = bool(paragraphs) and not text[: paragraphs[0].start].strip() and not text[paragraphs[-1].end :].strip()
    return SourceText(list(_blocks(text, paragraphs, ink)), whole)


def _blocks(text: str, paragraphs: list[Stretch], ink: "_Ink") -> Iterator[Block]:
    """Paragraphs one by one; neighbouring table rows as one table."""
    rows: list[list[list[Run]]] = []
    for paragraph in paragraphs:
        cells = _cells(text, paragraph)
        if len(cells) > 1:
            rows.append([ink.runs(start, end) for start, end in cells])
            continue
        if rows:
            yield Block("table", rows)
            rows = []
        yield Block(paragraph.role or "body", [[ink.runs(paragraph.start, paragraph.end)]])
    if rows:
        yield Block("table", rows)


def _cells(text: str, paragraph: Stretch) -> list[tuple[int, int]]:
    """Start and end of the cells of a table row; one cell for a paragraph. A row has tabs, or at least two strokes."""
    line = text[paragraph.start : paragraph.end].rstrip("\n")
    if "\t" not in line and line.count("|") < 2:
        return [(paragraph.start, paragraph.end)]
    cuts = [found.span() for found in CELLS.finditer(line)]
    edges = [0, *(edge for cut in cuts for edge in cut), len(line)]
    pairs = [(paragraph.start + edges[at], paragraph.start + edges[at + 1]) for at in range(0, len(edges), 2)]
    return pairs if "\t" in line else [(start, end) for start, end in pairs if text[start:end].strip(" |-:")] or pairs[:1]


class _Ink:
    """Cuts text into runs at every edge of a claim or a sentence with claims."""

    def __init__(self, text: str, quoted: Sequence[Quoted], sentences: Sequence[Stretch]) -> None:
        self.text, self.quoted, self.sentences = text, sorted(quoted, key=lambda one: (one.start, -one.end)), sentences
        spans = [*((one.start, one.end) for one in quoted), *((one.start, one.end) for one in sentences)]
        self.edges = sorted({edge for span in spans for edge in span})

    def runs(self, start: int, end: int) -> list[Run]:
        """The runs of a stretch, without the line's end."""
        end = start + len(self.text[start:end].rstrip("\n"))
        edges = [start, *(edge for edge in self.edges if start < edge < end), end]
        return [self._run(left, right) for left, right in itertools.pairwise(edges) if right > left]

    def _run(self, start: int, end: int) -> Run:
        here = [one for one in self.quoted if one.start < end and start < one.end]
        sentence = next((number for number, one in enumerate(self.sentences) if one.start <= start < one.end), None)
        marks = tuple((one.claim, one.number) for one in here)
        return Run(self.text[start:end], marks, tuple(one.number for one in here if one.end == end), sentence)
