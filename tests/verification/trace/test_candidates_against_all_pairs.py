"""Blocking misses no pair: what shares a code, a name, a core, or a core but for one character is always compared."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from lianqun.trace.candidates import DIGITS, candidate_pairs

CORE = st.text(alphabet="光电材料华", min_size=4, max_size=7)


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
    parts = pl.DataFrame(rows, schema={"at": pl.UInt32, "code": pl.String, "name": pl.String, "core": pl.String})
    pairs, passed_over = candidate_pairs(parts, pl.DataFrame(schema={"at": pl.UInt32, "name": pl.String}))
    wanted = {(one["at"], two["at"]) for one in rows for two in rows if one["at"] < two["at"] and are_candidates(one, two)}
    assert wanted <= set(pairs.rows())
    assert not passed_over.height


def test_numbered_firms_are_not_near():
    cores = ["第一纺织", "第二纺织", "纺织12厂", "纺织13厂"]
    parts = pl.DataFrame({"at": range(4), "code": [None] * 4, "name": cores, "core": cores}, schema_overrides={"code": pl.String})
    assert not candidate_pairs(parts, pl.DataFrame(schema={"at": pl.Int64, "name": pl.String}))[0].height
    assert "一" in DIGITS


def test_a_crowd_is_passed_over_and_told():
    parts = pl.DataFrame(
        {"at": range(50), "code": ["A"] * 50, "name": [f"名{n}" for n in range(50)], "core": [f"名{n}" for n in range(50)]}
    )
    pairs, passed_over = candidate_pairs(parts, pl.DataFrame(schema={"at": pl.Int64, "name": pl.String}))
    assert not pairs.height
    assert passed_over.rows() == [("A", 50)]
