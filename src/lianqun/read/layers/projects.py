"""Projects named in the text: noun phrases that end in 项目, 工程, 生产线, 基地."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lianqun.read.layers.organization_names import Organization
from lianqun.read.layers.spans import Spans
from lianqun.read.lists import words_of

_HEAD = re.compile(
    r"(?:(?:生产|产业|制造|总部|研发)基地|产业园|生产线)(?:建设|配套|扩建|改造|标准厂房){0,2}(?:项目|工程)"
    r"|项目|工程(?!师|学|院|专业|技术|机械|公司|有限|建设|中心|集团)|生产线|生产基地|产业基地|产业园(?!区)|制造基地|总部基地"
)
_THING = re.compile(
    r"(?:投资|投入)[^，。；\n]{0,14}元(?:建设|兴建|新建|打造|建成)了?(?P<name>[\u4e00-\u9fff]{2,16}?(?:中心|产业园|园区|工厂|电站|冷库|市场|码头|综合体|装置|车间))(?=[，。；、])"
)
_STOP = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9×（）()“”—\-.·+/]")
_BREAK = re.compile(
    r"(?:建设(?!项目|工程|一期)|实施|推进|投资|引进|新建|兴建|开建|规划|落地|签约|举行|出席|宣布|考察|了解|包括|涉及|围绕|支持|服务|看到|来到|参加|打造|形成|建成|完成|推行|优化|承担|承接|审批|盘活|力争|分别|启动|谋划|储备|包装|争取|申报|入选|列入|作为|成为|位于"
    r"|正式|集中|一批|这批|该批|此批|这个|这些|此次|本次|捐资|等|的|在(?![建谈])|于(?!都)|我[市区县省]|是|[现已共拥具还就设建只没]有|有(?=[0-9一多几数])|将|与|和|(?<=[区市县司])及|以及|由|对|为|把|了|共(?!建)|[一二三四]季度|[上下]半年|今年|去年|明年|其中|还有|已有|目前|全部|所有|个|家(?![电居具纺用庭])|(?<=[0-9多余几])只|条|座|系列|该|本|此|[一二三四五六七八九十两]大)"
)
_DIVISION = "[\u4e00-\u9fff]{2,3}[省市区县旗]"
_COUNTING = r"(?:\d{1,2}[-—~至])?\d{1,2}月份?|(?:20\d\d年)|[0-9０-９.]+(?:亿|万|千万)?元?|[一二两三四五六七八九十]+大?|第[0-9一二三四五六七八九十]+批"


@dataclass(frozen=True, slots=True)
class Project:
    """A project in the text. `named` ones hold more than common words."""

    start: int
    end: int
    name: str
    named: bool


def find_projects(text: str, organizations: Spans[Organization]) -> tuple[Project, ...]:
    """All phrases that name projects, in order; the words of amount inside them (年产40万件) are left in the name."""
    return tuple(_projects(text, organizations))


def _projects(text: str, organizations: Spans[Organization]) -> Iterator[Project]:
    for thing in _THING.finditer(text):
        if not _HEAD.search(thing["name"]):
            yield Project(thing.start("name"), thing.end("name"), thing["name"], True)
    reached = 0
    for found in _HEAD.finditer(text):
        start = max(reached, _start(text, found.start(), organizations))
        start = _behind_open_bracket(text, start, found.start())
        name = text[start : found.end()]
        reached = found.end()
        yield Project(
            start,
            found.end(),
            name,
            len(name) - len(found[0]) >= 2 and _common_words().match(text[start : found.start()]) is None,
        )


def _behind_open_bracket(text: str, start: int, head: int) -> int:
    """A name does not begin before a bracket that closes behind it."""
    opened = max(text.rfind("（", start, head), text.rfind("(", start, head))
    closed = max(text.rfind("）", start, head), text.rfind(")", start, head))
    return opened + 1 if opened > closed else start


@cache
def _common_words() -> re.Pattern[str]:
    """Words that say which projects are meant, of what kind or size, and name none of them."""
    words = sorted(words_of("lianqun.read.rules", "common_project_words.csv"), key=lambda word: (-len(word), word))
    return re.compile(f"(?:{_COUNTING}|{_DIVISION}|{'|'.join(words)})*$")


def _start(text: str, head: int, organizations: Spans[Organization]) -> int:
    first = head
    while first > 0 and head - first < 40 and not _STOP.match(text[first - 1]):
        first -= 1
    covered = organizations.within(first, head)
    if not covered:
        return _after_break(text, first, head)
    owner = covered[-1]
    whole = _BREAK.search(text[owner.end : head].removeprefix("的")) is None
    return owner.start if whole else _after_break(text, owner.end, head)


def _after_break(text: str, first: int, head: int) -> int:
    """Behind the last word that no project's name holds; the head itself may decide (建设 stands in 建设项目)."""
    return max((found.end() for found in _BREAK.finditer(text, first, head + 2) if found.end() <= head), default=first)
