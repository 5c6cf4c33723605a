"""Half-width marks of a narrowed text → full-width marks beside Chinese."""

import re

WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_NARROW = {0xFEE0 + ord(c): c for c in map(chr, range(0x21, 0x7F)) if c.isalnum() or c in "%.+-/"}
_WIDE_DIGIT = re.compile("[\uff10-\uff19]")
_DIGIT = re.compile("[0-9]")
_FEW = 5
_NARROW_MARK = re.compile(r"[,;:?!()]")
_BESIDE = re.compile(r"(?<=[\u3400-\u9fff]),|,(?=[\u3400-\u9fff])")
_CHINESE = re.compile(r"[\u3400-\u9fff，。、；：？！（）“”‘’《》…—]")


def is_narrowed(text: str) -> bool:
    """Whether most commas between Chinese characters were turned into half-width ones."""
    return len(_BESIDE.findall(text)) > text.count("，")


def is_widened(text: str) -> bool:
    """Whether the digits of a text were turned into full-width ones: it has some, and next to none of the ordinary ones."""
    wide, usual = len(_WIDE_DIGIT.findall(text)), len(_DIGIT.findall(text))
    return wide >= _FEW and usual * 10 <= wide


def narrow(text: str) -> str:
    """The text with ordinary digits, letters and the marks of numbers instead of full-width ones."""
    return text.translate(_NARROW)


def widen(text: str) -> str:
    """The text with full-width marks beside Chinese; marks inside numbers, times and Latin words stay."""
    brackets = _wide_brackets(text)
    return _NARROW_MARK.sub(lambda found: _widen_one(text, found.start(), brackets), text)


def _widen_one(text: str, at: int, brackets: frozenset[int]) -> str:
    mark = text[at]
    if mark in "()":
        return WIDE[mark] if at in brackets else mark
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if mark in ",:" and before.isdigit() and after.isdigit():
        return mark
    return WIDE[mark] if _is_chinese(before) or _is_chinese(after) or before in ("%", ")") else mark


def _is_chinese(character: str) -> bool:
    return bool(character) and _CHINESE.match(character) is not None


def _wide_brackets(text: str) -> frozenset[int]:
    """Positions of brackets that hold or follow Chinese; a pair is widened together."""
    wide: set[int] = set()
    for found in re.finditer(r"\(([^()\n]*)\)", text):
        if _CHINESE.search(found[1]) or _is_chinese(text[found.start() - 1 : found.start()]):
            wide |= {found.start(), found.end() - 1}
    return frozenset(wide)
