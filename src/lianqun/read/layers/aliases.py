"""Short names of organisations inside one document: which full name each stands for, and where it stands for none.

A short name is linked to one full name or to nothing: two members of one family that would share it keep it unlinked.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import islice

from lianqun.read.layers.organization_names import Organization, is_common
from lianqun.read.layers.places import find_places
from lianqun.read.lists import words_of
from lianqun.read.repair.likelihood import word_frequencies

_RULES = "lianqun.read.rules"
_LEGAL = re.compile(r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|总公司|公司|株式会社)$")
_BRACKET = re.compile(r"[（(](?P<place>[\u4e00-\u9fff]{2,8})[)）]")
_DECLARED = re.compile(
    r"[（(](?:以下|下文|后文|下|后|又|也|亦|原)?(?:简称|统称|称|称作)(?:为|：|:|，)?[“\"]?(?P<first>[\u4e00-\u9fffA-Za-z0-9]{2,12})[”\"]?"
    r"(?:(?:、|或|或者|及)[“\"]?(?P<second>[\u4e00-\u9fffA-Za-z0-9]{2,12})[”\"]?)?[)）]"
)
_INSTITUTE = re.compile(
    r"^(?P<academy>中国科学院|中科院|中国农业科学院|中国社会科学院)(?P<own>[\u4e00-\u9fff]{2,24}?)(?P<head>研究所|研究院|所|院)$"
)
_ABBREVIATED = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,4}(?:集团|所)(?=[、，。；负采与和将的副总已在供也是研董党）\n]|$)"
)
_MOST_ABBREVIATED = 200  # of one document: each is held against every full name
_NO_INSTITUTE = re.compile(r"(?:场|厕|诊|派出|交易|事务|税务|处|住|寓|会|居|之|有|无|各|该|本)所$")


def learn_short_names(text: str, found: Sequence[Organization], registered: Mapping[str, str]) -> dict[str, str]:
    """Short name → full name, of the register, of the text's own words, and derived; empty where no full name may claim it."""
    links = {**_derived(text, found), **_declared(text, found)}
    return links | {alias: official for alias, official in registered.items() if alias != official}


def find_short_names(text: str, found: Sequence[Organization], links: Mapping[str, str]) -> Iterator[Organization]:
    """Places of the short names that are linked and were not found by themselves."""
    kinds = {organization.name: organization.kind for organization in found}
    names = sorted((alias for alias, full in links.items() if full and alias not in kinds), key=lambda name: (-len(name), name))
    if names:
        for match in re.finditer("|".join(map(re.escape, names)), text):
            kind = kinds.get(links[match[0]], "enterprise")
            yield Organization(match.start(), match.end(), match[0], kind, "short_name")


def link_short_names(found: Sequence[Organization], links: Mapping[str, str]) -> Iterator[Organization]:
    """The organisations, each short one with its full name and the kind of that."""
    kinds = {organization.name: organization.kind for organization in found}
    for organization in found:
        full = links.get(organization.name, "")
        yield replace(organization, full=full, kind=kinds.get(full, organization.kind)) if full else organization


def _declared(text: str, found: Sequence[Organization]) -> dict[str, str]:
    """甲有限公司（以下简称“乙”): the text says it itself."""
    links: dict[str, str] = {}
    for organization in found:
        said = _DECLARED.match(text, organization.end)
        for alias in said.groups() if said else ():
            if alias and alias not in ("公司", "本公司", "集团", "项目"):
                links[alias] = organization.name
    return links


def _derived(text: str, found: Sequence[Organization]) -> dict[str, str]:
    """Short names made from full ones; the empty string where several full names would claim one."""
    fulls = dict.fromkeys(o.name for o in found if o.kind in ("enterprise", "institute"))
    claims: dict[str, set[str]] = {}
    for full in fulls:
        for form in short_forms(full):
            if form in text:
                claims.setdefault(form, set()).add(full)
    for full in fulls:
        if (stem := _firm_stem(full)) and _stands_alone(text, stem, full) and stem not in word_frequencies():
            claims.setdefault(stem, set()).add(full)
    for form, full in _abbreviated(text, list(fulls)):
        claims.setdefault(form, set()).add(full)
    longest = {form: _own(form, fulls_of) for form, fulls_of in claims.items()}
    return {form: "" if full is None or _are_apart(text, form, full) else full for form, full in longest.items()}


