"""A cell → the number that it prints, exactly; and whether it says anything at all."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from lianqun.read.layers.numerals import plain_digits
from lianqun.read.layers.quantities import find_quantities
from lianqun.read.lists import words_of
from lianqun.vocab.numbers import Number, number_of
from lianqun.vocab.units import parse_unit

_PLAIN = re.compile(
    r"(?P<sign>[-+−–]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,18})(?P<part>\.\d{1,18})?\s*(?P<unit>[^\d\s.,，、~\-—至]{0,12})"
)
_MOVED = re.compile(r"^(?:同比|环比)?(?P<word>增长|增加|上升|提高|上涨|↑|▲|下降|减少|降低|回落|↓|▼)(?=\d)")
_DOWN = frozenset(["下降", "减少", "降低", "回落", "↓", "▼"])
_BOUNDS = {">": "超", "≥": "以上", "<": "以下", "≤": "以下"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_SIGNS: Mapping[str, str] = {"−": "-", "–": "-", "+": ""}
_BEHIND = re.compile(r"(及?以[上下内]|左右|上下)$")
_UNIT_IN_BRACKETS = re.compile(r"^([\d.,]+)[(（]([^\d()（）]{1,6})[)）]$")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class CellNumber:
    """The number of a cell ("12345.6", "-3.2", "10-15"), with its unit and qualifier if printed."""

    number: Number
    unit: str = ""
    qualifier: str = "="

    @property
    def value(self) -> str:
        """The number as a reader understands it."""
        return self.number.text

    @property
    def exact(self) -> Decimal | None:
        """The number for sums; `None` for a range and for what is only about so much."""
        return self.number.exact if self.number.upper is None and self.qualifier == "=" else None


def narrow_text(text: str) -> str:
    """The text in half-width characters without spaces."""
    return "".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


@cache
def _nothings() -> frozenset[str]:
    return frozenset(narrow_text(word) for word in words_of("lianqun.read.grids", "nothings.csv"))


def is_nothing(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, dots. That is not known, and never zero."""
    return not text or narrow_text(text) in _nothings() or not narrow_text(text)


def is_number(text: str) -> bool:
    """Whether a cell is a number at first sight; a bare year is none."""
    text = narrow_text(text)
    found = _PLAIN.fullmatch(text)
    if found is None or _YEAR.fullmatch(text.removesuffix("年")):
        return False
    parsed = parse_unit(found["unit"]) if found["unit"] else None
    return not found["unit"] or (parsed is not None and parsed[0].kind != "calendar")


@lru_cache(maxsize=8192)
def read_number(text: str, unit: str = "") -> CellNumber | None:
    """The number of a cell in a column of `unit`: thousands marks, full width, signs, words of more and less; else `None`."""
    text = _UNIT_IN_BRACKETS.sub(r"\1\2", narrow_text(text))
    if not text or len(text) > _LONGEST:
        return None
    if text[0] in _BOUNDS and (bound := read_number(text[1:].lstrip("="), unit)):
        return replace(bound, qualifier=_BOUNDS[text[0]])
    moved = _MOVED.match(text)
    found = _PLAIN.fullmatch(text[moved.end() :] if moved else text)
    if found is None:
        return _read_words(text, unit)
    if found["unit"] and parse_unit(found["unit"]) is None:
        return _read_words(text, unit)
    sign = "-" if moved and moved["word"] in _DOWN else _SIGNS.get(found["sign"], found["sign"])
    printed = f"{sign}{found['digits'].replace(',', '')}{found['part'] or ''}"
    return CellNumber(number_of(plain_digits(printed)), found["unit"])


def _read_words(text: str, unit: str) -> CellNumber | None:
    """约12, 10—15亿元, 5亿元以上, 40以上: as prose prints them, the column's unit behind the number where they have none."""
    for candidate in (text, f"{text}{unit}", _BEHIND.sub(rf"{unit}\1", text)):
        found = find_quantities(candidate)
        if len(found) == 1 and found[0].start == 0 and found[0].end == len(candidate):
            return CellNumber(found[0].number, found[0].unit, found[0].qualifier)
    return None
