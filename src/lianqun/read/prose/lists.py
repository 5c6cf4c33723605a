"""Numbers that share their words: 甲、乙分别完成 10 亿元、8 亿元; 由 12% 提高到 35%."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lianqun.read.layers.quantities import Quantity
from lianqun.read.layers.structure import Stretch
from lianqun.read.prose.metrics import Metric, clean_words
from lianqun.read.prose.page import Page, names_in

_JOINT = re.compile(r"(?:、|和|及|与|以及|，其中|\s)+")
_RAISED = re.compile(
    r"，?(?:提高|提升|增加|增长|上升|扩大|发展|下降|降低|减少|降|升|增|缩短|压减|达|累计|总数|总量|达到)*(?:到|至|为|达|达到)?(?:如今|现在|目前|今年|去年)?的?"
)
_EACH = re.compile(r"(?P<items>[^，。；：]{3,60}?)(?:同比|环比)?(?:分别|各)(?P<tail>[^，。；0-9]{0,16})$")
_GROWN = re.compile(r"(?P<items>[^，。；：、]{2,12}(?:、[^，。；：、]{2,12})*[、和][^，。；：、]{2,12}?)同比(?P<tail>增长|下降)$")
_ONLY_EACH = re.compile(r"(?:同比|环比)?(?:分别|各)(?:同比|环比)?[增长下降实现完成达到为]{0,4}")
_TOWARDS = ("对", "向", "从", "自")  # 对东盟、欧盟: said of each, and whose numbers follow is the one who trades
_MEASURE = re.compile(
    r"(?:产业|行业)?(?:增加值|总产值|产值|产量|销量|销售额|销售收入|营业收入|营收|投资|利润|税收|出口额|进出口额|零售额)$"
)
_WHOLE = re.compile(r"总数|总量|累计")
_NEWLY = re.compile(r"^(?:净增|新增|新培育|新认定)")
_COUNT_OF_ITEMS = re.compile(
    r"(?:等)?[两二三四五六七八九十\d](?:(?:大|个|家|项|种|类)[^、]{0,10}|县|市|区|地|镇|乡|县区|县市|园区|企业|公司)$"
)


def joined(page: Page, before: Quantity, after: Quantity) -> bool:
    """Whether two numbers are members of one list, with nothing but a joint between them."""
    return _JOINT.fullmatch(page.text[before.end : after.start]) is not None


def run_of(page: Page, quantities: Sequence[Quantity], index: int) -> list[Quantity]:
    """The list that the number at `index` belongs to, itself included."""
    first = last = index
    while (
        first > 0
        and joined(page, quantities[first - 1], quantities[first])
        and of_one_kind(quantities[first - 1], quantities[index])
    ):
        first -= 1
    while (
        last + 1 < len(quantities)
        and joined(page, quantities[last], quantities[last + 1])
        and of_one_kind(quantities[last + 1], quantities[index])
    ):
        last += 1
    return list(quantities[first : last + 1])


def of_one_kind(one: Quantity, other: Quantity) -> bool:
    """Growth may be printed as times and as percent in one list: 3.9 倍、10.9%."""
    return one.kind == other.kind or {one.kind, other.kind} == {"ratio", "times"}


def items_of(page: Page, run: Sequence[Quantity]) -> tuple[list[str], str]:
    """The things that a list of numbers with 分别 is about, one for each number, and the words they share; else nothing."""
    clause = page.structure.clause_at(run[0].start)
    found = _EACH.search(page.text, clause.start, run[0].start) or _GROWN.search(page.text, clause.start, run[0].start)
    if len(run) < 2:
        return [], ""
    if named := _named_before(page, clause, run):
        return named, ""
    if found is None:
        return [], ""
    items = _cut(_COUNT_OF_ITEMS.sub("", clean_words(page, found.start("items"), found.end("items"))), len(run))
    tail = re.sub(r"实现|完成|达到|达|为|是|占|增长|下降", "", found["tail"])
    if len(items) != len(run):
        return [], ""
    if (towards := items[0][:1]) in _TOWARDS:
        items = [items[0], *(towards + item for item in items[1:])]
    names = names_in(page, found.start("items"), found.end("items"))
    if all(item in names for item in items[:-1]) and (last := next((name for name in names if items[-1].startswith(name)), "")):
        return [*items[:-1], last], items[-1].removeprefix(last) + tail
    return [_with_measure(item, items[-1]) for item in items], tail


def _named_before(page: Page, clause: Stretch, run: Sequence[Quantity]) -> list[str]:
    """甲、乙、丙增速较快，分别增长…: the names that open the clause before, where the clause itself only says 分别."""
    if _ONLY_EACH.fullmatch(page.text, clause.start, run[0].start) is None or clause.start == 0:
        return []
    before = page.structure.clause_at(clause.start - 1)
    if before.start < page.structure.sentence_at(clause.start).start:
        return []
    at, names = before.start, []
    for name in sorted(set(names_in(page, before.start, before.end)), key=lambda name: page.text.find(name, before.start)):
        if page.text.startswith(name, at):
            names.append(name)
            at += len(name) + 1
    return names if len(names) == len(run) else []


def _cut(words: str, count: int) -> list[str]:
    """A list cut at every joint, or only at the marks and the last joint, whichever gives as many items as there are numbers."""
    marked = words.split("、")
    ways = [re.split("、|和|与|及", words), marked, [*marked[:-1], *re.split("(?:和|与|及)(?!.*(?:和|与|及))", marked[-1])]]
    return next((way for way in ways if len(way) == count and all(way)), [])


def _with_measure(item: str, last: str) -> str:
    """甲、乙产量分别…: what is measured stands behind the last item and is meant of each."""
    shared = _MEASURE.search(last)
    return item if shared is None or _MEASURE.search(item) else f"{item}{shared[0]}"


def inherit_metric(page: Page, quantity: Quantity, metric: Metric, previous: tuple[Quantity, Metric] | None) -> Metric:
    """The metric of the number before, where a number only continues it: a member of a list, or 提高到 35%."""
    if previous is None:
        return metric
    if not metric.words and previous[0].unit == quantity.unit:
        return replace(previous[1], start=metric.start)
    between = page.text[previous[0].end : quantity.start]
    raised = metric.words == "" or _RAISED.fullmatch(between) is not None
    if joined(page, previous[0], quantity) or (raised and _RAISED.fullmatch(re.sub(r"20\d\d年", "", between))):
        whole = _WHOLE.search(between) is not None
        words = _NEWLY.sub("", previous[1].attribute) if whole else previous[1].attribute
        return replace(previous[1], start=metric.start, attribute=words)
    return metric
