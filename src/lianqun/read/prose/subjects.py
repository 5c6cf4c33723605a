"""Whose number it is: the topic at every place of the text."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from lianqun.read.certainty import certainty_of
from lianqun.read.layers.people import Person, find_speaker
from lianqun.read.layers.projects import Project
from lianqun.read.layers.structure import Stretch, opens_a_part
from lianqun.read.prose.mentions import Mention, find_mentions, is_counted, is_firm_word
from lianqun.read.prose.page import Page
from lianqun.read.prose.regions import Regions

_SPOKEN = ("subject", "scope", "founded", "place_of", "office")
_CARRIED = ("organization", "project", "this_project", "place", "scope", "firm")
_FIRM_OFFICE = re.compile(r"董事长|总经理|总裁|创始人|CEO|厂长|总监|首席执行官")
_LABEL = re.compile(r"[一二三四五六七八九十\d]{0,2}[、.．]?[\u4e00-\u9fff（）()]{2,12}[：:]")
_PROJECT_NAME = re.compile(r"项目名称[：:]\s*([^，。；\n]{4,60})")
_NUMBER = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*)?")
_CLOSED = re.compile(r"(?:（[^）]{1,12}）)?[。：:\n]|\Z")
_BY_LEVEL = re.compile("[市县区州盟旗]")
_SPEAKS_FOR_ALL = re.compile("[省市区县州盟旗](?:委|政府|人民政府)$")
_FIRMS, _SCHOOLS = ("enterprise", "bank"), ("university", "institute", "hospital")
_KINDS_MEANT = {**dict.fromkeys("司团业厂", _FIRMS), "行": ("bank",), **dict.fromkeys("校院", _SCHOOLS)}
_SUBTITLE = re.compile("[—-]{1,2}")
_ITEM_HEAD = 8
_POINTED = re.compile(r"[该此本这]")
_NEAR = 1200
_NEAR_PROJECT = 1500


@dataclass(frozen=True, slots=True)
class Subject:
    """The answer: whose number, by which rule, and how sure (0–1)."""

    name: str
    rule: str
    certainty: float


def subject_by(rule: str, name: str, case: str = "") -> Subject:
    """A subject that a rule found, as sure as certainty.csv says of the rule, or of a case of it."""
    return Subject(name, rule, certainty_of(f"subject:{case or rule}"))


class Topics:
    """Finds the topic at any place of one page; built once a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.mentions = find_mentions(page)
        self.regions = Regions(page, self.mentions)
        self._memory: dict[int, Subject] = {}

    def subject_of(self, at: int) -> Subject:
        """Whose number stands at `at`."""
        sentence = self.page.structure.sentence_at(at)
        quotation = self.page.structure.quotation_at(at)
        first = max(sentence.start, quotation.start) if quotation else sentence.start
        here = self.mentions.starting(max(first, at - _NEAR), at)
        if found := self._in_sentence(here, at):
            return found
        if quotation and (said := self._speaker_subject(quotation, at)):
            return said
        if ahead := self._ahead(at, sentence):
            return ahead
        return self._before(sentence)

    @cached_property
    def document_firm(self) -> str:
        """The organisation that the document is about: one that its title or subtitle names; empty for a report on a region."""
        title, *following = self.page.structure.paragraphs[:2]
        end = following[0].end if following and _SUBTITLE.match(self.page.text, following[0].start) else title.end
        named = [o for o in self.page.organizations.within(title.start, end) if o.kind == "enterprise"]
        return named[0].full or named[0].name if named else ""

    def _in_sentence(self, here: list[Mention], at: int) -> Subject | None:
        """The subject of the sentence before `at`, else who speaks there, else who else is named in it."""
        before = [mention for mention in here if mention.end <= at]
        if opening := next((m for m in reversed(before) if m.role in ("subject", "scope", "founded")), None):
            return self._resolve(opening, at)
        speaking = [mention for mention in before if mention.kind == "person"]
        if speaking and (said := self._person_subject(self.page.people.starting(speaking[-1].start, speaking[-1].end)[0])):
            return said
        return self._named_in_sentence(before, here)

    def _named_in_sentence(self, before: list[Mention], here: list[Mention]) -> Subject | None:
        """A firm or a project in no part of a subject, the last one before the number, else one that only says where."""
        named = [m for m in before if m.role == "other" and m.kind in ("organization", "project")]
        if last := next((m for m in reversed(named) if m.name not in self._officials), None):
            return subject_by(f"{last.kind}_in_sentence", last.name)
        sites = [m for m in here if m.role == "place_of" and m.kind == "organization"]
        return subject_by("organization_of_place", sites[-1].name) if sites else None

    def _ahead(self, at: int, sentence: Stretch) -> Subject | None:
        for mention in self.mentions.starting(at, sentence.end):
            if mention.role == "subject" and mention.kind in ("organization", "firm"):
                return replace(self._resolve(mention, at), certainty=certainty_of("subject:ahead"))
        return None

    def _resolve(self, mention: Mention, at: int) -> Subject:
        if mention.kind == "scope":
            name = self.regions.scope_name(mention)
            return subject_by("scope" if name != mention.name else "scope_unnamed", name)
        if mention.kind == "firm":
            return self._firm(mention)
        if mention.kind == "this_project":
            return self._this_project(mention)
        if mention.name in self._officials and _SPEAKS_FOR_ALL.search(mention.name):
            return subject_by("authority_of_place", self._place_of_office(mention.name) or mention.name)
        return subject_by(f"{mention.role}:{mention.kind}", mention.name, "subject:" if mention.role == "subject" else "founded:")

    def project_meant(self, project: Project) -> str:
        """The name of the project that 项目 or 生产线 alone stands for; empty where none was named."""
        found = self._this_project(Mention(project.start, project.end, project.name, "this_project", "subject"))
        return found.name if found.rule == "project_named_before" else ""

    def _this_project(self, mention: Mention) -> Subject:
        """The named project before it, of the same head where one is near; a firm named after that owns a project of its own.

        项目 alone, after several were counted (共 33 个项目), means those: it is their owner's."""
        if headed := self.item_project(mention.start):
            return subject_by("project_of_item", headed)
        before = self.mentions.within(mention.start - _NEAR_PROJECT, mention.start)
        named = [m for m in before if m.kind == "project" and m.role != "venue"]
        firms = [m for m in before if m.kind == "organization" and m.role in ("subject", "founded")]
        counted = self.counted_before(mention.start)
        last = max((m.start for m in (*named[-1:], *firms[-1:])), default=0)
        if counted is not None and counted > last and not self._is_pointed_at(mention):
            return subject_by("projects_counted_before", self.subject_of(counted).name)
        alike = [m for m in named if m.name[-2:] == mention.name[-2:]] or named
        if alike and not (firms and firms[-1].start > alike[-1].end):
            return subject_by("project_named_before", alike[-1].name)
        return self._project_of_firm(mention, firms)

    def _project_of_firm(self, mention: Mention, firms: list[Mention]) -> Subject:
        """A project without a name, called after its firm; where no firm is known, whose the sentence before is."""
        firm = firms[-1].name if firms else self.last_firm(mention.start)
        if firm:
            return subject_by("project_of_firm", f"{firm}{mention.name}")
        return self._before(self.page.structure.sentence_at(mention.start))

    @cached_property
    def project_names(self) -> frozenset[str]:
        """Names of the projects that the page names."""
        return frozenset(project.name for project in self.page.projects if project.named)

    def counted_before(self, at: int) -> int | None:
        """Where projects were last counted in the paragraph before `at` (33 个项目, 项目共 33 个); `None` where none were."""
        paragraph = self.page.structure.paragraph_at(at)
        for project in reversed(self.page.projects.within(paragraph.start, at)):
            if not project.named and is_counted(self.page, project):
                return project.start
        return None

    def _is_pointed_at(self, mention: Mention) -> bool:
        return _POINTED.search(self.page.text[max(0, mention.start - 2) : mention.end]) is not None

    def _firm(self, mention: Mention) -> Subject:
        quotation = self.page.structure.quotation_at(mention.start)
        if quotation and (said := self._speaker_subject(quotation, mention.start)):
            return said
        last = self.last_firm(mention.start, mention.name)
        return subject_by("firm_named_before", last) if last else subject_by("firm_unnamed", mention.name)

    def firm_after(self, start: int, end: int) -> int:
        """Where a firm is named as a subject in a stretch; 0 where none is."""
        firms = [m for m in self.mentions.starting(start, end) if m.kind == "organization" and m.role == "subject"]
        return firms[-1].start if firms else 0

    def last_firm(self, at: int, word: str = "") -> str:
        """The organisation spoken of: the last one in the place of a subject, else the last one named nearby.

        公司 is no university and 该校 no firm, where one of the right kind is near."""
        near = [m for m in self.mentions.starting(at - _NEAR, at) if m.kind == "organization" and self._is_firm(m.name)]
        meant = _KINDS_MEANT.get(word[-1:], ())
        near = [m for m in near if self._kinds.get(m.name) in meant] or near
        spoken = [m for m in near if m.role in _SPOKEN]
        return (spoken or near)[-1].name if near else self.document_firm

    def _is_firm(self, name: str) -> bool:
        """Whether 公司 may mean it: no authority and no fund."""
        return name not in self._officials and not name.endswith("基金")

    def _speaker_subject(self, quotation: Stretch, at: int) -> Subject | None:
        speaker = find_speaker(self.page.text, quotation.start, quotation.end, self.page.people)
        if speaker is None:
            return None
        return self._person_subject(speaker)

    def _person_subject(self, person: Person) -> Subject | None:
        known = self._introduced.get(person.name, person)
        name = self.organization_of(known)
        if not name:
            office = next((o for o in known.offices if o.endswith("项目负责人")), "")
            return subject_by("speaker_office", office.removesuffix("负责人")) if office else None
        return subject_by("speaker", self._place_of_office(name) or name)

    def organization_of(self, person: Person) -> str:
        """The organisation of a person's office: printed before it, else (of a firm's office) the firm spoken of; may be empty."""
        printed = person.organization
        if printed and not is_firm_word(printed):
            return printed
        if printed or any(_FIRM_OFFICE.search(office) for office in person.offices):
            return self.last_firm(person.phrase_start)
        return ""

    def _place_of_office(self, name: str) -> str:
        """An official speaks for the place: 某某区工信局 → 某某区."""
        if name not in self._officials:
            return ""
        start = self._officials[name]
        inside = self.page.places.starting(start, start + 1)
        return inside[0].name if inside else self.regions.name_at(start) if _BY_LEVEL.match(name) else ""

    @cached_property
    def _kinds(self) -> dict[str, str]:
        """Kinds of the organisations by name, full or short."""
        return {name: o.kind for o in self.page.organizations for name in (o.name, o.full)}

    @cached_property
    def _officials(self) -> dict[str, int]:
        """Government bodies and where each is named first."""
        return {o.name: o.start for o in reversed(self.page.organizations) if o.kind == "government"}

    @cached_property
    def _introduced(self) -> dict[str, Person]:
        """People by name, where each is introduced with an office."""
        return {p.name: p for p in reversed(self.page.people) if p.organization or p.offices}

    def _before(self, sentence: Stretch) -> Subject:
        """No subject in the sentence: that of the one before it in the paragraph, else the section's or the document's."""
        if sentence.start in self._memory:
            return self._memory[sentence.start]
        paragraph = self.page.structure.paragraph_at(sentence.start)
        spoken = [
            m
            for m in self.mentions.starting(max(paragraph.start, sentence.start - _NEAR), sentence.start)
            if m.role in _SPOKEN and m.name != "全国"
        ]
        self._memory[sentence.start] = self._carried(spoken, paragraph)
        return self._memory[sentence.start]

    def _carried(self, spoken: list[Mention], paragraph: Stretch) -> Subject:
        for mention in reversed(spoken):
            if opens_a_part(self.page.text, mention.start) or mention.name.endswith("基金"):
                continue
            if mention.kind in _CARRIED:
                return subject_by("carried_in_paragraph", self._resolve(mention, mention.start).name)
        if headed := self.item_project(paragraph.end):
            return subject_by("project_of_item", headed, "project_of_item/carried")
        if _LABEL.match(self.page.text, paragraph.start, paragraph.end) and self._labelled_project:
            return subject_by("labelled_project", self._labelled_project)
        return self._of_document(paragraph)

    def _of_document(self, paragraph: Stretch) -> Subject:
        """Whom the document or the section is about, where the paragraph itself names nobody."""
        if self.document_firm:
            return subject_by("carried_firm", self.last_firm(paragraph.start) or self.document_firm)
        section = self.regions.section_regions.get(paragraph.section)
        if region := (self.regions.park_of_title if not section else "") or self.regions.name_at(paragraph.start):
            return subject_by("section_region", region)
        if self.regions.scope_of_document:
            return subject_by("scope_of_document", self.regions.scope_of_document)
        near = self.mentions.starting(paragraph.start - _NEAR, paragraph.start)
        firms = [m.name for m in near if m.kind == "organization" and m.role in _SPOKEN and m.name not in self._officials]
        return subject_by("carried_firm", firms[-1], "carried_firm/near") if firms else subject_by("unknown", "")

    def item_project(self, at: int) -> str:
        """The project that heads the item of a list: 二、某某项目。总投资…; empty where the paragraph has no such head."""
        paragraph = self.page.structure.paragraph_at(at)
        for project in self.page.projects.starting(paragraph.start, min(at, paragraph.start + _ITEM_HEAD)):
            before = self.page.text[paragraph.start : project.start]
            if project.named and _NUMBER.fullmatch(before) and _CLOSED.match(self.page.text, project.end):
                return project.name
        return ""

    @cached_property
    def _labelled_project(self) -> str:
        """What a notice names behind 项目名称："""
        found = _PROJECT_NAME.search(self.page.text)
        return found[1].strip() if found else ""
