"""Organisations without a legal form: in lists, in quotation marks, and named by their own word and that of a trade."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from lianqun.read.layers.organization_names import Organization, ending_kind, is_common, name_breaks, run_start, trade_ending
from lianqun.read.layers.places import Place

_LIST_HEAD = re.compile(
    r"等(?:\d+余?多?[家所个])?(?:一批|一大批|多家|众多)?[\u4e00-\u9fff]{0,8}?(?P<head>企业|公司|厂商|央企|巨头|高校|院校|院所|科研院所|项目|品牌|供应链|机构|银行)"
)
_ITEM = re.compile(r"^[\u4e00-\u9fffA-Za-z·（）()]{2,16}$")
_NOT_AN_ITEM = re.compile(
    r"(?:企业|项目|领域|产业|行业|设备|基地|中心|工程|产品|公司|系统|平台|建设|制造|加工|生产|系列|服务|城市|部门|机构|环节|材料|器械|能源|信息|技术|装备)$"
)
_KIND_OF_LIST = {"高校": "university", "院校": "university", "院所": "institute", "科研院所": "institute", "银行": "bank"}
_QUOTED = re.compile(
    r"(?:共建|合建|成立|组建|设立|挂牌|揭牌|打造|创办|建立|机构)了?“(?P<name>[^”\n]{4,24}?(?P<head>学院|基地|研究院|实验室|中心|联盟|机构|工作站))”"
)
_KIND_OF_HEAD = {"学院": "university", "基地": "other", "联盟": "association", "机构": "other"}
_BEFORE_OFFICE = re.compile(
    r"(?P<run>[\u4e00-\u9fffA-Za-z]{2,14}?)(?:党委书记、|党组书记、|副)?(?:董事长|总经理|副总经理|总裁|副总裁|首席执行官|CEO|联合创始人|创始人)"
)
_SHARES = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[与和由向对为从及给]))(?P<name>[\u4e00-\u9fff]{2,4}股份)(?![有制公合经额权投])"
)
_BEHIND = r"(?=[（(][\u4e00-\u9fff]{2,6}[)）]|投资|年产(?![量能值])|自主研发|自主|研发|负责|拟|将|与|总部|旗下|也|已|新建|签|签约|签订|计划|工厂|公司(?!化|法)|项目|基地|是一家|车间|做(?!强|大|好|优)|主营|专注|落户|入驻|[\u4e00-\u9fff\d]{2,10}?项目)"
_OPENS = r"(?:(?<=^)|(?<=[\n，。；：、“（])|(?<=\d[.、．])|(?<=走进)|(?<=来到)|(?<=以及)|(?<=引进)|(?<=其中)|(?<=包括)|(?<=由))"


def find_listed(text: str, places: Sequence[Place]) -> Iterator[Organization]:
    """All organisations that no legal form closes; `places` are never items of a list."""
    where = {(place.start, place.end) for place in places}
    for organization in (*_quoted(text), *_in_lists(text), *_with_shares(text), *_by_trade(text)):
        if (organization.start, organization.end) not in where:
            yield organization


def _quoted(text: str) -> Iterator[Organization]:
    for found in _QUOTED.finditer(text):
        kind = _KIND_OF_HEAD.get(found["head"], "institute")
        yield Organization(found.start("name"), found.end("name"), found["name"], kind, "quoted")


def _in_lists(text: str) -> Iterator[Organization]:
    """A、B、C 等企业: the items of such a list are names."""
    for head in _LIST_HEAD.finditer(text):
        items = [(start, end, text[start:end]) for start, end in _items_before(text, head.start())]
        if head["head"] == "项目" and not _are_firms([item for _, _, item in items]):
            continue
        if len(items) < 2 or any(_is_trade(item) for _, _, item in items):
            continue
        kind = _KIND_OF_LIST.get(head["head"], "enterprise")
        for start, end, item in items:
            if _ITEM.match(item):
                yield Organization(start, end, item, ending_kind(item) or kind, "list")


def _is_trade(item: str) -> bool:
    """An item that names a trade or a product: the list is of those."""
    return is_common(item) or (len(item) < 5 and _NOT_AN_ITEM.search(item) is not None and not trade_ending(item))


def _are_firms(items: list[str]) -> bool:
    """Items of a list of projects are firms where most end in the word of a trade, as short names of firms do."""
    return sum(map(bool, map(trade_ending, items))) * 2 > len(items)


def _items_before(text: str, end: int) -> Iterator[tuple[int, int]]:
    """Items joined by 、 that end at `end`, from the last to the first; the first loses the words before its name."""
    at = end
    while at > 0:
        start = run_start(text, at)
        joined = text[start - 1 : start] == "、"
        if not joined:
            cuts = [start + found.end() for found in name_breaks().finditer(text[start:at]) if found["cut"]]
            start = cuts[-1] if cuts else start
        if start < at:
            yield start, at
        if not joined:
            return
        at = start - 1


def _with_shares(text: str) -> Iterator[Organization]:
    """某某股份 as papers call a listed firm."""
    for found in _SHARES.finditer(text):
        if not is_common(found["name"]) and not name_breaks().search(found["name"]):
            yield Organization(found.start(), found.end(), found["name"], "enterprise", "trade")


@cache
def _trade_name() -> re.Pattern[str]:
    return re.compile(rf"{_OPENS}(?P<name>[\u4e00-\u9fff]{{4,8}}?){_BEHIND}", re.MULTILINE)


def _by_trade(text: str) -> Iterator[Organization]:
    """A name that opens a clause, or stands before an office, and ends in the word of a trade: 某某电器董事长, 某某电子（赣州）."""
    names = dict.fromkeys(_before_office(text))
    names |= dict.fromkeys(match["name"] for match in _trade_name().finditer(text) if _is_trade_name(match["name"]))
    if names:
        for match in re.finditer("|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))), text):
            yield Organization(match.start(), match.end(), match[0], "enterprise", "trade")


def _before_office(text: str) -> Iterator[str]:
    for match in _BEFORE_OFFICE.finditer(text):
        run = match["run"]
        cut = max((found.end() for found in name_breaks().finditer(run) if found["cut"]), default=0)
        if _is_trade_name(run[cut:]):
            yield run[cut:]


def _is_trade_name(name: str) -> bool:
    own = name.removesuffix(trade_ending(name))
    return (
        3 <= len(name) <= 10
        and own != name
        and len(own) >= 2
        and not is_common(name)
        and not is_common(own)
        and not any(found["cut"] for found in name_breaks().finditer(name))
    )
