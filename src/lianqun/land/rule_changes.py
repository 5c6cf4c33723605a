"""What changed rules mean for projects, before they hold: what each gains or loses at the stages that follow, in its time, in who signs."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from lianqun.land.stage_rules import DOCUMENT, FIELD, GREEN_DAYS, LIMITS, SIGN, WORKING_DAYS, Missing, RuleBook, StageRule
from lianqun.land.stages import next_stages, stages
from lianqun.land.statuses import status_of

GATES = (FIELD, DOCUMENT)
TIMES = (*LIMITS, GREEN_DAYS)


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a project may stand at a stage: days, and whether these are working days."""

    days: int | None
    is_working: bool


@dataclass(frozen=True, slots=True)
class Signer:
    """An office that must sign: its step, and how many of its people (`all`, `any`, or a number)."""

    office: str
    step: int
    needs: str


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """What changed rules mean for one project at one stage from a day on; what stays as it is, is empty.

    `gains` and `loses` are what the stage asks for and the project lacks: newly, and no longer. `limits` are the former and the new one.
    """

    project_id: str
    stage: str
    on: date
    gains: tuple[Missing, ...] = ()
    loses: tuple[Missing, ...] = ()
    limits: tuple[Limit | None, Limit | None] | None = None
    signs: tuple[Signer, ...] = ()
    signs_no_more: tuple[Signer, ...] = ()


class RuleChange:
    """Two sets of rules beside each other on a day: the stages of which they say something else, and what that means for a project."""

    def __init__(self, before: Iterable[StageRule], after: Iterable[StageRule], on: date) -> None:
        self.on = on
        self._before, self._after = RuleBook(before, on), RuleBook(after, on)
        self.gates, self.times, self.signatures = (self._differing(kinds) for kinds in (GATES, TIMES, (SIGN,)))

    def __bool__(self) -> bool:
        return bool(self.gates or self.times or self.signatures)

    @property
    def reviewed(self) -> frozenset[str]:
        """The stages of which a review under way would be judged otherwise."""
        return self.gates | self.signatures

    @property
    def touched(self) -> frozenset[str]:
        """The stages at which projects stand that may be affected."""
        return self.times | {stage.code for stage in stages() if self.reviewed.intersection(stage.next)}

    @property
    def columns(self) -> frozenset[str]:
        """The columns of projects that decide what the change means."""
        return frozenset(name for book in self._books for names in book.columns for name in names)

    @property
    def _books(self) -> tuple[RuleBook, RuleBook]:
        return self._before, self._after

    def _differing(self, kinds: Sequence[str]) -> frozenset[str]:
        known = self._before.by_stage.keys() | self._after.by_stage.keys()
        return frozenset(stage for stage in known if _said(self._before, stage, kinds) != _said(self._after, stage, kinds))

    def effects_on(self, project: Mapping[str, Any], proofs: Collection[str]) -> Iterator[RuleEffect]:
        """What the change means for a project: for the limit of its own stage, and for what follows. Nothing where it has ended."""
        if status_of(project.get("status")).is_over:
            return
        key, own = str(project["id"]), str(project["stage"])
        before, after = (_limit(book.limit(own, project)) for book in self._books) if own in self.times else (None, None)
        if before != after:
            yield RuleEffect(key, own, self.on, limits=(before, after))
        for stage in _following(own):
            gains, loses = self._lacks(stage, project, proofs)
            more, fewer = self._signers(stage, project)
            if gains or loses or more or fewer:
                yield RuleEffect(key, stage, self.on, gains, loses, None, more, fewer)

    def _lacks(
        self, stage: str, project: Mapping[str, Any], proofs: Collection[str]
    ) -> tuple[tuple[Missing, ...], tuple[Missing, ...]]:
        """What a project newly lacks at a stage, and what no longer."""
        if stage not in self.gates:
            return (), ()
        before, after = (book.missing(stage, project, proofs) for book in self._books)
        return tuple(one for one in after if one not in before), tuple(one for one in before if one not in after)

    def _signers(self, stage: str, project: Mapping[str, Any]) -> tuple[tuple[Signer, ...], tuple[Signer, ...]]:
        """Who newly signs a stage of a project, and who no longer."""
        if stage not in self.signatures:
            return (), ()
        before, after = ([_signer(rule) for rule in book.signers(stage, project)] for book in self._books)
        return tuple(one for one in after if one not in before), tuple(one for one in before if one not in after)


def rule_changes(before: Sequence[StageRule], after: Sequence[StageRule], today: date) -> list[RuleChange]:
    """The days from today on at which two sets of rules begin to say something else, each with the change; none where they never do."""
    changed = set(before) ^ set(after)
    begins = {rule.valid_from for rule in changed} | {rule.valid_to + timedelta(days=1) for rule in changed if rule.valid_to}
    days = sorted({today, *(day for day in begins if day > today)})
    return [change for day in days if (change := RuleChange(before, after, day))]


def rule_effects(
    changes: Iterable[RuleChange], projects: Iterable[Mapping[str, Any]], proofs: Mapping[str, Collection[str]]
) -> list[RuleEffect]:
    """What changes mean for projects, in their order: the same for the same stage is told once, from its first day.

    `projects` are rows with `id`, `stage`, `status`, `kind`, `green_channel` and the columns that the changes name; `proofs` project →
    the tags of its documents.
    """
    told = list(changes)
    found = (
        effect for project in projects for change in told for effect in change.effects_on(project, proofs.get(project["id"], ()))
    )
    if len(told) < 2:
        return list(found)
    first: dict[RuleEffect, RuleEffect] = {}
    for effect in found:
        first.setdefault(replace(effect, on=date.min), effect)
    return list(first.values())


def _following(stage: str) -> tuple[str, ...]:
    return tuple(after.code for after in next_stages(stage))


def _said(book: RuleBook, stage: str, kinds: Sequence[str]) -> set[StageRule]:
    """What the rules of a stage say, whatever they are called, rest on and until when they hold."""
    return {
        replace(rule, id="", reference_zh="", reference_en="", valid_from=date.min, valid_to=None)
        for rule in book.by_stage.get(stage, ())
        if rule.kind in kinds
    }


def _limit(rule: StageRule | None) -> Limit | None:
    return None if rule is None else Limit(rule.number, rule.kind == WORKING_DAYS)


def _signer(rule: StageRule) -> Signer:
    return Signer(rule.what, rule.number or 1, rule.needs)