@lru_cache(maxsize=8192)
def _firm_stem(name: str) -> str:
    """The two characters that are a firm's own word: 襄阳某某紧固件股份有限公司 → 某某; empty where it has no such word."""
    core = _BRACKET.sub("", _LEGAL.sub("", name))
    stem = _split_region(core)[1][:2] if core != name else ""
    return stem if len(stem) == 2 and not is_common(stem) and not find_places(stem) else ""


def _stands_alone(text: str, stem: str, full: str) -> bool:
    """Whether a text calls the firm by these two characters alone: twice at least, and once at the head of a clause."""
    follows = full[full.find(stem) + 2 : full.find(stem) + 3]
    alone = re.findall(rf"(?<![\u4e00-\u9fff]){stem}(?!{re.escape(follows)})(?=[\u4e00-\u9fff])", text)
    return bool(alone) and len(re.findall(rf"{stem}(?!{re.escape(follows)})", text)) > 1


def _own(form: str, fulls: set[str]) -> str | None:
    """The one full name of a short name; where a full name is itself short for a longer one (华龛…公司 → 天津华龛…公司), the longest."""
    whole = max(fulls, key=lambda name: (len(name), name))
    return whole if all(whole == full or whole.endswith(full) for full in fulls) and form != whole else None


def _are_apart(text: str, form: str, full: str) -> bool:
    """Whether the text speaks of a parent and its branch: 某某电器 and 某某电器（重庆）有限公司 in one sentence."""
    bracket = _BRACKET.search(full)
    if bracket is None or not full.startswith(form):
        return False
    apart = f"{re.escape(form)}(?!{re.escape(full[len(form) :])})[^。！？\n]*{re.escape(full)}"
    return re.search(apart, text) is not None


def _abbreviated(text: str, fulls: Sequence[str]) -> Iterator[tuple[str, str]]:
    """沈鼓集团, 长光所: the characters stand in the full name in the same order, the first of its own word first."""
    forms = dict.fromkeys(match[0] for match in _ABBREVIATED.finditer(text))
    for form in islice(forms, _MOST_ABBREVIATED):
        head = "集团" if form.endswith("集团") else "所"
        if form in fulls and head == "集团" and any(full.endswith(form) and full != form for full in fulls):
            continue
        if head == "所" and _NO_INSTITUTE.search(form):
            continue
        for full in fulls:
            own = _INSTITUTE.sub(r"\g<own>", full) if head == "所" else full.removeprefix("中国")
            if form != full and head in full and own.startswith(form[0]) and _stands_in(form.removesuffix(head), own):
                yield form, full


def _stands_in(letters: str, name: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)


@lru_cache(maxsize=8192)
def short_forms(name: str) -> tuple[str, ...]:
    """Short names that a full name gives rise to: 山东有研艾斯半导体材料有限公司 → 有研艾斯, 山东有研艾斯, ….

    They are looked for only in the document that holds the full name.
    """
    institute = _INSTITUTE.match(name)
    forms = _institute_forms(institute) if institute else _firm_forms(name)
    return tuple(form for form in dict.fromkeys(forms) if form != name and len(form) >= 3 and not is_common(form))


def _institute_forms(name: re.Match[str]) -> tuple[str, ...]:
    head = name["head"].removeprefix("研究")
    return tuple(f"{academy}{name['own']}{end}" for academy in ("", "中科院") for end in (name["head"], head))


def _firm_forms(name: str) -> tuple[str, ...]:
    core = _LEGAL.sub("", name)
    if core == name:
        return ()
    bracket = _BRACKET.search(core)
    head = core[: bracket.start()] if bracket else ""
    core = _BRACKET.sub("", core)
    region, bare = _split_region(core)
    stem, trades = _split_trades(bare)
    branch = bracket["place"] + stem if bracket else ""
    group = stem + "集团" if "集团" in name else ""
    member = bare[2:] if len(stem) >= 4 and trades else ""
    return (core, head, bare, stem, member, region + stem if region else "", *(stem + trade for trade in trades), branch, group)


def _split_region(core: str) -> tuple[str, str]:
    places = find_places(core)
    if places and places[0].start == 0 and len(core) - places[0].end >= 2:
        return core[: places[0].end], core[places[0].end :]
    return "", core


@cache
def _trade_words() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words_of(_RULES, "industry_words.csv"), key=len, reverse=True))))


def _split_trades(bare: str) -> tuple[str, tuple[str, ...]]:
    """The name's own word and the words of its trade: 华龛生物科技 → 华龛, (生物, 科技)."""
    found = list(_trade_words().finditer(bare, 2))
    if not found:
        return bare, ()
    return bare[: found[0].start()], tuple(match[0] for match in found)
