"""How likely a short Chinese string is: the best way to cut it into words of a frequency list."""

import math
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

_LONGEST_WORD = 8
_UNSEEN = -30.0
_LESS_THAN_ONCE = 0.05  # the count of a character that no word of the list is
_PUNCTUATION = {
    "，": -3.2,
    "。": -4.0,
    "、": -4.0,
    "“": -5.0,
    "”": -5.0,
    "\n": -5.0,
    "：": -6.5,
    "（": -6.5,
    "）": -6.5,
    "；": -7.0,
}
_PAIRS = dict.fromkeys(("。”", "！”", "？”", "：“", "，“", "”，", "”。", "”、", "“”"), -5.5)
_ASCII_WORD = -9.0
_OTHER = -16.0


@cache
def word_frequencies() -> dict[str, int]:
    """Word → count, from the list that comes with the package jieba; read only when something must be guessed."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        return {}
    with Path(spec.origin).with_name("dict.txt").open(encoding="utf-8") as file:
        return {word: int(count) for word, count, *_ in map(str.split, file)}


@cache
def _log_total() -> float:
    return math.log(sum(word_frequencies().values()) or 1)


def is_chinese(character: str) -> bool:
    """Whether a character is a Chinese one of the basic block or extension A."""
    return "\u3400" <= character <= "\u9fff"


def _single(character: str) -> float:
    if is_chinese(character):
        return math.log(word_frequencies().get(character, 0) or _LESS_THAN_ONCE) - _log_total()
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    if character.isascii() and character.isalnum():
        return _ASCII_WORD
    return _OTHER if not "\ue000" <= character <= "\uf8ff" else _UNSEEN


@lru_cache(maxsize=50_000)
def log_likelihood(text: str) -> float:
    """Highest sum of log word probabilities over all ways to cut `text` into words (natural logarithm, ≤ 0)."""
    counts, total = word_frequencies(), _log_total()
    best = [0.0] + [-1e9] * len(text)
    for start, character in enumerate(text):
        best[start + 1] = max(best[start + 1], best[start] + _single(character))
        for end in range(start + 2, min(start + _LONGEST_WORD, len(text)) + 1):
            count = counts.get(text[start:end], 0)
            if count:
                best[end] = max(best[end], best[start] + math.log(count) - total)
        if (pair := _PAIRS.get(text[start : start + 2])) is not None:
            best[start + 2] = max(best[start + 2], best[start] + pair)
    return best[-1]
