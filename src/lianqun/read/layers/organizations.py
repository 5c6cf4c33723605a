"""Organisations named in the text, by their endings and by where a name can begin."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from lianqun.read.layers.places import Place
from lianqun.read.layers.spans import Spans
from lianqun.read.lists import rows_of, words_of

_RULES = "lianqun.read.rules"
_NOT_IN_NAME = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9（）()·]")
_FURTHEST = 34
_BARE = re.compile(
    r"^(?:我|该|本|这|那|各|某|每|全|多|几|小|大|总|分|子|母|新|老|两|一|外|一家|两家|上市|龙头|相关|配套|自己|我们|他们|所属|下属|同一|集团|有限|股份|技术|科技|工程|知名|省属|市属|外资|民营|国有|跨国|投资|平台|国内|国外|大型|中小|物业|咨询|保险|证券|贸易|建筑|施工|设计|监理|房地产|生产|制造)+$"
)
_LIST_HEAD = re.compile(
    r"等(?:\d+余?多?[家所个])?(?:一批|一大批|多家|众多)?[\u4e00-\u9fff]{0,8}?(?P<head>企业|公司|厂商|央企|巨头|高校|院校|院所|科研院所|项目|品牌)"
)
_ITEM = re.compile(r"^[\u4e00-\u9fffA-Za-z·（）()]{2,16}$")
_NOT_AN_ITEM = re.compile(
    r"(?:企业|项目|领域|产业|行业|设备|基地|中心|工程|产品|公司|系统|平台|建设|制造|加工|生产|系列|服务|城市|部门|机构|环节|材料|器械|能源|信息|技术|装备)$"
)


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation in the text. `unnamed` ones (一家智能科技公司) are kept apart and linked to nothing."""

    start: int
    end: int
    name: str
    kind: str
    rule: str = ""


@cache
def _endings() -> dict[str, dict[str, str]]:
    return {row["ending"]: row for row in rows_of(_RULES, "organization_endings.csv")}


@cache
def _ending_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_endings(), key=len, reverse=True))))


@cache
def _fixed() -> dict[str, str]:
    return {row["name"]: row["kind"] for row in rows_of(_RULES, "organization_fixed.csv")}


@cache
def _breaks() -> re.Pattern[str]:
    keeps = sorted(words_of(_RULES, "name_keeps.csv"), key=len, reverse=True)
    words = sorted(words_of(_RULES, "name_breaks.csv"), key=len, reverse=True)
    return re.compile(f"(?P<keep>{'|'.join(keeps)})|(?P<cut>{'|'.join(words)})")


def find_organizations(text: str, places: Sequence[Place], known: Iterable[str] = ()) -> tuple[Organization, ...]:
    """All organisations in order: those known to the office first, then names by ending, lists, and short names."""
    found = [*_exact(text, dict.fromkeys(known, "enterprise"), "known"), *_exact(text, _fixed(), "fixed")]
    found += _by_ending(text, places)
    found += _quoted(text)
    found += _in_lists(text)
    found = _settle(found)
    found = _settle([*found, *_short_names(text, found)])
    return tuple(_settle([*found, *_everywhere(text, found)]))


