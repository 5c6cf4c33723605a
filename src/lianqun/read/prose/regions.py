"""Of which division or park a section speaks, and which of them 全市, 园区 and the like mean."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from lianqun.read.layers.spans import Spans
from lianqun.read.prose.mentions import SCOPES, Mention
from lianqun.read.prose.page import Page
from lianqun.vocab.regions import Region, is_division, lineage, region_of

_TOWN = re.compile(r"(?:[省市区县旗]|(?<![\u4e00-\u9fff]))((?!全|各|如今|乡)[\u4e00-\u9fff]{1,3}?(?:镇|乡|街道))")
_KINDS_OF_PARK = {
    "开发区": ("开发区", "经开区"),
    "经开区": ("开发区", "经开区"),
    "高新区": ("高新区", "产业开发区"),
    "新区": ("新区",),
}
_NEAR = 1200
_NEAR_PARK = 400
_PLACES_NEAR = 8


def _is_small_city(region: Region) -> bool:
    """Whether a division is a city of the level of a county (县级市)."""
    return region.level == "county" and region.name.endswith("市")


def _first_within(whole: str, codes: Sequence[str]) -> str:
    """The first of some divisions that lies in another, or is it; empty where none does."""
    return next((code for code in codes if whole in {above.code for above in lineage(code)}), "")


class Regions:
    """Finds the division spoken of at any place of one page; built once a page."""

    def __init__(self, page: Page, mentions: Spans[Mention]) -> None:
        self.page = page
        self.mentions = mentions

    def region_at(self, at: int) -> str:
        """The code of the division that the section at `at` speaks of; empty where none is known."""
        section = self.page.structure.paragraph_at(at).section
        return self.section_regions.get(section) or self.document_region

    def name_at(self, at: int) -> str:
        """The name of that division as a sentence uses it; empty where none is known."""
        region = region_of(self.region_at(at))
        return region.name if region else ""

    @cached_property
    def document_region(self) -> str:
        """The code of the division that the whole document speaks of."""
        title = self.page.structure.paragraphs[0]
        titled = next((p for p in self.page.places.within(title.start, title.end) if is_division(p.code)), None)
        spoken_of = self._divisions_spoken_of()
        if titled:
            return (titled.level == "province" and _first_within(titled.code, spoken_of)) or titled.code
        return spoken_of[0] if spoken_of else self._division_named_most()

    def _divisions_spoken_of(self) -> list[str]:
        """The codes of the three divisions that are most often the subject of a clause, the commonest first."""
        spoken = (m for m in self.mentions if m.kind == "place" and m.role in ("subject", "scope"))
        return [code for code, _ in Counter(m.code for m in spoken if is_division(m.code)).most_common(3)]

    def _division_named_most(self) -> str:
        """The code of the division that is named most, in whatever part; empty where none is named twice."""
        named = Counter(p.code for p in self.page.places if is_division(p.code) and not self._is_in_name(p.start))
        code, count = named.most_common(1)[0] if named else ("", 0)
        return code if count > 1 else ""

    @cached_property
    def section_regions(self) -> dict[int, str]:
        """The code of the division that each section's heading names, or that of the section before it."""
        found: dict[int, str] = {}
        for paragraph in self.page.structure.paragraphs:
            if paragraph.role != "heading":
                continue
            places = [
                p
                for p in self.page.places.within(paragraph.start, paragraph.end)
                if is_division(p.code) and not self._is_in_name(p.start)
            ]
            found[paragraph.section] = places[0].code if places else found.get(paragraph.section - 1, "")
        return found

    def _is_in_name(self, at: int) -> bool:
        return any(layer.holding(at, at + 1) is not None for layer in (self.page.organizations, self.page.projects))

    def scope_name(self, mention: Mention) -> str:
        """The name of what 全市, 园区 or the like means here; the word itself where that cannot be told."""
        level = SCOPES[mention.name]
        if level == "country":
            return "全国"
        if level == "town":
            return self._last_town(mention.start) or mention.name
        here = self.name_at(mention.start)
        if not level:
            return self._last_park(mention.start, mention.name) or self.park_of_title or here or mention.name
        if mention.name.endswith("区") and self.park_of_title and not here.endswith("区"):
            return self.park_of_title
        return self._division_of_level(mention, level) or here or self.park_of_title or mention.name

    def _division_of_level(self, mention: Mention, level: str) -> str:
        """The division of a level that the section's lies in, else one that a place named nearby lies in; empty where none does.

        全市 in a report on a county-level city means that city, though its level is that of a county.
        """
        own = lineage(self.region_at(mention.start))
        near = self.mentions.starting(mention.start - _NEAR, mention.start)
        recent = [m.code for m in near if m.kind == "place" and m.code][-_PLACES_NEAR:]
        named = (region for code in reversed(recent) for region in lineage(code))
        of_own = (region.name for region in own if region.level == level or (level == "prefecture" and _is_small_city(region)))
        return next(of_own, "") or next((region.name for region in named if region.level == level), "")

    def _last_town(self, at: int) -> str:
        towns = _TOWN.findall(self.page.text, max(0, at - _NEAR), at)
        return towns[-1] if towns else ""

    def _last_park(self, at: int, word: str) -> str:
        """The park named last, of the kind that the word says: 开发区 is no 产业园."""
        kind = _KINDS_OF_PARK.get(word, "")
        near = self.mentions.starting(at - _NEAR_PARK, at)
        parks = [m for m in near if m.kind == "place" and not is_division(m.code) and m.name.endswith(kind)]
        return parks[-1].name if parks else ""

    @cached_property
    def park_of_title(self) -> str:
        """The park or zone that the title names."""
        title = self.page.structure.paragraphs[0]
        parks = [
            p for p in self.page.places.within(title.start, title.end) if p.level == "park" and not self._is_in_name(p.start)
        ]
        return parks[0].name if parks else ""

    @cached_property
    def scope_of_document(self) -> str:
        """全市 or the like, where the document nowhere says which; a person has to say."""
        title = self.page.structure.paragraphs[0]
        scopes = [m for m in self.mentions if m.kind == "scope" and (m.role == "scope" or m.start < title.end)]
        return scopes[0].name if scopes else ""
