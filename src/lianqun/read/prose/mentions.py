"""Everything on a page that a number can belong to, and the part that it plays in its clause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lianqun.read.layers.organization_names import Organization
from lianqun.read.layers.projects import Project
from lianqun.read.layers.quantities import is_in_bracket
from lianqun.read.layers.spans import Spans
from lianqun.read.prose.page import Page

SCOPES = {
    **dict.fromkeys(("全市", "我市", "该市", "本市", "我州", "全州", "全盟", "我盟"), "prefecture"),
    **dict.fromkeys(("全区", "我区", "该区", "本区", "全县", "我县", "该县", "本县", "这个县", "全旗"), "county"),
    **dict.fromkeys(("全省", "我省", "该省", "本省", "全自治区"), "province"),
    **dict.fromkeys(("全镇", "镇里", "我镇", "该镇", "全乡", "该乡", "全街道", "该街道"), "town"),
    **dict.fromkeys(("当地", "园区", "开发区", "经开区", "高新区", "新区", "辖区"), ""),
    **dict.fromkeys(("全国", "我国"), "country"),
}
_SCOPE = re.compile("|".join(sorted(SCOPES, key=len, reverse=True)))
_FIRM = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[在从为自据因但而]))(?:公司|集团)(?![化内法长])|该(?:公司|企业|集团|厂|院|校|行)|本公司|我公司|我们公司|这家[^，。；]{0,16}?(?:企业|公司)|我们(?!的)|我们|其(?=[在从营销年产净利总主实累])"
)
_UNNAMED = re.compile(r"(?:成立|设立|组建|创办|办|开|建)(?:了|起)?(?P<name>一家[\u4e00-\u9fff]{2,12}?(?:公司|企业|厂))")
_FOUNDED = re.compile(r"(?:成立|设立|组建|创办|创立|兴建|投资建设|投资兴建)了?$")
_SET_UP = re.compile(r"(?:设立|组建|成立|发起|筹建)了?(?:[^，。；]{0,16}的|\d[\d.]*[亿万]元(?:规模)?)?$")
_OBLIQUE = re.compile(
    r"(?:在|向|从|对|与|和|同|为|由|于|自|至|到|给|跟|把|将|以|往|比|较|及|作为|占|距|离|辐射|带动|服务|面向|占全|联合|携手|联手|会同|依托|、)$"
)
_LOCATIVE = re.compile(r"(?:在|走进|来到|位于|落户)$")
_CONNECTIVE = re.compile(
    r"^(?:此外|其中|目前|同时|另外|而且|而|但|但是|不过|据悉|据了解|据介绍|据统计|近年来|截至目前|截至|截止|到|至|从|年初以来|今年以来|统计显示|数据显示|随着|新年伊始|不久前|日前|近日|现在|如今|当前|今年|去年|已|共|“|‘|[（(]|[一二三四五六七八九十]是|[（(]?[一二三四五六七八九十\d]+[)）、.．]|前|底|末|初|记者(?:从|在)|[\s，,：:])*$"
)
_COUNTED_BEHIND = re.compile(r"(?:共|总数)?(?:有|达|达到|为)?\d+余?多?[个项]|占(?!地)")
_SAYS_BEHIND = re.compile(r"[^，。“”]{0,14}?(?:说|表示|认为|介绍|告诉|感叹|感慨|直言|坦言|解释|指出|强调|透露|回忆|补充|总结|称)")
_LISTED = re.compile(r"(?:、[^，。；、\n]{2,20}){1,12}?等|等(?:\d|一批|多家|龙头|骨干)")
_IN_DRIVE = re.compile(r"的?(?:带动|支持|推动|引领|帮助|牵引|指导|关心|辐射|影响|吸引)")
_OWNS = re.compile(r"旗下|下属|控股的|所属|投资控股")
_MADE_PROJECT = re.compile(r"[^，。；是]*(?:签约|签订|签署|投资|建设|兴建|实施|承建|打造|引进|启动|开工|落户)的")
_SAID_OF_IT = re.compile(r"，(?!是|由|和|及)|总?投资|占地|规划|建筑面积|[一二三]期|选址|正在?|已|将")
_APPOSED = re.compile(r"^[^，。；]{0,16}(?:企业|龙头|公司|厂家|制造商|供应商|上市公司)$")
_THIS = re.compile(r"(?:这条|这个|该|此|本)[^，。；]{0,16}$")
_MADE_BY = re.compile(r"(?:共建|合建|联合组建|共同组建|共同成立|联合成立|建设|创办|成立|打造)的$")
_MADE_TOGETHER = re.compile(r"(?:共建|合建|共同建设|联合建设|引进|引入|对接)了?$")
_WHERE_IT_IS = re.compile(r"^(?:此外，)?(?:位于|坐落|地处|落户|入驻|作为|来自)[^，。；]{1,30}的$")
_ALONE = re.compile(r"(?:整个|[一二三首]期|两期)?(?:建设)?(?:[\u4e00-\u9fff]{0,2}(?:产业园|生产线|基地))?(?:项目|工程)")
_AMONG = re.compile(r"[^，。；]{0,4}在内")
_HELD = re.compile(r"[^，。；]{0,8}?(?:举行|举办|召开|启幕|开幕)")
_RANK_BEHIND = re.compile(
    r"(?:各[市区县]|[\u4e00-\u9fff]{0,2})?(?:第[一二三四五六七八九十\d]|首位|前列|前[一二三四五六七八九十\d]|排名|平均|均值|位次|首[家个批创条座]|唯一|最[大高多早强])"
)
_BESIDE = re.compile(r"(?:[高低快优慢]于|比|较)[^，。；]{1,14}[、和]$")
_ENTERED = re.compile(r"(?:列入|纳入|入选|入围|参加|参与|通过)[^，。；]{0,10}$")
_IS_BEHIND = re.compile(r"(?:已|将|正)?(?:成为|是全|是我国)|，?是(?:一家|国内|当地|专业|被|最早)")
_SOURCE = re.compile(
    r"^[^，。；：]{0,12}?(?:统计|数据|资料|消息|报告|介绍|获悉|半年报|年报|季报|财报|提供)[^，。；：]{0,8}?(?:显示|表明|称|，|：|，)"
)
_OBJECT_OF = re.compile(r"(?:作为|是|占|拉动|高于|低于|为|居|列|在|超|比|较)$")
_TO_THE_FIRM = re.compile(r"[对与向给比]$")
_ON_A_PROJECT = re.compile(r"建设|签约|负责|现场")


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a number can belong to.

    `kind`: organization, place, scope (全市), firm (公司, 我们), project, this_project (该项目), person. `role`: subject, scope,
    founded (the object of 成立), office (before a person), source, venue, place_of (在…), oblique, listed, inside (a longer name), other.
    """

    start: int
    end: int
    name: str
    kind: str
    role: str
    code: str = ""


