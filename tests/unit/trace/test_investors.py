"""Whether two leads speak of one investor, and the word for why."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqun.trace import Investor, same_investor, same_investors

STAR = Investor("星河新能源股份有限公司", frozenset({"star"}), ("北辰电池有限公司", "星河"), {"group": "银汉集团有限公司"})


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        (Investor("任意名", frozenset({"star"})), "same_investor_record"),
        (Investor("星河新能源股份有限公司"), "same_investor_name"),
        (Investor("星河新能源股份有限公司（原北辰电池有限公司）"), "same_investor_name"),
        (Investor("星河新能源股份有限公司 "), "same_investor_name"),
        (Investor("星河新能源股份有限公司".replace("银", "銀").replace("码", "碼")), "same_investor_name"),
        (Investor("北辰電池有限公司"), "investor_known_as"),  # a former name in Traditional characters
        (Investor("星河"), "investor_known_as"),  # a brand
        (Investor("北辰控股有限公司（原北辰电池有限公司）"), "investor_known_as"),
        (Investor("滁州星河新能源有限公司"), "same_investor_core"),
        (Investor("银汉集团", frozenset({"group"})), "investor_belongs_to"),
        (Investor("星河（滁州）光伏有限公司", frozenset({"sub"}), (), {"star": "星河新能源股份有限公司"}), "investor_belongs_to"),
        (Investor("银汉置业有限公司", frozenset({"estate"}), (), {"group": "银汉集团有限公司"}), "same_owner"),
        (Investor("星火新能源股份有限公司"), ""),
        (Investor("云山硅业有限公司", frozenset({"other"}), ("云山",), {"top": "云山集团"}), ""),
    ],
)  # fmt: skip
def test_the_first_rule_that_says_so(other: Investor, rule: str) -> None:
    found = same_investor(STAR, other)
    assert (found.rule if found else "") == rule
    if found:
        assert found.is_same is (rule != "same_owner")
        assert other.name in found.zh and other.name in found.en


def test_traditional_characters_and_full_width_are_one_name() -> None:
    assert same_investor(Investor("龍騰ＡＢ電子有限公司"), Investor("龙腾AB电子有限公司")).rule == "same_investor_name"  # type: ignore[union-attr]


def test_firms_of_two_towns_with_one_core_are_two() -> None:
    assert same_investor(Investor("滁州恒远机械有限公司"), Investor("德州恒远机械有限公司")) is None
    assert same_investor(Investor("滁州恒远机械有限公司"), Investor("恒远机械有限公司")) is not None


def test_names_of_mere_trade_words_are_no_reason() -> None:
    assert same_investor(Investor("科技有限公司"), Investor("电子科技有限公司")) is None
    assert same_investor(Investor(""), Investor("")) is None


NAMES = st.sampled_from(
    ["星河新能源股份有限公司", "滁州星河新能源有限公司", "云山硅业有限公司", "北辰电池有限公司", "科技有限公司", "甲"]
)
INVESTORS = st.builds(
    Investor,
    NAMES,
    st.frozensets(st.sampled_from("abcd"), max_size=2),
    st.lists(NAMES, max_size=2).map(tuple),
    st.dictionaries(st.sampled_from("abcd"), NAMES, max_size=2),
)


@settings(deadline=None)
@given(INVESTORS, INVESTORS)
def test_it_is_the_same_whichever_comes_first(one: Investor, other: Investor) -> None:
    forth, back = same_investor(one, other), same_investor(other, one)
    assert (forth and forth.rule) == (back and back.rule)


@settings(deadline=None)
@given(INVESTORS, st.lists(INVESTORS, max_size=4))
def test_many_at_once_are_as_one_by_one(one: Investor, others: list[Investor]) -> None:
    assert same_investors(one, others) == [same_investor(one, other) for other in others]
