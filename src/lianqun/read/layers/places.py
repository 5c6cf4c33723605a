"""Places named in the text: divisions and zones of the gazetteer, parks named by their ending, countries."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from lianqun.read.lists import rows_of, words_of
from lianqun.vocab.regions import Region, lineage, regions, zones

if TYPE_CHECKING:
    import ahocorasick

_RULES = "lianqun.read.rules"
_SUFFIX = re.compile(r"(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|省|市|地区|区|县)$")
_PEOPLES = re.compile(
    r"(?:蒙古族?|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|侗族|瑶族|白族|土家族|哈尼族|哈萨克|傣族|傈僳族|回族|羌族|景颇族|柯尔克孜|各族|满族|仡佬族|水族|佤族|拉祜族|纳西族|黎族|畲族|毛南族|仫佬族|撒拉族|裕固族|土族|锡伯族|塔吉克|怒族|普米族|布朗族).*$"
)
_EVERYDAY = ("城区", "郊区", "矿区")
_SPOKEN = re.compile(r"(?:经济技术开发区|经济开发区|高新技术产业开发区|高新技术产业园区|高新技术开发区)$")
_TOWN = re.compile(r"(?<=[市县区旗在州、，。（\n])[\u4e00-\u9fff]{2,3}?(?:(?<![城乡重小名古强全各大工业色心])镇|街道(?!办))")
_PARK = re.compile(
    r"(?:[\u4e00-\u9fff]{2,10}?)(?:经济技术开发区|高新技术产业(?:开发区|园区?)|高技术产业开发区|经济开发区|高新区|经开区|开发区|工业集聚区|产业集聚区|工业集中区|工业园区?"
    r"|经济区|产业园区?|科技园区?|软件园|物流园区?|产业新城|新区|保税区|示范区)(?:核心区|起步区)?"
)
_PARK_STOP = re.compile(
    r".*(?:[的在与和及、于到入由是为对向了着按据以从]|位于|入驻|走进|进入|来到|来自|所在|辖区|全部|以及|成立|建设|打造|推进|规划|发布|落实|落户|加快|支持|依托|进行|省级|国家级|首个|成为|[两三四五六七八九十多各]个|各类?)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the text. `code` is empty where the gazetteer does not hold it, and where several have the name and the text does
    not tell which (`ambiguous`); then `within` may still give the division that it lies in. `level` as in the gazetteer, or country.
    """

    start: int
    end: int
    name: str
    code: str
    level: str
    within: str = ""
    ambiguous: bool = False


def short_name(region: Region) -> str:
    """The name as papers write it: 德州市 → 德州, 恩施土家族苗族自治州 → 恩施; empty where none is usual."""
    short = _bare_name(region)
    return "" if short in words_of(_RULES, "ambiguous_places.csv", "name") else short


