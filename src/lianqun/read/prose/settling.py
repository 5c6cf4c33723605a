"""Claims of when an organisation came: 自 2018 年落户以来, 2019 年落户某区的某公司."""

import re
from collections.abc import Iterator

from lianqun.read.certainty import certainty_of_number
from lianqun.read.prose.page import Page
from lianqun.read.prose.subjects import Subject, Topics, subject_by
from lianqun.vocab.claims import Claim
from lianqun.vocab.numbers import number_of

_SETTLED = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:正式|整体)?(?:落户|入驻|进驻)")
_LONGEST_PLACE = 16


def claim_settling(page: Page, topics: Topics) -> Iterator[Claim]:
    """One claim for each year of settling: the organisation named right behind, else the one spoken of."""
    for found in _SETTLED.finditer(page.text):
        subject = _subject(page, topics, found.start(), found.end())
        yield Claim(
            type="indicator",
            subject=subject.name,
            attribute="落户时间",
            value=found["year"],
            number=number_of(found["year"]).exact,
            unit="年",
            qualifier="=",
            period=found["year"],
            region=topics.regions.name_at(found.start()),
            quote=found[0],
            start=found.start(),
            end=found.end(),
            confidence=certainty_of_number(subject.certainty, 0, by="number:settled_by_subject"),
            rule=f"settling|subject:{subject.rule}|period:stated",
        )


def _subject(page: Page, topics: Topics, start: int, end: int) -> Subject:
    for organization in page.organizations.starting(end, end + _LONGEST_PLACE):
        between = page.text[end : organization.start]
        if between.endswith("的") and not re.search("[，。；]", between):
            return subject_by("organization_behind", organization.name)
    subject = topics.subject_of(start)
    is_place = any(place.name == subject.name for place in page.places)
    return subject_by("firm_named_before", topics.last_firm(start), "firm_named_before/settled") if is_place else subject
