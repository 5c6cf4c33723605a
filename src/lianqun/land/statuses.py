"""What a project's status means for its clock, beside its stage, from `project_statuses.csv`."""

from dataclasses import dataclass
from functools import cache

from lianqun.land.words import read_rows

RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Status:
    """A status: whether time counts (`runs`), whether the project has ended (`is_over`) or is stuck, and what must be said with it."""

    code: str
    runs: bool
    is_over: bool
    is_stuck: bool
    asks_reason: bool
    asks_place: bool
    why_zh: str
    why_en: str


@cache
def statuses() -> dict[str, Status]:
    """Every status by code, in the order of the table."""
    return {row["code"]: _status(row) for row in read_rows("project_statuses.csv")}


def status_of(code: str | None) -> Status:
    """The status of a code; what is not said runs. KeyError for an unknown code."""
    return statuses()[code or RUNNING]


@cache
def over_statuses() -> tuple[str, ...]:
    """Codes of the statuses in which a project has ended."""
    return tuple(status.code for status in statuses().values() if status.is_over)


@cache
def stuck_statuses() -> tuple[str, ...]:
    """Codes of the statuses in which a project goes on, but not as it should."""
    return tuple(status.code for status in statuses().values() if status.is_stuck)


def _status(row: dict[str, str]) -> Status:
    said = {"is_over": row["over"], "is_stuck": row["stuck"], "asks_reason": row["asks_reason"], "asks_place": row["asks_place"]}
    return Status(
        code=row["code"],
        runs=row["clock"] == "runs",
        why_zh=row["why_zh"],
        why_en=row["why_en"],
        **{name: value == "yes" for name, value in said.items()},
    )
