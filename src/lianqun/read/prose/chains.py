"""Industry chains and their links, as a text lists them: 甲、乙、丙等产业, 甲、乙、丙等较为完整的产业链."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from lianqun.read.certainty import certainty_of
from lianqun.read.layers.structure import Stretch
from lianqun.read.lists import rows_of, words_of
from lianqun.read.prose.page import Page
from lianqun.read.prose.subjects import Topics
from lianqun.vocab.claims import Claim

_RULES = "lianqun.read.rules"
_ITEM = r"(?:(?![等与和])[\u4e00-\u9fffA-Za-z0-9（）()]){2,18}"
_ITEMS = re.compile(rf"(?P<items>{_ITEM}(?:、{_ITEM}){{1,20}}(?:[和与]{_ITEM})?)")
_LEAD = re.compile(
    r"^.*(?:形成了?|构建起|构建|包括|涵盖|推动|为引领|发展|聚焦|把|将|以|围绕|培育|打造|坚持|立足|主攻|瞄准|涉及|覆盖|产业中|了)(?=[\u4e00-\u9fffA-Za-z]{2})"
)
_JOINT = re.compile(r"[、与和]")
_ONE_RING = re.compile(r"(?:^|[，。；])(?P<link>[\u4e00-\u9fffA-Za-z]{2,8})是(?:其中)?(?:必要|重要|关键)(?:的)?一环")
_FIELDS = re.compile(r"等(?:重点|优势|新兴)?领域(?:的|，|。|深)")
_HALF = 0.5
_LONGEST_ITEM = 18
_AS_CHAIN = r"产业链|集群|$|产业(?!学院|基金|创新|技术|发展规划|发展促进|规划|联盟|研究|政策|园|基地|工人|投资)"


@cache
def _industry_pattern() -> re.Pattern[str]:
    words = sorted(words_of(_RULES, "industries.csv"), key=lambda word: (-len(word), word))
    return re.compile(rf"(?P<name>{'|'.join(map(re.escape, words))})(?={_AS_CHAIN})", re.MULTILINE)


@cache
def _heads() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["type"], re.compile(row["head"])) for row in rows_of(_RULES, "list_heads.csv"))


class Chains:
    """Which chain a section speaks of, and which chains and links the text names."""

    def __init__(self, page: Page, topics: Topics) -> None:
        self.page = page
        self.topics = topics
        self._by_section = self._chains_of_sections()

    def chain_at(self, at: int) -> str:
        """The chain that the section at `at` speaks of most; empty where it speaks of none."""
        return self._by_section.get(self.page.structure.paragraph_at(at).section, "")

    def chain_before(self, at: int) -> str:
        """The chain that the paragraph names last before `at`, else that of the section."""
        paragraph = self.page.structure.paragraph_at(at)
        named = [found["name"] for found in _industry_pattern().finditer(self.page.text, paragraph.start, at)]
        return named[-1] if named else self.chain_at(at)

    def claim_chains(self) -> Iterator[Claim]:
        """Chains and links, one claim for each name and section."""
        seen: set[tuple[str, str, int]] = set()
        for claim in (*self._lists(), *self._named_industries(), *self._rings()):
            key = (claim.type, claim.value, self.page.structure.paragraph_at(claim.start).section)
            if key not in seen:
                seen.add(key)
                yield claim

    def _chains_of_sections(self) -> dict[int, str]:
        counted: dict[int, Counter[str]] = {}
        for paragraph in self.page.structure.paragraphs:
            weight = 3 if paragraph.role in ("heading", "title") else 1
            names = [m["name"] for m in _industry_pattern().finditer(self.page.text, paragraph.start, paragraph.end)]
            for name in names:
                counted.setdefault(paragraph.section, Counter())[name] += weight
        return {section: names.most_common(1)[0][0] for section, names in counted.items()}

    def _lists(self) -> Iterator[Claim]:
        for found in _ITEMS.finditer(self.page.text):
            lead = _LEAD.match(found["items"])
            start = self._behind_place(found.start() + (lead.end() if lead else 0))
            items = [item for item in _JOINT.split(self.page.text[start : found.end()]) if 2 <= len(item) <= _LONGEST_ITEM]
            kind, chain = self._kind_of_list(items, found.end())
            place = Stretch(start, self._list_end(found.end(), self.page.structure.clause_at(start)))
            yield from (self._claim(kind, item, chain, place) for item in items if kind)

    def _behind_place(self, start: int) -> int:
        """甲市光伏、半导体等产业: the place is no part of the first item."""
        places = self.page.places.starting(start, start + 1)
        return places[0].end if places else start

    def _kind_of_list(self, items: list[str], end: int) -> tuple[str, str]:
        """The type of a list by the words behind it, and the chain that they name."""
        behind = self.page.text[end : end + 24]
        industries = words_of(_RULES, "industries.csv")
        for kind, head in _heads():
            if match := head.match(behind):
                named = match.groupdict().get("chain") or ""
                return kind, named if named in industries else ""
        known = sum(item in industries for item in items)
        if known == len(items) > 1:
            return "chain", ""
        return ("chain", "") if _FIELDS.match(behind) and known > _HALF * len(items) else ("", "")

    def _list_end(self, end: int, clause: Stretch) -> int:
        return max(min(clause.end - 1, end + 12), end)

    def _named_industries(self) -> Iterator[Claim]:
        for found in _industry_pattern().finditer(self.page.text):
            if self.page.organizations.holding(found.start(), found.end()) is None:
                yield self._claim("chain", found["name"], "", Stretch(found.start(), found.end()))

    def _rings(self) -> Iterator[Claim]:
        for found in _ONE_RING.finditer(self.page.text):
            yield self._claim("link", found["link"], "", Stretch(found.start("link"), found.end()))

    def _claim(self, kind: str, value: str, chain: str, place: Stretch) -> Claim:
        region = self.topics.regions.name_at(place.start)
        chain = chain or self.chain_before(place.start)
        return Claim(
            type=kind,
            subject=(chain or region or "—") if kind == "link" else (region or "—"),
            attribute=kind,
            value=value,
            quote=self.page.text[place.start : place.end],
            start=place.start,
            end=place.end,
            region=region,
            chain=chain if kind == "link" else value,
            confidence=certainty_of(f"{kind}:list_or_name"),
            rule=f"{kind}:list_or_name",
        )
