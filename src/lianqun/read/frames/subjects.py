"""Whose number it is: the topic at every place of the text."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from lianqun.read.frames.page import Page
from lianqun.read.layers.organizations import Organization
from lianqun.read.layers.people import Person, find_speaker
from lianqun.read.layers.projects import Project
from lianqun.read.layers.structure import Stretch
from lianqun.vocab.regions import lineage, regions

_SCOPES = {
    **dict.fromkeys(("全市", "我市", "该市", "本市", "我州", "全州", "全盟", "我盟"), "prefecture"),
    **dict.fromkeys(("全区", "我区", "该区", "本区", "全县", "我县", "该县", "本县", "这个县", "全旗"), "county"),
    **dict.fromkeys(("全省", "我省", "该省", "本省", "全自治区"), "province"),
    **dict.fromkeys(("当地", "园区", "开发区", "新区", "辖区"), ""),
    "全国": "country",
}
_SCOPE = re.compile("|".join(sorted(_SCOPES, key=len, reverse=True)))
_FIRM = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[在从为自据因但而]))(?:公司|集团)(?![化内法长])|该(?:公司|企业|集团|厂|院|校|行)|本公司|我公司|我们公司|这家[^，。；]{0,16}?(?:企业|公司)|我们(?!的)|我们|其(?=[在从营销年产净利总主实累])"
)
_UNNAMED = re.compile(r"(?:成立|设立|组建|创办|办|开|建)(?:了|起)?(?P<name>一家[\u4e00-\u9fff]{2,12}?(?:公司|企业|厂))")
_FOUNDED = re.compile(r"(?:成立|设立|组建|创办|创立|兴建|投资建设|投资兴建)了?$")
_OBLIQUE = re.compile(
    r"(?:在|向|从|对|与|和|同|为|由|于|自|至|到|给|跟|把|将|以|往|比|较|及|作为|占|距|离|辐射|带动|服务|面向|占全|、)$"
)
_LOCATIVE = re.compile(r"(?:在|走进|来到|位于|落户)$")
_CONNECTIVE = re.compile(
    r"^(?:此外|其中|目前|同时|另外|而且|而|但|但是|不过|据悉|据了解|据介绍|据统计|近年来|截至目前|截至|截止|到|至|从|年初以来|今年以来|统计显示|数据显示|随着|新年伊始|不久前|日前|近日|现在|如今|当前|今年|去年|已|共|“|‘|[（(]|[一二三四五六七八九十]是|[（(]?[一二三四五六七八九十\d]+[)）、.．]|前|底|末|初|记者(?:从|在)|[\s，,：:])*$"
)
_SPOKEN = ("subject", "scope", "founded", "place_of", "office")
_FIRM_OFFICE = re.compile(r"董事长|总经理|总裁|创始人|CEO|厂长|总监|首席执行官")
_COUNTED_BEHIND = re.compile(r"(?:共|总数)?(?:有|达|达到|为)?\d+余?多?[个项]")
_SAYS_BEHIND = re.compile(r"[^，。“”]{0,10}?(?:说|表示|认为|介绍|告诉|感叹|直言|坦言|解释|指出|强调|透露|称)")
_LISTED = re.compile(r"(?:、[^，。；、\n]{2,20})+?等|等(?:\d|一批|多家|龙头|骨干)")
_IN_DRIVE = re.compile(r"的?(?:带动|支持|推动|引领|帮助|牵引|指导|关心|辐射|影响|吸引)")
_THIS = re.compile(r"(?:这条|这个|该|此|本)[^，。；]{0,16}$")
_IS_BEHIND = re.compile(r"(?:已|将|正)?(?:成为|是全|是我国)")
_SOURCE = re.compile(
    r"^[^，。；：]{0,12}?(?:统计|数据|资料|消息|报告|介绍|获悉|半年报|年报|季报|财报|提供)[^，。；：]{0,8}?(?:显示|表明|称|，|：|，)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Something in the text that a number can belong to. `role`: subject, scope, founded, source, oblique, place_of, other."""

    start: int
    end: int
    name: str
    kind: str
    role: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """The answer: whose number, by which rule, and how sure (0–1)."""

    name: str
    rule: str
    sureness: float


