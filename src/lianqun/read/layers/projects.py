"""Projects named in the text: noun phrases that end in 项目, 工程, 生产线, 基地."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lianqun.read.layers.organization_names import Organization
from lianqun.read.layers.spans import Spans

_HEAD = re.compile(
    r"项目|工程(?!师|学|院|专业|技术|机械|公司|有限|建设|中心|集团)|生产线|生产基地|产业基地|产业园(?!区)|制造基地|总部基地"
)
_STOP = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9×（）()“”—\-.·+/]")
_BREAK = re.compile(
    r"(?:建设(?!项目|工程|一期)|实施|推进|投资|引进|新建|兴建|开建|规划|落地|签约|举行|出席|宣布|考察|了解|包括|涉及|围绕|支持|服务|看到|来到|参加|打造|形成|建成|启动|谋划|储备|包装|争取|申报|入选|列入|作为|成为|位于"
    r"|正式|集中|一批|这批|该批|此批|这个|这些|此次|本次|捐资|等|的|在|是|[现已共拥具还就设建只没]有|有(?=[0-9一多几数])|将|与|和|及|以及|由|对|为|把|了|共(?!建)|其中|还有|已有|目前|全部|所有|个|家|条|座|系列|该|本|此|[一二三四五六七八九十两]大)"
)
_GENERIC = re.compile(
    r"^(?:重点|重大|产业|工业|高端|优质|龙头|新|老|大|小|好|亿元|以上|以下|投资|在建|续建|储备|签约|开工|竣工|投产|招商|引资|合作|产业链|类|建设|示范|民生|基础设施|配套|科技|技改|工程|项目|一期|二期|三期|首期|预计|新招引|新引进|新签约|新开工|新投产|[一二两三四五六七八九十]大|产业链|全部|所有|援建|千万元|亩均|生产|首条|\d|[一二三四五六七八九十])*$"
)


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
    reached = 0
    for found in _HEAD.finditer(text):
        start = max(reached, _start(text, found.start(), organizations))
        name = text[start : found.end()]
        reached = found.end()
        yield Project(
            start, found.end(), name, len(name) - len(found[0]) >= 2 and _GENERIC.match(text[start : found.start()]) is None
        )


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
