"""What is wrong with a data set, in words: problems from `messages.csv`, at most twenty of one kind, the rest counted."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain, zip_longest

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the file, the line in the file (0 for the whole file), the column, what it is and how to mend it."""

    file: str
    row: int
    column: str
    value: str
    code: str
    zh: str
    en: str
    mend_zh: str
    mend_en: str

    def as_dict(self) -> dict[str, object]:
        """JSON-ready."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Report:
    """What `check` found: up to twenty problems and notes of one kind, and the full count of each kind by code."""

    problems: list[Problem]
    notes: list[Problem]
    counts: dict[str, int]
    note_counts: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """True where nothing is wrong; notes do no harm."""
        return not self.counts

    def as_dict(self) -> dict[str, object]:
        """JSON-ready, the same on every run."""
        return {
            "ok": self.ok,
            "rows": self.rows,
            "counts": self.counts,
            "note_counts": self.note_counts,
            "problems": [problem.as_dict() for problem in self.problems],
            "notes": [note.as_dict() for note in self.notes],
        }


class DataSetRefused(Exception):
    """A data set that cannot be loaded; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p.file}:{p.row} {p.column} {p.en}" for p in problems[:3]))


@cache
def messages() -> dict[str, dict[str, str]]:
    """All messages: code → level (error or note), zh, en, mend_zh, mend_en with placeholders."""
    with files(__package__).joinpath("messages.csv").open(encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@cache
def type_words() -> dict[str, dict[str, str]]:
    """Words for each column type, and how its cells are written."""
    with files(__package__).joinpath("types.csv").open(encoding="utf-8") as file:
        return {row["type"]: row for row in csv.DictReader(file)}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a finding lies: a file and a column of it."""

    file: str
    column: str = ""


class Findings:
    """Collects problems: counts all, keeps the first twenty of a kind in each column."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._kept: dict[str, dict[Spot, list[Problem]]] = defaultdict(lambda: defaultdict(list))

    def add(self, code: str, spot: Spot, count: int = 1, rows: Iterable[Mapping[str, object]] = ({},)) -> None:
        """Record `count` findings of one kind in one column; `rows` describes the first of them (line, value, words)."""
        if count:
            self._counts[code] += count
            kept = self._kept[code][spot]
            kept.extend(describe(code, spot, row) for row, _ in zip(rows, range(SHOWN - len(kept)), strict=False))

    def wants(self, code: str, spot: Spot) -> int:
        """How many more findings of this kind in this column will be kept."""
        return SHOWN - len(self._kept[code][spot])

    def count(self, code: str) -> int:
        """How many findings of one kind there are."""
        return self._counts[code]

    def report(self, rows: Mapping[str, int]) -> Report:
        """All findings, sorted by file, line and column; each column of each file gets its turn among the twenty."""
        shown = sorted(
            chain.from_iterable(_take_turns(spots.values()) for spots in self._kept.values()),
            key=lambda problem: (problem.file, problem.row, problem.column, problem.code, problem.value),
        )
        level = {code: message["level"] for code, message in messages().items()}
        return Report(
            problems=[problem for problem in shown if level[problem.code] == "error"],
            notes=[problem for problem in shown if level[problem.code] == "note"],
            counts={code: count for code, count in sorted(self._counts.items()) if level[code] == "error"},
            note_counts={code: count for code, count in sorted(self._counts.items()) if level[code] == "note"},
            rows=dict(rows),
        )


def _take_turns(lists: Iterable[list[Problem]]) -> list[Problem]:
    """The first of every list, then the second of every list, and so on, up to twenty."""
    turns = chain.from_iterable(zip_longest(*lists))
    return [problem for problem in turns if problem is not None][:SHOWN]


def describe(code: str, spot: Spot, row: Mapping[str, object]) -> Problem:
    """The problem in its words; `row` fills the message of the code (line, value, suggestion …)."""
    message = messages()[code]
    value = row.get("value")
    words = {**row, "file": spot.file, "column": spot.column, "value": shorten(value)}
    texts = {key: message[key].format_map(words) for key in ("zh", "en", "mend_zh", "mend_en")}
    line = row.get("line", 0)
    assert isinstance(line, int)
    return Problem(spot.file, line, spot.column, shorten(value), code, **texts)


def shorten(value: object, length: int = 60) -> str:
    """The value as text for a message, cut where it is long."""
    text = "" if value is None else str(value)
    return text if len(text) <= length else f"{text[: length - 1]}…"