class Topics:
    """Finds the topic at any place of one page; built once a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.mentions = sorted(self._mentions(), key=lambda m: m.start)
        self._starts = [mention.start for mention in self.mentions]
        self._memory: dict[int, Subject] = {}

    def subject_of(self, at: int) -> Subject:
        """Whose number stands at `at`."""
        sentence = self.page.structure.sentence_at(at)
        quotation = self.page.structure.quotation_at(at)
        first = max(sentence.start, quotation.start) if quotation else sentence.start
        here = self._in(first, at)
        if found := self._in_sentence(here, at):
            return found
        if quotation and (said := self._speaker_subject(quotation, at)):
            return said
        if ahead := self._ahead(at, sentence):
            return ahead
        return self._before(sentence)

    def region_at(self, at: int) -> str:
        """The code of the division that the section at `at` speaks of; empty where none is known."""
        section = self.page.structure.paragraph_at(at).section
        return self._section_regions.get(section) or self.document_region

    def region_name(self, code: str) -> str:
        """The name of a division as a sentence uses it."""
        return regions()[code].name if code else ""

    @cached_property
    def document_region(self) -> str:
        """The code of the division that the whole document speaks of."""
        title = self.page.structure.paragraphs[0]
        named = [place for place in self.page.places if place.code and title.holds(place.start) and place.level != "park"]
        body = Counter(m.code for m in self.mentions if m.kind == "place" and m.code and m.role in ("subject", "scope"))
        likely = [code for code, _ in body.most_common(3)]
        within = [code for code in likely if named and named[0].code in {r.code for r in lineage(code)}]
        if named:
            return within[0] if within and regions()[named[0].code].level == "province" else named[0].code
        if likely:
            return likely[0]
        everywhere = Counter(place.code for place in self.page.places if place.code)
        return everywhere.most_common(1)[0][0] if everywhere else ""

    @cached_property
    def _section_regions(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for paragraph in self.page.structure.paragraphs:
            if paragraph.role != "heading":
                continue
            inside = [(o.start, o.end) for o in self.page.organizations if paragraph.holds(o.start)]
            places = [
                p
                for p in self.page.places
                if p.code and paragraph.holds(p.start) and not any(a <= p.start < b for a, b in inside)
            ]
            found[paragraph.section] = places[0].code if places else found.get(paragraph.section - 1, "")
        return found

    @cached_property
    def document_firm(self) -> str:
        """The organisation that the document is about: one that its title names; empty for a report on a region."""
        title = self.page.structure.paragraphs[0]
        named = [o for o in self.page.organizations if title.holds(o.start) and o.kind == "enterprise"]
        return named[0].name if named else ""

    def _in(self, start: int, end: int) -> list[Mention]:
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _in_sentence(self, here: list[Mention], at: int) -> Subject | None:
        for mention in reversed(here):
            if mention.end > at:
                continue
            if mention.role in ("subject", "scope", "founded"):
                return self._resolve(mention, at)
        said = [m for m in here if m.kind == "person" and m.end <= at]
        if said and (subject := self._person_subject(next(p for p in self.page.people if p.start == said[-1].start))):
            return subject
        strong = [m for m in here if m.role == "other" and m.kind in ("organization", "project") and m.end <= at]
        if strong:
            return Subject(strong[-1].name, f"{strong[-1].kind}_in_sentence", 0.6)
        weak = [m for m in here if m.role == "place_of" and m.kind == "organization"]
        return Subject(weak[-1].name, "organization_of_place", 0.5) if weak else None

    def _ahead(self, at: int, sentence: Stretch) -> Subject | None:
        for mention in self._in(at, sentence.end):
            if mention.role == "subject" and mention.kind in ("organization", "firm"):
                return replace(self._resolve(mention, at), sureness=0.5)
        return None

    def _resolve(self, mention: Mention, at: int) -> Subject:
        if mention.kind == "scope":
            return Subject(self._scope_name(mention), "scope", 0.85)
        if mention.kind == "firm":
            return self._firm(mention)
        if mention.kind == "this_project":
            return self._this_project(mention)
        sureness = 0.85 if mention.role == "subject" else 0.7
        return Subject(mention.name, f"{mention.role}:{mention.kind}", sureness)

    def project_meant(self, project: Project) -> str:
        """The name of the project that 项目 or 生产线 alone stands for; empty where none was named."""
        found = self._this_project(Mention(project.start, project.end, project.name, "this_project", "subject"))
        return found.name if found.rule == "project_named_before" else ""

    def _this_project(self, mention: Mention) -> Subject:
        """The named project before it, of the same head where one is near; else the place or firm spoken of."""
        named = [p for p in self.page.projects if p.named and p.end <= mention.start and mention.start - p.end < 1500]
        alike = [p for p in named if p.name[-2:] == mention.name[-2:]] or named
        if alike:
            return Subject(alike[-1].name, "project_named_before", 0.65)
        firm = self._last_firm(mention.start)
        return (
            Subject(f"{firm}{mention.name}", "project_of_firm", 0.5)
            if firm
            else self._before(self.page.structure.sentence_at(mention.start))
        )

    def _scope_name(self, mention: Mention) -> str:
        level = _SCOPES[mention.name]
        if level == "country":
            return "全国"
        code = self.region_at(mention.start)
        if not level:
            return self._last_park(mention.start) or self.region_name(code)
        recent = [m.code for m in self.mentions[: bisect_left(self._starts, mention.start)] if m.kind == "place" and m.code][-8:]
        for candidate in (code, *reversed(recent)):
            for region in lineage(candidate):
                if region.level == level or (
                    region.level == "county" and level == "prefecture" and region.name.endswith("市") and candidate == code
                ):
                    return region.name
        return self.region_name(code)

    def _last_park(self, at: int) -> str:
        parks = [m for m in self.mentions[: bisect_left(self._starts, at)] if m.kind == "place" and not m.code]
        return parks[-1].name if parks and at - parks[-1].end < 400 else ""

    def _firm(self, mention: Mention) -> Subject:
        quotation = self.page.structure.quotation_at(mention.start)
        if quotation and (said := self._speaker_subject(quotation, mention.start)):
            return said
        last = self._last_firm(mention.start)
        return Subject(last or mention.name, "firm_named_before" if last else "firm_unnamed", 0.75 if last else 0.3)

    def _last_firm(self, at: int) -> str:
        """The organisation spoken of: the last one in the place of a subject, else the last one named nearby."""
        firms = [m for m in self.mentions[: bisect_left(self._starts, at)] if m.kind == "organization"]
        near = [m for m in firms if at - m.end < 1200]
        spoken = [m for m in near if m.role in ("subject", "place_of", "founded", "office")]
        return (spoken or near or [Mention(0, 0, self.document_firm, "", "")])[-1].name

    def _speaker_subject(self, quotation: Stretch, at: int) -> Subject | None:
        speaker = find_speaker(self.page.text, quotation.start, quotation.end, self.page.people)
        if speaker is None:
            return None
        return self._person_subject(speaker)

    def _person_subject(self, person: Person) -> Subject | None:
        known = next((p for p in self.page.people if p.name == person.name and (p.organization or p.offices)), person)
        name = self.organization_of(known)
        if not name:
            office = next((o for o in known.offices if o.endswith("项目负责人")), "")
            return Subject(office.removesuffix("负责人"), "speaker_office", 0.5) if office else None
        return Subject(self._place_of_office(name) or name, "speaker", 0.7)

    def organization_of(self, person: Person) -> str:
        """The organisation of a person's office: printed before it, else (of a firm's office) the firm spoken of; may be empty."""
        printed = person.organization
        if printed and not (_FIRM.search(printed) and len(printed) <= 4):
            return printed
        if printed or any(_FIRM_OFFICE.search(office) for office in person.offices):
            return self._last_firm(person.phrase_start)
        return ""

    def _place_of_office(self, name: str) -> str:
        """An official speaks for the place: 某某区工信局 → 某某区."""
        office = next((o for o in self.page.organizations if o.name == name), None)
        if office is None or office.kind != "government":
            return ""
        inside = [p for p in self.page.places if p.start == office.start]
        return inside[0].name if inside else ""

    def _before(self, sentence: Stretch) -> Subject:
        """No subject in the sentence: that of the one before it in the paragraph, else the section's or the document's."""
        if sentence.start in self._memory:
            return self._memory[sentence.start]
        paragraph = self.page.structure.paragraph_at(sentence.start)
        spoken = [m for m in self._in(paragraph.start, sentence.start) if m.role in _SPOKEN and m.name != "全国"]
        self._memory[sentence.start] = self._carried(spoken, paragraph)
        return self._memory[sentence.start]

    def _carried(self, spoken: list[Mention], paragraph: Stretch) -> Subject:
        for mention in reversed(spoken):
            if mention.kind in ("organization", "project", "this_project", "place", "scope", "firm"):
                return replace(self._resolve(mention, mention.start), rule="carried_in_paragraph", sureness=0.6)
        if self.document_firm:
            return Subject(self._last_firm(paragraph.start) or self.document_firm, "carried_firm", 0.45)
        region = self.region_name(self.region_at(paragraph.start))
        return Subject(region, "section_region" if region else "unknown", 0.5 if region else 0.1)

    def _mentions(self) -> Iterator[Mention]:
        page = self.page
        covered = [(o.start, o.end) for o in page.organizations]
        for organization in page.organizations:
            if not _is_bracketed(page.text, organization.start):
                yield self._mention(organization.start, organization.end, organization.name, "organization", organization)
        for place in page.places:
            if (
                not any(start <= place.start < end for start, end in _near(covered, place.start))
                and place.level != "country"
                and not _is_bracketed(page.text, place.start)
            ):
                yield self._mention(place.start, place.end, place.name, "place", None, place.code)
        for found in _SCOPE.finditer(page.text):
            role = (
                "oblique"
                if re.search(r"(?:作为|是|占|拉动|高于|低于|为)$", page.text[max(0, found.start() - 2) : found.start()])
                else "scope"
            )
            if _SCOPES[found[0]] in ("", "country"):
                role = self._role(found.start(), found.end(), None)
            yield Mention(found.start(), found.end(), found[0], "scope", role)
        for found in _FIRM.finditer(page.text):
            if not any(start < found.start() < end for start, end in _near(covered, found.start())):
                yield Mention(found.start(), found.end(), found[0], "firm", self._firm_role(found))
        for found in _UNNAMED.finditer(page.text):
            yield Mention(found.start("name"), found.end("name"), f"{found['name']}（未具名）", "organization", "founded")
        for project in page.projects:
            if project.named and not _COUNTED_BEHIND.match(page.text, project.end):
                yield self._mention(project.start, project.end, project.name, "project", None)
            elif not project.named and not _COUNTED_BEHIND.match(page.text, project.end):
                yield from self._unnamed_project(project)
        for person in page.people:
            if _SAYS_BEHIND.match(page.text, person.end):
                yield Mention(person.start, person.end, person.name, "person", "office")

    def _unnamed_project(self, project: Project) -> Iterator[Mention]:
        """项目, 生产线一期, 一期工程 in the place of a subject: the last named project with the same kind of head."""
        mention = self._mention(project.start, project.end, project.name, "project", None)
        lead = self.page.text[max(0, project.start - 18) : project.start]
        if (mention.role == "subject" or _THIS.search(lead)) and self.page.text[project.end : project.end + 2] not in (
            "建设",
            "签约",
            "负责",
            "现场",
        ):
            yield replace(mention, kind="this_project", role="subject")

    def _firm_role(self, found: re.Match[str]) -> str:
        before = self.page.text[max(0, found.start() - 2) : found.start()]
        return "oblique" if re.search(r"[对与向给比]$", before) else "subject"

    def _mention(self, start: int, end: int, name: str, kind: str, organization: Organization | None, code: str = "") -> Mention:
        return Mention(start, end, name, kind, self._role(start, end, organization), code)

    def _role(self, start: int, end: int, organization: Organization | None) -> str:
        text = self.page.text
        clause = self.page.structure.clause_at(start)
        lead = text[clause.start : start]
        if organization is not None and any(
            p.organization == organization.name and 0 <= p.start - end < 24 for p in self._people_after(end)
        ):
            return "office"
        if any(project.start <= start < project.end and end < project.end for project in self._projects_near(start)):
            return "inside"
        if _SOURCE.match(text[end : end + 24]) and _CONNECTIVE.match(re.sub("^.*?据", "", lead)):
            return "source"
        if _FOUNDED.search(lead) and organization is not None and organization.kind == "enterprise":
            return "founded"
        if _LISTED.match(text, end):
            return "listed"
        if _LOCATIVE.search(lead):
            return "oblique" if _IN_DRIVE.match(text, end) else "place_of"
        if _OBLIQUE.search(lead):
            return "oblique"
        if _IS_BEHIND.match(text, end):
            return "subject"
        return "subject" if self._opens(clause.start, lead) else "other"

    def _opens(self, clause_start: int, lead: str) -> bool:
        """Whether only times and connecting words stand between the clause's start and the mention."""
        rest = lead
        for time in self._times_in(clause_start, clause_start + len(lead)):
            rest = rest.replace(self.page.text[time[0] : time[1]], "")
        return len(rest) < 24 and _CONNECTIVE.match(rest) is not None

    @cached_property
    def _project_starts(self) -> list[int]:
        return [project.start for project in self.page.projects]

    def _projects_near(self, at: int) -> list[Project]:
        last = bisect_left(self._project_starts, at + 1)
        return list(self.page.projects[max(0, last - 1) : last])

    @cached_property
    def _time_starts(self) -> list[int]:
        return [time.start for time in self.page.times]

    def _times_in(self, start: int, end: int) -> list[tuple[int, int]]:
        first, last = bisect_left(self._time_starts, start), bisect_left(self._time_starts, end)
        return [(time.start, time.end) for time in self.page.times[first:last]]

    @cached_property
    def _people_starts(self) -> list[int]:
        return [person.start for person in self.page.people]

    def _people_after(self, at: int) -> list[Person]:
        first = bisect_left(self._people_starts, at)
        return list(self.page.people[first : first + 2])


def _is_bracketed(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return max(line.rfind("（"), line.rfind("(")) > max(line.rfind("）"), line.rfind(")"))


def _near(spans: list[tuple[int, int]], at: int) -> list[tuple[int, int]]:
    index = bisect_left(spans, (at + 1, 0))
    return spans[max(0, index - 2) : index]
