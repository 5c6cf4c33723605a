"""The date on which a document was published, where its text gives it."""

import re
from datetime import date

from lianqun.vocab.periods import WRITTEN_DAY, date_of

_DAY = WRITTEN_DAY
_LABELLED = re.compile(rf"(?:发布|发表|出版|刊发|更新|公布|成文|印发)?(?:时间|日期)\s*[：:]\s*{_DAY}")
_BARE_LINE = re.compile(rf"^\W*(?:来源[：:]\S+\s+)?{_DAY}(?:\s+\d\d?[:：]\d\d(?:[:：]\d\d)?)?(?:\s.*)?$")
_ANY = re.compile(rf"(?<!\d){_DAY}")
_LONGEST_BYLINE = 60
_HEAD_LINES = 4
_LAST_LINES = 4


def find_published(text: str) -> date | None:
    """The labelled date of the head, or a line of the head or the end that is a date; `None` where there is none."""
    lines = text.split("\n")
    for line in lines[:_HEAD_LINES]:
        if found := _LABELLED.search(line) or _BARE_LINE.match(line) or _in_byline(line):
            return date_of(found[1], found[2], found[3])
    return next(
        (date_of(found[1], found[2], found[3]) for line in lines[-_LAST_LINES:] if (found := _BARE_LINE.match(line))), None
    )


def _in_byline(line: str) -> re.Match[str] | None:
    """A date in a short line of names, without a sentence."""
    return _ANY.search(line) if len(line) < _LONGEST_BYLINE and not re.search("[。，！？；]", line) else None
