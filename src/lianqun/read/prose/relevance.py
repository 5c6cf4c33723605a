"""Which numbers claim something: thresholds, sizes in names, turns of speech and repeated headings are told apart."""

import re
from collections.abc import Callable, Sequence

from lianqun.read.layers.quantities import Quantity
from lianqun.read.prose.page import Page

_CHINESE_SMALL = re.compile(r"第?[一二两三四五六七八九十](?![一二三四五六七八九十百千])")
_THRESHOLD_NOUN = re.compile(
    r"^的?[\u4e00-\u9fff]{0,8}?(?:项目|企业|单位|工程|客户|产品|家庭|设备|工业|商贸|服务业|产业|农户|大户|收入|人才|岗位|团队|规格|研发机构|平台|集群|园区|订单|贷款)"
)
_BARE_THRESHOLD_NOUN = re.compile(r"^(?:级)?(?:重点|重大|工业|产业|制造业|签约|开工|在建)?(?:项目|企业|产业集群|园区|集群)")
_COUNTED_BEHIND = re.compile(r"^的?[\u4e00-\u9fff]{0,4}?(?:项目|企业|单位|园区|集群|产业)(?:共|有|已有|仅|只有|仅有|达|达到)?\d")
_COUNTED_BEFORE = re.compile(r"\d余?[个家](?:总?投资|年?产值|年?营收|营业收入|销售收入)额?$")
_GOAL = re.compile(r"(?:培育|打造|建设|形成|迈向|冲刺|力争|建成|壮大|发展|构建|迈上|跻身|突破)[^，。；]{0,16}$")
_GROUP_NOUN = re.compile(r"^(?:“[^”]{1,8}”)?[\u4e00-\u9fff]{0,4}?(?:项目|产业链|生产基地|基地|园区|产业集群|研发中心)")
_COUNT_VERB = re.compile(r"(?:有|共|建成|建有|拥有|引进|培育|新增|签约|落地|设立|认定|获批|布局|形成|入选)[^，。；]{0,8}$")
_SIZE_AFTER = re.compile(r"^(?:厚|长|宽|高|深|以[上下])")
_SIZE_BEFORE = re.compile(r"(?:厚度|直径|长度|宽度|线宽|深度|高度)(?:为|达|达到|仅|约)*$")
_DURATION_AFTER = re.compile(r"^(?:时间)?(?:后|内|就|即|之后)[^，。；]{0,8}?(?:竣工|投产|建成|交付|完工|达产|开工|通车)")
_DURATION_BEFORE = re.compile(
    r"(?:成立|历时|工期|建设期|建设周期|周期|用了|仅用|只用|用时|期[由从]|时间[由从]|缩短至?|压缩至?|压缩到|缩短到|耗时|寿命|质保)[^，。；]{0,4}$"
)
_IN_A_ROW = re.compile(r"连续$")
_IN_A_ROW_AFTER = re.compile(r"^[^，。；]{0,4}(?:位居|居|保持|增长|蝉联|入选|第|位列|实现|荣获|被评)")
_ORDINAL_AFTER = re.compile(r"^(?!月|季度|阶段|方面|问题|五年|层次|百年|一百年)[\u4e00-\u9fff]")
_SLOGAN = re.compile(r"(\d+)个([\u4e00-\u9fff]{2,4})(?:是|就是|变成?)\d+个\2")
_DENOMINATOR = re.compile(r"(?:纳入统计|统计|监测|调查|重点监测)的$")
_OF_THESE = re.compile(r"[\u4e00-\u9fff、（）()]{1,14}中[，,]?(?:有|[已共尚仍仅只]有)?\d+[个家种户项类]")
_SHORT_QUOTED = re.compile(r"[“‘]([^”’“‘]{1,12})[”’]")


def is_threshold(page: Page, quantity: Quantity) -> bool:
    """亿元以上项目, 30亿元以上项目, 亿元项目: the amount says which projects are counted and is no amount itself."""
    if quantity.kind not in ("amount", "count", "ratio"):
        return False
    behind = page.text[quantity.end : quantity.end + 16]
    if quantity.qualifier in ("以上", "以下") and _THRESHOLD_NOUN.match(behind):
        return True
    if quantity.kind == "amount" and _COUNTED_BEHIND.match(behind):
        return True
    before = page.text[max(0, quantity.start - 14) : quantity.start]
    if quantity.qualifier in ("超", "以上") and _COUNTED_BEFORE.search(before) and _THRESHOLD_NOUN.match(behind):
        return True
    bare = quantity.kind == "amount" and re.search(r"\d", quantity.printed) is None and quantity.qualifier in ("=", "级", "约")
    if not (bare and _BARE_THRESHOLD_NOUN.match(behind)):
        return False
    clause = page.structure.clause_at(quantity.start)
    return not (quantity.qualifier == "级" and _GOAL.search(page.text[clause.start : quantity.start]))


