"""What a number measures: the words before it, else those behind it, and the rule table that gives its type."""

import re
from dataclasses import dataclass
from functools import cache

from lianqun.read.layers.quantities import Quantity
from lianqun.read.lists import rows_of
from lianqun.read.prose.page import Page, names_in
from lianqun.vocab.units import parse_unit

_LINKING = re.compile(r"实现|完成(?!率)|现有|共有|已有|就有|拥有|具有|达到|创造|提供|累计|(?<=[业区市])有")
_TRAILING = re.compile(
    r"(?:就|力争|争取|确保|已经?|也|将|可|累计|预计|预期|总共|共|合计|分别|仅|有|为|是|达到|达|至|到|实现|完成|创造|提供|了|占比达|占|形成|突破|首次|按照|相当于|(?<!增)长|的|以|由|从|发展|在|约|近|超|“|”|‘|’|高达|只有|不足|需|需要|每年|每天|正式|宣布)+$"
)
_LEADING = re.compile(
    r"^(?:[\s，、。；：:“”‘’（(]|其中|此外|目前|同时|另外|而且|但|据悉|据统计|据了解|据介绍|截至|截止|到(?!位|账|岗)|前(?![驱沿端置])|底(?![盘层薪])|末(?!端)|初(?![级步创])|以来|为止|统计显示|数据显示|预计|当年|共|已|将|就(?!业)|力争|争取|确保|并|和|及|以及|与|的|在|仅|[一二三四五六七八九十]是|建成达产后|达产后|投产后|全市|全区|全县|全省|全盟|全州|公司|我市|我区|我县|该市|该区|该县|企业(?=[^\u4e00-\u9fff])|我们公司的?|我们的?|全年|上半年|今年|先后|头一年|首年|第一年)+"
)
_NOUN_BEHIND = re.compile(
    r"^的?(?P<noun>[“‘]?[\u4e00-\u9fffA-Za-z“”‘’]{2,18}?)(?=[，。；、：！？（）)\n]|$|前来|支持|测算|全部|合作|陆续|落户|开工|等|和|与|是|被|从|在|已|将|都|均)"
)
_ITEM = re.compile(r"[、和与及]")
_RAISED_FROM = re.compile(r"(?:由|从)[^，。]{0,8}$")
_LONGEST = 32
_COUNTED = ("count", "persons")
_FALLBACKS = {"persons": "人数", "money": "金额", "ratio": "比例", "area": "面积", "time": "时长", "length": "长度"}
_ABSTRACT = ("money", "money_usd", "ratio", "persons", "time", "length", "area")


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured: its words, where they start, and the type and attribute that the rule table gives."""

    words: str
    start: int
    type: str
    attribute: str
    rule: str
    item: str = ""


def find_metric(page: Page, quantity: Quantity, previous_end: int) -> Metric:
    """The metric of a quantity; `previous_end` is where the quantity before it in the clause ends (0 where none)."""
    clause = page.structure.clause_at(quantity.start)
    start = max(clause.start, previous_end)
    start = _after_joint(page.text, start, quantity.start) if previous_end > clause.start else start
    raw = page.text[start : quantity.start]
    words = clean_words(page, start, quantity.start)
    behind = _behind(page, quantity)
    counted = _dimension(quantity) in _COUNTED
    noun = behind if (counted and behind and not _is_countable(words)) or not words else words
    row = _rule(raw, page.text[quantity.end : quantity.end + 30], quantity)
    attribute = (
        row["attribute"] if row and row["attribute"] else _attribute(noun, counted) or _FALLBACKS.get(_dimension(quantity), "")
    )
    return Metric(
        noun, start, row["type"] if row else "indicator", attribute, f"metric:{row['note']}" if row else "metric:printed"
    )


def _after_joint(text: str, start: int, end: int) -> int:
    """Behind an earlier number, the words that belong to it end at the last 、."""
    joint = text.rfind("、", start, end)
    return joint + 1 if joint >= 0 else start


def clean_words(page: Page, start: int, end: int) -> str:
    """The words of `text[start:end]` without times, connecting words and verbs that only link."""
    text = page.text[start:end]
    for time in page.times.starting(start - 20, end):
        if time.end > start:
            text = text.replace(page.text[time.start : time.end], "")
    text = re.split(r"[（(]", re.sub(r"[（(][^（()）]*[)）]", "", text))[-1]
    text = _TRAILING.sub("", _LEADING.sub("", _RAISED_FROM.sub("", text)))
    for name in names_in(page, start, end):
        if text.startswith(name) and _ITEM.match(text, len(name)):
            break
        text = text.removeprefix(name)
    text = _LEADING.sub("", _LINKING.sub("", text))
    return _TRAILING.sub("", text)[-_LONGEST:].strip("、，：:“”‘’ ")


def _behind(page: Page, quantity: Quantity) -> str:
    found = _NOUN_BEHIND.match(page.text[quantity.end : quantity.end + 24])
    return re.sub(r"^.*的(?=[^的]{2,}$)|[“”‘’]", "", found["noun"]) if found else ""


def _is_countable(words: str) -> bool:
    """Whether the words before a count already name what is counted: 规上企业123家, 项目65个."""
    return (
        re.search(
            r"(?:企业|项目|院校|高校|机构|人才|人员|班次|基地|园区|平台|单位|工程|公司|团队|户|岗位|就业|产量|出栏|存栏|专利|人口|总量|数|车|机|[\u4e00-\u9fff]类)$",
            words,
        )
        is not None
    )


def _attribute(noun: str, counted: bool) -> str:
    return f"{noun}数" if counted and noun and not noun.endswith("数") else noun


def _dimension(quantity: Quantity) -> str:
    parsed = parse_unit(quantity.unit)
    return parsed[0].dimension if parsed else ""


def _rule(before: str, behind: str, quantity: Quantity) -> dict[str, str] | None:
    dimension = _dimension(quantity)
    groups = _groups(dimension, quantity.unit)
    for pattern_before, pattern_behind, row in _rules():
        if row["dimension"] in groups and pattern_before.search(before) and pattern_behind.search(behind):
            return row
    return None


def _groups(dimension: str, unit: str) -> set[str]:
    """The names under which the rule table may speak of a unit: its dimension, physical, goods (what a works makes), count."""
    physical = dimension not in _ABSTRACT
    goods = physical and unit.removeprefix("万") not in ("个", "家", "所", "项", "种", "大", "条", "座", "部", "名", "栋", "间")
    return {dimension} | {
        name for name, holds in (("physical", physical), ("goods", goods), ("count", dimension in _COUNTED)) if holds
    }


@cache
def _rules() -> tuple[tuple[re.Pattern[str], re.Pattern[str], dict[str, str]], ...]:
    return tuple(
        (re.compile(row["before"]), re.compile(row["after"]), row) for row in rows_of("lianqun.read.rules", "metrics.csv")
    )
