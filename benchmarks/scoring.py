"""How well a document was read: what a reader claims, against what people marked in the same text.

Both are rows with type, subject, attribute, value, unit, qualifier, change, period and quote (an exact piece of the text); marks write
`qual` and `yoy` for qualifier and change. A document of which only the head was marked is scored on that head.

`python -m benchmarks.scoring TEXT MARKS` reads a text and prints its scores, what was missed, and what was claimed that nobody marked.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

Table = dict[str, Any]
Pair = tuple["Fact", "Fact"]

NUMERIC_TYPES = {"indicator", "project", "fund", "forecast", "talent", "need", "research"}
NOT_A_NUMBER = "投产"
"""An attribute whose value is a date: the marks give it a unit all the same."""

NAMED_BY = {
    "organization": "subject",
    "person_role": "subject",
    "place": "subject",
    "chain": "value",
    "link": "value",
    "product": "subject",
}
PAIRED_TYPES = ("relation", "placement")
SAME_UNIT = {"个亿元": "亿元", "亿": "亿元", "％": "%", "项目": "个", "百分点": "个百分点"}
SAME_QUALIFIER = {"达": "=", "": "=", ">=": "以上", "超过": "超", "突破": "超", "过": "超", "多": "余"}
HEAD_MARGIN = 5
"""Characters after the last mark that still belong to the marked head."""


@dataclass(frozen=True, eq=False)
class Fact:
    """One mark or one claim, and where its quote stands in the folded text: every place, as quotes may occur more than once."""

    type: str
    subject: str
    attribute: str
    value: str
    unit: str
    qualifier: str
    change: str
    period: str
    at: tuple[tuple[int, int], ...]

    @property
    def is_number(self) -> bool:
        """A quantity: a value that begins with a digit (or 几, 数, 百, 千), with a unit."""
        counts = self.type in NUMERIC_TYPES and self.attribute != NOT_A_NUMBER
        return counts and bool(self.unit) and re.match(r"[\d几数百千]", self.value) is not None

    def brief(self) -> tuple[str, str, str, str]:
        """What a person has to see to find it again."""
        return self.subject, self.attribute, self.value, self.unit


def score(text: str, marked: Iterable[Table], claimed: Iterable[Table]) -> Table:
    """Measures by name; shares are rounded to four digits, None where there is nothing to divide by.

    `quotes_not_in_text` counts claims whose quote is not in the text; `numbers` compares quantities by value, unit and place;
    `of_matched_numbers` says how much else of those is as marked; one table a kind of name, as sets; `relation` and `placement` as pairs.
    """
    folded = fold(text)
    marks, claims = _facts(marked, folded), _facts(claimed, folded)
    lost = sum(not claim.at for claim in claims)
    head = max((end for mark in marks for _start, end in mark.at), default=len(folded)) + HEAD_MARGIN
    claims = [claim for claim in claims if claim.at and claim.at[0][0] <= head]
    named = {kind: _score_names(kind, marks, claims) for kind in NAMED_BY}
    paired = {kind: _score_pairs(kind, marks, claims) for kind in PAIRED_TYPES}
    several = {kind: table for kind, table in (named | paired).items() if table["gold"]}
    return {"quotes_not_in_text": lost, **_score_numbers(marks, claims), **several}


def fold(written: object) -> str:
    """Width-folded, without white space, brackets and quotation marks."""
    return re.sub(r"[\s“”‘’\"'()（）《》]", "", unicodedata.normalize("NFKC", str(written))).replace("著", "着")


def _facts(rows: Iterable[Table], folded: str) -> list[Fact]:
    return [_fact(row, folded) for row in rows]


def _fact(row: Table, folded: str) -> Fact:
    same = {name: _said(row, name) for name in ("type", "subject", "attribute", "value", "unit", "period")}
    qualifier, change, quote = _said(row, "qualifier", "qual"), _said(row, "change", "yoy"), _said(row, "quote")
    return Fact(**same, qualifier=qualifier, change=change, at=tuple(_places(folded, fold(quote))))


def _said(row: Table, *names: str) -> str:
    """The first of these columns that says something, as text."""
    return next((str(row[name]) for name in names if row.get(name) not in (None, "")), "")


def _places(folded: str, quote: str) -> Iterator[tuple[int, int]]:
    at = folded.find(quote) if quote else -1
    while at >= 0:
        yield at, at + len(quote)
        at = folded.find(quote, at + 1)


def _score_numbers(marks: Sequence[Fact], claims: Sequence[Fact]) -> dict[str, Table]:
    wanted, found = [mark for mark in marks if mark.is_number], [claim for claim in claims if claim.is_number]
    pairs = _match(wanted, found)
    table = {**_counts(len(wanted), len(found)), **_rates(len(pairs), len(pairs), wanted, found)}
    missed, extra = _without(wanted, [mark for mark, _ in pairs]), _without(found, [claim for _, claim in pairs])
    return {"numbers": table | {"missed": missed, "extra": extra}, "of_matched_numbers": _score_parts(pairs)}


def _match(wanted: Iterable[Fact], found: Sequence[Fact]) -> list[Pair]:
    """Each mark with a claim of the same number at the same place, none taken twice; the one that agrees in most, where there are several."""
    left, pairs = list(found), []
    for mark in wanted:
        same = [claim for claim in left if _same_number(mark, claim)]
        if same:
            best = max(same, key=lambda claim: (_alike(mark.subject, claim.subject), _alike(mark.attribute, claim.attribute)))
            left.remove(best)
            pairs.append((mark, best))
    return pairs


def _same_number(mark: Fact, claim: Fact) -> bool:
    return _number(mark.value) == _number(claim.value) and _same_unit(mark.unit, claim.unit) and _overlap(mark.at, claim.at)


def _number(value: str) -> Decimal | str:
    try:
        return Decimal(value.replace(",", ""))
    except InvalidOperation:
        return fold(value)


def _same_unit(one: str, other: str) -> bool:
    """The same, or one the beginning of the other (万片, 万片/年)."""
    one, other = (SAME_UNIT.get(fold(unit), fold(unit)) for unit in (one, other))
    return one == other or bool(one and other and (one.startswith(other) or other.startswith(one)))


def _overlap(ones: Iterable[tuple[int, int]], others: Collection[tuple[int, int]]) -> bool:
    return any(max(start, begin) < min(end, stop) for start, end in ones for begin, stop in others)


def _score_parts(pairs: Sequence[Pair]) -> Table:
    """Of the matched numbers, the share of which another part is as marked; periods and changes only of those marked with one."""
    dated = [(mark, claim) for mark, claim in pairs if re.match(r"\d{4}", mark.period)]
    changed = [(mark, claim) for mark, claim in pairs if mark.change]
    return {
        "subject": _share(pairs, lambda mark, claim: bool(claim.subject) and _alike(mark.subject, claim.subject)),
        "attribute": _share(pairs, lambda mark, claim: bool(claim.attribute) and _alike(mark.attribute, claim.attribute)),
        "type": _share(pairs, lambda mark, claim: mark.type == claim.type),
        "qualifier": _share(pairs, lambda mark, claim: _qualifier(mark) == _qualifier(claim)),
        "period": _share(dated, lambda mark, claim: _same_period(mark.period, claim.period)),
        "change": _share(changed, lambda mark, claim: fold(mark.change) == fold(claim.change)),
        "change_invented": sum(bool(claim.change) and not mark.change for mark, claim in pairs),
    }


def _alike(one: str, other: str) -> bool:
    """Half of the pairs of neighbouring characters of the shorter are in the longer."""
    ones, others = _neighbours(one), _neighbours(other)
    return 2 * len(ones & others) >= min(len(ones), len(others))


def _neighbours(written: str) -> set[str]:
    plain = re.sub(r"[、，,。]", "", fold(written))
    return {plain[at : at + 2] for at in range(len(plain) - 1)} or {plain}


def _qualifier(fact: Fact) -> str:
    return SAME_QUALIFIER.get(fact.qualifier, fact.qualifier)


def _same_period(mark: str, claim: str) -> bool:
    """The same month where the mark names one; of a span of months the year is enough."""
    exact = 7 if len(mark) >= 7 and "/" not in mark else 4
    return mark[:exact] == claim[:exact]


def _score_names(kind: str, marks: Iterable[Fact], claims: Iterable[Fact]) -> Table:
    key = NAMED_BY[kind]
    wanted, found = ({fold(getattr(fact, key)) for fact in facts if fact.type == kind} for facts in (marks, claims))
    both = len(wanted & found)
    table = {**_counts(len(wanted), len(found)), **_rates(both, both, wanted, found)}
    return table | {"missed": sorted(wanted - found), "extra": sorted(found - wanted)}


def _score_pairs(kind: str, marks: Iterable[Fact], claims: Iterable[Fact]) -> Table:
    wanted, found = ([fact for fact in facts if fact.type == kind] for facts in (marks, claims))
    right = [claim for claim in found if any(_same_pair(mark, claim) for mark in wanted)]
    hit = [mark for mark in wanted if any(_same_pair(mark, claim) for claim in found)]
    table = {**_counts(len(wanted), len(found)), **_rates(len(right), len(hit), wanted, found)}
    return table | {"missed": _without(wanted, hit), "extra": _without(found, right)}


def _same_pair(mark: Fact, claim: Fact) -> bool:
    return mark.attribute == claim.attribute and _alike(mark.subject, claim.subject) and _alike(mark.value, claim.value)


def _counts(gold: int, predicted: int) -> Table:
    return {"gold": gold, "predicted": predicted}


def _rates(right: int, hit: int, wanted: Collection[object], found: Collection[object]) -> Table:
    return {"precision": _ratio(right, len(found)), "recall": _ratio(hit, len(wanted))}


def _without(facts: Iterable[Fact], taken: Collection[Fact]) -> list[tuple[str, str, str, str]]:
    return [fact.brief() for fact in facts if fact not in taken]


def _share(pairs: Sequence[Pair], agree: Callable[[Fact, Fact], bool]) -> float | None:
    return _ratio(sum(agree(mark, claim) for mark, claim in pairs), len(pairs))


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def marks_of(path: Path) -> list[Table]:
    """The marks of a file, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main(text: str, marks: str) -> None:
    """Read a text, score it, and print one measure a line."""
    from lianqun.read import read_file

    reading = read_file(Path(text))
    for name, value in score(reading.text, marks_of(Path(marks)), [claim.as_row() for claim in reading.claims]).items():
        print(
            f"{name:20s} {value}" if isinstance(value, int) else f"{name:20s} " + "  ".join(f"{k}={v}" for k, v in value.items())
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
