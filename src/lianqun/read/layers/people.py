"""People named with their office: 总经理闫某说, 局长刘某某, and who speaks where."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from lianqun.read.layers.organization_names import Organization
from lianqun.read.layers.spans import Spans
from lianqun.read.layers.tagged import TaggedName
from lianqun.read.lists import rows_of, words_of

_RULES = "lianqun.read.rules"
_FOLLOWS = (
    "说|表示|认为|介绍|告诉|建议|感叹|直言|坦言|发现|举例|解释|提出|强调|指出|透露|宣布|主持|出席|参加|会见|考察|调研|看来|称|在|和|与|及|等|任|时|一行|博士|教授|分别"
    "|率|带|为|对|向|也|就|还|的|作(?!为)|拿|借|收到|接到|回忆|牵头|接受|决定|选择|曾|已|从|用|将|把|让|先后|亲自|一直|带队|补充|总结|坚信|笑|感慨|评价|分析|称赞|指着|指了|掰着|翻开|站在|拍着|看着|望着|捧着|难掩|满怀|一边|边|算了|算起|致辞|讲话|代表|陪同|到|深入|走进|来到|、|，|。|：|；|”|“|（|\\(|\\)|）|\\s|$"
)
_STRONG = "说|表示|认为|介绍|告诉|强调|指出|感叹|直言|坦言|透露|解释|建议|感慨|回忆|总结|提出|宣布|主持|致辞|出席"
_LATIN = r"[A-Z][a-z]+(?:[ ·][A-Z][a-z]+){1,2}"
_NO_GIVEN = "说称也就还都又便则却曾已正在再和与及对向等，。、：（）“” \n"
_FURTHEST = 120
_LONGEST_OFFICE = 18
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|端木|公冶|濮阳|淳于|申屠|轩辕|赫连|宇文|长孙|鲜于|司空|南宫|呼延|东郭|西门|独孤|纳兰"
_SAYS = re.compile(
    r"[^，。“”]{0,14}?(?:说|表示|认为|介绍|告诉|感叹|感慨|直言|坦言|解释|指出|强调|透露|回忆|补充|总结|称|提出|建议|算了?一?笔?账)"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person in the text: name, offices, and the organisation of the office; `start:end` covers the name."""

    start: int
    end: int
    name: str
    offices: tuple[str, ...]
    organization: str
    phrase_start: int


@cache
def _name_pattern() -> str:
    surnames = rows_of(_RULES, "surnames.csv")[0]["surnames"]
    given = rf"(?:{_COMPOUND})[^{_NO_GIVEN}]{{1,2}}|[{surnames}][\u4e00-\u9fff](?![{_NO_GIVEN}])[\u4e00-\u9fff](?={_STRONG})"
    return rf"(?:{_LATIN}|{given}|(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{surnames}][\u4e00-\u9fff]{{1,2}}?)(?={_FOLLOWS})"


@cache
def _pattern() -> re.Pattern[str]:
    offices = "|".join(sorted(map(re.escape, words_of(_RULES, "offices.csv", "office")), key=len, reverse=True))
    return re.compile(rf"(?<![\u4e00-\u9fff]无)(?P<office>{offices})(?: |　|、|：)?(?P<name>{_name_pattern()})")


@cache
def _office_words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words_of(_RULES, "offices.csv", "office")), key=len, reverse=True)))


def find_people(text: str, organizations: Spans[Organization], tagged: Sequence[TaggedName] = ()) -> tuple[Person, ...]:
    """People with their offices in order; several where several share an office (记者 甲 乙)."""
    named = list(_people(text, organizations))
    named += _before_office(text, organizations, {person.start for person in named})
    named += _tagged(text, organizations, tagged, {person.start for person in named})
    return tuple(sorted([*named, *_by_name_alone(text, named)], key=lambda person: person.start))


@cache
def _behind_pattern() -> re.Pattern[str]:
    offices = "|".join(sorted(map(re.escape, words_of(_RULES, "offices.csv", "office")), key=len, reverse=True))
    surnames = rows_of(_RULES, "surnames.csv")[0]["surnames"]
    name = rf"(?P<name>(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{surnames}][\u4e00-\u9fff]{{1,2}})"
    title = r"(?P<title>教授|院士|研究员|博士)(?=团队|领衔|课题组|带领|牵头|介绍|表示|认为|说|等|、|，)"
    return re.compile(
        rf"(?<![\u4e00-\u9fff]){name}(?:[（(](?P<office>[\u4e00-\u9fffA-Za-z]{{0,20}}(?:{offices}))[)）]|{title})|(?<=[的由与和学院所]){name.replace('name', 'second')}{title.replace('title', 'rank')}"
    )


