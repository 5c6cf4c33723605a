"""What a source folder says, as one value that may be sent to another process."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from lianqun.read.grids.usage import HeadRule, Usage
from lianqun.vocab.claims import Claim
from lianqun.vocab.periods import Period, day_of, month_of


class ReadDocument(Protocol):
    """What `refine` is given: the repaired text, its title and date, and the claims that the reader made of it."""

    @property
    def text(self) -> str:
        """The repaired main text, which every quote is a part of."""
        ...

    @property
    def title(self) -> str:
        """The title of the document."""
        ...

    @property
    def published(self) -> date | None:
        """The day of publication, where it is known."""
        ...

    @property
    def claims(self) -> Sequence[Claim]:
        """The claims, sorted by place."""
        ...


Refine = Callable[[ReadDocument], Iterable[Claim]]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a source is recognised by: the suffix must fit, and `least` points of the rest (a title counts two) must be there."""

    suffixes: tuple[str, ...] = ()
    title: tuple[re.Pattern[str], ...] = ()
    heads: tuple[re.Pattern[str], ...] = ()
    labels: tuple[re.Pattern[str], ...] = ()
    words: tuple[re.Pattern[str], ...] = ()
    least: int = 2


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """One source folder. `about`, names and publisher are (zh, en); `hint_region` is the code of a division.

    `code` is the text of its read.py, "" where it has none; `digest` changes with everything that changes a reading.
    """

    folder: Path
    name: str
    zh: str
    en: str
    about: tuple[str, str]
    publisher: tuple[str, str]
    kind: str
    grade: str
    cadence: str
    marks: Marks
    digest: str
    layout: str = "tables"
    columns: tuple[HeadRule, ...] = ()
    units: tuple[str, ...] = ()
    period: str = ""
    hint_chain: str = ""
    hint_region: str = ""
    leave_out: tuple[re.Pattern[str], ...] = ()
    code: str = ""

    @property
    def mark(self) -> str:
        """Name and version, as they stand behind the name of the reader: signing-list/3f2a9c01."""
        return f"{self.name}/{self.digest[:8]}"

    @property
    def refine(self) -> Refine | None:
        """The function of its read.py; `None` where it has none."""
        return run_code(self.code, str(self.folder / "read.py")) if self.code else None

    def usage(self, published: date | None) -> Usage:
        """What its tables and labels mean, and the unit and period that hold where they print none."""
        return Usage(self.columns, self.units, str(_PERIODS[self.period](published)) if published else "")


@lru_cache(maxsize=64)
def run_code(code: str, path: str) -> Refine | None:
    """The `refine` of a read.py; `None` where it defines none. Raises whatever the code raises."""
    space: dict[str, Any] = {"__name__": "lianqun_source", "__file__": path}
    exec(compile(code, path, "exec"), space)
    found = space.get("refine")
    return found if callable(found) else None


def left_out(text: str, source: SourceFolder) -> Iterator[tuple[int, int]]:
    """The lines of a text that the source does not want read."""
    at = 0
    for line in text.split("\n") if source.leave_out else ():
        if any(pattern.search(line) for pattern in source.leave_out):
            yield at, at + len(line)
        at += len(line) + 1


def digest_of(*parts: str) -> str:
    """The fingerprint of all that makes a source."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


_PERIODS: dict[str, Callable[[date], str | Period | None]] = {
    "": lambda day: "",
    "printed": lambda day: "",
    "published_day": day_of,
    "published_month": month_of,
    "month_before": lambda day: month_of(day).month_before(),
    "published_year": lambda day: month_of(day).year,
}
PERIOD_RULES = tuple(rule for rule in _PERIODS if rule)
