"""Whether two leads speak of one investor: by its record, its name and former names, other names it goes by, and the firms it belongs to.

The first report of an investor counts, so whoever reports it again under another name must be told. Every answer carries its reason,
because a person decides what follows from it. A firm that only shares an owner with another is told of and is not held to be it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from lianqun.tables.words import load_words, sentence
from lianqun.trace.names import take_apart

SHORTEST = 2
ONLY_TOLD = ("same_owner",)


@dataclass(frozen=True, slots=True)
class Investor:
    """An investor as a lead has it: the `name` reported, the records held to be it, the other `names` of those records
    (former ones, aliases, brands), and what it belongs to, upwards: id → name."""

    name: str
    ids: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sameness:
    """Why two investors are held to be one: the rule, the sentence in both languages, and whether it is more than a hint.

    `noted` is how it is written down, the rule with its words, so that `told_again` says it in whichever language it is read.
    """

    rule: str
    is_same: bool
    zh: str
    en: str
    noted: str


def told_again(noted: str) -> tuple[str, str] | None:
    """The sentence of `Sameness.noted` in Chinese and English; None for a text that was written in another way."""
    try:
        rule, words = json.loads(noted)
        return sentence(__package__, "reasons.csv", rule, **words) if rule in load_words(__package__, "reasons.csv") else None
    except (ValueError, TypeError, KeyError):
        return None


@dataclass(frozen=True, slots=True)
class _Written:
    """How an investor is written: its own name, all its names, and the core and place of its own name (no core where it is generic)."""

    name: str
    every: frozenset[str]
    core: str
    where: str


def same_investor(one: Investor, other: Investor) -> Sameness | None:
    """Why one investor is the other, by the first rule that says so; None where none does."""
    return same_investors(one, [other])[0]


def same_investors(one: Investor, others: Sequence[Investor]) -> list[Sameness | None]:
    """For each of the others why it is the same as `one`, or None.

    Rules in turn: the same record (merged records are one); the same name once Traditional, full-width characters and notes are
    unified; a former name or another name of the one; the same name without place and legal form, where no two different places are
    told; one belongs to the other. Told only: both belong to one owner.
    """
    written = _written([one, *others])
    return [_compare(one, other, written[0], its) for other, its in zip(others, written[1:], strict=True)]


def _written(investors: Sequence[Investor]) -> list[_Written]:
    rows = [(at, name, number) for at, it in enumerate(investors) for number, name in enumerate([it.name, *it.names]) if name]
    frame = take_apart(pl.Series([name for _at, name, _number in rows], dtype=pl.String))
    every: list[set[str]] = [set() for _ in investors]
    own = [_Written("", frozenset(), "", "")] * len(investors)
    for (at, _name, number), parts in zip(rows, frame.iter_rows(named=True), strict=True):
        every[at] |= {parts["name"], *([parts["former"]] if parts["former"] else [])}
        if number == 0:
            core = "" if parts["generic"] or len(parts["core"] or "") < SHORTEST else parts["core"]
            own[at] = _Written(parts["name"], frozenset(), core, parts["town"] or "")
    return [_Written(it.name, frozenset(names), it.core, it.where) for it, names in zip(own, every, strict=True)]


def _compare(one: Investor, other: Investor, its: _Written, others: _Written) -> Sameness | None:
    if one.ids & other.ids:
        return _said("same_investor_record", one, other)
    if its.name and its.name == others.name:
        return _said("same_investor_name", one, other)
    shared = its.every & others.every
    if shared:
        return _said("investor_known_as", one, other, known=min(shared))
    if its.core and its.core == others.core and _agree(its.where, others.where):
        return _said("same_investor_core", one, other)
    return _by_owners(one, other)


def _agree(one: str, other: str) -> bool:
    """Whether the places that two names tell can be one: either is untold, or they are the same."""
    return not one or not other or one == other


def _by_owners(one: Investor, other: Investor) -> Sameness | None:
    for below, above in ((one, other), (other, one)):
        if below.owners.keys() & above.ids:
            return _said("investor_belongs_to", below, above)
    shared = sorted(one.owners.keys() & other.owners.keys())
    return _said("same_owner", one, other, owner=one.owners[shared[0]]) if shared else None


def _said(rule: str, one: Investor, other: Investor, **words: str) -> Sameness:
    words |= {"one": one.name, "other": other.name}
    zh, en = sentence(__package__, "reasons.csv", rule, **words)
    return Sameness(rule, rule not in ONLY_TOLD, zh, en, noted=json.dumps([rule, words], ensure_ascii=False))
