"""The review of one stage: who must sign and who has, what an approval rests on, and what changed under it since.

A stage that no rule asks an office to sign is approved by one person who may approve stages. An office signs by any of its people, by
all, or by two, as its rule says; the steps follow one another, the offices of one step sign side by side.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lianqun.land.stage_rules import RuleBook, StageRule

ANY_OFFICE = ""
TWO = 2


@dataclass(frozen=True, slots=True)
class Signing:
    """One office's part of a review: its step, how many of its people must sign, who has, and who may still."""

    step: int
    office: str
    needed: int
    signed_by: tuple[str, ...]
    may_sign: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        """Whether enough of its people have signed."""
        return len(self.signed_by) >= self.needed


@dataclass(frozen=True, slots=True)
class Difference:
    """A column that reads otherwise now than when the stage was approved."""

    column: str
    before: str
    now: str


def signings(
    rules: Sequence[StageRule], signatures: Sequence[Mapping[str, Any]], people: Mapping[str, Sequence[str]]
) -> tuple[Signing, ...]:
    """Each office that must sign, in the order of the steps; one part for any approver where no office is named.

    `signatures` are rows of the table (`office`, `step`, `verdict`, `signer`, `for_signer`); `people` office → those who may sign for it,
    the person who submitted left out. An office of which nobody may sign needs one signature all the same, and waits.
    """
    parts = [(rule.number or 1, rule.what, rule.needs) for rule in rules] or [(1, ANY_OFFICE, "any")]
    found = []
    for step, office, needs in sorted(set(parts)):
        agreed = {
            one["for_signer"] or one["signer"] for one in signatures if one["office"] == office and one["verdict"] == "agreed"
        }
        may = tuple(people.get(office, ()))
        needed = {"all": max(len(may), 1), "two": TWO}.get(needs, 1)
        found.append(Signing(step, office, needed, tuple(sorted(agreed)), tuple(one for one in may if one not in agreed)))
    return tuple(found)


def awaited(parts: Sequence[Signing]) -> tuple[Signing, ...]:
    """The parts that may be signed now: those of the first step that is not done; none when all are."""
    left = [part for part in parts if not part.is_done]
    return tuple(part for part in left if part.step == left[0].step)


def values_seen(book: RuleBook, stage: str, project: Mapping[str, Any]) -> str:
    """What an approval of a stage rests on, as JSON: column → value as text, null where it is not known."""
    return json.dumps(
        {name: _text(project.get(name)) for name in book.fields(stage, project)}, ensure_ascii=False, sort_keys=True
    )


def differences(seen: str | None, project: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The columns that read otherwise now than in what was seen; none where nothing was."""
    before = json.loads(seen) if seen else {}
    now = {name: _text(project.get(name)) for name in before}
    return tuple(Difference(name, before[name] or "", now[name] or "") for name in before if before[name] != now[name])


def review_state(review: Mapping[str, Any], project: Mapping[str, Any]) -> str:
    """The state of a review now: an approved one whose values have changed since is `reopened`."""
    return "reopened" if review["state"] == "approved" and differences(review["seen"], project) else str(review["state"])


def _text(value: Any) -> str | None:
    """A value as text that is the same however exactly it was written down."""
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
