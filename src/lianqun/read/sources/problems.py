"""What is wrong with a source folder: where, what, and how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from lianqun.read.lists import rows_of


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """One fault; `where` is folder/file:line, `zh` and `en` are the sentence."""

    code: str
    where: str
    zh: str
    en: str


class SourceRefused(Exception):
    """A source folder that cannot be used, with all its problems."""

    def __init__(self, problems: Sequence[SourceProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{problem.zh}\n{problem.en}" for problem in problems))


def problem(code: str, where: str, **details: object) -> SourceProblem:
    """The problem of a code, in both languages."""
    row = next(row for row in rows_of("lianqun.read.sources", "messages.csv") if row["code"] == code)
    return SourceProblem(code, where, row["zh"].format(where=where, **details), row["en"].format(where=where, **details))
