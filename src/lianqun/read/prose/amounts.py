"""Claims of number: quantity + metric + subject + period + comparison."""

import re
from collections.abc import Iterator

from lianqun.read.certainty import certainty_of, certainty_of_number
from lianqun.read.layers.places import is_place_name
from lianqun.read.layers.projects import Project
from lianqun.read.layers.quantities import Quantity
from lianqun.read.prose.chains import Chains
from lianqun.read.prose.levels import Level, find_levels
from lianqun.read.prose.mentions import is_counted
from lianqun.read.prose.modality import modality_of
from lianqun.read.prose.page import Page, names_in
from lianqun.read.prose.periods import Periods
from lianqun.read.prose.relevance import relevant_quantities
from lianqun.read.prose.subjects import Subject, Topics, subject_by
from lianqun.vocab.claims import Claim

_SHARE_OF = re.compile(
    r"(?P<items>[\u4e00-\u9fffA-Za-z0-9、]{2,30}?)(?:将|约|已|可|能|预计)*(?:分别)?占(?P<whole>[\u4e00-\u9fff]{0,8}市场)"
)
_BUILT = re.compile(r"^[^，。；]{0,2}(?:建设|兴建|新建|打造|开建|建成|实施|投建|建)")
_OF_IT = re.compile(r"(?:、[^，。；、]{1,16})?(?:的|，[^，。；]{2,16}的)")
_BOUGHT = re.compile(
    r"的(?!项目|企业)(?P<name>[\u4e00-\u9fffA-Za-z0-9（）·]{3,24}?)(?=[、，。；]|和投资|即将|正式|已经|签约|落户|开工|落地)"
)
_FUND = re.compile(r"(?:[的了立建出]|\d[亿万]?元|只)([\u4e00-\u9fff]{2,12}?基金)")
_OF_THE_FUND = re.compile(r"(?:首期|认缴|实缴|撬动|投向|投放|支持项目|投资项目|募集|带动社会)[^，。；0-9]{0,8}$")
_POINTS_AHEAD = re.compile(r"的[^，。；]{0,10}")
_LONGEST_LIST = 200
_NEAR_CAPACITY = 16
_ITS = re.compile(r"其|该|公司|企业|我们|产品")
_HOLDS_MARKET = re.compile(r"的?(?:国内|全球|世界)?市场(?:占有率|份额)")
_NAMED_GROUP = re.compile(r"“[^”]{1,8}”[\u4e00-\u9fff]{0,2}项目")


def claim_amounts(page: Page, topics: Topics, periods: Periods, chains: Chains) -> Iterator[Claim]:
    """One claim for every number that claims something; comparisons go with the number that they belong to."""
    sentences: dict[int, list[Quantity]] = {}
    for quantity in relevant_quantities(page):
        sentences.setdefault(page.structure.sentence_at(quantity.start).start, []).append(quantity)
    for quantities in sentences.values():
        for level in find_levels(page, quantities):
            yield _claim(page, topics, periods, chains, level)


def page_quantities(page: Page, start: int, end: int) -> list[Quantity]:
    """All numbers of a stretch, those that claim nothing included."""
    return page.quantities.within(start, end)


def _claim(page: Page, topics: Topics, periods: Periods, chains: Chains, level: Level) -> Claim:
    quantity = level.quantity
    subject = _subject(page, topics, level)
    period = periods.period_of(quantity.start)
    modality = modality_of(page, quantity)
    start, end = _quote(page, level)
    flags = _flags(subject, period.rule, period.year_inferred)
    return Claim(
        type=_type(level, modality),
        subject=subject.name,
        attribute=_attribute(page, level),
        value=quantity.value,
        unit=_unit(page, quantity),
        qualifier=quantity.qualifier if not quantity.ordinal else "=",
        change=level.change,
        period=period.iso,
        region=topics.regions.name_at(quantity.start),
        chain=chains.chain_at(start),
        modality=modality,
        quote=page.text[start:end],
        start=start,
        end=end,
        confidence=certainty_of_number(subject.certainty, len(flags)),
        flags=flags,
        number=quantity.number.exact,
        upper=quantity.number.upper,
        rule=f"{level.metric.rule}|subject:{subject.rule}|period:{period.rule}",
    )


def _flags(subject: Subject, period_rule: str, year_inferred: bool) -> tuple[str, ...]:
    doubts = (
        ("subject_uncertain", subject.certainty < certainty_of("subject:uncertain_below")),
        ("period_inherited", period_rule in ("section", "document", "in_paragraph", "up_to_now")),
        ("year_inferred", year_inferred),
    )
    return tuple(name for name, holds in doubts if holds)


