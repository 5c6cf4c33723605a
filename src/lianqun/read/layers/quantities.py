"""Numbers with their unit and qualifier, wherever they stand in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from lianqun.read.layers.numerals import narrow, parse_numeral
from lianqun.vocab.numbers import Number, number_of
from lianqun.vocab.units import parse_unit, units

_ARABIC = r"[0-9０-９]{1,16}(?:[,，][0-9０-９]{3}){0,6}(?:[.．][0-9０-９]{1,12})?"
_RANGE = rf"{_ARABIC}%?[-—–~～至到]{{1,2}}{_ARABIC}"
_CHINESE = (
    r"[一二两三四五六七八九十百千零〇]{1,12}(?:点[一二三四五六七八九零]{1,8})?|(?:[数几]|(?<![迈跨登站跃])上)[十百千]{1,3}|几|数"
)
_BEFORE = r"不低于|不少于|不超过|至少|最多|将近|接近|大约|约为|(?<![签合条公节预契违履缔])约|近|超过|超|突破|逾|高达|达到|达|过(?=[百千万亿])|(?<=[超已])过|仅|低于|不足|不到"
_AFTER = r"及?以上|及?以下|（含）以上|以内|之内|左右|上下(?!游)|之多|多"
_QUALIFIERS = {
    **dict.fromkeys(("近", "将近", "接近", "不足", "不到"), "近"),
    **dict.fromkeys(("约", "约为", "大约", "左右", "上下"), "约"),
    **dict.fromkeys(("超过", "超", "突破", "逾", "过"), "超"),
    **dict.fromkeys(("以上", "及以上", "（含）以上", "不低于", "不少于", "至少"), "以上"),
    **dict.fromkeys(("以下", "及以下", "以内", "之内", "不超过", "最多", "低于"), "以下"),
    **dict.fromkeys(("多", "余", "来", "之多"), "余"),
}
_SHARING = ("point", "ratio")
_SHARED = re.compile(r"([0-9]{1,3}\.[0-9]{1,2}(?=[、和][\u4e00-\u9fff]{0,8}\Z)|(?<=[\u4e00-\u9fff])[0-9]{1,2}(?=[、和]\Z))")
_FAR_QUALIFIER = re.compile(r"(不低于|不少于|不超过|至少)[\u4e00-\u9fff]{1,8}\Z")
_JOINED = re.compile(r"[、和及][\u4e00-\u9fff]{0,8}")
_IN_WORD = re.compile(r"[A-Za-z0-9.\-_]$")
_LONGEST_BRACKET = 300
_SAME_UNIT = {"个小时": "小时", "百分点": "个百分点", "％": "%"}
_VALUE_ONE = {"亿元": "1", "亿": "1", "万亿元": "1", "亿美元": "1"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the text: `start:end` covers its qualifier words, numeral and unit; `number_start` the numeral alone."""

    start: int
    end: int
    number_start: int
    number: Number
    unit: str
    qualifier: str
    kind: str
    printed: str
    ordinal: bool = False
    in_bracket: bool = False

    @property
    def value(self) -> str:
        """The number as a reader understands it."""
        return self.number.text


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, units()), key=len, reverse=True))
    return re.compile(
        rf"(?P<before>{_BEFORE})?(?P<ordinal>第)?"
        rf"(?:(?P<percent>百分之)(?P<share>[0-9.]+|[一二三四五六七八九十百零点]+)"
        rf"|(?P<number>{_RANGE}|[0-9.]{{1,12}}[×xX][0-9.]{{1,12}}|{_ARABIC}|{_CHINESE})?"
        rf"(?P<vague>多|余|来|几)?(?P<measure>个(?=[万亿]))? ?(?P<magnitude>万亿|千万|百万|亿|万)?(?P<more>多|余)?"
        rf"(?P<level>(?<=[亿万])级)? ?(?P<unit>(?:{names})(?<!大(?=[批量部多]))(?<!台(?=阶)))?)"
        rf"(?P<rate>[/／](?:年|月|日|天|小时|吨|亩|平方米|立方米|千瓦时|公里|平方公里|公斤|千克|升|万元|人|台|套|次))?(?P<after>{_AFTER})?"
    )


