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

    def __bool__(self) -> bool:
        return bool(self.gains or self.loses or self.limits or self.signs or self.signs_no_more)


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
        rules = [rule for book in self._books for held in book.by_stage.values() for rule in held]
        return frozenset({rule.when_column for rule in rules} | {rule.what for rule in rules if rule.kind == FIELD}) - {""}

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
        own = str(project["stage"])
        for stage in (own, *_following(own)):
            effect = RuleEffect(str(project["id"]), stage, self.on)
            if stage == own:
                effect = self._in_time(effect, project)
            else:
                effect = self._in_signatures(self._at_gate(effect, project, proofs), project)
            if effect:
                yield effect

    def _in_time(self, effect: RuleEffect, project: Mapping[str, Any]) -> RuleEffect:
        if effect.stage not in self.times:
            return effect
        before, after = (_limit(book.limit(effect.stage, project)) for book in self._books)
        return effect if before == after else replace(effect, limits=(before, after))

    def _at_gate(self, effect: RuleEffect, project: Mapping[str, Any], proofs: Collection[str]) -> RuleEffect:
        if effect.stage not in self.gates:
            return effect
        before, after = (book.missing(effect.stage, project, proofs) for book in self._books)
        gains, loses = (tuple(one for one in these if one not in those) for these, those in ((after, before), (before, after)))
        return replace(effect, gains=gains, loses=loses)

    def _in_signatures(self, effect: RuleEffect, project: Mapping[str, Any]) -> RuleEffect:
        if effect.stage not in self.signatures:
            return effect
        before, after = ([_signer(rule) for rule in book.signers(effect.stage, project)] for book in self._books)
        more, fewer = (tuple(one for one in these if one not in those) for these, those in ((after, before), (before, after)))
        return replace(effect, signs=more, signs_no_more=fewer)


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
    found: dict[RuleEffect, RuleEffect] = {}
    for project in projects:
        held = proofs.get(project["id"], ())
        for change in told:
            for effect in change.effects_on(project, held):
                found.setdefault(replace(effect, on=date.min), effect)
    return list(found.values())


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