def _type(level: Level, modality: str) -> str:
    if level.metric.type == "indicator" and (modality == "goal" or (modality == "forecast" and level.quantity.kind == "ratio")):
        return "forecast"
    return level.metric.type


def _unit(page: Page, quantity: Quantity) -> str:
    """八大产业链 are eight pieces; what is needed or made each year is a rate."""
    if quantity.kind == "group" and re.match(
        r"(?:“[^”]{1,8}”)?[\u4e00-\u9fff]{0,4}?(?:项目|产业链)", page.text[quantity.end : quantity.end + 16]
    ):
        return "个"
    clause = page.structure.clause_at(quantity.start)
    before = page.text[clause.start : quantity.start]
    if "/" not in quantity.unit and (found := re.search(r"每(年|月|天|日)(?:需要|需|可|消耗|投入|新增)", before)):
        return f"{quantity.unit}/{found[1]}"
    return quantity.unit


def _attribute(page: Page, level: Level) -> str:
    quantity = level.quantity
    if quantity.ordinal:
        behind = re.match(r"[^，。；]{0,24}", page.text[quantity.end : quantity.end + 24])
        return f"{behind[0] if behind else level.metric.words}次序"
    if quantity.kind == "group" and level.metric.type == "indicator":
        found = re.match(
            r"(?:“[^”]{1,8}”)?[\u4e00-\u9fff]{0,4}?(?:项目|产业链|基地|园区|集群|中心)",
            page.text[quantity.end : quantity.end + 16],
        )
        return f"{found[0]}数" if found else level.metric.attribute
    if share := _share(page, quantity):
        return f"占{share['whole']}份额"
    return level.metric.attribute or level.metric.words or "数量"


def _share(page: Page, quantity: Quantity) -> re.Match[str] | None:
    if quantity.kind != "ratio":
        return None
    clause = page.structure.clause_at(quantity.start)
    found = list(_SHARE_OF.finditer(page.text, clause.start, quantity.start))
    return found[-1] if found else None


def _subject(page: Page, topics: Topics, level: Level) -> Subject:
    quantity = level.quantity
    if level.metric.item and _is_named(page, level.metric.item, quantity.start):
        return subject_by("item_of_list", level.metric.item)
    if share := _share(page, quantity):
        return subject_by("share_of_market", _share_item(page, share, quantity))
    if level.metric.type == "fund" and level.metric.attribute in ("total_size", "count"):
        found = re.match(r"[^，。；]{0,16}?([\u4e00-\u9fff]{0,8}基金)", page.text[quantity.end : quantity.end + 28])
        return subject_by("fund_behind", found[1].lstrip("的") if found else "基金")
    if _OF_THE_FUND.search(page.text, page.structure.clause_at(quantity.start).start, quantity.start) and (
        fund := _FUND.findall(page.text, page.structure.sentence_at(quantity.start).start, quantity.start)
    ):
        return subject_by("fund_before", fund[-1].lstrip("的"))
    if (
        quantity.kind == "ratio"
        and (held := _HOLDS_MARKET.match(page.text, quantity.end))
        and level.metric.words
        and level.metric.words not in held[0]
        and not _ITS.match(level.metric.words)
    ):
        return subject_by("holder_of_market", level.metric.words)
    if quantity.kind == "group" and (series := _NAMED_GROUP.match(page.text, quantity.end)):
        return subject_by("named_group", series[0])
    if found_project := _project(page, topics, level):
        return found_project
    return topics.subject_of(quantity.start)


def _is_named(page: Page, item: str, at: int) -> bool:
    """Whether an item of a list is an organisation or a place, also as 甲、乙两县 name them."""
    return item in names_in(page, at - _LONGEST_LIST, at) or any(is_place_name(item + level) for level in ("", "县", "市", "区"))


def _share_item(page: Page, share: re.Match[str], quantity: Quantity) -> str:
    """甲、乙将分别占…的 10% 和 20%: the item at the same place; what the list says once is given to all."""
    items = [item for item in share["items"].split("、") if item]
    numbers = [q for q in page_quantities(page, share.end(), page.structure.clause_at(quantity.start).end) if q.kind == "ratio"]
    place = min(numbers.index(quantity) if quantity in numbers else 0, len(items) - 1)
    front = re.match(r"[^0-9]*", items[0]) if items[place][:1].isdigit() else None
    head = re.search(r"(?:英寸|寸|纳米|代|型|级|类)([\u4e00-\u9fff]+)$", items[-1])
    tail = head[1] if head and not items[place].endswith(head[1]) else ""
    return f"{front[0] if front else ''}{items[place]}{tail}"