def find_mentions(page: Page) -> Spans[Mention]:
    """All mentions of a page, by place."""
    finders = (_organizations, _places, _scopes, _firms, _unnamed_firms, _projects, _speakers)
    return Spans(mention for find in finders for mention in find(page))


def is_firm_word(name: str) -> bool:
    """Whether a name is only a word for the firm spoken of: 公司, 该公司."""
    return len(name) <= 4 and _FIRM.search(name) is not None


def _organizations(page: Page) -> Iterator[Mention]:
    for organization in page.organizations:
        if organization.kind != "media" and not is_in_bracket(page.text, organization.start):
            role = _role(page, organization.start, organization.end, organization)
            name = organization.full or organization.name
            yield Mention(organization.start, organization.end, name, "organization", role)


def _places(page: Page) -> Iterator[Mention]:
    for place in page.places:
        covered = page.organizations.holding(place.start, place.start + 1) is not None
        if not covered and place.level != "country" and not is_in_bracket(page.text, place.start):
            yield Mention(place.start, place.end, place.name, "place", _role(page, place.start, place.end), place.code)


def _scopes(page: Page) -> Iterator[Mention]:
    for found in _SCOPE.finditer(page.text):
        if SCOPES[found[0]] in ("", "country"):
            role = _role(page, found.start(), found.end())
        else:
            role = "oblique" if _is_compared(page, found.start(), found.end()) else "scope"
        yield Mention(found.start(), found.end(), found[0], "scope", role)


def _is_compared(page: Page, start: int, end: int) -> bool:
    """Whether a scope only says what is compared with or ranked in: 高于全省, 全市第二, 列入全省重点."""
    lead = page.text[page.structure.clause_at(start).start : start]
    return bool(
        _OBJECT_OF.search(lead[-2:]) or _BESIDE.search(lead) or _ENTERED.search(lead) or _RANK_BEHIND.match(page.text, end)
    )


def _firms(page: Page) -> Iterator[Mention]:
    for found in _FIRM.finditer(page.text):
        holding = page.organizations.holding(found.start(), found.start() + 1)
        if holding is None or holding.start == found.start():
            role = "oblique" if _TO_THE_FIRM.search(page.text[max(0, found.start() - 1) : found.start()]) else "subject"
            yield Mention(found.start(), found.end(), found[0], "firm", role)


def _unnamed_firms(page: Page) -> Iterator[Mention]:
    for found in _UNNAMED.finditer(page.text):
        yield Mention(found.start("name"), found.end("name"), f"{found['name']}（未具名）", "organization", "founded")


