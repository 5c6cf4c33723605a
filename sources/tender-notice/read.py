"""A lot is named with its project: 第1标段 alone says nothing outside the notice."""

import re
from collections.abc import Iterable
from dataclasses import replace

from lianqun.read.sources.source import Read
from lianqun.vocab.claims import Claim

LOT = re.compile(r"第?[0-9一二三四五六七八九十]{1,3}(?:标段|标包|包)")
PROJECT = re.compile(r"项目名称[:：]\s*(\S+)")


def refine(reading: Read) -> Iterable[Claim]:
    """The same claims, in which every lot carries the name of its project."""
    project = PROJECT.search(reading.text)
    for claim in reading.claims:
        yield replace(claim, subject=_name(claim.subject, project), value=_name(claim.value, project))


def _name(words: str, project: re.Match[str] | None) -> str:
    return f"{project[1]}{words}" if project and LOT.fullmatch(words) else words
