"""Who stands where, belongs to whom, makes what, and stands on which link."""

import re
from collections.abc import Iterator
from functools import cache

from lianqun.read.certainty import certainty_of
from lianqun.read.layers.organization_names import Organization
from lianqun.read.layers.structure import Stretch
from lianqun.read.lists import rows_of
from lianqun.read.prose.chains import Chains
from lianqun.read.prose.page import Page
from lianqun.read.prose.subjects import Topics
from lianqun.vocab.claims import Claim

_WORKS_ON = re.compile(r"(?:专门从事|主要从事|专业从事|专注于?|深耕|专做)(?P<things>[^，。；：\n]{2,20}?)(?=到|[，。；：\n])")
_DOING = re.compile(r"^(?:研发|生产|制造|加工|销售|设计|、)+")
_MAKING = re.compile(r"(?:的)?(?:制造|生产|加工|研发|技术研发|技术|学|业务|领域|销售|等)+$")
_LEADERS = re.compile(r"等(?:一批)?(?:龙头|链主|头部|领军)企业")
_SETTLED = re.compile(r"等[^，。；]{0,14}?(?:先后|相继|纷纷|陆续)(?:落地|落户)")
_CALLED = re.compile(r"是|为|作为|打造|建成|建设")
_GATHERS = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,8}?)产业的?(?:集聚地|聚集地|集聚区)")
_SENT = re.compile(r"发往|销往|出口(?:到|至)?|远销")
_TOGETHER = re.compile(r"(?:共同)?(?:共建|合建|组建|成立|设立|建立|打造)")
_MOVED = re.compile(r"(?:整体)?(?:搬迁|迁移|迁|搬)(?:至|到|往|入)")
_FOUNDED = re.compile(r"(?:于(?:19|20)\d\d年)?(?:创立|创办|创建)了?")
_MEMBER = re.compile(r"成员|(?:中心|核心|节点)城市")
_CITY_GROUP = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,6}?(?:都市圈|城市群|经济圈|经济带|经济区|中心区))")
_SITE_OF = re.compile(r"在[^，。；]{0,10}?(?:基地|子公司|工厂|分公司)|[^，。；]{0,6}?子公司")


@cache
def _rules() -> tuple[tuple[dict[str, str], re.Pattern[str]], ...]:
    return tuple((row, re.compile(row["pattern"])) for row in rows_of("lianqun.read.rules", "ties.csv"))


def claim_ties(page: Page, topics: Topics, chains: Chains) -> Iterator[Claim]:
    """Relations, products and placements, each with the words that say so."""
    for organization in page.organizations:
        yield from _relations(page, organization)
    yield from _parents_by_name(page)
    yield from _settled_lists(page, topics)
    yield from _made(page, topics, chains)
    yield from _leaders(page, chains)
    yield from _clusters(page, topics)
    yield from _sales(page, topics)
    yield from _moves(page, topics)
    yield from _founders(page)
    yield from _memberships(page, topics)


def _relations(page: Page, organization: Organization) -> Iterator[Claim]:
    for row, pattern in _rules():
        found = _target(page, organization, row, pattern)
        if found is not None:
            value, start, end = found
            yield _tie(page, "relation", (organization.name, row["attribute"], value), Stretch(start, end), "relation:by_rule")


def _target(page: Page, organization: Organization, row: dict[str, str], pattern: re.Pattern[str]) -> tuple[str, int, int] | None:
    """The place or organisation that a rule ties the organisation to, and the span that says so."""
    if row["where"] == "before":
        return _place_before(page, organization, pattern)
    match = pattern.match(page.text, organization.end)
    if match is None:
        return None
    layer = page.places if row["value"] == "place" else page.organizations
    targets = layer.starting(match.end(), match.end() + 1)
    if not targets or not _confirms(page, row["attribute"], targets[0].end):
        return None
    return targets[0].name, organization.start, targets[0].end