def _project(page: Page, topics: Topics, level: Level) -> Subject | None:
    """The project that an amount or a capacity belongs to: it holds the number, follows it, or stands before it."""
    quantity = level.quantity
    if holding := page.projects.holding(quantity.start, quantity.end):
        return subject_by("project_holds_number", _with_owner(page, topics, holding, quantity.start))
    if level.metric.type != "project":
        return None
    ahead = next(iter(page.projects.within(quantity.end, page.structure.clause_at(quantity.start).end)), None)
    if ahead and (found := _project_ahead(page, topics, level, ahead)):
        return found
    if ahead and not ahead.named and _POINTS_AHEAD.fullmatch(page.text, quantity.end, ahead.start):
        return _project_pointed_at(page, topics, ahead)
    if level.metric.attribute == "amount" and (bought := _BOUGHT.match(page.text, quantity.end)):
        return subject_by("thing_of_amount", bought["name"])
    if headed := topics.item_project(quantity.start):
        return subject_by("project_of_item", headed)
    return _project_before(page, topics, quantity)


def _project_ahead(page: Page, topics: Topics, level: Level, ahead: Project) -> Subject | None:
    """The project that the clause names behind the number, where the words between say that the number is its own."""
    at, between = level.quantity.start, (level.quantity.end, ahead.start)
    if _BUILT.match(page.text[between[0] : ahead.end]):
        return subject_by("project_built", _with_owner(page, topics, ahead, at))
    if level.metric.attribute == "capacity" and between[1] - between[0] < _NEAR_CAPACITY:
        return subject_by("project_behind", _with_owner(page, topics, ahead, at))
    if ahead.named and _OF_IT.fullmatch(page.text, *between):
        return subject_by("project_of_amount", _with_owner(page, topics, ahead, at))
    return None


def _project_pointed_at(page: Page, topics: Topics, ahead: Project) -> Subject | None:
    """25 亿元的项目: the project named before that 项目 alone stands for; none where several are counted."""
    meant = "" if is_counted(page, ahead) else topics.project_meant(ahead)
    return subject_by("project_meant", meant) if meant else None


def _project_before(page: Page, topics: Topics, quantity: Quantity) -> Subject | None:
    """The last project named before the number in its sentence, unless others were counted or a firm spoke up since."""
    sentence = page.structure.sentence_at(quantity.start)
    named = [project for project in page.projects.within(sentence.start, quantity.start) if project.named]
    if not named:
        return None
    last = named[-1]
    since = max(topics.counted_before(quantity.start) or 0, topics.firm_after(last.end, quantity.start))
    return subject_by("project_before", _with_owner(page, topics, last, quantity.start)) if since < last.end else None


def _with_owner(page: Page, topics: Topics, project: Project, at: int) -> str:
    """The project's name without the amounts in it, behind its owner's where the name holds none."""
    name = page.text[project.start : project.end]
    for quantity in (q for q in page_quantities(page, project.start, project.end) if q.kind != "spec"):
        name = re.sub(rf"(?:年产|日产|年加工|年处理)?{re.escape(quantity.printed)}(?:的|、)?", "", name)
    if page.organizations.starting(project.start, project.end):
        return name
    owner = topics.subject_of(at)
    is_project = "project" in owner.rule or owner.name in topics.project_names
    return name if is_project or not owner.name or owner.name[:2] in name else f"{owner.name}{name}"


def _quote(page: Page, level: Level) -> tuple[int, int]:
    """From the words that name the metric to the end of the number, or of its comparison where that follows at once."""
    quantity = level.quantity
    start = level.metric.start
    found = _LEADING_MARKS.match(page.text, start, quantity.start)
    start = found.end() if found else start
    behind = re.match(r"的?[\u4e00-\u9fff]{0,8}", page.text[quantity.end : quantity.end + 10])
    end = quantity.end + (
        behind.end()
        if behind and level.metric.words and page.text.find(level.metric.words, quantity.end, quantity.end + 12) >= 0
        else 0
    )
    return start, max(end, level.change_end)


_LEADING_MARKS = re.compile(r"[，、；：。\s”’）)]*")
