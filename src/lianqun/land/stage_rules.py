"""What each stage asks for, as dated rows: fields, documents, days, signatures; and what of it a project still lacks.

The rows that come with the program stand in `stage_rules.csv`; an office replaces those of a kind of project and a stage by rows of
the table `stage_rules`, which has the same columns.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from lianqun.land.words import read_rows, sentences
from lianqun.vocab.codes import word
from lianqun.vocab.dictionary import tables

KIND = "kind"
FIELD, DOCUMENT, SIGN = "field", "document", "sign"
DAYS, WORKING_DAYS, GREEN_DAYS = "days", "working_days", "green_days"
EMPTY = (None, "")
LIMITS = (DAYS, WORKING_DAYS)


@dataclass(frozen=True, slots=True)
class StageRule:
    """One rule of a stage. `what` is a column of a project, a tag of a document, or the office that signs; `number` days, or a step."""

    id: str
    project_kind: str
    stage: str
    kind: str
    what: str
    number: int | None
    needs: str
    when_column: str
    when_least: Decimal | None
    valid_from: date
    valid_to: date | None
    reference_zh: str
    reference_en: str

    def holds_on(self, day: date) -> bool:
        """Whether the rule is valid on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def applies_to(self, project: Mapping[str, Any]) -> bool:
        """Whether the rule speaks of a project: of its kind, and where its condition holds. What is not known fulfils no condition."""
        if self.project_kind and self.project_kind != (project.get(KIND) or ""):
            return False
        if not self.when_column:
            return True
        return bool(_answer(project.get(self.when_column), self.when_least))

    def undecided_by(self, project: Mapping[str, Any]) -> str:
        """The column that must be known before one can say whether the rule speaks of a project; empty where one can."""
        if self.project_kind and project.get(KIND) in (None, ""):
            return KIND
        is_other = self.project_kind and self.project_kind != project.get(KIND)
        return "" if is_other or not self.when_column or project.get(self.when_column) is not None else self.when_column


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a stage asks for and a project lacks: `what` as in the rule, and how to mend it in both languages."""

    stage: str
    kind: str
    what: str
    zh: str
    en: str


@cache
def own_rules() -> tuple[StageRule, ...]:
    """The rules that come with the program."""
    return tuple(as_rule(row) for row in read_rows("stage_rules.csv"))


def rules_of(rows: Iterable[Mapping[str, Any]] = ()) -> tuple[StageRule, ...]:
    """The program's rules, with those of an office in the place of the program's for the same stage, kind of rule and kind of project.

    A limit in days takes the place of one in working days, and the other way round.
    """
    office = tuple(as_rule(row) for row in rows)
    replaced = {_place_of(rule) for rule in office}
    return (*(rule for rule in own_rules() if _place_of(rule) not in replaced), *office)


def _place_of(rule: StageRule) -> tuple[str, str, str]:
    """What a rule is the rule of: another one of the same place replaces it."""
    return rule.stage, DAYS if rule.kind in LIMITS else rule.kind, rule.project_kind


class RuleBook:
    """Rules arranged by stage, valid on one day."""

    def __init__(self, rules: Iterable[StageRule], on: date) -> None:
        self.on = on
        self.by_stage: dict[str, list[StageRule]] = {}
        for rule in rules:
            if rule.holds_on(on):
                self.by_stage.setdefault(rule.stage, []).append(rule)
        self._gates = {stage: [one for one in held if one.kind in (FIELD, DOCUMENT)] for stage, held in self.by_stage.items()}
        self._limits = {
            stage: [one for one in held if one.kind in (*LIMITS, GREEN_DAYS)] for stage, held in self.by_stage.items()
        }
        self._decided_by = {stage: _decided_by(gates) for stage, gates in self._gates.items()}
        self._found: dict[tuple[Any, ...], tuple[Missing, ...]] = {}

    @property
    def columns(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The columns of a project that some stage wants filled, and those whose values decide what is asked."""
        rules = [rule for held in self.by_stage.values() for rule in held]
        wanted = dict.fromkeys(rule.what for rule in rules if rule.kind == FIELD)
        return tuple(wanted), tuple(dict.fromkeys(rule.when_column for rule in rules if rule.when_column))

    def asked(self, stage: str, project: Mapping[str, Any], *kinds: str) -> list[StageRule]:
        """The rules of a stage that speak of a project, of some kinds (of all where none is named)."""
        return [rule for rule in self.by_stage.get(stage, ()) if (not kinds or rule.kind in kinds) and rule.applies_to(project)]

    def missing(self, stage: str, project: Mapping[str, Any], proofs: Collection[str]) -> tuple[Missing, ...]:
        """What a stage asks for and the project lacks, given the tags of its documents; each field and document named once.

        Where a condition is not known, what decides it is missing first: nobody gets past a rule by leaving a field empty.
        Thousands of projects answer a stage's questions in a few ways, so each way is worked out once.
        """
        fields, conditions = self._decided_by.get(stage, ((), ()))
        answers = (project.get(name) in EMPTY for name in fields)
        key = (
            stage,
            project.get(KIND),
            frozenset(proofs),
            *answers,
            *(_answer(project.get(name), least) for name, least in conditions),
        )
        if key not in self._found:
            self._found[key] = self._missing(stage, project, proofs)
        return self._found[key]

    def _missing(self, stage: str, project: Mapping[str, Any], proofs: Collection[str]) -> tuple[Missing, ...]:
        gates = self._gates.get(stage, ())
        undecided = [(FIELD, column) for rule in gates if (column := rule.undecided_by(project))]
        asked = [(rule.kind, rule.what) for rule in gates if rule.applies_to(project) and not _has(rule, project, proofs)]
        return tuple(_missing(stage, kind, what) for kind, what in dict.fromkeys((*undecided, *asked)))

    def limit(self, stage: str, project: Mapping[str, Any]) -> StageRule | None:
        """The rule that says how long a project may stand at a stage: its own kind before all kinds, the green channel before both."""
        is_green = bool(project.get("green_channel"))
        found = [
            rule for rule in self._limits.get(stage, ()) if rule.applies_to(project) and (is_green or rule.kind != GREEN_DAYS)
        ]
        return (
            found[0]
            if len(found) == 1
            else max(found, key=lambda rule: (rule.kind == GREEN_DAYS, bool(rule.project_kind)), default=None)
        )

    def signers(self, stage: str, project: Mapping[str, Any]) -> list[StageRule]:
        """The offices that must sign a stage, in the order of their steps."""
        return sorted(self.asked(stage, project, SIGN), key=lambda rule: (rule.number or 1, rule.what))

    def fields(self, stage: str, project: Mapping[str, Any]) -> list[str]:
        """The columns that a stage asks for or that decide what it asks for: what an approval rests on."""
        rules = self.by_stage.get(stage, ())
        asked = (rule.what for rule in rules if rule.kind == FIELD and rule.applies_to(project))
        deciding = (name for rule in rules for name in (rule.when_column, KIND if rule.project_kind else "") if name)
        return list(dict.fromkeys((*asked, *deciding)))


