"""Organisations named in the text, by their endings and by where a name can begin."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from lianqun.read.layers.aliases import find_short_names, learn_short_names, link_short_names
from lianqun.read.layers.organization_lists import find_listed
from lianqun.read.layers.organization_names import (
    FURTHEST,
    Organization,
    ending_kind,
    endings,
    is_common,
    is_counted,
    name_breaks,
    run_start,
)
from lianqun.read.layers.places import Place, is_place_name
from lianqun.read.layers.spans import Spans
from lianqun.read.layers.tagged import TaggedName, admit_organizations
from lianqun.read.lists import rows_of, words_of

_RULES = "lianqun.read.rules"
_SHORTEST_FOUNDED = 4
_BRANCH = re.compile(r"(?:分行|支行|调查队|调查总队|分公司|分局)$")
_GOES_ON = {
    "管委": "会",
    "局": "长部面级势域",
    "厅": "长级",
    "公司": "化制",
    "集团": "化",
    "学院": "派路",
    "银行": "家业",
    "大学": "生城",
    "人大": "代",
    "分院": "校",
    "法院": "系",
}
_LONELY = {"局": "局布格结开全大当时变僵破邮书终定", "厅": "客餐大展门舞", "委": "常编政"}
_COUNTED_INSIDE = re.compile(r"[一两三四五六七八九十几多数\d](?:家|所|只|个)")
_AMOUNT = re.compile(r"\d[\d.]*[亿万]?元(?:规模)?的?")
_COUNTED_BEHIND = re.compile(r"(?:共|有|达)?\d+余?多?[家个户]")
_FOUNDED = re.compile(
    r"(?:设立|组建|成立|发起|合设|筹建|新设|引入|共建|合建|共建的|合建的|揭牌的?)了?(?:[^，。；的]{0,12}元[^，。；的]{0,4}的?)?(?:一只|首只)?$"
)
_BY_LEVEL = re.compile(r"[省市区县旗州](?![场域级区外中内情容值民])[\u4e00-\u9fff]")
# 一季度公司…, 创业之初全公司…: the firm spoken of, behind a time or a word that points at it.
_FIRM_SPOKEN_OF = re.compile(
    r"(?:[全本该我贵各]|季度|半年|[0-9一二三四五六七八九十]+[年月日]|之?初|年[底末]|以来|期间|目前|如今|现在|今年|去年|当时)$"
)
_SEAT = re.compile(r"[（(](?P<place>[\u4e00-\u9fff]{2,6})[)）]")
_ACADEMY = re.compile(
    r"(?:中国科学院|中科院|中国农业科学院|中国林业科学研究院|中国社会科学院)(?!院士)[\u4e00-\u9fffA-Za-z]{1,22}?(?:研究所|研究院|研究中心|天文台|植物园|(?<!研究)所|分院)(?![有在])"
)


@cache
def _ending_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(endings(), key=len, reverse=True))))


@cache
def _fixed() -> dict[str, str]:
    return {row["name"]: row["kind"] for row in rows_of(_RULES, "organization_fixed.csv")}


def find_organizations(
    text: str, places: Sequence[Place], known: Mapping[str, str] | None = None, tagged: Sequence[TaggedName] = ()
) -> tuple[Organization, ...]:
    """All organisations in order: those known to the office first, then names by ending, lists, and short names.

    `known` maps each name of the office's register, official or not, to the official one; `tagged` are names of a model.
    """
    known = known or {}
    found = [*_exact(text, {name: ending_kind(known[name]) or "enterprise" for name in known}, "known")]
    found += _exact(text, _fixed(), "fixed")
    found += _of_academies(text)
    found += _by_ending(text, places, found)
    found += find_listed(text, places)
    found = _settle(found)
    found = _settle([*found, *admit_organizations(text, tagged, found, places)])
    links = learn_short_names(text, found, known)
    found = _settle([*found, *find_short_names(text, found, links)])
    found = _settle([*found, *_everywhere(text, found)])
    return tuple(link_short_names(_beside_places(found, places), links))


def _beside_places(found: Sequence[Organization], places: Sequence[Place]) -> list[Organization]:
    """Without those known by a trade word alone that only begin the name of a place: 海宁高新 in 海宁高新区."""
    ends = {place.start: place.end for place in places}
    return [o for o in found if o.rule.startswith(("known", "fixed", "ending")) or ends.get(o.start, 0) <= o.end]


def _everywhere(text: str, found: Sequence[Organization]) -> Iterator[Organization]:
    """Further places of the names found."""
    names = {o.name: o for o in reversed(found) if len(o.name) >= 3}
    if names:
        for match in re.finditer("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))), text):
            yield replace(names[match[0]], start=match.start(), end=match.end())


def _exact(text: str, names: Mapping[str, str], rule: str) -> Iterator[Organization]:
    if names:
        for found in re.finditer("|".join(map(re.escape, sorted(names, key=len, reverse=True))), text):
            yield Organization(found.start(), found.end(), found[0], names[found[0]], rule)


def _of_academies(text: str) -> Iterator[Organization]:
    """Institutes of an academy; their names hold words (机械与物理) that end other names."""
    for found in _ACADEMY.finditer(text):
        yield Organization(found.start(), found.end(), found[0], "institute", "ending:academy")


def _by_ending(text: str, places: Sequence[Place], sure: Sequence[Organization]) -> Iterator[Organization]:
    fixed: dict[int, list[int]] = {}
    for organization in sure:
        fixed.setdefault(organization.end, []).append(organization.start)
    outside = Spans(place for place in places if text[place.start - 1 : place.start] not in ("（", "(") or not place.start)
    for found in _ending_pattern().finditer(text):
        row = endings()[found[0]]
        start = None if _goes_on(text, found) else _name_start(text, found, outside, row)
        if start is None or any(start < at < found.end() for at in fixed.get(found.end(), ())):
            continue
        if _is_name_of_its_own(text, start, found, row):
            end = _with_bracket(text, found.end()) if row["kind"] == "institute" else found.end()
            yield Organization(start, end, text[start:end], row["kind"], f"ending:{found[0]}")


def _goes_on(text: str, ending: re.Match[str]) -> bool:
    """Whether the ending is only the beginning of a longer word: 局长, 公司化."""
    behind = text[ending.end() : ending.end() + 1]
    return behind != "" and behind in _GOES_ON.get(ending[0], "")


def _is_name_of_its_own(text: str, start: int, ending: re.Match[str], row: Mapping[str, str]) -> bool:
    """Whether `start` to the ending names one organisation, and not the one spoken of, several that are counted, or nobody."""
    core = text[start : ending.start()]
    if ending[0] in ("公司", "集团") and _FIRM_SPOKEN_OF.search(core):
        return False
    if row["kind"] == "enterprise" and "有限" not in ending[0] and _COUNTED_BEHIND.match(text, ending.end()):
        return False
    return _is_name(core, row) and not _names_nobody(text, start, core) and not is_counted(text, start)


def _names_nobody(text: str, start: int, core: str) -> bool:
    """Whether only everyday words stand before the ending; 县科技局 is the one of the county, and what is founded has that name."""
    if not core or not is_common(core) or (len(core) == 1 and _BY_LEVEL.match(text, start)):
        return False
    return len(core) < _SHORTEST_FOUNDED or not _FOUNDED.search(text[max(0, start - 24) : start])


def _with_bracket(text: str, end: int) -> int:
    """国家某某中心（安徽）: the place in brackets belongs to the name."""
    found = _SEAT.match(text, end)
    return found.end() if found and is_place_name(found["place"]) else end


def _is_name(core: str, row: Mapping[str, str]) -> bool:
    if row["kind"] != "enterprise" and "公司" in core:
        return False
    if core.startswith(("）", ")", "·")) or _COUNTED_INSIDE.search(core):
        return False
    return len(core) >= int(row["shortest"])


def _name_start(text: str, ending: re.Match[str], places: Spans[Place], row: Mapping[str, str]) -> int | None:
    """Where a name begins: at the first place after the last word that no name holds, or right after that word."""
    before = ending.start()
    first = run_start(text, before)
    cut = max((at for at in _cuts(text, first, ending, places)), default=first)
    if row["kind"] != "enterprise" or ending[0].endswith(("厂", "局")):
        group = text.rfind("集团", cut, before)
        cut = group + 2 if group >= 0 else cut
    reach = before + (row["shortest"] == "0")
    amount = _AMOUNT.match(text, cut, before)
    cut = amount.end() if amount else cut
    inside = [place.start for place in places.within(cut, reach)]
    if ending[0] in _LONELY and text[before - 1] in _LONELY[ending[0]]:
        return None
    if inside and reach - inside[0] <= FURTHEST:
        return _with_group(text, inside[0])
    if row["where"] == "yes" and _BY_LEVEL.match(text, cut, ending.end()):
        return cut
    if row["where"] == "yes" or (row["where"] == "founded" and not _FOUNDED.search(text[max(0, cut - 24) : cut])):
        return None
    return cut


def _cuts(text: str, first: int, ending: re.Match[str], places: Spans[Place]) -> Iterator[int]:
    """Behind each word that no name holds; 都 in 于都县 is no such word."""
    for found in name_breaks().finditer(text, first, ending.end()):
        if found["cut"] and found.end() <= ending.start() and not places.holding(found.start(), found.end()):
            yield found.end()


@cache
def _group_before() -> re.Pattern[str]:
    return re.compile(f"(?:中共|{'|'.join(sorted(words_of(_RULES, 'group_prefixes.csv'), key=len, reverse=True))})$")


def _with_group(text: str, start: int) -> int:
    """A name may begin with its group or party before the place: 中车长春…公司, 中共长春市委."""
    found = _group_before().search(text, max(0, start - 6), start)
    return found.start() if found else start


def _settle(found: Sequence[Organization]) -> list[Organization]:
    """Longest first where they overlap; a longer name that begins earlier wins."""
    kept: list[Organization] = []
    for organization in sorted(found, key=lambda o: (o.start, -o.end)):
        if (
            kept
            and kept[-1].end == organization.start
            and kept[-1].kind == organization.kind
            and _BRANCH.search(organization.name)
        ):
            whole = kept.pop()
            organization = replace(organization, start=whole.start, name=whole.name + organization.name)
        if not kept or organization.start >= kept[-1].end:
            kept.append(organization)
    return kept
