"""Credit codes and industry codes."""

from collections import Counter

import pytest

from lianqun.vocab.credit_codes import ALPHABET, check_character, is_valid, is_well_formed
from lianqun.vocab.industries import industries, industry_path

PUBLISHED = ("91350100M000100Y43", "9144030071526726XG", "91440300708461136T")


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_codes_are_valid(code):
    assert is_valid(code)


@pytest.mark.parametrize("place", range(18))
def test_any_single_wrong_character_is_found(place):
    code = PUBLISHED[0]
    wrong = [code[:place] + other + code[place + 1 :] for other in ALPHABET if other != code[place]]
    assert not any(is_valid(one) for one in wrong)


def test_letters_outside_the_alphabet_are_not_well_formed():
    assert not is_well_formed("91350100M000100YO3")
    assert not is_valid("91350100M000100Y4")
    with pytest.raises(ValueError):
        check_character("123")


def test_industries_form_one_tree():
    levels = Counter(entry.level for entry in industries().values())
    assert levels[1] == 20 and levels[2] == 97 and levels[4] == 1380
    assert all(entry.parent in industries() for entry in industries().values() if entry.level > 1)
    assert [entry.code for entry in industry_path("0111")] == ["0111", "011", "01", "A"]
    assert industry_path("9999") == []
