"""How a text is built: paragraphs with their role, sections, sentences, clauses, quotations."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_SENTENCE_END = re.compile(r"[。！？!?；;…]+[”’）)]*|\n")
_CLAUSE_END = re.compile(r"(?:[，。！？!?；;…\n]|,(?!\d)|[：:](?!\d))+[”’]*")
_NUMBERED = re.compile(r"^(?:[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|[（(]?\d{1,2}[)）]|\d{1,2}[.、．])")
_BYLINE = re.compile(r"(?:发布时间|发布日期|发表时间|来源|作者|浏览次数|点击|日期|时间)[：:]")
_SIGNED = re.compile(r"记者|通讯员|作者|来源|责编|编辑|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}")
_CAPTION = re.compile(r"^(?:图为|图\d|▲|△|资料图|新华社发)")
_QUOTATION = re.compile(r"“([^”\n]*)”")
_LONGEST_HEADING = 45
_LONGEST_SENTENCE = 600
_LONGEST_CLAUSE = 200
_SHORTEST_QUOTATION = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text; `role` of a paragraph is title, byline, heading, caption or body."""

    start: int
    end: int
    role: str = ""
    section: int = 0

    def holds(self, at: int) -> bool:
        """Whether the position lies in the stretch."""
        return self.start <= at < self.end


@dataclass(frozen=True)
class Structure:
    """The stretches of a text, each kind sorted and without gaps except at paragraph ends."""

    text: str
    paragraphs: tuple[Stretch, ...]
    sentences: tuple[Stretch, ...]
    clauses: tuple[Stretch, ...]
    quotations: tuple[Stretch, ...]

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        kinds = {"p": self.paragraphs, "s": self.sentences, "c": self.clauses, "q": self.quotations}
        return {kind: [stretch.start for stretch in stretches] for kind, stretches in kinds.items()}

    def paragraph_at(self, at: int) -> Stretch:
        """The paragraph that holds a position."""
        return self.paragraphs[bisect_right(self._starts["p"], at) - 1]

    def sentence_at(self, at: int) -> Stretch:
        """The sentence (or part of one closed by a semicolon) that holds a position."""
        return self.sentences[bisect_right(self._starts["s"], at) - 1]

    def clause_at(self, at: int) -> Stretch:
        """The clause that holds a position."""
        return self.clauses[bisect_right(self._starts["c"], at) - 1]

    def quotation_at(self, at: int) -> Stretch | None:
        """The quotation of someone's words that holds a position."""
        index = bisect_right(self._starts["q"], at) - 1
        return self.quotations[index] if index >= 0 and self.quotations[index].holds(at) else None

    def headings(self) -> Iterator[Stretch]:
        """Title and headings in their order."""
        return (paragraph for paragraph in self.paragraphs if paragraph.role in ("title", "heading"))


def opens_a_part(text: str, at: int) -> bool:
    """Whether 其中 stands right before a position: what begins there is a part, and the next sentence goes on with the whole."""
    return text[max(0, at - 3) : at].rstrip("，,").endswith("其中")


def find_structure(text: str) -> Structure:
    """Cut a main text (one paragraph a line, the title first) into its parts."""
    paragraphs = tuple(_paragraphs(text))
    return Structure(
        text=text,
        paragraphs=paragraphs,
        sentences=tuple(_cut(paragraphs, text, _SENTENCE_END, _LONGEST_SENTENCE)),
        clauses=tuple(_cut(paragraphs, text, _CLAUSE_END, _LONGEST_CLAUSE)),
        quotations=tuple(_quotations(text)),
    )


def _paragraphs(text: str) -> Iterator[Stretch]:
    at, section = 0, 0
    for index, line in enumerate(text.split("\n")):
        role = _role(line, index)
        section += role == "heading"
        yield Stretch(at, at + len(line), role, section)
        at += len(line) + 1


def _role(line: str, index: int) -> str:
    if (_BYLINE.search(line) and len(line) < 80) or re.fullmatch(r"[\d\s:：年月日./-]+", line):
        return "byline"
    if index and len(line) < 80 and _SIGNED.search(line) and not re.search("[，。；！？]", line):
        return "byline"
    if _CAPTION.match(line):
        return "caption"
    closed = line.rstrip("”’）)").endswith(("。", "！", "？", "；", "，", "…"))
    if index == 0 and not closed and len(line) < 2 * _LONGEST_HEADING:
        return "title"
    if len(line) <= _LONGEST_HEADING and (
        not closed or (_NUMBERED.match(line) and line.count("。") == 1 and line.count("，") <= 1)
    ):
        return "heading"
    return "body"


def _cut(paragraphs: tuple[Stretch, ...], text: str, end: re.Pattern[str], longest: int) -> Iterator[Stretch]:
    """The stretches that a mark closes; one without any mark is cut, so that no later step reads it again and again."""
    for paragraph in paragraphs:
        at = paragraph.start
        ends = [found.end() for found in end.finditer(text, paragraph.start, paragraph.end)]
        for stop in (*ends, max(paragraph.end, paragraph.start + 1)):
            while stop > at:
                yield Stretch(at, min(stop, at + longest), paragraph.role, paragraph.section)
                at = min(stop, at + longest)


def _quotations(text: str) -> Iterator[Stretch]:
    for found in _QUOTATION.finditer(text):
        if len(found[1]) >= _SHORTEST_QUOTATION or found[1].endswith(("。", "！", "？")):
            yield Stretch(found.start(), found.end())