def _place_before(page: Page, organization: Organization, pattern: re.Pattern[str]) -> tuple[str, int, int] | None:
    """位于甲地的某公司: the place between the verb and the name."""
    for place in page.places.within(organization.start - 24, organization.start):
        if page.text[place.end : organization.start] == "的" and (
            match := pattern.search(page.text[place.start - 4 : place.start])
        ):
            return place.name, place.start - 4 + match.start(), organization.end
    return None


def _confirms(page: Page, attribute: str, at: int) -> bool:
    """是某公司在…的基地 and 与某公司共建 need their second half."""
    needed = {"subsidiary_of": _SITE_OF, "co_founded": _TOGETHER}.get(attribute)
    return needed is None or needed.match(page.text, at) is not None


def _parents_by_name(page: Page) -> Iterator[Claim]:
    """某大学某研究院 belongs to the university whose name it begins with."""
    universities = sorted({o.name for o in page.organizations if o.kind == "university"})
    for institute in {o.name: o for o in reversed(page.organizations) if o.kind == "institute"}.values():
        place = Stretch(institute.start, institute.end)
        for parent in (name for name in universities if institute.name.startswith(name)):
            yield _tie(page, "relation", (institute.name, "subsidiary_of", parent), place, "relation:parent_by_name")


def _settled_lists(page: Page, topics: Topics) -> Iterator[Claim]:
    """甲、乙、丙等企业相继落户: all of the list stand in the place named behind, else in the section's."""
    for found in _SETTLED.finditer(page.text):
        clause = page.structure.clause_at(found.start())
        named = page.places.starting(found.end(), found.end() + 2)
        value = named[0].name if named else topics.regions.name_at(found.start())
        for organization in page.organizations.within(clause.start, found.start()) if value else ():
            place = Stretch(organization.start, named[0].end if named else found.end())
            yield _tie(page, "relation", (organization.name, "located_in", value), place, "relation:settled_list")


@cache
def _products() -> tuple[tuple[dict[str, str], re.Pattern[str]], ...]:
    return tuple((row, re.compile(row["pattern"])) for row in rows_of("lianqun.read.rules", "products.csv"))


def _made(page: Page, topics: Topics, chains: Chains) -> Iterator[Claim]:
    for row, pattern in _products():
        for found in pattern.finditer(page.text):
            maker = topics.subject_of(found.start()).name
            place = Stretch(found.start(), found.end())
            for thing in () if not maker else _things(found["things"]):
                yield _tie(page, "product", (thing, row["attribute"], maker), place, "product:by_rule")
                if row["placement"]:
                    yield _tie(
                        page,
                        "placement",
                        (maker, "on_link", thing),
                        place,
                        "placement:by_product",
                        chain=chains.chain_at(found.start()),
                    )
    for found in _WORKS_ON.finditer(page.text):
        maker, place = topics.subject_of(found.start()).name, Stretch(found.start(), found.end())
        for thing in _things(found["things"]):
            yield _tie(
                page, "placement", (maker, "on_link", thing), place, "placement:works_on", chain=chains.chain_at(found.start())
            )


def _things(listed: str) -> Iterator[str]:
    """The things of a list, without the words for what is done with them; what only those words name is no thing."""
    listed = re.sub(r"(?:等)?的?(?:企业|公司|厂家)$", "", listed)
    parts = (_MAKING.sub("", _DOING.sub("", part)) for part in re.split("、|和|与|以及|及(?!相关|其)", listed))
    return (part for part in parts if len(part) >= 2)


def _leaders(page: Page, chains: Chains) -> Iterator[Claim]:
    for found in _LEADERS.finditer(page.text):
        chain = chains.chain_at(found.start())
        clause = page.structure.clause_at(found.start())
        for organization in page.organizations.within(clause.start, found.start()) if chain else ():
            yield _tie(
                page,
                "placement",
                (organization.name, "leader_of", chain),
                Stretch(organization.start, found.end()),
                "placement:leader_of",
                chain=chain,
            )


