"""Grouping whole components at once gives the same groups as joining pair by pair, whatever codes and judgements say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lianqun.trace.groups import group, group_carefully

COUNT = 9
ENDS = st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)).filter(lambda pair: pair[0] != pair[1])
PAIRS = st.lists(st.tuples(ENDS, st.booleans()), max_size=14)


@settings(max_examples=300, deadline=None)
@given(
    pairs=PAIRS,
    codes=st.lists(st.none() | st.sampled_from("AB"), min_size=COUNT, max_size=COUNT),
    different=st.lists(ENDS, max_size=4),
)
def test_groups_agree(pairs, codes, different):
    every = [(min(ends), max(ends), ends[0] if judged else None) for ends, judged in pairs]
    fast, slow = group(every, codes, different), group_carefully(every, codes, different)
    assert [fast.get(at, at) for at in range(COUNT)] == [slow.get(at, at) for at in range(COUNT)]
