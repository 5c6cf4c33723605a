"""Which numbers of a sentence stand for themselves, and which only say how much another has changed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lianqun.read.layers.quantities import Quantity
from lianqun.read.prose.comparisons import Comparison, as_comparison, is_attached, is_base_value
from lianqun.read.prose.lists import inherit_metric, items_of, joined, of_one_kind, run_of
from lianqun.read.prose.metrics import Metric, find_metric
from lianqun.read.prose.page import Page

_TURNED = re.compile(r"[、和及，\s]{1,2}(?:(?P<up>增长|上升|提高|增加)|(?P<down>下降|降低|回落|减少))?")
_GREW = re.compile(r"(?:增长|下降|上涨)[了约近超达]*$")
_YEARLY = re.compile(r"同比|[比较](?:上年|去年)")


@dataclass(frozen=True, slots=True)
class Level:
    """A number that stands for itself, with what has been found about it so far."""

    quantity: Quantity
    metric: Metric
    change: str = ""
    change_end: int = 0
    is_comparison: bool = False


def find_levels(page: Page, quantities: Sequence[Quantity]) -> list[Level]:
    """The numbers of one sentence that stand for themselves, in order, each with its metric and the change that is said of it."""
    levels: list[Level] = []
    given: set[Quantity] = set()
    for index, quantity in enumerate(quantities):
        if quantity in given or is_base_value(page, quantity):
            continue
        previous_end = _previous_end(page, quantities, index)
        comparison = as_comparison(page, quantity, previous_end)
        if (
            comparison
            and is_attached(comparison)
            and not _has_own_time(page, quantity)
            and (attached := _attach(page, levels, quantities, index, comparison))
        ):
            given.update(attached)
            continue
        if comparison and quantity.in_bracket:
            continue
        metric = _metric_in_list(page, quantities, index, find_metric(page, quantity, previous_end), levels)
        levels.append(_own_change(page, quantity, metric, comparison, levels))
    return levels


def _metric_in_list(page: Page, quantities: Sequence[Quantity], index: int, metric: Metric, levels: Sequence[Level]) -> Metric:
    """The metric of a number that may be a member of a list: its own item of 甲、乙分别…, else that of the number before it."""
    quantity = quantities[index]
    run = run_of(page, quantities, index)
    items, tail = items_of(page, run)
    if items:
        grown = _comparing_words(page, run[0])
        words = f"{items[run.index(quantity)]}{tail.removesuffix(grown)}{grown}"
        return replace(metric, words=words, attribute=words, item=items[run.index(quantity)])
    if len(run) > 1 and (item := _item_before(run.index(quantity), len(run), levels)):
        metric = replace(metric, item=item)
    same = levels[-1] if levels and levels[-1].quantity.kind == quantity.kind and not levels[-1].is_comparison else None
    inherited = inherit_metric(page, quantity, metric, (same.quantity, same.metric) if same else None)
    return replace(inherited, item=metric.item) if metric.item else inherited


def _item_before(place: int, count: int, levels: Sequence[Level]) -> str:
    """甲、乙两县分别开工 4 个和 3 个，总投资分别为 26 亿元、17 亿元: the second list is of the same items as the first."""
    first = levels[: len(levels) - place][-count:]
    items = [level.metric.item for level in first]
    return items[place] if len(items) == count and all(items) else ""


def _previous_end(page: Page, quantities: Sequence[Quantity], index: int) -> int:
    """Where the number before this one in the same clause ends, past a joining mark; 0 where there is none."""
    clause = page.structure.clause_at(quantities[index].start)
    return max((q.end for q in quantities[:index] if q.start >= clause.start), default=0)


def _attach(
    page: Page, levels: list[Level], quantities: Sequence[Quantity], index: int, comparison: Comparison
) -> list[Quantity]:
    """Give a comparison to the number before it, or the members of a list to as many numbers; what was given away."""
    listed = _list_after(page, quantities, index, comparison.signed[0])
    free = [level for level in levels if not level.change and _comparable(level.quantity, comparison.quantity)]
    targets = free[-len(listed) :] if 1 < len(listed) <= len(free) else []
    if not comparison.each and not all(joined(page, a.quantity, b.quantity) for a, b in pairwise(targets)):
        targets = []
    if not targets and (not comparison.each or len(listed) == 1):
        listed, last = listed[:1], _compared(levels, comparison.quantity)
        targets = [last] if last is not None and not last.change else []
    for target, (quantity, sign) in zip(targets, listed, strict=False):
        place = levels.index(target)
        levels[place] = replace(
            target,
            change=f"{sign}{quantity.value}{quantity.unit}",
            change_end=quantity.end if len(listed) == 1 else 0,
        )
    return [quantity for quantity, _ in listed] if targets else []


def _has_own_time(page: Page, quantity: Quantity) -> bool:
    """去年产值 320 亿元，今年上半年又增长 15.8%: the growth is of another time than the number before it."""
    clause = page.structure.clause_at(quantity.start)
    return any(time.kind == "period" for time in page.times.starting(clause.start, quantity.start))


def _compared(levels: Sequence[Level], comparison: Quantity) -> Level | None:
    """The number that a single comparison is of: the last one; a growth rate passes over shares (…亿元，占 46%，增长 9%)."""
    plain = [level for level in levels if not level.is_comparison]
    if comparison.kind in ("ratio", "times"):
        amounts = [level for level in plain if level.quantity.kind != "ratio"]
        plain = amounts if amounts and not amounts[-1].change else plain
    return plain[-1] if plain and _comparable(plain[-1].quantity, comparison) else None


def _comparable(level: Quantity, comparison: Quantity) -> bool:
    """A difference in pieces belongs to a count, one in points to a share; a growth rate to anything but a point."""
    if comparison.kind == "point":
        return level.kind == "ratio"
    if comparison.kind in ("ratio", "times"):
        return level.kind not in ("point", "duration")
    return level.unit == comparison.unit


def _list_after(page: Page, quantities: Sequence[Quantity], index: int, sign: str) -> list[tuple[Quantity, str]]:
    """The numbers of one kind that follow each other, joined by 、 or 和, each with its sign; 和下降 turns it."""
    listed = [(quantities[index], sign)]
    for quantity in quantities[index + 1 :]:
        between = _TURNED.fullmatch(page.text, listed[-1][0].end, quantity.start)
        if between is None or not of_one_kind(quantity, listed[0][0]):
            break
        listed.append((quantity, "+" if between["up"] else "-" if between["down"] else listed[-1][1]))
    return listed


def _own_change(page: Page, quantity: Quantity, metric: Metric, comparison: Comparison | None, levels: Sequence[Level]) -> Level:
    if comparison is None:
        return Level(quantity, metric, change=_shared_change(quantity, metric, levels), is_comparison=_shares(metric, levels))
    words = metric.words
    if not words or is_attached(comparison):
        words = (levels[-1].metric.words if levels else "") + metric.words
    verb = re.sub(r"^.*?(?=增|减|上|下|提|降|涨|跌|多|少|高|低|拉动|回)", "", _comparing_words(page, quantity)) if words else ""
    attribute = f"{words}{verb}" if verb and not words.endswith(verb) else words
    signed = comparison.signed if (comparison.based or _is_yearly(page, quantity)) and quantity.kind in ("ratio", "times") else ""
    compared = replace(metric, words=words, attribute=attribute, type="indicator", rule="metric:comparison")
    return Level(quantity, compared, change=signed, is_comparison=True)


def _is_yearly(page: Page, quantity: Quantity) -> bool:
    """Whether 增长 alone means against the year before, as everywhere in a paragraph that says 同比 or 比上年 once."""
    paragraph = page.structure.paragraph_at(quantity.start)
    return (
        _GREW.search(page.text, max(paragraph.start, quantity.start - 6), quantity.start) is not None
        and _YEARLY.search(page.text, paragraph.start, paragraph.end) is not None
    )


def _shares(metric: Metric, levels: Sequence[Level]) -> bool:
    """Whether a number goes on with a list of growth rates, 甲、乙同比分别增长 3%、4%."""
    return bool(metric.item and levels and levels[-1].is_comparison and levels[-1].metric.item)


def _shared_change(quantity: Quantity, metric: Metric, levels: Sequence[Level]) -> str:
    if not _shares(metric, levels) or not levels[-1].change:
        return ""
    return f"{levels[-1].change[0]}{quantity.value}{quantity.unit}"


def _comparing_words(page: Page, quantity: Quantity) -> str:
    clause = page.structure.clause_at(quantity.start)
    found = re.search(
        r"(?:增长|增加|增|上升|提高|提升|上涨|涨|扩大|加快|多|高|下降|降低|减少|减|回落|跌|降|少|低|收窄)[了约近达为]*$",
        page.text[clause.start : quantity.start],
    )
    return found[0].rstrip("了约近达为") if found else ""