def _clusters(page: Page, topics: Topics) -> Iterator[Claim]:
    for found in _GATHERS.finditer(page.text):
        name = re.sub(r"^.*(?:是|为|作为|全市|全区|全县|全省|全国)", "", found["name"])
        place = _place_spoken_of(page, topics, found.start())
        if (
            len(name) >= 2
            and place
            and _CALLED.search(page.text, page.structure.clause_at(found.start()).start, found.start("name") + 4)
        ):
            yield _tie(
                page,
                "placement",
                (place, "cluster_of", name),
                Stretch(found.start(), found.end()),
                "placement:cluster_of",
                chain=name,
            )


def _place_spoken_of(page: Page, topics: Topics, at: int) -> str:
    """A cluster stands in a place: the subject where it is one, else the place named last in the paragraph."""
    subject = topics.subject_of(at).name
    named = page.places.starting(page.structure.paragraph_at(at).start, at)
    return subject if not named or subject in {place.name for place in page.places} else named[-1].name


def _sales(page: Page, topics: Topics) -> Iterator[Claim]:
    for found in _SENT.finditer(page.text):
        for place in page.places.starting(found.end(), found.end() + 1):
            if place.level == "country":
                seller = topics.subject_of(found.start()).name
                yield _tie(
                    page, "relation", (seller, "sells_to", place.name), Stretch(found.start(), place.end), "relation:sells_to"
                )


def _moves(page: Page, topics: Topics) -> Iterator[Claim]:
    """从甲地迁至乙地: who moved, from where to where."""
    for found in _MOVED.finditer(page.text):
        old, new = page.places.before(found.start()), page.places.starting(found.end(), found.end() + 1)
        if old is None or not new or old.end != found.start() or page.text[old.start - 1 : old.start] not in ("从", "由", "自"):
            continue
        mover = topics.subject_of(found.start()).name
        if mover:
            yield _tie(
                page,
                "relation",
                (mover, "relocated", f"{old.name}→{new[0].name}"),
                Stretch(old.start - 1, new[0].end),
                "relation:relocated",
            )


def _founders(page: Page) -> Iterator[Claim]:
    """某人创立某公司: the person named right before the verb, the organisation right behind it."""
    for person in page.people:
        found = _FOUNDED.match(page.text, person.end)
        for organization in page.organizations.starting(found.end(), found.end() + 1) if found else ():
            place = Stretch(person.start, organization.end)
            yield _tie(page, "relation", (person.name, "founded", organization.name), place, "relation:founded")


def _memberships(page: Page, topics: Topics) -> Iterator[Claim]:
    """甲都市圈、乙城市群重要成员: the place spoken of belongs to each of the groups of cities that the clause lists."""
    places = {place.name for place in page.places}
    for found in _MEMBER.finditer(page.text):
        clause = page.structure.clause_at(found.start())
        subject = topics.subject_of(found.start()).name
        if subject not in places:
            continue
        for start, part in _parts(page.text, clause.start, found.end()):
            if group := _CITY_GROUP.match(part):
                yield _tie(
                    page, "relation", (subject, "member_of", group["name"]), Stretch(start, found.end()), "relation:member_of"
                )


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The items of a list joined by 、 和 与 及, each with its place."""
    for found in re.finditer(r"[^、和与及]+", text[start:end]):
        word = re.sub(r"^.*(?:是|为|作为|属于|地处)(?=.)", "", found[0])
        yield start + found.end() - len(word), word


def _tie(page: Page, kind: str, parts: tuple[str, str, str], place: Stretch, case: str, *, chain: str = "") -> Claim:
    """A claim of words, as sure as certainty.csv says of its case."""
    subject, attribute, value = parts
    return Claim(
        type=kind,
        subject=subject,
        attribute=attribute,
        value=value,
        quote=page.text[place.start : place.end],
        start=place.start,
        end=place.end,
        chain=chain,
        confidence=certainty_of(case),
        rule=f"{kind}:{attribute}",
    )