def _before_office(text: str, organizations: Spans[Organization], taken: set[int]) -> Iterator[Person]:
    """People whose office stands behind: 某某（总经理）, 某某教授团队."""
    for found in _behind_pattern().finditer(text):
        part = "name" if found["name"] else "second"
        start, office = found.start(part), found["office"] or found["title"] or found["rank"]
        if start not in taken and not organizations.holding(start, start + 1):
            before = organizations.before(start)
            near = before.name if before and before.end == start else ""
            inside = organizations.within(found.end(part), found.end())
            named = inside[0].name if inside else near
            yield Person(start, found.end(part), found[part], (office.removeprefix(named),), named, start)


def _tagged(text: str, organizations: Spans[Organization], tagged: Sequence[TaggedName], taken: set[int]) -> Iterator[Person]:
    """People of a model that stand right behind an office and that no rule found."""
    for name in tagged:
        office = _office_before().search(text, max(0, name.start - _LONGEST_OFFICE), name.start)
        if name.kind == "PER" and office and name.start not in taken and 2 <= name.end - name.start <= 4:
            phrase_start, organization = _phrase(text, office.start(), organizations)
            offices = _offices(text[phrase_start : name.start], organization) or (office[0],)
            yield Person(name.start, name.end, text[name.start : name.end], offices, organization, phrase_start)


@cache
def _office_before() -> re.Pattern[str]:
    return re.compile(f"(?:{_office_words().pattern})$")


def _by_name_alone(text: str, named: Sequence[Person]) -> Iterator[Person]:
    """Further places of the same names; they carry no office."""
    places = {person.start for person in named}
    names = sorted({person.name for person in named}, key=lambda name: (-len(name), name))
    for found in re.finditer("|".join(map(re.escape, names)), text) if names else ():
        if found.start() not in places:
            yield Person(found.start(), found.end(), found[0], (), "", found.start())


def _people(text: str, organizations: Spans[Organization]) -> Iterator[Person]:
    reached = 0
    for found in _pattern().finditer(text):
        if organizations.holding(found.start("name"), found.start("name") + 1):
            continue
        phrase_start, organization = _phrase(text, found.start(), organizations)
        phrase_start, reached = max(phrase_start, reached), found.end()
        offices = _offices(text[phrase_start : found.start("name")], organization) or (found["office"],)
        yield Person(found.start("name"), found.end("name"), found["name"], offices, organization, phrase_start)
        yield from _more(text, found.end("name"), offices, organization, phrase_start)


def _more(text: str, at: int, offices: tuple[str, ...], organization: str, phrase_start: int) -> Iterator[Person]:
    """记者 甲 乙, 市领导甲、乙: further names behind the first."""
    following = re.compile(rf"(?: |、|和)({_name_pattern()})")
    while found := following.match(text, at):
        if _office_words().search(found[1]):
            return
        yield Person(found.start(1), found.end(1), found[1], offices[-1:], organization, phrase_start)
        at = found.end()


def _phrase(text: str, office_start: int, organizations: Spans[Organization]) -> tuple[int, str]:
    """Where the phrase of organisation and offices begins, and the organisation; empty where none stands there."""
    line = max(text.rfind(mark, max(0, office_start - _FURTHEST), office_start) for mark in "\n。，；“”！？：") + 1
    line = line or max(0, office_start - _FURTHEST)
    near = [o for o in organizations.within(line, office_start) if office_start - o.end <= _LONGEST_OFFICE]
    if near:
        first = near[-1]
        return first.start, first.name
    return line, _pronoun(text[line:office_start])


def _pronoun(lead: str) -> str:
    found = re.search(r"(?:该|本|我|这家)?(?:公司|集团|企业|中心|协会|学校)$", lead)
    return found[0] if found else ""


def _offices(phrase: str, organization: str) -> tuple[str, ...]:
    committee = organization[-2:] if organization.endswith(("市委", "省委", "区委", "县委")) else ""
    rest = committee + phrase.removeprefix(organization)
    parts = [
        found[0] if (found := re.search(r"[\u4e00-\u9fffA-Za-z]+$", part.strip())) else "" for part in re.split("[、兼]", rest)
    ]
    return tuple(part for part in parts if _office_words().search(part)) if len(rest) <= 30 else ()


def find_speaker(text: str, start: int, end: int, people: Spans[Person]) -> Person | None:
    """Who says the words in `text[start:end]`: named right behind the quotation, or right before it with a verb of saying."""
    behind = [p for p in people.starting(end, end + 60) if not re.search("[。\n]", text[end : p.start])]
    if behind and _SAYS.match(text, behind[0].end):
        return behind[0]
    before = [p for p in people.within(start - 130, start) if "\n" not in text[p.end : start]]
    if before and (_SAYS.match(text, before[-1].end) or start - before[-1].end < 25):
        return before[-1]
    return None
