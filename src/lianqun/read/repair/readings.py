"""How a character is read aloud: which pinyin may stand behind it, in whatever way its tone is printed."""

import unicodedata
from functools import cache

from lianqun.read.lists import rows_of
from lianqun.read.repair.script import simplify

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
LETTERS = "a-züɑɡ" + TONED
PRINTED = rf"[{LETTERS}]{{1,7}}[0-5]?"
_SAME_LETTER = str.maketrans("ɑɡv", "agü")
_TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
_NEUTRAL = {0, 5}


@cache
def usual_annotations() -> dict[str, str]:
    """The 34 characters that the best known mirror annotates, with the reading that it prints."""
    return {row["character"]: row["reading"] for row in rows_of("lianqun.read.repair", "annotations.csv")}


def tone_style(printed: str) -> str:
    """How a printed reading shows its tone: `marked` (yè), `numbered` (ye4) or `bare` (ye)."""
    if printed[-1:].isdigit():
        return "numbered"
    return "marked" if any(letter in TONED for letter in printed) else "bare"


@cache
def syllable(printed: str) -> tuple[str, int | None]:
    """A printed reading as its letters without tone and its tone 1–5 (5: neutral), `None` where no tone is printed."""
    tone = int(printed[-1]) if printed[-1:].isdigit() else None
    letters = ""
    for letter in unicodedata.normalize("NFD", printed.rstrip("012345").translate(_SAME_LETTER)):
        tone = _TONES.get(letter, tone)
        letters += letter if letter not in _TONES else ""
    return unicodedata.normalize("NFC", letters), 5 if tone in _NEUTRAL else tone


@cache
def is_reading_of(printed: str, character: str) -> bool:
    """Whether `printed` is a reading of the character, simplified or traditional; a bare reading may have any tone."""
    letters, tone = syllable(printed)
    return any(letters == known and tone in (None, of) for known, of in _all_readings(character))


@cache
def _all_readings(character: str) -> frozenset[tuple[str, int | None]]:
    from pypinyin import Style, pinyin

    forms = dict.fromkeys((character, simplify(character)))
    known = {reading for form in forms for reading in pinyin(form, style=Style.TONE, heteronym=True)[0]}
    usual = usual_annotations().get(character)
    return frozenset((letters, tone or 5) for letters, tone in map(syllable, known | ({usual} if usual else set())))
