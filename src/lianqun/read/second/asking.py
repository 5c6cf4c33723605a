"""What the second reader is asked: the document in passages, each as data between fences, with closed lists to choose from."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from lianqun.read.layers.structure import Stretch
from lianqun.read.lists import rows_of
from lianqun.read.prose.page import Page
from lianqun.vocab.codes import code_lists

Messages = Sequence[Mapping[str, str]]
Ask = Callable[[Messages], str]

_LONGEST_PASSAGE = 700
_VALUES = {"number": "数字", "name": "对象", "self": "名称"}
# Invisible characters and what could be taken for a role marker or a tag reach the model in their escaped form only.
_DISGUISED = re.compile(
    r"[<>\[\]\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff\U000e0000-\U000e01ef]"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that follow each other in one section: `text[start:end]`, with the section's head."""

    start: int
    end: int
    heading: str


@cache
def kinds() -> Mapping[tuple[str, str], str]:
    """What may be claimed: (type, attribute) → where its value comes from: number, name or self; * is any printed attribute."""
    return {(row["type"], row["attribute"]): row["value"] for row in rows_of("lianqun.read.second", "asked.csv")}


@cache
def prompt() -> str:
    """The standing instruction, with the closed lists filled in."""
    rows = rows_of("lianqun.read.second", "asked.csv")
    lines = [f"{row['type']} | {row['attribute']} | {_VALUES[row['value']]} | {row['zh']}" for row in rows]
    template = files("lianqun.read.second").joinpath("prompt.txt").read_text(encoding="utf-8")
    for name, words in (("kinds", lines), ("qualifiers", code_lists()["qualifier"]), ("modalities", code_lists()["modality"])):
        template = template.replace(f"{{{name}}}", ("\n" if name == "kinds" else "、").join(words))
    return template


def cut_passages(page: Page) -> Iterator[Passage]:
    """The text in passages. No passage goes on into the next section once it holds a sentence; lines that look like heads,
    as those of a list or a table do, stay together and with what follows them."""
    headings = {stretch.section: page.text[stretch.start : stretch.end] for stretch in page.structure.headings()}
    held: list[Stretch] = []
    for sentence in page.structure.sentences:
        if not page.text[sentence.start : sentence.end].strip():
            continue
        if held and (sentence.end - held[0].start > _LONGEST_PASSAGE or _closes(held, sentence)):
            yield Passage(held[0].start, held[-1].end, headings.get(held[-1].section, ""))
            held = []
        held.append(sentence)
    if held:
        yield Passage(held[0].start, held[-1].end, headings.get(held[-1].section, ""))


def _closes(held: Sequence[Stretch], sentence: Stretch) -> bool:
    return held[-1].role == "body" and sentence.section != held[-1].section


def ask_about(page: Page, passage: Passage) -> Messages:
    """The messages for one passage. The fence is drawn from the passage itself, so that no passage can hold its own."""
    title = page.structure.paragraphs[0]
    data = {
        "title": page.text[title.start : title.end][:200],
        "section": passage.heading,
        "published": page.published.isoformat() if page.published else "",
        "text": page.text[passage.start : passage.end],
    }
    body = _DISGUISED.sub(_escape, json.dumps(data, ensure_ascii=False))
    fence = f"==== {sha256(body.encode()).hexdigest()[:16]} ===="
    return ({"role": "system", "content": prompt()}, {"role": "user", "content": f"{fence}\n{body}\n{fence}"})


def _escape(found: re.Match[str]) -> str:
    """A character as JSON may also write it, so that the model sees it and an answer can still quote it."""
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
