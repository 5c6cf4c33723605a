"""Blocking misses no pair: what shares a code, a name, a core, or a core but for one character is always compared."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from lianqun.trace.candidates import CROWD, DIGITS, candidate_pairs

CORE = st.text(alphabet="光电材料华", min_size=4, max_size=7)
TEXTS = ("id", "code", "name", "core", "town", "form", "unit", "city", "english", "ending", "place_id", "kind", "parent_id")
ALIASES = pl.DataFrame(schema={"at": pl.UInt32, "name": pl.String})


def parts_of(rows):
    """Rows with the columns that blocking looks at; what a row does not say is null."""
    named = [{"at": at, "core": row["name"], "id": str(at), **row} for at, row in enumerate(rows)]
    return pl.DataFrame(named, schema={"at": pl.UInt32, **dict.fromkeys(TEXTS, pl.String)})


def are_candidates(one, two):
    """What makes two organisations worth comparing, said pair by pair."""
    if one["code"] is not None and one["code"] == two["code"]:
        return True
    return one["name"] == two["name"] or OSA.distance(one["core"], two["core"]) <= 1


@settings(max_examples=150, deadline=None)
@given(cores=st.lists(CORE, min_size=2, max_size=8), codes=st.lists(st.none() | st.sampled_from("AB"), min_size=8, max_size=8))
def test_no_pair_is_missed(cores, codes):
    rows = [
        {"at": at, "code": code, "name": f"{core}有限公司", "core": core}
        for at, (core, code) in enumerate(zip(cores, codes[: len(cores)], strict=True))
    ]
    parts = parts_of(rows)
    pairs, passed_over = candidate_pairs(parts, ALIASES)
    firsts = parts.unique(["name", "code"], keep="first")["at"].to_list()
    wanted = {
        (one["at"], two["at"])
        for one in rows
        for two in rows
        if one["at"] < two["at"]
        and are_candidates(one, two)
        and (one["name"] == two["name"] or (one["at"] in firsts and two["at"] in firsts))
    }
    assert wanted <= set(pairs.rows())
    assert not passed_over.height


def test_numbered_firms_are_not_near():
    assert not candidate_pairs(parts_of([{"name": name} for name in ("第一纺织", "第二纺织", "纺织12厂", "纺织13厂")]), ALIASES)[
        0
    ].height
    assert "一" in DIGITS


def test_a_short_name_meets_the_whole_names_that_begin_like_it():
    rows = [{"name": "惠丰"}, {"name": "惠丰光电有限公司", "core": "惠丰光电", "ending": "有限公司"}, {"name": "惠民材料"}]
    assert candidate_pairs(parts_of(rows), ALIASES)[0].rows() == [(0, 1)]


def test_a_crowd_of_one_core_is_passed_over_and_told():
    rows = [{"name": f"{n:02d}光电有限公司", "core": "光电", "ending": "有限公司"} for n in range(CROWD + 10)]
    pairs, passed_over = candidate_pairs(parts_of([{**row, "form": row["name"]} for row in rows]), ALIASES)
    assert not pairs.height
    assert passed_over.rows() == [("光电", CROWD + 10)]


def test_a_crowd_of_one_code_is_compared_neighbour_with_neighbour():
    count = CROWD + 10
    pairs, passed_over = candidate_pairs(parts_of([{"name": f"名{n:02d}", "code": "A"} for n in range(count)]), ALIASES)
    assert pairs.rows() == [(n, n + 1) for n in range(count - 1)]
    assert not passed_over.height