_STARTS = re.compile(
    rf"(?:{_BEFORE})?第?(?:百分之|[0-9０-９一二两三四五六七八九十百千零〇]|(?:[数几]|(?<![迈跨登站跃])上)[十百千万亿]|[几数]|万?亿元|千亿|百亿)"
)


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities in order. Thresholds, sizes in product names and turns of speech are told apart later, by `prose/relevance.py`."""
    return tuple(_with_shared_units(text, tuple(_scan(text))))


def _with_shared_units(text: str, quantities: tuple[Quantity, ...]) -> Iterator[Quantity]:
    """高于全国0.4、全省0.1个百分点 and 分别拉动2.5个和1.4个百分点: the first number shares the unit that the second prints."""
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        earlier = quantities[index - 1].end if index else 0
        shared = _SHARED.search(text, max(earlier, quantity.start - 24), quantity.start) if quantity.kind in _SHARING else None
        if shared and _IN_WORD.search(text[max(0, shared.start() - 1) : shared.start()]) is None:
            yield replace(
                quantity,
                start=shared.start(),
                end=shared.end(1),
                number_start=shared.start(),
                printed=shared[1],
                number=number_of(parse_numeral(shared[1]) or ""),
                qualifier="=",
            )
        is_piece = quantity.unit == "个" and "." in quantity.value and following is not None and following.kind in _SHARING
        if is_piece and following and _JOINED.fullmatch(text, quantity.end, following.start):
            yield replace(quantity, unit=following.unit, kind=following.kind)
        else:
            yield quantity


def _scan(text: str) -> Iterator[Quantity]:
    pattern, at = _pattern(), 0
    for found in _STARTS.finditer(text):
        if found.start() < at:
            continue
        match = pattern.match(text, found.start())
        quantity = _quantity(text, match) if match else None
        if quantity is not None:
            yield quantity
        at = max(at, match.end() if match and quantity else found.end())


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    number_start = match.start("share") if match["share"] else match.start("number")
    if number_start >= 0 and _IN_WORD.search(text[max(0, number_start - 1) : number_start]):
        return None
    value, unit = _value_and_unit(match)
    if not value or not unit or _is_bare_scale(match, unit):
        return None
    parsed = parse_unit(unit)
    if parsed is None:
        return None
    start = match.start()
    return Quantity(
        start=start,
        end=match.end(),
        number_start=number_start if number_start >= 0 else match.start("magnitude"),
        number=number_of(value),
        unit=unit,
        qualifier=_qualifier_of(text, match, parsed[0].kind),
        kind=parsed[0].kind,
        printed=match[0],
        ordinal=bool(match["ordinal"]),
        in_bracket=is_in_bracket(text, start),
    )


def _value_and_unit(match: re.Match[str]) -> tuple[str, str]:
    if match["percent"]:
        return parse_numeral(match["share"]) or "", "%"
    magnitude, name = match["magnitude"] or "", match["unit"] or ""
    if not name and not (magnitude.endswith("亿") or match["level"]):
        return "", ""
    unit = magnitude + (name or "元" if match["level"] else _SAME_UNIT.get(name, name)) + (match["rate"] or "")
    if match["number"] is None:
        return (_VALUE_ONE.get(unit, ""), unit)
    return parse_numeral(narrow(match["number"])) or "", unit


def _is_bare_scale(match: re.Match[str], unit: str) -> bool:
    """百姓, 千家万户, 零部件, 三元材料: a scale word alone is a number only before an amount, or with a word of measure around it."""
    number = match["number"] or ""
    if number.startswith(("零", "〇")):
        return True
    if unit == "元" and re.fullmatch("[一二三四五六七八九]", number):
        return True
    if re.fullmatch("[十百千]+", number) is None or unit.endswith("元"):
        return False
    return number != "十" and not (match["before"] or match["vague"] or match["more"] or match["after"])


def _qualifier_of(text: str, match: re.Match[str], kind: str) -> str:
    """The qualifier beside the number, else one before the words of its base: 不低于销售收入的 5%."""
    near = _qualifier(match)
    far = _FAR_QUALIFIER.search(text, max(0, match.start() - 12), match.start()) if near == "=" and kind == "ratio" else None
    return _QUALIFIERS[far[1]] if far else near


def _qualifier(match: re.Match[str]) -> str:
    if match["level"]:
        return "级"
    for group in ("vague", "more", "after", "before"):
        if (word := match[group]) and word in _QUALIFIERS:
            return _QUALIFIERS[word]
    number = match["number"] or ""
    if number[:1] in ("数", "几", "上"):
        return "约" if number[:1] == "上" else number
    return "约" if re.fullmatch(r"[一二三四五六七八九]{2}[十百千]?", number) else "="


def is_in_bracket(text: str, at: int) -> bool:
    """Whether the position stands inside round brackets of its paragraph."""
    before = text[max(0, at - _LONGEST_BRACKET) : at].rpartition("\n")[2]
    return max(before.rfind("（"), before.rfind("(")) > max(before.rfind("）"), before.rfind(")"))
