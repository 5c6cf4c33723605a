"""For which time a number holds: stated in its sentence, or inherited from the sentence, section or document before it."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from lianqun.read.layers.structure import Stretch, opens_a_part
from lianqun.read.layers.times import Time
from lianqun.read.prose.page import Page
from lianqun.vocab.periods import find, month_of

_OFTEN = 3
_DIGIT = re.compile(r"\d")
_COMPLETED = re.compile(r"(?:达产|投产|建成|竣工|投用|完工|达效)(?:达产|投产|投用|运营)?后|届时")

_REPORTS = re.compile(r"运行|统计|公报|情况|分析|形势|月报|季报|数据")
_GROWN = re.compile(r"从[^，。；\n]{1,10}(?:发展|扩大|壮大|成长|增长|增加)(?:至|到|为)了?[近约超逾]?$")


@dataclass(frozen=True, slots=True)
class Dating:
    """A period as the data writes it (2023, 2023-10, 2023-01/2023-11; empty where none is known) and how it was found."""

    iso: str
    rule: str
    year_inferred: bool = False


NO_PERIOD = Dating("", "none")


def _month_of(day: str) -> str:
    meant = find(day)
    return str(month_of(meant.first)) if meant else day


class Periods:
    """Finds the period at any place of one page; built once a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.times = [time for time in page.times if time.kind not in ("basis", "event")]
        self._starts = [time.start for time in self.times]

    def period_of(self, at: int) -> Dating:
        """The period of a number at `at`."""
        sentence = self.page.structure.sentence_at(at)
        clause = self.page.structure.clause_at(at)
        if (done := _COMPLETED.search(self.page.text, clause.start, at)) and not self._last(done.start(), at):
            return Dating("", "after_completion")
        if found := self._last(sentence.start, at):
            if (
                found.kind == "now"
                and found.start < clause.start
                and not self._turns(found)
                and (dated := self._last_dated(sentence.start, at))
            ):
                found = dated
            return self._period(found, "stated" if found.start >= clause.start else "in_sentence")
        if self.page.published and _GROWN.search(self.page.text[clause.start : at]):
            return Dating(str(month_of(self.page.published)), "up_to_now")
        paragraph = self.page.structure.paragraph_at(at)
        if (found := self._last_carried(paragraph.start, sentence.start)) and found.kind in ("period", "start", "since"):
            return self._period(found, "in_paragraph")
        return self._of_section(paragraph.section) or self._of_document

    def _last(self, start: int, end: int) -> Time | None:
        index = bisect_left(self._starts, end) - 1
        while index >= 0 and self._is_over(self.times[index], end):
            index -= 1
        found = self.times[index] if index >= 0 else None
        return found if found is not None and found.start >= start else None

    def _is_over(self, time: Time, at: int) -> bool:
        """由2020年的1.3%提高到9.7%: where something started holds for the number right behind it alone."""
        return time.kind == "from" and _DIGIT.search(self.page.text, time.end, at) is not None

    def _turns(self, time: Time) -> bool:
        """如今 sets the present against what was said before."""
        return self.page.text.startswith("如今", time.start)

    def _last_dated(self, start: int, end: int) -> Time | None:
        """The last time that is not 目前 or the like."""
        while (found := self._last(start, end)) is not None and found.kind == "now":
            end = found.start
        return found

    def _last_carried(self, start: int, end: int) -> Time | None:
        """The last time that later sentences keep to: 其中，6 月份 holds for its own sentence alone."""
        while (found := self._last_dated(start, end)) is not None and opens_a_part(self.page.text, found.start):
            end = found.start
        return found

    def _period(self, time: Time, rule: str) -> Dating:
        if time.kind == "start" and self._usual:
            return Dating(self._usual, "year_to_date", True)
        iso = _month_of(time.period) if time.kind == "day" and rule != "stated" else time.period
        return Dating(iso, rule, time.year_inferred and self.page.published is None)

    def _of_section(self, section: int) -> Dating | None:
        heading = self._headings.get(section)
        found = self._last(heading.start, heading.end) if heading else None
        return self._period(found, "section") if found else None

    @cached_property
    def _headings(self) -> dict[int, Stretch]:
        return {heading.section: heading for heading in self.page.structure.headings() if heading.role == "heading"}

    @cached_property
    def _usual(self) -> str:
        """The statistical period that the document speaks of most: a quarter, half-year or January-to-month."""
        counted = Counter(
            time.period
            for time in self.times
            if time.kind == "period" and (meant := find(time.period)) and meant.kind == "months"
        )
        period, count = counted.most_common(1)[0] if counted else ("", 0)
        return period if count >= _OFTEN else ""

    @cached_property
    def _is_report(self) -> bool:
        """Whether the document is a report (by its title, or in sections), whose title dates all of it."""
        title = self.page.structure.paragraphs[0]
        if title.role == "title" and _REPORTS.search(self.page.text, title.start, title.end):
            return True
        return sum(heading.role == "heading" for heading in self.page.structure.headings()) >= 2

    @cached_property
    def _of_document(self) -> Dating:
        if self._usual:
            return Dating(self._usual, "document", self.page.published is None)
        title = self.page.structure.paragraphs[0]
        found = self._last(title.start, title.end)
        return (
            self._period(found, "title")
            if found and title.role == "title" and found.kind == "period" and self._is_report
            else NO_PERIOD
        )