def _decided_by(gates: Iterable[StageRule]) -> tuple[tuple[str, ...], tuple[tuple[str, Decimal | None], ...]]:
    """The columns and the conditions on which it depends what of some rules a project lacks; its kind and documents aside."""
    fields = dict.fromkeys(rule.what for rule in gates if rule.kind == FIELD)
    return tuple(fields), tuple(dict.fromkeys((rule.when_column, rule.when_least) for rule in gates if rule.when_column))


def _answer(value: Any, least: Decimal | None) -> bool | None:
    """Whether a condition holds for a value: it says something, or it is at least so much; None where it is not known."""
    return None if value is None else bool(value) if least is None else value >= least


def _has(rule: StageRule, project: Mapping[str, Any], proofs: Collection[str]) -> bool:
    if rule.kind == DOCUMENT:
        return rule.what in proofs
    return project.get(rule.what) not in EMPTY


@cache
def _missing(stage: str, kind: str, what: str) -> Missing:
    zh, en = sentences()[f"missing_{kind}"]
    if kind == DOCUMENT:
        names = word("attachment_tag", what, "zh"), word("attachment_tag", what, "en")
    else:
        column = tables()["projects"].column(what)
        names = column.zh, column.en.lower()
    return Missing(stage, kind, what, zh.format(what=names[0]), en.format(what=names[1]))


def as_rule(row: Mapping[str, Any]) -> StageRule:
    """A row of the table, or of the file that comes with the program, with its types."""
    return StageRule(
        **{name: row[name] or "" for name in ("id", "project_kind", "stage", "kind", "what", "needs", "when_column")},
        **{name: row[name] or "" for name in ("reference_zh", "reference_en")},
        number=int(row["number"]) if row["number"] not in (None, "") else None,
        when_least=Decimal(row["when_least"]) if row["when_least"] not in (None, "") else None,
        valid_from=_day(row["valid_from"]) or date.min,
        valid_to=_day(row["valid_to"]),
    )


def rules_as_text(rules: Iterable[StageRule]) -> str:
    """Rules as JSON, so that a review under way keeps those it began under; `rules_in` reads them."""
    return json.dumps([asdict(rule) for rule in rules], ensure_ascii=False, default=str)


def rules_in(text: str) -> tuple[StageRule, ...]:
    """The rules that were written down by `rules_as_text`."""
    return tuple(as_rule(row) for row in json.loads(text))


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else date.fromisoformat(value) if value else None
