"""What is wrong with an uploaded table: where, what, and how to mend it; twenty of one kind are shown, all are counted."""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

SHOWN = 20
ERROR = {"severity": "error"}
WORDS = ("zh", "en", "mend_zh", "mend_en")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the workbook: sheet, row as the sheet numbers it (0: the whole sheet), and the head of the column."""

    sheet: str = ""
    row: int = 0
    column: str = ""


@cache
def messages() -> dict[str, dict[str, str]]:
    """All messages by code: severity (error or note), zh, en, mend_zh, mend_en."""
    with files(__package__).joinpath("import_messages.csv").open(encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def errors_among(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts of errors, those of notes left out; a code of the data set's own check is an error."""
    return {code: count for code, count in counts.items() if messages().get(code, ERROR)["severity"] == "error"}


class Problems:
    """Collects problems: at most twenty of one code are kept, the rest counted."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._kept: list[dict[str, Any]] = []

    def add(self, code: str, spot: Spot, value: object = "") -> None:
        """Record one problem."""
        message = messages()[code]
        short = str(value) if len(str(value)) <= 60 else f"{str(value)[:59]}…"
        words = {name: message[name].replace("{value}", short) for name in WORDS}
        self._keep({**asdict(spot), "value": short, "code": code, **words, "severity": message["severity"]})

    def add_told(self, told: dict[str, Any], spot: Spot) -> None:
        """Record a problem that the data set's own check found, in its words."""
        self._keep(
            {
                "code": told["code"],
                "value": told["value"],
                **{name: told[name] for name in WORDS},
                **asdict(spot),
                "severity": "error",
            }
        )

    def add_uncounted(self, counts: Mapping[str, int]) -> None:
        """Count problems that are not listed, by code."""
        self.counts.update(counts)

    def _keep(self, problem: dict[str, Any]) -> None:
        self.counts[problem["code"]] += 1
        if self.counts[problem["code"]] <= SHOWN:
            self._kept.append(problem)

    def as_dict(self) -> dict[str, Any]:
        """All that was collected, JSON-ready; `from_dict` gives it back."""
        return {"counts": dict(self.counts), "kept": self._kept}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Problems":
        """The problems that `as_dict` told."""
        problems = cls()
        problems.counts.update(told["counts"])
        problems._kept += told["kept"]
        return problems

    @property
    def listed(self) -> list[dict[str, Any]]:
        """The problems kept, errors first, then in the order of the workbook."""
        return sorted(self._kept, key=lambda kept: (kept["severity"] != "error", kept["sheet"], kept["row"]))

    @property
    def stands_in_the_way(self) -> bool:
        """Whether any problem is an error, so that nothing can be imported."""
        return bool(errors_among(self.counts))
