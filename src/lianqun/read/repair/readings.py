"""How a character is read aloud: which pinyin may stand behind it."""

from functools import cache

from lianqun.read.lists import rows_of

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
LETTERS = "a-zü" + TONED
PRINTED = rf"[{LETTERS}]{{1,7}}"


@cache
def usual_annotations() -> dict[str, str]:
    """The 34 characters that the known mirror annotates, with the reading that it prints."""
    return {row["character"]: row["reading"] for row in rows_of("lianqun.read.repair", "annotations.csv")}


def is_toned(printed: str) -> bool:
    """Whether a printed reading carries a tone mark, as the annotations of a mirror always do."""
    return any(letter in TONED for letter in printed)


@cache
def is_reading_of(printed: str, character: str) -> bool:
    """Whether `printed` is a reading of the character, simplified or traditional."""
    return usual_annotations().get(character) == printed or printed in _all_readings(character)


@cache
def _all_readings(character: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    return frozenset(pinyin(character, style=Style.TONE, heteronym=True)[0])