def _everywhere(text: str, found: Sequence[Organization]) -> Iterator[Organization]:
    """Further places of the names found."""
    names = {o.name: o for o in reversed(found) if len(o.name) >= 3}
    if names:
        for match in re.finditer("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))), text):
            yield replace(names[match[0]], start=match.start(), end=match.end())


def _exact(text: str, names: dict[str, str], rule: str) -> Iterator[Organization]:
    if names:
        for found in re.finditer("|".join(map(re.escape, sorted(names, key=len, reverse=True))), text):
            yield Organization(found.start(), found.end(), found[0], names[found[0]], rule)


def _by_ending(text: str, places: Sequence[Place]) -> Iterator[Organization]:
    outside = Spans(place for place in places if text[place.start - 1 : place.start] not in ("（", "(") or not place.start)
    for found in _ending_pattern().finditer(text):
        row = _endings()[found[0]]
        if text[found.end() : found.end() + 1] in _GOES_ON.get(found[0], ""):
            continue
        start = _name_start(text, found, outside, row)
        if start is None:
            continue
        core = text[start : found.start()]
        if _is_name(core, row) and not _is_counted(text, start):
            yield Organization(start, found.end(), text[start : found.end()], row["kind"], f"ending:{found[0]}")


def _is_name(core: str, row: dict[str, str]) -> bool:
    if any(legal in core for legal in ("有限公司", "公司")) and row["kind"] != "enterprise":
        return False
    return len(core) >= int(row["shortest"]) and (not core or _BARE.match(core) is None) and not core.startswith(("）", ")", "·"))


def _is_counted(text: str, start: int) -> bool:
    """一家智能科技公司 has no name."""
    return _COUNTED.search(text[max(0, start - 4) : start]) is not None


def _name_start(text: str, ending: re.Match[str], places: Spans[Place], row: dict[str, str]) -> int | None:
    """Where a name begins: at the first place after the last word that no name holds, or right after that word."""
    before = ending.start()
    first = _run_start(text, before)
    cut = max((first + found.end() for found in _breaks().finditer(text[first:before]) if found["cut"]), default=first)
    if row["kind"] != "enterprise" or ending[0].endswith(("厂", "局")):
        group = text.rfind("集团", cut, before)
        cut = group + 2 if group >= 0 else cut
    reach = before + (row["shortest"] == "0")
    inside = [place.start for place in places.within(cut, reach)]
    if ending[0] in _LONELY and text[before - 1] in _LONELY[ending[0]]:
        return None
    if row["needs_place"]:
        return inside[0] if inside and reach - inside[0] <= _FURTHEST else None
    return inside[0] if inside else cut


def _run_start(text: str, before: int) -> int:
    at, depth = before, 0
    while at > 0 and before - at < _FURTHEST:
        character = text[at - 1]
        if character in "）)":
            depth += 1
        elif character in "（(":
            if depth == 0:
                break
            depth -= 1
        elif _NOT_IN_NAME.match(character):
            break
        at -= 1
    while at < before and text[at] in "）)0123456789":
        at += 1
    return at


_GOES_ON = {"公司": "化制", "集团": "化", "学院": "派路", "银行": "家业", "大学": "生城"}
_LONELY = {"局": "局布格结开全大当时变僵破邮书终定", "厅": "客餐大展门舞", "委": "常编政"}
_COUNTED = re.compile(r"(?:[一两三几多数某这那该每]|\d)(?:家|所|个|座)$")
_QUOTED = re.compile(
    r"(?:共建|合建|成立|组建|设立|挂牌|揭牌|打造|创办|建立|机构)了?“(?P<name>[^”\n]{4,24}?(?P<head>学院|基地|研究院|实验室|中心|联盟|机构|工作站))”"
)
_KIND_OF_HEAD = {"学院": "university", "基地": "other", "联盟": "association", "机构": "other"}


def _quoted(text: str) -> Iterator[Organization]:
    for found in _QUOTED.finditer(text):
        yield Organization(
            found.start("name"), found.end("name"), found["name"], _KIND_OF_HEAD.get(found["head"], "institute"), "quoted"
        )


def _in_lists(text: str) -> Iterator[Organization]:
    """A、B、C 等企业: the items of such a list are names."""
    for head in _LIST_HEAD.finditer(text):
        kind = "university" if head["head"] in ("高校", "院校") else "enterprise"
        items = list(_items_before(text, head.start()))
        if head["head"] == "项目" and not _are_firms([text[start:end] for start, end in items]):
            continue
        if len(items) >= 2 and not any(_NOT_AN_ITEM.search(text[start:end]) and len(text[start:end]) < 5 for start, end in items):
            for start, end in items:
                if _ITEM.match(text[start:end]) and not _is_common(text[start:end]):
                    yield Organization(start, end, text[start:end], kind, "list")


def _are_firms(items: list[str]) -> bool:
    """Items of a list of projects are firms where most end in the word of a trade, as short names of firms do."""
    words = tuple(words_of(_RULES, "industry_words.csv"))
    return sum(item.endswith(words) for item in items) * 2 > len(items)


def _is_common(item: str) -> bool:
    words = words_of(_RULES, "industry_words.csv")
    return item in words or (item.endswith(("项目", "企业", "领域", "产业", "基地", "工程")) and not item.endswith("集团"))


def _items_before(text: str, end: int) -> Iterator[tuple[int, int]]:
    """Items joined by 、 that end at `end`, from the last to the first; the first loses the words before its name."""
    at = end
    while at > 0:
        start = _run_start(text, at)
        joined = text[start - 1 : start] == "、"
        if not joined:
            cuts = [start + found.end() for found in _breaks().finditer(text[start:at]) if found["cut"]]
            start = cuts[-1] if cuts else start
        if start < at:
            yield start, at
        if not joined:
            return
        at = start - 1


_BEFORE_OFFICE = re.compile(
    r"(?P<run>[\u4e00-\u9fffA-Za-z]{2,14}?)(?:党委书记、|党组书记、|副)?(?:董事长|总经理|副总经理|总裁|副总裁|首席执行官|CEO|联合创始人|创始人)"
)


def _short_names(text: str, found: Sequence[Organization]) -> Iterator[Organization]:
    """Short names of organisations that the text names in full, and short names that stand before an office."""
    enterprises = [organization.name for organization in found if organization.kind == "enterprise"]
    names = [form for name in dict.fromkeys(enterprises) for form in short_forms(name)] + list(_before_office(text))
    taken = {organization.name for organization in found}
    wanted = sorted({name for name in names if name not in taken and name in text}, key=lambda name: (-len(name), name))
    if wanted:
        for match in re.finditer("|".join(map(re.escape, wanted)), text):
            yield Organization(match.start(), match.end(), match[0], "enterprise", "short_name")


def _before_office(text: str) -> Iterator[str]:
    """Names that stand before an office of a firm and end in the word of a trade: 某某电器董事长."""
    words = tuple(words_of(_RULES, "industry_words.csv"))
    for match in _BEFORE_OFFICE.finditer(text):
        run = match["run"]
        cut = max((found.end() for found in _breaks().finditer(run) if found["cut"]), default=0)
        name = run[cut:]
        if 3 <= len(name) <= 10 and name.endswith(words) and name not in words and not _BARE.match(name):
            yield name


_LEGAL = re.compile(r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|总公司|公司)$")
_BRACKET = re.compile(r"[（(][\u4e00-\u9fff]{2,8}[)）]")


@cache
def short_forms(name: str) -> tuple[str, ...]:
    """Short names that a full name gives rise to: 山东有研艾斯半导体材料有限公司 → 有研艾斯, 山东有研艾斯, ….

    They are looked for only in the document that holds the full name.
    """
    core = _LEGAL.sub("", name)
    if core == name:
        return ()
    bracket = _BRACKET.search(core)
    head = core[: bracket.start()] if bracket else ""
    core = _BRACKET.sub("", core)
    region, bare = _split_region(core)
    stem, trade = _split_industry(bare)
    branch = bracket[0][1:-1] + stem if bracket else ""
    forms = (core, head, bare, stem, region + stem if region else "", stem + trade, branch)
    return tuple(
        form
        for form in dict.fromkeys(forms)
        if form != name and len(form) >= 3 and form not in words_of(_RULES, "industry_words.csv")
    )


def _split_region(core: str) -> tuple[str, str]:
    from lianqun.read.layers.places import find_places

    places = find_places(core)
    if places and places[0].start == 0 and len(core) - places[0].end >= 2:
        return core[: places[0].end], core[places[0].end :]
    return "", core


def _split_industry(bare: str) -> tuple[str, str]:
    """The name's own word and the first word of its trade: 华龛生物科技 → 华龛, 生物."""
    words = sorted(words_of(_RULES, "industry_words.csv"), key=len, reverse=True)
    found = re.search("|".join(map(re.escape, words)), bare[2:])
    return (bare[: found.start() + 2], found[0]) if found else (bare, "")


def _settle(found: list[Organization]) -> list[Organization]:
    """Longest first where they overlap; a longer name that begins earlier wins."""
    kept: list[Organization] = []
    for organization in sorted(found, key=lambda o: (o.start, -o.end)):
        if not kept or organization.start >= kept[-1].end:
            kept.append(organization)
    return kept