def _is_turn_of_speech(page: Page, quantity: Quantity) -> bool:
    if quantity.kind == "amount":
        return page.text[quantity.number_start : quantity.end] in ("一亩", "一吨", "一斤", "一公斤", "一元", "一方", "一度")
    if quantity.kind not in ("generic", "count") or quantity.ordinal:
        return False
    numeral = page.text[quantity.number_start : quantity.end]
    if not _CHINESE_SMALL.match(numeral) or quantity.qualifier != "=":
        return numeral.startswith(("数", "几")) and quantity.kind == "generic"
    if numeral.startswith("一") or quantity.kind == "generic":
        return True
    return _COUNT_VERB.search(page.text[max(0, quantity.start - 14) : quantity.start]) is None


def _is_empty_group(page: Page, quantity: Quantity) -> bool:
    """三大产业 and the like; 七大项目 counts, unless it only says which projects are counted behind it."""
    if quantity.kind != "group":
        return False
    found = _GROUP_NOUN.match(page.text[quantity.end : quantity.end + 20])
    clause = page.structure.clause_at(quantity.start)
    counted = any(q.kind in ("count", "generic") for q in page.quantities.starting(quantity.end, clause.end))
    return found is None or counted


def _is_size(page: Page, quantity: Quantity) -> bool:
    if quantity.kind != "spec":
        return False
    return not (
        _SIZE_AFTER.match(page.text[quantity.end : quantity.end + 3])
        or _SIZE_BEFORE.search(page.text[max(0, quantity.start - 8) : quantity.start])
    )


def _is_mere_duration(page: Page, quantity: Quantity) -> bool:
    if quantity.kind != "duration":
        return False
    before, behind = page.text[max(0, quantity.start - 10) : quantity.start], page.text[quantity.end : quantity.end + 14]
    if _IN_A_ROW.search(before):
        return _IN_A_ROW_AFTER.match(behind) is None
    hours = quantity.unit.endswith(("小时", "分钟", "秒"))
    return not (_DURATION_AFTER.match(behind) or _DURATION_BEFORE.search(before) or (hours and not behind.startswith("前")))


def _is_plain_ordinal(page: Page, quantity: Quantity) -> bool:
    """第五个能生产…的城市 says something; 第一批, 第三产业 do not."""
    if not quantity.ordinal:
        return False
    return (
        quantity.unit not in ("个", "家", "座", "条")
        or quantity.value == "1"
        or not _ORDINAL_AFTER.match(page.text[quantity.end : quantity.end + 4])
    )


def _is_calendar(page: Page, quantity: Quantity) -> bool:
    return quantity.kind == "calendar" or (quantity.unit == "年" and re.fullmatch(r"(?:19|20)\d\d", quantity.value) is not None)


def _is_slogan(page: Page, quantity: Quantity) -> bool:
    clause = page.structure.clause_at(quantity.start)
    return _SLOGAN.search(page.text[clause.start : clause.end]) is not None


def _is_denominator(page: Page, quantity: Quantity) -> bool:
    """纳入统计的 82 种产品中, 35 个行业中有 24 个…: the whole that the number behind it is counted in."""
    if quantity.kind in ("count", "generic") and _OF_THESE.match(page.text, quantity.end):
        return True
    before, behind = page.text[max(0, quantity.start - 8) : quantity.start], page.text[quantity.end : quantity.end + 14]
    return _DENOMINATOR.search(before) is not None and re.match(r"^[\u4e00-\u9fff]{1,8}中[，,]", behind) is not None


def _is_in_a_name(page: Page, quantity: Quantity) -> bool:
    """‘十项行动’: a numeral inside a short quoted name."""
    if quantity.kind not in ("generic", "count", "group"):
        return False
    line = page.structure.paragraph_at(quantity.start)
    window = page.text[max(line.start, quantity.start - 12) : quantity.end + 12]
    offset = max(line.start, quantity.start - 12)
    return any(offset + m.start() < quantity.start and quantity.end < offset + m.end() for m in _SHORT_QUOTED.finditer(window))


def _is_history_in_brackets(page: Page, quantity: Quantity) -> bool:
    """（2015和2016年同期增速分别为3.3%、0.5%）: what is compared with, set aside in brackets."""
    if not quantity.in_bracket:
        return False
    opened = max(page.text.rfind("（", 0, quantity.start), page.text.rfind("(", 0, quantity.start))
    return any(time.kind == "basis" for time in page.times.starting(opened, quantity.start))


_TESTS: tuple[Callable[[Page, Quantity], bool], ...] = (
    *(_is_calendar, is_threshold, _is_size, _is_mere_duration, _is_plain_ordinal, _is_turn_of_speech, _is_empty_group),
    *(_is_slogan, _is_denominator, _is_in_a_name, _is_history_in_brackets),
)


def relevant_quantities(page: Page) -> Sequence[Quantity]:
    """The quantities that claim something, in order; those of headings only where the body does not state them."""
    kept = [q for q in page.quantities if not any(test(page, q) for test in _TESTS)]
    roles = {q: page.structure.paragraph_at(q.start).role for q in kept}
    stated = {(q.value, q.unit) for q in kept if roles[q] == "body"}
    return [
        q
        for q in kept
        if roles[q] == "body" or (roles[q] in ("title", "heading") and (q.value, q.unit) not in stated and q.qualifier == "=")
    ]
