"""The second reader: passages → a model's words → claims that stand in the text. Numbers come from our grammar alone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lianqun.read.certainty import certainty_of
from lianqun.read.layers.quantities import Quantity
from lianqun.read.prose.comparisons import as_comparison
from lianqun.read.prose.mentions import SCOPES, is_firm_word
from lianqun.read.prose.modality import modality_of
from lianqun.read.prose.page import Page
from lianqun.read.prose.periods import Periods
from lianqun.read.prose.subjects import Topics
from lianqun.read.second.answers import Said, read_answer
from lianqun.read.second.asking import Ask, Passage, ask_about, cut_passages, kinds
from lianqun.read.second.reasons import Dropped
from lianqun.vocab.claims import Claim
from lianqun.vocab.codes import code_lists
from lianqun.vocab.units import parse_unit

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class LlmExtractor:
    """An extractor that asks a language model, passage by passage.

    `ask` is given messages and returns the text of the answer; what it raises ends the reading. `dropped` counts, by
    reason, what the model said on the last page and what did not stand up.
    """

    ask: Ask
    name: str = "second"
    dropped: Counter[str] = field(default_factory=Counter)

    def extract(self, page: Page) -> Iterator[Claim]:
        """Claims of one page; none with a number that its quote does not hold, none surer than certainty.csv lets a second reader be."""
        self.dropped.clear()
        check = _Check(page, Topics(page), Periods(page), f"second:{self.name}")
        for passage in cut_passages(page):
            for said in read_answer(self.ask(ask_about(page, passage))):
                try:
                    if isinstance(said, Dropped):
                        raise said
                    yield check.claim(passage, said)
                except Dropped as dropped:
                    self.dropped[dropped.reason] += 1


@dataclass(frozen=True, slots=True)
class _Check:
    """Turns what was said about one page into claims, or says why it does not stand up."""

    page: Page
    topics: Topics
    periods: Periods
    rule: str

    def claim(self, passage: Passage, said: Said) -> Claim:
        kind = kinds().get((said.type, said.attribute)) or kinds().get((said.type, "*"))
        if kind is None or not said.attribute:
            raise Dropped("unknown_kind")
        start = self.page.text.find(said.quote, passage.start, passage.end) if said.quote.strip() else -1
        if start < 0:
            raise Dropped("not_quoted")
        if (said.type, said.attribute) not in kinds() and not self._stands(said.attribute, passage):
            raise Dropped("attribute_not_said")
        subject = self._subject(said.subject, start, start + len(said.quote) - 1)
        claim = Claim(
            type=said.type,
            subject=subject,
            attribute=said.attribute,
            value=subject if kind == "self" else said.object,
            quote=said.quote,
            start=start,
            end=start + len(said.quote),
            rule=self.rule,
            confidence=certainty_of("capped:second_reader"),
        )
        return self._numbered(claim, said, passage) if kind == "number" else self._named(claim)

    def _stands(self, words: str, passage: Passage) -> bool:
        """Whether words stand in the passage, also with the 数 that the rules put behind what is counted."""
        return any(w and self.page.text.find(w, passage.start, passage.end) >= 0 for w in (words, words.removesuffix("数")))

    def _subject(self, name: str, start: int, end: int) -> str:
        """The subject, which stands in the document or is its topic; 全市 or 公司 stands for whom our own rules find there."""
        if SCOPES.get(name) in ("prefecture", "county", "province") or is_firm_word(name):
            name = self.topics.subject_of(end).name
        topics = (self.topics.subject_of(start).name, self.topics.regions.name_at(start))
        if not name.strip() or len(name) > _LONGEST_NAME or "\n" in name or not (name in self.page.text or name in topics):
            raise Dropped("unknown_subject")
        return name

    def _named(self, claim: Claim) -> Claim:
        """A claim whose value is a name: that name stands in the quote."""
        if not claim.value.strip() or claim.value not in claim.quote:
            raise Dropped("object_not_quoted")
        return claim

    def _numbered(self, claim: Claim, said: Said, passage: Passage) -> Claim:
        change, compared = self._change(claim, said.change)
        quantity = self._quantity(claim, said.unit, compared)
        words = {name: getattr(said, name) for name in ("qualifier", "modality")}
        if any(word and word not in code_lists()[name] for name, word in words.items()):
            raise Dropped("unknown_word")
        return replace(
            claim,
            value=quantity.value,
            number=quantity.number.exact,
            upper=quantity.number.upper,
            unit=quantity.unit,
            qualifier=said.qualifier or ("=" if quantity.ordinal else quantity.qualifier),
            change=change,
            period=self._period(said.period, passage, quantity.start),
            region=self.topics.regions.name_at(quantity.start),
            modality=said.modality or modality_of(self.page, quantity),
        )

    def _quantity(self, claim: Claim, unit: str, compared: Quantity | None) -> Quantity:
        """The one number that the quote holds whole, the number of the change and those of other units apart."""
        wanted = parse_unit(unit) if unit else None
        if unit and wanted is None:
            raise Dropped("unknown_unit")
        whole = [q for q in self.page.quantities.within(claim.start, claim.end) if q != compared]
        found = [q for q in whole if wanted is None or parse_unit(q.unit) == wanted]
        if len(found) != 1:
            raise Dropped("several_numbers" if found else "no_number")
        return found[0]

    def _change(self, claim: Claim, words: str) -> tuple[str, Quantity | None]:
        """The change that words of the quote speak of, signed by our own grammar, and its number."""
        if not words:
            return "", None
        start = self.page.text.find(words, claim.start, claim.end)
        found = self.page.quantities.within(start, start + len(words)) if start >= 0 else []
        if len(found) != 1:
            raise Dropped("change_not_read")
        clause = self.page.structure.clause_at(found[0].start)
        before = max((q.end for q in self.page.quantities.starting(clause.start, found[0].start)), default=0)
        comparison = as_comparison(self.page, found[0], before)
        if comparison is None:
            raise Dropped("change_not_read")
        return comparison.signed, found[0]

    def _period(self, words: str, passage: Passage, at: int) -> str:
        """What printed words of the passage, the section's head or the title mean as a time; the rules' own period where they mean none."""
        section = self.page.structure.paragraph_at(at).section
        heads = [p for p in self.page.structure.headings() if p.section == section or p.role == "title"]
        stretches = [(passage.start, passage.end), *((head.start, head.end) for head in heads)]
        places = [place for first, last in stretches if (place := self.page.text.find(words, first, last)) >= 0]
        if not places:
            raise Dropped("period_not_said")
        for start in places if words else ():
            for time in self.page.times.starting(start - _LONGEST_NAME, start + len(words)):
                if time.kind != "basis" and time.end > start:
                    return time.period
        return self.periods.period_of(at).iso
