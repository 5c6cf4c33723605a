"""Spans of a mended text in which something may still be wrong or missing."""

import re
from collections.abc import Iterator
from functools import cache

from lianqun.read.repair.annotations import Annotations
from lianqun.read.repair.bytes_shift import CUT_BRACKET
from lianqun.read.repair.readings import PRINTED, is_reading_of, tone_style

_UNREADABLE = r"[\ufffd\ue000-\uf8ff\uff61-\uff9f□]"
_LOST = re.compile(rf"{_UNREADABLE}+|(?<=[\u3400-\u9fff0-9])[?](?=[\u3400-\u9fff0-9])")
_LOST_IN_DAMAGE = re.compile(rf"{_UNREADABLE}+|[?](?![\s”’\"]|$)|(?<=[0-9])[?]|{CUT_BRACKET}")
_ORPHAN = re.compile(rf"([^\n])[(（]?({PRINTED})[)）]")
_CUT_NUMBER = re.compile(r"(?<=[\u3400-\u9fff])[0-9.]+\n[0-9.]+(?=[\u3400-\u9fff%])")
_SENTENCE_END = re.compile("[。\n]")
_FURTHEST = 160
_BROKEN_RUN = 3


def find_suspects(text: str, known: Annotations | None, damaged: bool) -> Iterator[tuple[int, int]]:
    """Spans, in no order. In a damaged text the rest of the sentence behind an unexplained sign is one."""
    pattern = _LOST_IN_DAMAGE if damaged else _LOST
    for found in pattern.finditer(text):
        yield found.start(), _sentence_end(text, found.end()) if damaged else found.end()
    yield from (found.span() for found in _CUT_NUMBER.finditer(text))
    for found in _rare_run().finditer(text):
        yield found.start(), _sentence_end(text, found.end())
    if known:
        for found in _ORPHAN.finditer(text):
            if tone_style(found[2]) == known.style:
                gloss = is_reading_of(found[2], found[1])
                yield found.start(), found.end() if gloss else _sentence_end(text, found.end())


def _sentence_end(text: str, at: int) -> int:
    found = _SENTENCE_END.search(text, at, at + _FURTHEST)
    return found.start() if found else min(len(text), at + _FURTHEST)


@cache
def _rare_run() -> re.Pattern[str]:
    """Several characters close together that GB 2312 does not have: simplified Chinese has none, shifted bytes many."""
    known = bytes(byte for lead in range(0xB0, 0xF8) for trail in range(0xA1, 0xFF) for byte in (lead, trail))
    usual = known.decode("gb2312", "ignore")
    return re.compile(rf"(?:[^\x00-\u33ff\ua000-\uffff{usual}][\u3400-\u9fff]{{0,3}}?){{{_BROKEN_RUN},}}")
