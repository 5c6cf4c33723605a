"""The label of a row: its number and marks taken off, its unit apart."""

import re
from functools import lru_cache

from lianqun.read.grids.head_words import read_head
from lianqun.read.grids.values import narrow_text

_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|\d{1,2}[、.．)）](?!\d)|[#＃★▲●·•\-—]+|其中\s*[:：]?|[①-⑳])\s*"
)

_COUNT = re.compile(r"[（(]共?\s*\d+\s*[个项家][)）]$")


@lru_cache(maxsize=8192)
def read_label(label: str) -> tuple[str, str]:
    """The words of a label and the unit printed in it: 1.工业总产值（亿元） → (工业总产值, 亿元)."""
    words = _COUNT.sub("", label.strip())
    while (found := _NUMBERING.match(words)) and found.end() < len(words):
        words = words[found.end() :].lstrip()
    head = read_head(words)
    return (narrow_text(re.sub(r"\s*[（(][^（()）]*[)）]\s*$", "", words)), head.unit) if head.unit else (words, "")
