"""The stages of a project, and which move between two of them is usual.

The stages are dated rows of `stages.csv`, each with the rule it restates; nothing here decides what a person may do,
only whether the order of the stages allows a move (who may move out of order is a permission of the office).
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from lianqun.land.words import read_rows, sentences


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its place in the order, what it asks for, and the stages that usually follow (`next`).

    `date_column` is the column of a project that holds the day on which it came to this stage, empty where none does.
    `over` says why no date is due any more: `reached` (the loop is closed), or empty while a date is due.
    """

    order: int
    code: str
    zh: str
    en: str
    asks_for_zh: str
    asks_for_en: str
    next: tuple[str, ...]
    date_column: str
    over: str
    valid_from: date
    valid_to: date | None
    reference_zh: str
    reference_en: str


@dataclass(frozen=True, slots=True)
class Move:
    """What the order of stages says of a move: `kind` is `usual`, `same` or `out_of_order`; both languages say why."""

    kind: str
    zh: str
    en: str

    @property
    def needs_reason(self) -> bool:
        """Whether the move stands outside the usual order, so that a reason must be written down."""
        return self.kind == "out_of_order"


@cache
def stages(on: date | None = None) -> tuple[Stage, ...]:
    """The stages valid on a day, in order; without a day, those that have no end."""
    read = (as_stage(row) for row in read_rows("stages.csv"))
    return tuple(sorted((stage for stage in read if is_valid(stage, on)), key=lambda stage: stage.order))


def stage_of(code: str, on: date | None = None) -> Stage:
    """The stage of a code; `KeyError` with the known codes where there is none."""
    known = _by_code(on)
    if code not in known:
        raise KeyError(f"{code!r} is no stage of a project; known are {', '.join(known)}")
    return known[code]


@cache
def _by_code(on: date | None) -> dict[str, Stage]:
    return {stage.code: stage for stage in stages(on)}


@cache
def next_stages(stage: str, on: date | None = None) -> tuple[Stage, ...]:
    """The stages that usually follow a stage, the commonest first."""
    return tuple(stage_of(code, on) for code in stage_of(stage, on).next)


@cache
def over_stages() -> tuple[str, ...]:
    """Codes of the stages after which no date is due, whatever the version of the row: a project there is not late."""
    return tuple(dict.fromkeys(row["code"] for row in read_rows("stages.csv") if row["over"]))


def check_move(stage: str, to: str, *, on: date | None = None) -> Move:
    """What the order of stages says of moving a project from one stage to another (`KeyError` for an unknown code)."""
    left, right = stage_of(stage, on), stage_of(to, on)
    kind = "same" if left == right else "usual" if to in left.next else "out_of_order"
    zh, en = sentences()[f"move_{kind}"]
    following = next_stages(stage, on)
    return Move(
        kind,
        zh.format(left=left.zh, right=right.zh, asks=right.asks_for_zh, usual="、".join(after.zh for after in following)),
        en.format(left=left.en, right=right.en, asks=right.asks_for_en, usual=", ".join(after.en for after in following)),
    )


def is_valid(stage: Stage, on: date | None) -> bool:
    """Whether a dated row holds on a day; without a day, whether it still holds."""
    if on is None:
        return stage.valid_to is None
    return stage.valid_from <= on and (stage.valid_to is None or on <= stage.valid_to)


def as_stage(row: dict[str, str]) -> Stage:
    """A row of `stages.csv` with its types."""
    return Stage(
        order=int(row["order"]),
        code=row["code"],
        zh=row["zh"],
        en=row["en"],
        asks_for_zh=row["asks_for_zh"],
        asks_for_en=row["asks_for_en"],
        next=tuple(row["next"].split()),
        date_column=row["date_column"],
        over=row["over"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        reference_zh=row["reference_zh"],
        reference_en=row["reference_en"],
    )
