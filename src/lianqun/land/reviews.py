"""The review of one stage: who must sign and who has, what an approval rests on, and what changed under it since.

A stage that no rule asks an office to sign is approved by one person who may approve stages. An office signs by any of its people, by
all, or by a number of them, as its rule says; the steps follow one another, the offices of one step sign side by side.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lianqun.land.stage_rules import DOCUMENT, RuleBook, StageRule

ANY_OFFICE = ""
ALL = "all"


@dataclass(frozen=True, slots=True)
class Signing:
    """One office's part of a review: its step, how many of its people must sign, who has, and who may still."""

    step: int
    office: str
    needed: int
    signed_by: tuple[str, ...]
    may_sign: tuple[str, ...]

    @property
    def people(self) -> int:
        """How many of the office's people sign here: those who have, and those who may still."""
        return len(self.signed_by) + len(self.may_sign)

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


@dataclass(frozen=True, slots=True)
class DocumentDifference:
    """A document that an approval saw and that is not there as it was: its title, and those that stand in its place (none: taken out)."""

    proves: str
    before: str
    now: tuple[str, ...]


def signings(
    rules: Sequence[StageRule], signatures: Sequence[Mapping[str, Any]], people: Mapping[str, Sequence[str]]
) -> tuple[Signing, ...]:
    """Each office that must sign, in the order of the steps; one part for any approver where no office is named.

    `signatures` are rows of the table (`office`, `step`, `verdict`, `signer`, `for_signer`); `people` office → those who may sign for it,
    the person who submitted left out. An office of which fewer people may sign than must waits all the same, one of which nobody may for
    one signature.
    """
    parts = [(rule.number or 1, rule.what, rule.needs) for rule in rules] or [(1, ANY_OFFICE, "any")]
    found = []
    for step, office, needs in sorted(set(parts)):
        agreed = {
            one["for_signer"] or one["signer"] for one in signatures if one["office"] == office and one["verdict"] == "agreed"
        }
        may = tuple(people.get(office, ()))
        found.append(
            Signing(step, office, _needed(needs, len(may)), tuple(sorted(agreed)), tuple(one for one in may if one not in agreed))
        )
    return tuple(found)


def _needed(needs: str, people: int) -> int:
    """How many signatures an office needs, of so many people who may sign for it: all, the number that its rule says, else one."""
    if needs == ALL:
        return max(people, 1)
    return int(needs) if needs.isdecimal() else 1


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


def documents_seen(
    book: RuleBook,
    stage: str,
    project: Mapping[str, Any],
    attachments: Iterable[Mapping[str, Any]],
    *,
    review_id: str,
    before: str = "",
) -> str:
    """What an approval rests on of a project's documents, as JSON: key → what it proves, title and checksum.

    These are the documents of the kinds that the stage asks for, and those that came with the review; `before` is what earlier signers
    saw, which stays. Attachments are rows of the table (`id`, `proves`, `title`, `sha256`, `review_id`).
    """
    asked = {rule.what for rule in book.asked(stage, project, DOCUMENT)}
    now = {
        one["id"]: {name: one[name] or "" for name in ("proves", "title", "sha256")}
        for one in attachments
        if one["proves"] in asked or one["review_id"] == review_id
    }
    return json.dumps({**now, **(json.loads(before) if before else {})}, ensure_ascii=False, sort_keys=True)


def document_differences(seen: str | None, attachments: Sequence[Mapping[str, Any]]) -> tuple[DocumentDifference, ...]:
    """The documents of an approval that were replaced or taken out since; none where nothing was seen."""
    before: dict[str, dict[str, str]] = json.loads(seen) if seen else {}
    there = {one["id"]: one for one in attachments}
    found = []
    for key, told in before.items():
        one = there.get(key)
        if one is not None and (one["sha256"] or "") == told["sha256"]:
            continue
        others = (
            it["title"] for it in attachments if it["proves"] == told["proves"] and (it["id"] == key or it["id"] not in before)
        )
        found.append(DocumentDifference(told["proves"], told["title"], tuple(others)))
    return tuple(found)


def review_state(review: Mapping[str, Any], project: Mapping[str, Any], attachments: Sequence[Mapping[str, Any]]) -> str:
    """The state of a review now: an approved one of which a value or a document has changed since is `reopened`."""
    if review["state"] != "approved":
        return str(review["state"])
    changed = differences(review["seen"], project) or document_differences(review["documents"], attachments)
    return "reopened" if changed else "approved"


def _text(value: Any) -> str | None:
    """A value as text that is the same however exactly it was written down."""
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
