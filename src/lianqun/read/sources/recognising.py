"""Which source a document is of, and by what it was recognised."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lianqun.read.files.content import Table
from lianqun.read.grids.values import narrow_text
from lianqun.read.lists import rows_of
from lianqun.read.sources.label_lines import label_of
from lianqun.read.sources.source import SourceFolder

_HEAD_ROWS = 12
_HEAD_LINES, _END_LINES, _LABEL_LINES = 8, 6, 400
_TITLE_LINES = 2
_LONGEST_LINE = 200
_BRACKETS = re.compile(r"[(\[【〔<][^()\[\]【】〔〕<>]*[)\]】〕>]")
_TITLE_POINTS = 2


@dataclass(frozen=True, slots=True)
class Recognition:
    """The source of a document. `reasons` are (kind of mark, as printed); none where a person chose the source.

    `rivals` are names of sources that fit just as well; then none is used, and `source` is `None`.
    """

    source: SourceFolder | None
    reasons: tuple[tuple[str, str], ...] = ()
    rivals: tuple[str, ...] = ()

    def words(self) -> tuple[str, str]:
        """What was recognised and why, as a sentence in Chinese and English."""
        if self.source is None:
            names = "、".join(self.rivals), ", ".join(self.rivals)
            return (
                f"同样像几种来源（{names[0]}），未按其中任何一种读。请选定一种再读。",
                f"It fits several sources equally ({names[1]}), so none was used. Choose one and read again.",
            )
        what = f"按“{self.source.zh}”（{self.source.name}）读", f"Read as {self.source.en} ({self.source.name})"
        if not self.reasons:
            return f"{what[0]}，由人选定。", f"{what[1]}, chosen by a person."
        zh, en = zip(
            *(_reason_words(kind, self.reasons) for kind in dict.fromkeys(kind for kind, _ in self.reasons)), strict=True
        )
        return f"{what[0]}，因为有{'、'.join(zh)}。", f"{what[1]}, because of {', '.join(en)}."


def _reason_words(kind: str, reasons: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The marks of one kind that were met: 表头“客商”“协议引资额”."""
    row = next(row for row in rows_of("lianqun.read.sources", "words.csv") if (row["list"], row["word"]) == ("mark", kind))
    printed = [f"“{words}”" for found, words in reasons if found == kind]
    return f"{row['zh']}{''.join(printed)}", f"{row['en']} {' '.join(printed)}"


def recognise(
    sources: Sequence[SourceFolder], *, name: str, title: str, text: str, tables: Sequence[Table]
) -> Recognition | None:
    """The source whose marks a document bears most of; `None` where none has enough. `name` is the file's."""
    sight = _Sight(name, title, text, tables) if sources else None
    fitting = [(points, reasons, source) for source in sources if sight for points, reasons in [_weigh(sight, source)] if points]
    if not fitting:
        return None
    most = max(points for points, _, _ in fitting)
    best = [(reasons, source) for points, reasons, source in fitting if points == most]
    if len(best) > 1:
        return Recognition(None, rivals=tuple(source.name for _, source in best))
    return Recognition(best[0][1], best[0][0])


class _Sight:
    """What of a document is looked at: its titles, the heads of its tables, its labels, and its first and last lines."""

    def __init__(self, name: str, title: str, text: str, tables: Sequence[Table]) -> None:
        lines = text.split("\n")
        self.suffix = PurePath(name).suffix.lower()
        self.titles = [title, *(line[:_LONGEST_LINE] for line in lines[:_TITLE_LINES]), PurePath(name).stem]
        self.edges = [line[:_LONGEST_LINE] for line in (*lines[:_HEAD_LINES], *lines[_HEAD_LINES:][-_END_LINES:])]
        self.labels = [label for line in lines[:_LABEL_LINES] if (label := label_of(line))]
        self.heads = list(dict.fromkeys(_heads(text, tables)))


def _heads(text: str, tables: Sequence[Table]) -> Iterator[str]:
    """The cells of the first rows of every table, without brackets."""
    for table in tables:
        for row in table.cells[:_HEAD_ROWS]:
            for start, end in dict.fromkeys(map(tuple, row)):
                if 0 < end - start < 40:
                    yield _BRACKETS.sub("", narrow_text(text[start:end]))


def _weigh(sight: _Sight, source: SourceFolder) -> tuple[int, tuple[tuple[str, str], ...]]:
    """The points of a source with the marks that gave them; 0 where they are too few."""
    marks = source.marks
    if marks.suffixes and sight.suffix not in marks.suffixes:
        return 0, ()
    title = _first(marks.title, sight.titles, whole=False)
    found = [
        *(("heads", _first([p], sight.heads, whole=True)) for p in marks.heads),
        *(("labels", _first([p], sight.labels, whole=True)) for p in marks.labels),
        *(("words", _first([p], sight.edges, whole=False)) for p in marks.words),
    ]
    reasons = [*([("title", title)] if title else []), *((kind, printed) for kind, printed in found if printed)]
    points = len(reasons) + (_TITLE_POINTS - 1 if title else 0)
    return (points, tuple(reasons)) if points >= marks.least else (0, ())


def _first(patterns: Iterable[re.Pattern[str]], among: Sequence[str], *, whole: bool) -> str:
    """The first words that one of the patterns meets, as printed."""
    for pattern in patterns:
        for words in among:
            if found := pattern.fullmatch(words) if whole else pattern.search(words):
                return found[0]
    return ""
