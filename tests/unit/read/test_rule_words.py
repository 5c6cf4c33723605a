"""Every rule that decides a part of a claim has its sentence in both languages."""

from pathlib import Path

import pytest

from lianqun.read import read_file
from lianqun.read.rule_words import rules_in_words

OWN = sorted((Path(__file__).parents[2] / "verification/names").rglob("*.txt"))


def test_the_longest_beginning_is_taken() -> None:
    words = {part: zh for part, zh, _ in rules_in_words("metric:printed|subject:scope_unnamed|period:stated")}
    assert words["metric:printed"] != words["subject:scope_unnamed"]
    assert rules_in_words("subject:scope_unnamed")[0][1] != rules_in_words("subject:scope")[0][1]


def test_what_has_no_sentence_stands_as_it_is() -> None:
    assert rules_in_words("something:new") == [("something:new", "something:new", "something:new")]


@pytest.mark.parametrize("path", OWN, ids=[path.stem for path in OWN])
def test_every_rule_of_a_document_has_a_sentence(path: Path) -> None:
    parts = {part: zh for claim in read_file(path).claims for part, zh, _ in rules_in_words(claim.rule)}
    assert parts
    assert not [part for part, zh in parts.items() if part == zh]
