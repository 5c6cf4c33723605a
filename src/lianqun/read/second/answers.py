"""What the second reader answers: strict JSON, item by item; anything else is dropped with its reason."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lianqun.read.second.reasons import Dropped

MOST_CLAIMS = 80
_LONGEST_ANSWER = 200_000
LONGEST_WORDS = 400
_MARKDOWN = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Said:
    """One claim as the model puts it: words only. There is no field for a value: numbers are read from the quote."""

    type: str
    subject: str
    attribute: str
    quote: str
    object: str = ""
    unit: str = ""
    qualifier: str = ""
    change: str = ""
    period: str = ""
    modality: str = ""


def read_answer(answer: str) -> Iterator[Said | Dropped]:
    """The claims of an answer in their order, and in the place of what is no claim the reason why not."""
    try:
        items = _items(answer)
    except Dropped as dropped:
        yield dropped
        return
    for item in items[:MOST_CLAIMS]:
        yield _said(item)
    if len(items) > MOST_CLAIMS:
        yield Dropped("too_many")


def _items(answer: str) -> list[Any]:
    if len(answer) > _LONGEST_ANSWER:
        raise Dropped("too_long")
    if not answer.lstrip().startswith(("{", "`")):
        answer = answer.partition("</think>")[2] or answer
    fenced = _MARKDOWN.fullmatch(answer)
    try:
        found = json.loads(fenced[1] if fenced else answer, parse_constant=_refuse, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Dropped("not_json") from error
    items = found.get("claims") if isinstance(found, dict) else None
    if not isinstance(items, list):
        raise Dropped("not_json")
    return items


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand in it once; twice would leave open which is meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _said(item: Any) -> Said | Dropped:
    if not isinstance(item, dict):
        return Dropped("malformed")
    words = {name: item.get(name) or "" for name in Said.__slots__}
    if not all(isinstance(word, str) and len(word) <= LONGEST_WORDS for word in words.values()):
        return Dropped("malformed")
    return Said(**words)
