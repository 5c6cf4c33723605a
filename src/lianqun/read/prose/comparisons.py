"""Growth and differences: which number a 同比增长 belongs to, also in lists with 分别."""

import re
from dataclasses import dataclass

from lianqun.read.layers.quantities import Quantity
from lianqun.read.prose.page import Page

_UP = "增长|增加|新增加|新增|净增|增|上升|提高|提升|上涨|涨|扩大|加快|多|高|升高|攀升"
_DOWN = "下降|降低|减少|减|下滑|回落|下跌|跌|降|少|低|收窄|缩短|放缓"
_BASE = r"(?:同比|环比|同口径|按可比价(?:格)?(?:计算)?|(?:比|较|与)[^，。；]{0,14}?(?:相比)?)"
_COMPARISON = re.compile(
    rf"(?P<first>均|各|分别)?(?P<base>{_BASE})?(?P<each>均|各|分别)?(?:实现|又|再|约|累计)?(?:名义|实际)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:幅度?|速度?)?(?P<behind>分别|均|各)?(?:了|约|近|达|为|达到)*$"
)
_IGNORED = re.compile(
    r"^(?:[\s，、。；：“”（(和及]|其中|也|并|且|同时|均|各|转为|转|实现|累计|首季|当季|年初以来|名义|实际|可比口径|扣除[^，。；]{0,12}后|剔除[^，。；]{0,12}后|按可比口径|分别|而)*$"
)
_OWN = re.compile(r"增速|增幅|水平|占比|比重|拉动|贡献|平均")
_BASE_VALUE = re.compile(
    r"(?:由|从)[^，。；0-9]{0,10}(?:同期|上年|去年|上月|年初|季度|月份?)[^，。；0-9]{0,6}(?:增长|上升|下降|减少|回落|降|亏损)了?$"
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A quantity that says how much more or less: signed text (+128%), whether it stands alone, whether it is one of a list."""

    quantity: Quantity
    signed: str
    lead: str
    based: bool
    each: bool


def as_comparison(page: Page, quantity: Quantity, previous_end: int) -> Comparison | None:
    """The quantity as a comparison, or `None` where it is a level (增长到, 占比, 达)."""
    clause = page.structure.clause_at(quantity.start)
    start = max(clause.start, previous_end)
    lead = page.text[start : quantity.start]
    found = _COMPARISON.search(lead)
    if not found or quantity.kind in ("duration", "spec"):
        return None
    sign = "+" if found["up"] else "-"
    rest = _without_times(page, start, lead[: found.start()])
    own = "" if not _OWN.search(found["base"] or "") else found["base"]
    return Comparison(
        quantity,
        f"{sign}{quantity.value}{quantity.unit}",
        rest + own,
        bool(found["base"]),
        any(found[part] for part in ("first", "each", "behind")),
    )


def is_base_value(page: Page, quantity: Quantity) -> bool:
    """Whether a number is only where a change started: 由上年同期下降 4.7% 转为增长 9.2%."""
    clause = page.structure.clause_at(quantity.start)
    return _BASE_VALUE.search(page.text, clause.start, quantity.start) is not None


def is_attached(comparison: Comparison) -> bool:
    """Whether nothing but the comparison stands in its clause, so that it belongs to a number before it."""
    return _IGNORED.match(comparison.lead) is not None


def _without_times(page: Page, start: int, lead: str) -> str:
    for time in page.times.starting(start, start + len(lead)):
        lead = lead.replace(page.text[time.start : time.end], "")
    return lead