def _projects(page: Page) -> Iterator[Mention]:
    for project in page.projects:
        if _COUNTED_BEHIND.match(page.text, project.end) or _follows_count(page, project):
            continue
        role = "subject" if _heads_clause(page, project) else _role(page, project.start, project.end)
        if project.named:
            yield Mention(project.start, project.end, project.name, "project", role)
        elif _is_this_project(page, project, role):
            yield Mention(project.start, project.end, project.name, "this_project", "subject")


def is_counted(page: Page, project: Project) -> bool:
    """Whether several projects are counted and none is named: 33 个项目, 项目共 33 个."""
    if _COUNTED_BEHIND.match(page.text, project.end):
        return True
    return any(
        q.kind in ("count", "generic", "goods") and q.value != "1"
        for q in page.quantities.within(project.start - 14, project.end)
    )


def _heads_clause(page: Page, project: Project) -> bool:
    """Whether what follows is said of the project itself: 甲与乙签约的某项目，总投资…; 由甲投资建设的某项目占地…."""
    lead = page.text[page.structure.clause_at(project.start).start : project.start]
    holds = page.text[project.start : project.end]
    return bool((_MADE_PROJECT.fullmatch(lead) or _MADE_PROJECT.match(holds)) and _SAID_OF_IT.match(page.text, project.end))


def _follows_count(page: Page, project: Project) -> bool:
    """Whether a number of them stands right before the words: 12 条全自动生产线, 11 个项目."""
    return any(
        q.kind in ("count", "generic") and q.value != "1" and not q.ordinal and q.end >= project.start - 1
        for q in page.quantities.within(project.start - 12, project.start)
    )


def _is_this_project(page: Page, project: Project, role: str) -> bool:
    """项目, 这条生产线, 一期工程 in the place of a subject."""
    if project.name.endswith(("项目", "工程")) and not _ALONE.fullmatch(project.name):
        return False
    lead = page.text[max(0, project.start - 18) : project.start]
    return (role == "subject" or _THIS.search(lead) is not None) and _ON_A_PROJECT.match(page.text, project.end) is None


def _speakers(page: Page) -> Iterator[Mention]:
    for person in page.people:
        if _SAYS_BEHIND.match(page.text, person.end):
            yield Mention(person.start, person.end, person.name, "person", "office")


def _role(page: Page, start: int, end: int, organization: Organization | None = None) -> str:
    clause = page.structure.clause_at(start)
    lead = page.text[clause.start : start]
    tests = (
        ("office", lambda: organization is not None and _is_before_person(page, end, organization)),
        ("inside", lambda: (project := page.projects.holding(start, end)) is not None and project.named and end < project.end),
        ("source", lambda: _SOURCE.match(page.text[end : end + 24]) and _CONNECTIVE.match(re.sub("^.*?据", "", lead))),
        ("oblique", lambda: lead.endswith("包括") and _AMONG.match(page.text, end)),
        ("venue", lambda: _LOCATIVE.search(lead) and _HELD.match(page.text, end)),
        ("founded", lambda: organization is not None and _is_founded(organization, lead)),
        ("listed", lambda: _LISTED.match(page.text, end)),
        ("oblique", lambda: _LOCATIVE.search(lead) and _IN_DRIVE.match(page.text, end)),
        ("oblique", lambda: _OWNS.match(page.text, end)),
        ("subject", lambda: organization is not None and _MADE_BY.search(lead)),
        ("oblique", lambda: _MADE_TOGETHER.search(lead)),
        ("subject", lambda: organization is not None and (_WHERE_IT_IS.match(lead) or _APPOSED.match(lead))),
        ("place_of", lambda: _LOCATIVE.search(lead)),
        ("oblique", lambda: _OBLIQUE.search(lead)),
        ("subject", lambda: _IS_BEHIND.match(page.text, end) or _opens(page, clause.start, lead)),
    )
    return next((role for role, holds in tests if holds()), "other")


def _is_founded(organization: Organization, lead: str) -> bool:
    return bool(
        (organization.kind == "enterprise" and _FOUNDED.search(lead)) or (organization.kind == "fund" and _SET_UP.search(lead))
    )


def _is_before_person(page: Page, end: int, organization: Organization) -> bool:
    return any(person.organization == organization.name for person in page.people.starting(end, end + 24))


def _opens(page: Page, clause_start: int, lead: str) -> bool:
    """Whether only times and connecting words stand between the clause's start and the mention."""
    rest = lead
    for time in page.times.starting(clause_start, clause_start + len(lead)):
        rest = rest.replace(page.text[time.start : time.end], "")
    return len(rest) < 24 and _CONNECTIVE.match(rest) is not None