def _bare_name(region: Region) -> str:
    if region.level == "park" or region.name.endswith("盟"):
        return ""
    name = _PEOPLES.sub("", region.name) if region.name.endswith(("自治州", "自治县")) else region.name
    bare = _SUFFIX.sub("", name)
    return bare if len(bare) >= 2 else ""


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Printed name → codes. Counties go by their short name only right behind the name of what they belong to."""
    found: dict[str, list[str]] = {}
    for region in regions().values():
        short = short_name(region)
        if region.name not in _EVERYDAY:
            found.setdefault(region.name, []).append(region.code)
        if short and region.level in ("province", "prefecture"):
            found.setdefault(short, []).append(region.code)
        if short and region.level == "county" and region.name.endswith("市"):
            found.setdefault(f"{short}县", []).append(region.code)  # its name before it became a city
        bare = _bare_name(region)
        if bare and region.name.endswith(("自治县", "自治州")):
            found.setdefault(f"{bare}{region.name[-1]}", []).append(region.code)
        for parent in lineage(region.code)[1:] if bare else []:
            for above in {parent.name, short_name(parent)} - {""}:
                found.setdefault(above + bare, []).append(region.code)
                found.setdefault(above + region.name, []).append(region.code)
    found.pop("市辖区", None)
    for row in rows_of(_RULES, "place_names.csv"):
        found[row["name"]] = [row["code"]]
    return {name: tuple(dict.fromkeys(codes)) for name, codes in found.items()}


@cache
def _within() -> dict[str, str]:
    """Places of the word list that have no code, with the division that they lie in."""
    return {row["name"]: row["within"] for row in rows_of(_RULES, "place_names.csv")}


@cache
def _automaton() -> "ahocorasick.Automaton":
    import ahocorasick

    automaton: Any = ahocorasick.Automaton()
    for name in _names():
        automaton.add_word(name, name)
    for name in words_of(_RULES, "countries.csv", "name"):
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


def is_place_name(name: str) -> bool:
    """Whether the gazetteer holds exactly this name."""
    return name in _names()


def find_places(text: str) -> tuple[Place, ...]:
    """All places, longest first where they overlap, in order."""
    found = list(_gazetteer(text))
    codes = {place.code for place in found if place.code}
    found += _short_counties(text, codes)
    found += _parks(text, found)
    found += _towns(text, found)
    return tuple(_without_overlap(found))


def _gazetteer(text: str) -> Iterator[Place]:
    hits = list(_longest((end - len(name) + 1, end + 1, name) for end, name in _automaton().iter(text)))
    sure = [codes[0] for _, _, name in hits if len(codes := _names().get(name, ())) == 1 and codes[0]]
    seen = {above.code for code in sure for above in lineage(code)}
    for start, end, name in hits:
        codes = _names().get(name, ())
        if not codes:
            yield Place(start, end, name, "", "country")
        elif codes == ("",):
            yield Place(start, end, name, "", "park", _within()[name])
        else:
            code = _choose(codes, seen, sure)
            yield Place(start, end, name, code, regions()[code or codes[0]].level, ambiguous=not code)


def _choose(codes: Sequence[str], seen: Set[str], sure: Sequence[str]) -> str:
    """The one division of a name that fits the others of the document; empty where none or several fit.

    A province goes before a division of the same name inside it (吉林). Of those whose neighbours the document names, one must be
    alone, or alone in the prefecture, or else the province, that the document names first.
    """
    if len(codes) == 1 or regions()[codes[0]].level == "province":
        return codes[0]
    for depth in (1, 2):
        fits = [code for code in codes if len(line := lineage(code)) > depth and line[depth].code in seen]
        first = {above.code for code in sure[:1] for above in lineage(code)}
        fits = [code for code in fits if lineage(code)[depth].code in first] or fits if len(fits) > 1 else fits
        if fits:
            return fits[0] if len(fits) == 1 else ""
    return ""


def _longest(hits: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    reached = -1
    for start, end, name in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if start >= reached:
            reached = end
            yield start, end, name


def _short_counties(text: str, codes: set[str]) -> Iterator[Place]:
    """Short names of counties that the text also names in full."""
    shorts = {
        short: code for code in sorted(codes) if regions()[code].level == "county" and (short := short_name(regions()[code]))
    }
    if shorts:
        for found in re.finditer("|".join(map(re.escape, sorted(shorts, key=len, reverse=True))), text):
            yield Place(found.start(), found.end(), found[0], shorts[found[0]], "county")


def _parks(text: str, places: list[Place]) -> Iterator[Place]:
    """Parks by their ending. They begin at a place's name or after a word that cannot be part of the name."""
    by_start = {place.start: place for place in reversed(places)}
    starts = sorted(by_start)
    for found in _PARK.finditer(text):
        stop = _PARK_STOP.match(found[0][:-2])
        start = found.start() + (stop.end() if stop else 0)
        inside = starts[bisect_left(starts, start) : bisect_left(starts, found.end() - 2)]
        start = inside[0] if inside else start
        name = text[start : found.end()]
        if len(name) >= 4 and (inside or len(name) >= 5 or name.endswith("新区")):
            within = by_start[start].code if inside else ""
            yield Place(start, found.end(), name, _park_code(name, within), "park", within)


def _towns(text: str, places: Sequence[Place]) -> Iterator[Place]:
    """Towns and streets behind the division that they belong to, or behind 在."""
    ends = {place.end: place.code for place in places if place.level in ("prefecture", "county")}
    for found in _TOWN.finditer(text):
        if found.start() in ends or text[found.start() - 1] in "在、，。（\n":
            yield Place(found.start(), found.end(), found[0], "", "town", ends.get(found.start(), ""))


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    """Name of a zone → codes: as it is registered, without the province, and with the ending that papers use."""
    found: dict[str, set[str]] = {}
    provinces = "|".join(short_name(region) for region in regions().values() if region.level == "province")
    for region in (*regions().values(), *zones().values()):
        if region.level == "park":
            bare = re.sub(rf"^(?:{provinces})省?(?=[\u4e00-\u9fff]{{2,}}(?:经济|高新|工业|产业))", "", region.name)
            for name in {region.name, bare, _usual(region.name), _usual(bare)}:
                found.setdefault(name, set()).add(region.code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def _usual(name: str) -> str:
    """某某经济技术开发区 → 某某经开区, 某某高新技术产业开发区 → 某某高新区."""
    return _SPOKEN.sub(lambda found: "高新区" if found[0].startswith("高新") else "经开区", name)


@lru_cache(maxsize=8192)
def _park_code(name: str, within: str) -> str:
    """The code of a park: of the zone with the name, or of the only one whose name ends so; empty where several fit."""
    usual = _usual(name)
    codes = _names().get(name) or _zones().get(name) or _zones().get(usual)
    codes = codes or tuple({code for zone, fits in _zones().items() if zone.endswith((name, usual)) for code in fits})
    here = [code for code in codes if within in {region.code for region in lineage(code)}] if len(codes) > 1 else codes
    return here[0] if len(here) == 1 else ""


def _without_overlap(places: list[Place]) -> Iterator[Place]:
    reached = -1
    for place in sorted(places, key=lambda p: (p.start, -p.end)):
        if place.start >= reached:
            reached = place.end
            yield place
