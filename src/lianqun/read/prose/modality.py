"""Whether a number is actual, planned, forecast, or a goal."""

import re

from lianqun.read.layers.quantities import Quantity
from lianqun.read.prose.page import Page

_GOAL = re.compile(
    r"力争|目标(?!的|任务)|争取|冲刺|迈向|培育[^，。；]{0,12}$|打造[^，。；]{0,12}$|突破.{0,4}大关|到20\d\d年|发展到"
)
_STRIVING = re.compile(r"力争|争取|确保(?:全年|完成)|奋斗目标")
_FORECAST = re.compile(r"预计|预期|有望|可望|将(?!近|来|军|士|[0-9])|达产后|投产后|建成后|全部建成|完工后|届时|测算")
_PLAN = re.compile(r"计划(?!单列|经济|任务)|拟(?!人)|规划(?!局|建设局|院)")
_FURTHEST = 400
_DONE = re.compile(r"已|完成|实现了|累计")


def modality_of(page: Page, quantity: Quantity) -> str:
    """`actual`, `plan`, `forecast` or `goal`, from the words before the number in its sentence."""
    sentence = page.structure.sentence_at(quantity.start)
    furthest = quantity.number_start - _FURTHEST
    before = page.text[max(sentence.start, furthest) : quantity.number_start]
    clause = page.text[max(page.structure.clause_at(quantity.start).start, furthest) : quantity.number_start]
    if quantity.qualifier == "级" or (_GOAL.search(clause) and not _DONE.search(clause)) or _STRIVING.search(before):
        return "goal"
    if _DONE.search(clause) and not _FORECAST.search(clause):
        return "actual"
    if _FORECAST.search(before):
        return "forecast"
    return "plan" if _PLAN.search(clause) else "actual"
