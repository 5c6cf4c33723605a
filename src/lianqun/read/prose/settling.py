"""Claims of when an organisation came: 自 2018 年落户以来, 2019 年落户某区的某公司."""

import re
from collections.abc import Iterator

from lianqun.read.prose.page import Page
from lianqun.read.prose.subjects import Subject, Topics
from lianqun.vocab.claims import Claim

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
            unit="年",
            qualifier="=",
            period=found["year"],
            region=topics.region_name(topics.region_at(found.start())),
            quote=found[0],
            start=found.start(),
            end=found.end(),
            confidence=round(0.5 + 0.3 * subject.sureness, 2),
            rule=f"settling|subject:{subject.rule}|period:stated",
        )


def _subject(page: Page, topics: Topics, start: int, end: int) -> Subject:
    for organization in page.organizations.starting(end, end + _LONGEST_PLACE):
        between = page.text[end : organization.start]
        if between.endswith("的") and not re.search("[，。；]", between):
            return Subject(organization.name, "organization_behind", 0.8)
    subject = topics.subject_of(start)
    is_place = any(place.name == subject.name for place in page.places)
    return Subject(topics.last_firm(start), "firm_named_before", 0.5) if is_place else subject
