"""The words of a head cell: what is measured, in which unit, whether it is growth, and which period it names."""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from lianqun.read.grids.usage import HeadRule
from lianqun.read.grids.values import narrow_text
from lianqun.read.lists import rows_of
from lianqun.vocab.units import parse_unit

_BRACKETS = re.compile(r"[(\[【〔<](?:单位[:：]?)?([^()\[\]【】〔〕<>]*)[)\]】〕>]")
_CHANGE = re.compile(
    r"(?:(?:同比|环比|[比较](?:上年|去年|上月|年初|同期)(?:同期|同月|末)?)(?:累计|名义|实际|可比)?)?"
    r"(?:增长|增减|增加(?!值)|上升|升降|±|增幅|增速|涨幅|涨跌|变动|降幅)(?:幅度?|率|速度?|情况)?(?![值额量数])[±+\-]*|(?:同比|环比|\+/?-|±)"
)
_UNIT_BEHIND = re.compile(r"^(?P<words>.*?)[/／:：,，、\s]*(?P<unit>±?%|％|个?百分点|[十百千]?[万亿]{1,2}[元美]元?)$")
_PERCENT = re.compile(r"^[±+\-]*(?:增长|同比)?[±+\-]*%$")
_RATIO_WORDS = re.compile(r"(?:占比|比重|率|份额)$")


@dataclass(frozen=True, slots=True)
class HeadWords:
    """A head cell taken apart; `role` is empty where its words are no known head, `shifts` name its period by the title's.

    `named` marks a head whose meaning the source gives, with the `type` of its claims where that is not the usual one.
    """

    words: str
    unit: str = ""
    kind: str = "level"
    role: str = ""
    attribute: str = ""
    modality: str = "actual"
    shifts: tuple[str, ...] = ()
    type: str = ""
    named: bool = False

    @property
    def is_known(self) -> bool:
        """Whether it is surely a head: a known one, or with a unit, growth or period in it."""
        return bool(self.role or self.unit or self.shifts or self.named or self.kind != "level")


@cache
def _heads() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    return tuple((re.compile(row["pattern"]), row) for row in rows_of("lianqun.read.grids", "heads.csv"))


@cache
def _shifts() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    return tuple((re.compile(row["pattern"]), row) for row in rows_of("lianqun.read.grids", "head_words.csv"))


@lru_cache(maxsize=4096)
def read_head(text: str, own: tuple[HeadRule, ...] = ()) -> HeadWords:
    """A head cell taken apart; times of the calendar must have been taken out. `own` are heads of the source, which go before all others."""
    words, unit = _take_unit(narrow_text(text))
    if rule := next((rule for rule in own if rule.pattern.fullmatch(words)), None):
        head = _own_head(rule, words, unit)
    elif role := role_of(words):
        head = HeadWords(words, unit, role=role["role"], attribute=role["attribute"])
    else:
        head = HeadWords(words, unit)
    return _take_words(_take_change(head))


def _own_head(rule: HeadRule, words: str, unit: str) -> HeadWords:
    """A head as its source means it: of a number without a type of its own the attribute stands for its words."""
    if rule.role == "number":
        words = words if rule.type else rule.attribute or words
        return HeadWords(words, unit, attribute=rule.attribute, type=rule.type, named=True)
    return HeadWords(words, unit, role=rule.role, attribute=rule.attribute, type=rule.type, named=True)


def role_of(words: str) -> dict[str, str] | None:
    """The row of heads.csv that the words are, if any."""
    return next((row for pattern, row in _heads() if pattern.fullmatch(words)), None)


def units_in(text: str) -> tuple[str, ...]:
    """The known units of a list: 亿元、% → (亿元, %); empty where one of them is none."""
    parts = [
        part.replace("％", "%").lstrip("±") for part in re.split("[,，、;；和]", text.removeprefix("单位").lstrip(":：")) if part
    ]
    return tuple(parts) if parts and all(parse_unit(part) for part in parts) else ()


def _take_unit(text: str) -> tuple[str, str]:
    unit = ""
    for found in _BRACKETS.finditer(text):
        if units := units_in(found[1]):
            unit = units[0]
        elif _PERCENT.match(found[1]):
            unit = "%"
            text = text.replace(found[0], (_CHANGE.search(found[1]) is not None and "增长") or "")
    words = _BRACKETS.sub("", text)
    if not unit and units_in(words):
        return "", units_in(words)[0]
    if not unit and (behind := _UNIT_BEHIND.match(words)) and parse_unit(behind["unit"].lstrip("±")):
        return behind["words"] + ("±" if "±" in behind["unit"] else ""), behind["unit"].lstrip("±")
    return words.rstrip("*:："), unit


def _take_change(head: HeadWords) -> HeadWords:
    found = None if head.role else _CHANGE.search(head.words)
    if found is None or (head.unit and (parsed := parse_unit(head.unit)) and parsed[0].kind not in ("ratio", "point")):
        return replace(head, kind="share") if _RATIO_WORDS.search(head.words) and not head.role else head
    rest = head.words[: found.start()] + head.words[found.end() :]
    return replace(head, words=rest, kind="points" if "百分点" in head.unit else "change")


def _take_words(head: HeadWords) -> HeadWords:
    """Words of time and of plan; what says nothing of its own is dropped."""
    words, shifts, modality = head.words, [], head.modality
    for pattern, row in _shifts():
        if row["value"]:
            modality = row["value"] if modality == "actual" and pattern.search(words) else modality
        elif row["kind"] == "empty":
            words = "" if not head.role and pattern.fullmatch(words) else words
        elif not head.role and (found := pattern.search(words)):
            shifts.append(row["kind"])
            words = words[: found.start()] + words[found.end() :]
    return replace(head, words=words, modality=modality, shifts=tuple(shifts))
