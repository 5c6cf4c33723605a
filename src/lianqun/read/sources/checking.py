"""The samples of a source against what a person says is right in them."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lianqun.read.sources.problems import SourceProblem, SourceRefused, problem
from lianqun.read.sources.source import SourceFolder
from lianqun.vocab.claims import PRINTED_ORDER, Claim

NOT_COMPARED = ("document", "known_miss", "known_extra")
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """What came of a source's samples, each list of rows with their document.

    `missed` was expected and is not read, `extra` is read and was not expected; the known ones say why in `known_miss` and
    `known_extra`. `mended` was a known miss and is read now, or a known extra and is not.
    """

    expected: int
    found: int
    missed: tuple[_Row, ...]
    known_missed: tuple[_Row, ...]
    extra: tuple[_Row, ...]
    known_extra: tuple[_Row, ...]
    mended: tuple[_Row, ...]
    recognised: bool

    @property
    def is_right(self) -> bool:
        """Whether everything is as the person said, known misses and extras apart."""
        return self.recognised and not (self.missed or self.extra or self.mended)


def check_source(source: SourceFolder, read: Callable[[Path], tuple[bool, Sequence[Claim]]]) -> Score:
    """Read every sample and compare. `read` gives whether the source was recognised by itself, and the claims.

    A line of expected.jsonl gives a document and fields of a claim; the others are not compared. Raises SourceRefused for a wrong line.
    """
    expected = _load_expected(source)
    recognised, claims = True, []
    for path in sorted((source.folder / "sample").iterdir()):
        known, found = read(path)
        recognised &= known
        claims += [{"document": path.name, **claim.as_row()} for claim in found]
    wanted = [row for row in expected if "known_extra" not in row]
    unwanted = [row for row in expected if "known_extra" in row]
    met, rest = _pair_off(wanted, claims)
    met_extra, extra = _pair_off(unwanted, rest)
    return Score(
        expected=len(wanted),
        found=len(met),
        missed=tuple(row for row in _without(wanted, met) if "known_miss" not in row),
        known_missed=tuple(row for row in _without(wanted, met) if "known_miss" in row),
        extra=tuple(extra),
        known_extra=tuple(met_extra),
        mended=(*(row for row in met if "known_miss" in row), *_without(unwanted, met_extra)),
        recognised=recognised,
    )


def _pair_off(wanted: Sequence[_Row], claims: Sequence[_Row]) -> tuple[list[_Row], list[_Row]]:
    """The most wanted rows that can have a claim of their own each, and the claims that are left (a matching by augmenting paths)."""
    fitting = [[at for at, claim in enumerate(claims) if _meets(row, claim)] for row in wanted]
    taken: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for at in fitting[row]:
            if at not in tried:
                tried.add(at)
                if at not in taken or place(taken[at], tried):
                    taken[at] = row
                    return True
        return False

    for row in range(len(wanted)):
        place(row, set())
    return [wanted[row] for row in sorted(taken.values())], [claim for at, claim in enumerate(claims) if at not in taken]


def _without(rows: Sequence[_Row], some: Sequence[_Row]) -> list[_Row]:
    """The rows that are none of some, each by itself, for a line may stand twice."""
    taken = set(map(id, some))
    return [row for row in rows if id(row) not in taken]


def _meets(row: _Row, claim: _Row) -> bool:
    return all(claim[name] == value for name, value in row.items() if name == "document" or name not in NOT_COMPARED)


def _load_expected(source: SourceFolder) -> list[_Row]:
    path = source.folder / "expected.jsonl"
    where = f"{source.name}/expected.jsonl"
    if not path.exists() or not (source.folder / "sample").is_dir():
        raise SourceRefused([problem("no_file", where if not path.exists() else f"{source.name}/sample")])
    rows: list[_Row] = []
    problems: list[SourceProblem] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            if line.strip():
                rows.append(_expected_row(line, source.folder / "sample"))
        except ValueError as error:
            code, _, detail = str(error).partition(" ")
            code, detail = (code, detail) if code == "no_sample" else ("not_json", str(error))
            problems.append(problem(code, f"{where}:{number}", value=detail, detail=detail))
    if problems:
        raise SourceRefused(problems)
    return rows


def _expected_row(line: str, samples: Path) -> _Row:
    row = json.loads(line)
    if not isinstance(row, dict) or (strange := set(row) - {*PRINTED_ORDER, *NOT_COMPARED}):
        raise ValueError(f"fields: {', '.join(PRINTED_ORDER)}" if not isinstance(row, dict) else f"unknown: {', '.join(strange)}")
    if not (samples / str(row.get("document"))).is_file():
        raise ValueError(f"no_sample {row.get('document')}")
    return row


def differences(score: Score) -> Iterator[tuple[str, _Row]]:
    """Every difference with its sign: - expected and missed, + read and not expected, ~ known, ! known no longer."""
    for sign, rows in (
        ("-", score.missed),
        ("+", score.extra),
        ("~", (*score.known_missed, *score.known_extra)),
        ("!", score.mended),
    ):
        yield from ((sign, row) for row in rows)
