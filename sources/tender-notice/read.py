"""What the labels alone do not say: the name below 采购人信息 is the buyer's, and a lot is named with its project."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lianqun.read.grids.name_claims import kind_of_organization
from lianqun.read.sources.source import ReadDocument
from lianqun.vocab.claims import Claim

LOT = re.compile(r"第?[0-9一二三四五六七八九十]{1,3}(?:标段|标包|包)")
PROJECT = re.compile(r"项目名称[:：]\s*(\S+)")
BUYER = re.compile(r"(?:采购人|招标人)信息\n名\s*称[:：]\s*(\S+)")


def refine(reading: ReadDocument) -> Iterable[Claim]:
    """The same claims, with the buyer's, and with every lot carrying the name of its project."""
    project = PROJECT.search(reading.text)
    buyer = BUYER.search(reading.text)
    for claim in (*reading.claims, *(_claim_buyer(buyer, project[1]) if project and buyer else ())):
        yield replace(claim, subject=_name(claim.subject, project), value=_name(claim.value, project))


def _name(words: str, project: re.Match[str] | None) -> str:
    return f"{project[1]}{words}" if project and LOT.fullmatch(words) else words


def _claim_buyer(buyer: re.Match[str], project: str) -> Iterator[Claim]:
    (start, end), name = buyer.span(1), buyer[1]
    for kind, attribute, value in (
        ("organization", kind_of_organization(name), name),
        ("relation", "invites_tender", project),
    ):
        yield Claim(kind, name, attribute, value, name, start, end, "source/tender-notice:buyer", confidence=0.8)
